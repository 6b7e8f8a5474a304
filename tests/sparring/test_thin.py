"""The path of one turn is thin: it asks the database a fixed number of times, whatever is there."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.ai.partners import coverwords
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.sparring import actions, outgoing, queries, runner, showing
from lerendwerken.learning.sparring.models import SparringSession, Turn

As = Callable[[Viewer], Client]
MOST = 27  # reads and writes of one turn, until the model is asked
SAID = "Kees Vonk vroeg waarom het zo lang is."

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(model: None, monkeypatch: pytest.MonkeyPatch) -> Mock:
    """A server that runs, in which no model is asked; what it is told to do."""
    loop = Mock()
    monkeypatch.setattr(runner, "_loop", loop)
    return loop


def asked_for(her: Client, viewer: Viewer, session: SparringSession) -> list[str]:
    """The statements of a turn whose masking was seen, without those that open and close."""
    with acting(viewer):
        line = queries.turns(viewer, session)
        seen = showing.seen_mark(outgoing.parcel(viewer, session, turns=line, said=SAID))
    sent = {"said": SAID, "seen": seen, "key": str(new_id())}
    with CaptureQueriesContext(connection) as asked:
        answer = her.post(f"/sparring/{session.pk}/say/", sent, headers={"Accept": "text/event-stream"})
    assert answer["Content-Type"] == "text/event-stream"
    told = [one["sql"] for one in asked.captured_queries]
    return [sql for sql in told if "SAVEPOINT" not in sql and "set_config" not in sql and "_lock(" not in sql]


def begun(viewer: Viewer) -> SparringSession:
    with acting(viewer):
        return actions.begin("analyse", situation="Hoorverslagen", view="Het is te lang.", by=viewer)


def filled(viewer: Viewer, henk: Viewer) -> SparringSession:
    """A session of many turns, in an organisation of many people and words."""
    session = begun(viewer)
    with acting(viewer):
        for number in range(12):
            turn = actions.take_turn(session, f"Woord {number}.", partner=Turn.Partner.COACH, by=viewer)
            assert not turn.is_busy
    with acting(henk):
        for number in range(8):
            coverwords.add(text=f"Wijkteam {number}", kind="cover", by=henk)
    with acting(System.SETUP):
        here = Organisation.objects.get(pk=viewer.organisation)
        for number in range(8):
            organisations.join(
                here, email=f"m{number}@x.example", name=f"M {number}", roles=[Role.PROFESSIONAL]
            )
    return session


def test_a_turn_asks_the_database_as_often_whatever_is_there(
    as_: As, fatima: Viewer, henk: Viewer, started: Mock
) -> None:
    her = as_(fatima)
    her.get("/week/")
    few = asked_for(her, fatima, begun(fatima))
    many = asked_for(her, fatima, filled(fatima, henk))
    assert len(few) == len(many), "\n".join(few)
    assert len(many) <= MOST, "\n".join(many)


def test_the_request_to_the_model_is_ready_when_the_turn_is_kept(
    as_: As, fatima: Viewer, started: Mock, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    session = begun(fatima)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        asked_for(as_(fatima), fatima, session)
    (start, viewer, turn, made), _named = started.call_soon_threadsafe.call_args
    assert (start, viewer) == (runner.start, fatima)
    assert made
    assert "Kees" not in str(made.parcel.messages)
    with acting(fatima):
        (row,) = queries.turns(fatima, session)
    assert (row.pk, row.state, row.said) == (turn, Turn.State.WRITING, SAID)
