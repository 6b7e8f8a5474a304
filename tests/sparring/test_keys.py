"""A key that colleagues know tells nothing about what its owner does alone, and blocks nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices.models import Use
from lerendwerken.learning.sparring.models import SparringSession

As = Callable[[Viewer], Client]


@pytest.fixture
def use(fatima: Viewer) -> Use:
    """Fatima started the team's practice; the team sees that, and so knows the key of the use."""
    with acting(fatima):
        process = practices.name_process("Hoorverslag maken", by=fatima)
        draft = practices.propose_change(
            process,
            steps=[{"by": "ai", "text": "Zet het op een rij."}],
            instruction="Kort.",
            check_text="Klopt elk feit?",
            stop_rule="Stop bij twijfel.",
            reason="Een proef.",
            by=fatima,
        )
        version = practices.put_in_force(draft, reason="Een proef.", by=fatima)
        return practices.start(version, piece="zaak 12", week=date(2026, 11, 23), by=fatima)


def begun_with(key: object, client: Client) -> int:
    form = {"key": str(key), "mode": "analyse", "situation": "Zaak", "view": "Kort."}
    return client.post("/sparring/", form).status_code


def test_a_colleague_cannot_tell_whether_somebody_sparred_on_a_use(
    use: Use, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    as_(fatima).post(f"/sparring/practice/{use.pk}/", {"view": "Twee pagina's."})
    with acting(fatima):
        assert SparringSession.objects.visible_to(fatima).filter(use=use.pk).count() == 1
    assert begun_with(use.pk, as_(joost)) == 302


def test_a_colleague_cannot_keep_somebody_from_sparring_on_a_use(
    use: Use, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    begun_with(use.pk, as_(joost))
    page = as_(fatima).post(f"/sparring/practice/{use.pk}/", {"skip": "1"}, follow=True)
    assert page.status_code == 200
    with acting(fatima):
        assert SparringSession.objects.visible_to(fatima).filter(use=use.pk).count() == 1
