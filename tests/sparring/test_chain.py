"""One connection after the other until one speaks, and what then stands there."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from lerendwerken.ai.partners import wire
from lerendwerken.ai.partners.breaker import Breaker
from lerendwerken.ai.partners.failures import SupplierFailure
from lerendwerken.ai.partners.routes import Route
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.sparring import outgoing, runner
from lerendwerken.learning.sparring.models import Turn
from lerendwerken.learning.sparring.runner import Handed, Live, Request
from tests.partners.wire.supplying import (
    DONE,
    GOOD,
    GOOD_TEXT,
    QUESTION,
    Handler,
    Supplier,
    dropping_after,
    in_turn,
    refusing,
    sending,
    token,
)

BROKEN = {
    "key refused": refusing(401),
    "model unknown": refusing(404, {"error": {"message": "model not found"}}),
    "credit used up": refusing(402),
    "busy": refusing(429, Retry_After="900"),
    "fault": refusing(500),
    "empty": sending(token(finish="stop"), DONE),
    "garbage": sending(b"<html>", content_type="text/html"),
    "thinks only": sending(token(reasoning_content="hm"), token(finish="length"), DONE),
    "drops at once": dropping_after(),
}


@dataclass
class Room:
    """The runner's surroundings without a database."""

    routes: list[Route]
    so_far: str = ""
    refused: set[str] = field(default_factory=set)
    coached: list[str] = field(default_factory=list)
    handed: str = ""

    def answer(self, monkeypatch: pytest.MonkeyPatch) -> Live:
        viewer = Viewer(uuid4(), uuid4(), uuid4(), Role.PROFESSIONAL)

        def claim(*_: Any) -> Request:
            if self.handed:
                raise Handed(self.handed)
            parcel = outgoing.Parcel(list(QUESTION), {}, {}, "")
            return Request(self.routes, parcel, self.so_far, None)

        def coach(writing: Live) -> None:
            self.coached.append(writing.failure)
            writing.text, writing.state = "Wat als het andersom is?", Turn.State.DONE

        monkeypatch.setattr(runner, "_claim", claim)
        monkeypatch.setattr(runner, "_save", lambda batch: None)
        monkeypatch.setattr(
            runner, "_may_be_asked", lambda viewer, route: route.endpoint.name not in self.refused
        )
        monkeypatch.setattr(runner, "_let_the_coach_answer", coach)
        writing = Live(uuid4(), viewer)
        asyncio.run(runner._write(writing))
        return writing


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "PAUSES", (0.01, 0.02))
    monkeypatch.setattr(runner, "breaker", Breaker())


def way(supplier: Supplier, name: str) -> Route:
    return Route(supplier.endpoint(name=name, model=name), uuid4())


def by_model(**handlers: Handler) -> Handler:
    """A server that answers as the model that is asked for."""

    async def answer(request: Any) -> Any:
        return await handlers[(await request.json())["model"]](request)

    return answer


