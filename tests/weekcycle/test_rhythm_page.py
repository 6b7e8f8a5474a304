"""The page of the team's rhythm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import queries
from lerendwerken.learning.weekcycle.models import Rhythm
from tests.weekcycle.conftest import NEXT_WEEK

As = Callable[[Viewer], Client]


def test_the_facilitator_begins_and_the_team_reads(as_: As, fatima: Viewer, noor: Viewer) -> None:
    url = reverse("weekcycle:rhythm")
    assert "De begeleider van je team start het ritme." in as_(noor).get(url).content.decode()
    sent = {
        "dialogue_day": "thu",
        "dialogue_time": "10:00",
        "starts": "next",
        "lapsed_work": "het maandagoverleg",
    }
    assert as_(fatima).post(url, sent).status_code == 302
    html = as_(noor).get(url).content.decode()
    assert "Het gesprek is op donderdag om 10.00 uur." in html
    assert "het maandagoverleg" in html
    assert "Start het ritme" not in html
    with acting(noor):
        rhythm = queries.rhythm_of(noor, noor.teams[0])
        assert rhythm is not None
        assert rhythm.starts == NEXT_WEEK


def test_the_facilitator_moves_the_dialogue_and_widens_the_rhythm(
    as_: As, fatima: Viewer, noor: Viewer, rhythm: Rhythm
) -> None:
    client = as_(fatima)
    sent = {"dialogue_day": "fri", "dialogue_time": "15:30", "lapsed_work": ""}
    assert client.post(reverse("weekcycle:rhythm"), sent).status_code == 302
    assert client.post(reverse("weekcycle:widen"), {"from": "next"}).status_code == 302
    with acting(noor):
        now = queries.rhythm_of(noor, rhythm.team_id)
        assert now is not None
        assert (now.dialogue_day, now.dialogue_time, now.starts) == ("fri", time(15, 30), date(2026, 10, 5))
        assert now.full_from == NEXT_WEEK
    assert (
        "Vanaf 30 november heeft je team het volle ritme"
        in as_(noor).get(reverse("weekcycle:rhythm")).content.decode()
    )


def test_a_member_who_posts_is_refused(as_: As, noor: Viewer, rhythm: Rhythm) -> None:
    sent = {"dialogue_day": "fri", "dialogue_time": "15:30", "lapsed_work": ""}
    assert as_(noor).post(reverse("weekcycle:rhythm"), sent).status_code == 403
    assert as_(noor).post(reverse("weekcycle:widen"), {"from": "this"}).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"dialogue_day": "someday"}, {"dialogue_time": "25:00"}, {"lapsed_work": "x" * 401}]
)
def test_what_cannot_be_kept_is_said_at_the_field(
    as_: As, fatima: Viewer, rhythm: Rhythm, wrong: dict[str, str]
) -> None:
    sent = {"dialogue_day": "fri", "dialogue_time": "15:30", "lapsed_work": "", **wrong}
    answer = as_(fatima).post(reverse("weekcycle:rhythm"), sent)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()


def test_who_has_no_team_has_no_rhythm_page(as_: As, marga: Viewer, rhythm: Rhythm) -> None:
    assert as_(marga).get(reverse("weekcycle:rhythm")).status_code == 404
