"""A municipality with a frame in force, as its steward made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions
from lerendwerken.learning.frame.models import DevelopmentQuestion, Frame, Goal, ResultPromise


@dataclass
class Kader:
    """A frame with one of each, for tests."""

    frame: Frame
    goal: Goal
    promise: ResultPromise
    question: DevelopmentQuestion


def promise_in(frame: Frame, goal: Goal, by: Viewer, **changed: object) -> ResultPromise:
    """A promise in a draft: people who understand their report, from 46% in September to 75% in July."""
    fields: dict[str, object] = {
        "title": "Mensen begrijpen hun hoorverslag zonder hulp",
        "indicator": "Deel van de nagebelde mensen dat het verslag kan navertellen.",
        "unit": "%",
        "kind": "lasting",
        "term": "long",
        "baseline": Decimal(46),
        "target": Decimal(75),
        "due": date(2027, 7, 1),
    }
    return actions.put_promise(frame, goal=goal, by=by, **(fields | changed))  # type: ignore[arg-type]


def draft_in(by: Viewer) -> Frame:
    """A first frame in preparation with a name and a why."""
    return actions.start_draft(
        title="Duidelijk en op tijd", why="Te veel mensen bellen na.", starts=date(2026, 9, 1), by=by
    )


@pytest.fixture
def kader(henk: Viewer) -> Kader:
    """The frame in force since September."""
    with acting(henk):
        frame = draft_in(henk)
        goal = actions.put_goal(
            frame, title="Inwoners begrijpen wat wij opschrijven", challenges=["inclusion"], by=henk
        )
        promise = promise_in(frame, goal, henk)
        question = actions.put_development_question(
            frame, goal=goal, text="Hoe schrijven we zo dat mensen het navertellen?", by=henk
        )
        frame = actions.decide(frame, reason="Eerste kader.", by=henk)
    return Kader(frame, goal, promise, question)