@pytest.mark.parametrize("fault", BROKEN)
def test_the_next_in_the_chain_answers_when_the_first_gives_no_word(
    supplier: Supplier,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    supplier.answer = by_model(een=BROKEN[fault], twee=sending(*GOOD))
    room = Room([way(supplier, "een"), way(supplier, "twee")])
    written = room.answer(monkeypatch)
    assert (written.text, written.state, written.failure) == (GOOD_TEXT, Turn.State.DONE, "")
    assert written.route is not None
    assert written.route.endpoint.name == "twee"
    assert room.coached == []


@pytest.mark.parametrize("fault", BROKEN)
def test_at_the_end_the_coach_answers_and_knows_why(
    supplier: Supplier,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    supplier.answer = BROKEN[fault]
    room = Room([way(supplier, "een"), way(supplier, "twee")])
    written = room.answer(monkeypatch)
    assert written.state == Turn.State.DONE
    assert room.coached == [written.failure]
    assert written.failure
    assert written.route is None


def test_after_a_first_word_nobody_takes_over(
    supplier: Supplier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    supplier.answer = by_model(een=dropping_after(token("Half ")), twee=sending(*GOOD))
    room = Room([way(supplier, "een"), way(supplier, "twee")])
    written = room.answer(monkeypatch)
    assert (written.text, written.state, written.failure) == ("Half ", Turn.State.INTERRUPTED, "cut")
    assert room.coached == []


def test_going_on_with_half_an_answer_never_ends_in_the_coach(
    supplier: Supplier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    supplier.answer = refusing(401)
    room = Room([way(supplier, "een")], so_far="Half ")
    written = room.answer(monkeypatch)
    assert (written.text, written.state) == ("Half ", Turn.State.INTERRUPTED)
    assert room.coached == []


def test_what_was_taken_out_of_use_in_the_meantime_gets_nothing(
    supplier: Supplier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    supplier.answer = by_model(een=refusing(401), twee=sending(*GOOD))
    room = Room([way(supplier, "een"), way(supplier, "twee")], refused={"twee"})
    room.answer(monkeypatch)
    assert [asked["model"] for asked in supplier.asked] == ["een"]
    assert room.coached == ["key"]


def test_a_supplier_that_keeps_failing_is_passed_over(
    supplier: Supplier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    supplier.answer = by_model(een=refusing(401), twee=sending(*GOOD))
    room = Room([way(supplier, "een"), way(supplier, "twee")])
    for _ in range(5):
        assert room.answer(monkeypatch).text == GOOD_TEXT
    assert [asked["model"] for asked in supplier.asked].count("een") == 3


def test_a_short_fault_is_tried_again_at_the_same_supplier(
    supplier: Supplier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    supplier.answer = by_model(een=in_turn(refusing(503), sending(*GOOD)), twee=sending(token("Nee."), DONE))
    written = Room([way(supplier, "een"), way(supplier, "twee")]).answer(monkeypatch)
    assert written.text == GOOD_TEXT


@pytest.mark.parametrize("reason", ["off", "budget_mine", "budget_ours"])
def test_without_a_model_to_ask_the_coach_answers_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    room = Room([], handed=reason)
    written = room.answer(monkeypatch)
    assert (room.coached, written.state) == ([reason], Turn.State.DONE)


def test_every_reason_has_its_words() -> None:
    from lerendwerken.ai.partners.failures import _IN_WORDS
    from lerendwerken.learning.sparring.showing import FAILURES

    assert {*_IN_WORDS, "masking", "fault", "off", "budget_mine", "budget_ours"} <= FAILURES.keys()
    assert SupplierFailure("busy").kind in FAILURES


def test_nothing_is_saved_before_the_turn_is_this_process_s_own(
    supplier: Supplier, monkeypatch: pytest.MonkeyPatch
) -> None:
    supplier.answer = sending(*GOOD)
    turn, claimed, early = uuid4(), threading.Event(), []

    def claim(*_: Any) -> Request:
        time.sleep(0.1)  # as on a machine with much to do
        claimed.set()
        return Request([way(supplier, "een")], outgoing.Parcel(list(QUESTION), {}, {}, ""))

    def save(batch: list[Live]) -> None:
        early.extend(writing for writing in batch if not claimed.is_set())

    async def write() -> Live:
        runner.start(Viewer(uuid4(), uuid4(), uuid4(), Role.PROFESSIONAL), turn)
        writing = runner.live(turn)
        assert writing
        assert writing.task
        await writing.task
        return writing

    monkeypatch.setattr(runner, "SAVE_EVERY", 0.01)
    monkeypatch.setattr(runner, "_claim", claim)
    monkeypatch.setattr(runner, "_save", save)
    written = asyncio.run(write())
    assert (written.text, written.state) == (GOOD_TEXT, Turn.State.DONE)
    assert not early
