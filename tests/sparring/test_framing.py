"""What a request tells about why somebody learns this: their question, and what the frame promises there."""

from __future__ import annotations

from datetime import date

import pytest

from lerendwerken.ai.partners import masking
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions as actions_of_frame
from lerendwerken.learning.frame import queries as queries_of_frame
from lerendwerken.learning.sparring import actions, outgoing
from lerendwerken.learning.sparring.framing import about
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle.models import LearningQuestion
from tests.frame.conftest import Kader, promise_in
from tests.frame.conftest import kader as kader

MONDAY = date(2026, 11, 23)
QUESTION = "Hoe merk ik wat mensen begrijpen?"


def asked(by: Viewer, kader: Kader | None) -> LearningQuestion:
    with acting(by):
        return weekcycle.ask_question(
            QUESTION, development_question=kader.question if kader else None, week=MONDAY, by=by
        )


def request(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(masking, "find", lambda text, **lists: [])
    with acting(by):
        session = actions.begin("analyse", situation="Zaak", view="Het is te lang.", by=by)
        return outgoing.parcel(by, session, turns=[]).messages[1]["content"]


def test_the_frame_of_ones_question_goes_along_as_data(
    fatima: Viewer, kader: Kader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(fatima, kader)
    text = request(fatima, monkeypatch)
    block = text[text.index("⟦kader van de organisatie") :]
    block = block[: block.index("⟦/")]
    assert "Ontwikkelvraag: Hoe schrijven we zo dat mensen het navertellen?" in block
    assert "Doel: Inwoners begrijpen wat wij opschrijven" in block
    assert "Mensen begrijpen hun hoorverslag zonder hulp, van 46 naar 75 % in juli 2027" in block
    assert QUESTION not in block
    assert f"Eigen leervraag: {QUESTION}" in text


def test_a_question_under_nothing_brings_no_frame(
    fatima: Viewer, kader: Kader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(fatima, None)
    text = request(fatima, monkeypatch)
    assert "kader van de organisatie" not in text
    assert QUESTION in text


def test_it_is_short_however_long_the_frame_is(fatima: Viewer, henk: Viewer, kader: Kader) -> None:
    question = asked(fatima, kader)
    with acting(henk):
        draft = actions_of_frame.start_draft(by=henk)
        [goal] = queries_of_frame.goals(henk, draft)
        for number in range(6):
            promise_in(draft, goal, henk, title=f"Belofte {number} " + "lang " * 25)
        actions_of_frame.decide(draft, reason="Meer beloofd.", by=henk)
    with acting(fatima):
        text = about(fatima, question, "nl")
    assert len(text.splitlines()) == 5, "found again in the new version, with three promises"
    assert all(len(line) <= 300 for line in text.splitlines())
