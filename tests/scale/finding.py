"""What a search costs in many rows, against one bare LIKE over the same rows."""

from __future__ import annotations

from collections.abc import Iterator

from lerendwerken.ai.library import finding
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.learning.weekcycle.models import Caught
from tests.scale.measuring import Row, median_seconds

WHO = "noor@waterrijk.example"
ROWS = 20_000
TIMES = 5
TEXTS = (
    "Bij de balie vraagt iemand elke dinsdag waarom de beschikking twee bladzijden heeft, dossier {}.",
    "De griffie belt over stuk {}: het advies van de commissie mist de datum van de zitting.",
    "In het overleg van ronde {} wilde niemand de toelichting schrappen, terwijl geen inwoner haar leest.",
    "Voor het verslag van zaak {} stond de kern onderaan; na het omdraaien bleef de telefoon stil.",
)


def rows() -> Iterator[Row]:
    """Two words, in milliseconds, for somebody with twenty thousand things of their own."""
    person = Person.objects.get(email=WHO)
    viewer = queries.viewer_for(person, queries.memberships_of(person)[0])
    with acting(viewer):
        for first in range(0, ROWS, 1000):
            Caught.unscoped.bulk_create(_thoughts(viewer.organisation, viewer.member, first))
        bare = Caught.objects.visible_to(viewer).filter(text__icontains="toelichting")
        floor = median_seconds(bare.count, TIMES)
        for what, question in {"two words": "toelichting schrappen", "a mistyped one": "toelichtnig"}.items():
            taken = median_seconds(lambda asked=question: finding.search(viewer, asked), TIMES)  # type: ignore[misc]
            yield Row(f"search {what}, {ROWS:,} rows", taken * 1000, floor * 1000, "ms", "one bare LIKE")


def _thoughts(organisation: object, member: object, first: int) -> list[Caught]:
    return [
        Caught(organisation_id=organisation, owner_id=member, text=TEXTS[number % len(TEXTS)].format(number))
        for number in range(first, first + 1000)
    ]
