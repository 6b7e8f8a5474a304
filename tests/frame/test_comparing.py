"""Two versions of the frame side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, comparing, queries
from lerendwerken.learning.frame.models import Frame
from tests.frame.conftest import Kader, promise_in

As = Callable[[Viewer], Client]
TEXTS = st.text(alphabet="ab \n", max_size=30)


@pytest.fixture
def second(kader: Kader, henk: Viewer) -> Frame:
    """A version with another target and another question, and with one promise more."""
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal], [promise] = queries.goals(henk, draft), queries.promises(henk, draft)
        promise_in(draft, goal, henk, promise=promise, target=Decimal(80))
        promise_in(draft, goal, henk, title="Minder schrijfuren", due=date(2027, 8, 1))
        actions.remove(queries.development_questions(henk, draft)[0], by=henk)
        return actions.decide(draft, reason="Het kan hoger.", by=henk)


@pytest.mark.once
@given(TEXTS, TEXTS)
def test_the_pieces_are_the_whole_text_and_what_is_not_marked_is_the_same(before: str, after: str) -> None:
    was, now = comparing.marked(before, after)
    assert "".join(piece.text for piece in was) == before
    assert "".join(piece.text for piece in now) == after
    if before and after:
        same = [[piece.text for piece in side if not piece.marked] for side in (was, now)]
        assert same[0] == same[1]


def test_what_was_added_taken_away_and_changed_is_told(
    kader: Kader, second: Frame, fatima: Viewer, as_: As
) -> None:
    with acting(fatima):
        changes = comparing.compare(fatima, kader.frame, second)
        assert [(change.what, change.title) for change in changes] == [
            ("changed", kader.promise.title),
            ("added", "Minder schrijfuren"),
            ("gone", kader.question.text),
        ]
        [field] = changes[0].fields
        assert (field.label, field.before[0].text, field.after[0].text) == ("doel", "75", "80")
        assert comparing.compare(fatima, second, second) == []
    page = as_(fatima).get(reverse("frame:compare")).content.decode()
    assert "Het kan hoger." in page
    assert "75</del>" in page
    assert "80</ins>" in page


def test_the_older_stands_left_however_it_is_asked(
    kader: Kader, second: Frame, fatima: Viewer, as_: As
) -> None:
    client, url = as_(fatima), reverse("frame:compare")
    asked = {"older": str(second.pk), "newer": str(kader.frame.pk)}
    assert client.get(url, asked).context["older"] == kader.frame
    for nothing in (str(new_id()), "x"):
        assert client.get(url, {"older": nothing}).status_code == 404


def test_more_parts_ask_no_more_queries(kader: Kader, second: Frame, henk: Viewer, as_: As) -> None:
    client = as_(henk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("frame:compare")).status_code == 200
        return len(captured)

    before = asked()
    with acting(henk):
        draft = actions.start_draft(by=henk)
        for number in range(4):
            actions.put_goal(draft, title=f"Doel {number}", by=henk)
        actions.decide(draft, reason="Meer doelen.", by=henk)
    assert asked() == before
