"""Where help begins, and when a partner is busy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, queries
from lerendwerken.learning.sparring.models import LEFT_BEHIND_AFTER, SparringSession, Turn

As = Callable[[Viewer], Client]
VIEW = "Het verslag is altijd te lang. Niemand begrijpt de wettermen."


def begun(client: Client, viewer: Viewer, **more: str) -> SparringSession:
    form = {"key": str(new_id()), "mode": "analyse", "situation": "Hoorverslagen", "view": VIEW} | more
    page = client.post("/sparring/", form)
    assert page.status_code == 302
    with acting(viewer):
        session: SparringSession = SparringSession.objects.visible_to(viewer).order_by("-created")[0]
        return session


@pytest.mark.parametrize("mode", ["analyse", "decide", "innovate", "sharpen"])
def test_after_ones_own_analysis_at_deepen_help_begins_with_differences(
    as_: As, fatima: Viewer, mode: str
) -> None:
    session = begun(as_(fatima), fatima, mode=mode, moment="deepen")
    assert session.step == "differences"
    with acting(fatima):
        (turn,) = queries.turns(fatima, session)
    assert turn.answer.count("?") == 1
    assert turn.answer.endswith("?"), "the coach only asks, at every step"


@pytest.mark.parametrize(
    ("more", "step"),
    [
        ({}, "questions"),
        ({"moment": "deepen", "view": "", "skip": "1"}, "questions"),
        ({"moment": "deepen", "mode": "produce"}, "options"),
        ({"moment": "deepen", "mode": "harvest"}, "questions"),
        ({"mode": "redteam"}, "differences"),
    ],
)
def test_every_other_session_begins_at_the_lowest_step(
    as_: As, fatima: Viewer, more: dict[str, str], step: str
) -> None:
    assert begun(as_(fatima), fatima, **more).step == step


def test_deepen_says_that_it_is_deepen(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    assert 'name="moment" value="deepen"' in client.get("/week/deepen/").content.decode()
    again = client.post("/sparring/", {"mode": "analyse", "moment": "deepen", "view": ""})
    assert 'name="moment" value="deepen"' in again.content.decode(), "also after a view was asked for"
    assert 'name="moment"' not in client.get("/sparring/").content.decode()


def test_one_rule_says_when_a_partner_is_busy() -> None:
    alive, dead = clock.real_now(), clock.real_now() - LEFT_BEHIND_AFTER - timedelta(seconds=1)
    assert Turn(state=Turn.State.QUEUED).is_busy
    assert Turn(state=Turn.State.WRITING, heartbeat=alive).is_busy
    assert not Turn(state=Turn.State.WRITING, heartbeat=dead).is_busy
    for state in (Turn.State.DONE, Turn.State.STOPPED, Turn.State.INTERRUPTED, Turn.State.FAILED):
        assert not Turn(state=state, heartbeat=alive).is_busy


def test_a_session_goes_on_after_a_process_has_died(fatima: Viewer) -> None:
    with acting(fatima):
        session = actions.begin("analyse", situation="Zaak", view=VIEW, by=fatima)
        turn = actions.ask_first(session, by=fatima)
        assert turn
        turn.state, turn.heartbeat = Turn.State.WRITING, clock.real_now() - 2 * LEFT_BEHIND_AFTER
        turn.save(update_fields=["state", "heartbeat"])
        assert actions.take_turn(session, "Dat geldt altijd voor iedereen.", by=fatima).number == 2
