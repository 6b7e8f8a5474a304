"""What happens to an answer when something else changes while it is written: two tabs, somebody leaves, the register."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from asgiref.sync import async_to_sync
from django.test import Client

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import queries as partners
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import queries, reading, runner
from lerendwerken.learning.sparring.models import SparringSession, Turn
from tests.houses import House
from tests.partners.wire.supplying import GOOD, GOOD_TEXT, Supplier, opened, sending, token
from tests.sparring.talking import SAID, heard_from, last_of, page_of, read_while
from tests.walking import text_of

BEGUN = "Half een antwoord"


class Halting:
    """A model that says some words, if any, and then waits until whoever asked is gone."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.is_asked, self.is_left_alone = threading.Event(), threading.Event()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        self.is_asked.set()
        response = await opened(request)
        if self.words:
            await response.write(token(self.words))
        try:
            while True:
                await response.write(b": still thinking\n\n")
                await asyncio.sleep(0.02)
        except ConnectionError:
            self.is_left_alone.set()
        return response


@pytest.fixture
def _looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SAVE_EVERY", "LOOK_EVERY"):
        monkeypatch.setattr(runner, name, 0.05)
    monkeypatch.setattr(reading, "STILL_WELCOME_EVERY", 0.01)
    monkeypatch.setattr(reading, "BREATH", 0.001)


def asks(her: Client, session: SparringSession) -> Any:
    """Say something; the stream of the answer."""
    her.post(f"/sparring/{session.pk}/say/", {"said": SAID})
    [path] = re.findall(r'data-stream-url="([^"]+)"', page_of(her, session))
    return her.get(path)


def test_two_tabs_read_one_answer_and_nothing_is_asked_twice(
    asking: Supplier, fatima: Viewer, her: Client, as_: Callable[[Viewer], Client], session: SparringSession
) -> None:
    asking.answer = sending(*GOOD)
    other = as_(fatima)
    first = asks(her, session)
    second = other.get(first.request["PATH_INFO"])

    async def both() -> list[str]:
        return await asyncio.gather(heard_from(first), heard_from(second))

    for heard in async_to_sync(both)():
        assert "".join(re.findall(r'"text": "([^"]*)"', heard)) == GOOD_TEXT
        assert heard.count("event: end") == 1
    assert len(asking.asked) == 1
    with acting(fatima):
        assert [turn.answer for turn in queries.all_turns(fatima, session)] == [GOOD_TEXT]


def test_what_is_said_in_a_second_tab_while_the_model_writes_is_told_and_kept(
    asking: Supplier, fatima: Viewer, her: Client, session: SparringSession
) -> None:
    asks(her, session)
    refused = her.post(f"/sparring/{session.pk}/say/", {"said": "Nog een gedachte uit het andere tabblad."})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "De sparringpartner schrijft nog" in text_of(page)
    assert "Nog een gedachte uit het andere tabblad.</textarea>" in page
    assert f'data-page-url="/sparring/{session.pk}/"' in page, "the button comes back when the answer is over"
    with acting(fatima):
        assert [turn.said for turn in queries.all_turns(fatima, session)] == [SAID]


@pytest.mark.usefixtures("_looking_often")
def test_whose_membership_ends_reads_no_further_and_the_model_is_left(
    asking: Supplier, fatima: Viewer, beheer: Viewer, her: Client, session: SparringSession, waterrijk: House
) -> None:
    asking.answer = model = Halting(BEGUN)

    def ends() -> None:
        with acting(beheer):
            organisations.end_membership(waterrijk.members["fatima"], by=beheer)

    heard = read_while(asks(her, session), ends, after=BEGUN)
    assert "event: end" not in heard
    turn = last_of(fatima, session)
    assert (turn.state, turn.said, turn.answer) == (Turn.State.INTERRUPTED, SAID, BEGUN)
    assert model.is_left_alone.wait(10)


@pytest.mark.usefixtures("_looking_often")
@pytest.mark.parametrize("words", [BEGUN, ""])
def test_a_model_that_is_taken_out_of_use_is_left_at_once(
    asking: Supplier, fatima: Viewer, beheer: Viewer, her: Client, session: SparringSession, words: str
) -> None:
    asking.answer = model = Halting(words)

    def taken_out_of_use() -> None:
        assert model.is_asked.wait(10)
        with acting(beheer):
            [entry] = partners.register(beheer)
            register.switch_off(entry, by=beheer)

    heard = read_while(asks(her, session), taken_out_of_use, after=words or '"state": "writing"')
    assert "event: end" in heard
    assert model.is_left_alone.wait(10)
    turn, seen = last_of(fatima, session), text_of(page_of(her, session))
    assert "Er is geen taalmodel meer in gebruik." in seen
    assert SAID in seen
    if words:
        assert (turn.state, turn.answer) == (Turn.State.INTERRUPTED, BEGUN)
        assert "Ga verder met de coach" in seen
    else:
        assert (turn.state, turn.partner) == (Turn.State.DONE, Turn.Partner.COACH)
