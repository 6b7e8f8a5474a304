"""What an act with its audit line costs, against the bare insert of its row."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.learning.weekcycle import actions
from lerendwerken.learning.weekcycle.models import Caught
from tests.scale.measuring import Row, median_seconds

WHO = "joost@waterrijk.example"
TIMES = 40  # below what one person may do in a minute
TEXT = "Waarom sturen we die brief twee keer?"


def rows() -> Iterator[Row]:
    """Catching a thought, in milliseconds, each in a transaction of its own."""
    person = Person.objects.get(email=WHO)
    viewer = queries.viewer_for(person, queries.memberships_of(person)[0])

    def act() -> None:
        actions.catch(TEXT, by=viewer)

    @transaction.atomic
    def bare() -> None:
        Caught(organisation_id=viewer.organisation, owner_id=viewer.member, text=TEXT).add()

    with acting(viewer):
        taken, floor = median_seconds(act, TIMES), median_seconds(bare, TIMES)
    yield Row("catching a thought, audited", taken * 1000, floor * 1000, "ms", "the bare insert of its row")
