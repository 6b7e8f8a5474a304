"""What somebody sees when a model fails: her words, what came of the answer, what went wrong, what can be done now."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

import pytest
from aiohttp import web
from django.test import Client
from pytest_django import Settings

from lerendwerken.ai.partners import wire
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.models import SparringSession, Turn
from tests.partners.wire.supplying import (
    DONE,
    GOOD,
    GOOD_TEXT,
    Handler,
    Supplier,
    dropping_after,
    hanging_after,
    opened,
    refusing,
    sending,
    token,
)
from tests.sparring.talking import SAID, last_of, page_of, read_along, say
from tests.walking import text_of

BEGUN = (token("Lengte is "), token("misschien"))
BEGUN_TEXT = "Lengte is misschien"
LATIN = b'data: {"choices": [{"delta": {"content": "caf\xe9"}}]}\n\n'
TOOL = token(tool_calls=[{"index": 0, "function": {"name": "zoek", "arguments": "{}"}}])

COACH_TAKES_OVER = re.compile(
    r'<form method="post" action="([^"]+/say/)" data-asks><input[^>]+csrf[^>]+><input type="hidden" name="partner" value="coach">'
)


async def silent(request: web.Request) -> web.StreamResponse:
    """Takes the question and never answers."""
    await asyncio.Event().wait()
    raise AssertionError


async def endless(request: web.Request) -> web.StreamResponse:
    """Goes on and on."""
    response = await opened(request)
    with suppress(ConnectionError):
        while True:
            await response.write(token("En dan nog iets. " * 50))
    return response


WITHOUT_A_WORD: dict[str, tuple[Handler, str]] = {
    "401": (refusing(401), "Het taalmodel accepteert onze sleutel niet."),
    "404 model": (refusing(404, {"error": {"message": "model not found"}}), "heeft dit taalmodel niet"),
    "429": (refusing(429, Retry_After="900"), "Het taalmodel heeft het druk."),
    "500": (refusing(500), "Het taalmodel heeft het druk."),
    "hangs": (silent, "Het taalmodel deed er te lang over."),
    "hangs after its headers": (hanging_after(), "Het taalmodel deed er te lang over."),
    "drops": (dropping_after(), "Het antwoord brak af."),
    "garbage": (sending(b"\x00\xff\xfe\x80" * 1000), "was niet te lezen"),
    "empty": (sending(token(finish="stop"), DONE), "Het taalmodel gaf geen woorden."),
    "5 MB token": (sending(token("x" * 5_000_000), DONE), "was niet te lezen"),
    "wrong encoding": (sending(LATIN, DONE), "was niet te lezen"),
    "reasoning only": (
        sending(token(reasoning_content="Ik denk na."), token(finish="stop"), DONE),
        "gaf geen woorden",
    ),
    "tool call": (sending(TOOL, token(finish="tool_calls"), DONE), "gaf geen woorden"),
}
HALFWAY: dict[str, tuple[Handler, str]] = {
    "hangs": (hanging_after(*BEGUN), "Het taalmodel deed er te lang over."),
    "drops": (dropping_after(*BEGUN), "Het antwoord brak af."),
    "ends without an end": (sending(*BEGUN), "Het antwoord brak af."),
    "garbage": (sending(*BEGUN, b"data: {kapot\n\n"), "was niet te lezen"),
    "5 MB token": (sending(*BEGUN, token("x" * 5_000_000), DONE), "was niet te lezen"),
    "wrong encoding": (sending(*BEGUN, LATIN), "was niet te lezen"),
    "says it is busy": (
        sending(*BEGUN, b'data: {"error": {"message": "Rate limit", "code": 429}}\n\n'),
        "Het taalmodel heeft het druk.",
    ),
}


@pytest.mark.parametrize("fault", WITHOUT_A_WORD)
def test_without_a_word_of_the_model_the_coach_answers_and_the_page_says_why(
    asking: Supplier, fatima: Viewer, her: Client, session: SparringSession, fault: str
) -> None:
    asking.answer, why = WITHOUT_A_WORD[fault]
    page = say(her, session)
    turn = last_of(fatima, session)
    assert (turn.state, turn.partner, turn.said) == (Turn.State.DONE, Turn.Partner.COACH, SAID)
    seen = text_of(page)
    assert SAID in seen
    assert why in seen
    assert "antwoordt deze keer de methodecoach" in seen
    assert turn.answer.strip().endswith("?")
    assert 'id="say-it" data-after-answer>' in page, "she can go on at once"
    asking.answer = sending(*GOOD)
    assert "misschien niet de oorzaak" in text_of(say(her, session, said="En nu?"))


def test_where_nobody_listens_the_coach_answers(
    asking: Supplier, settings: Settings, fatima: Viewer, her: Client, session: SparringSession
) -> None:
    settings.AI_BASE_URL = "http://127.0.0.1:9/v1"
    seen = text_of(say(her, session))
    assert "Het taalmodel is niet bereikbaar." in seen
    assert SAID in seen
    assert last_of(fatima, session).partner == Turn.Partner.COACH


@pytest.mark.parametrize("fault", HALFWAY)
def test_halfway_her_words_and_the_half_answer_stay_and_the_coach_takes_over_at_one_click(
    asking: Supplier, fatima: Viewer, her: Client, session: SparringSession, fault: str
) -> None:
    asking.answer, why = HALFWAY[fault]
    page = say(her, session)
    turn = last_of(fatima, session)
    assert (turn.state, turn.answer) == (Turn.State.INTERRUPTED, BEGUN_TEXT)
    seen = text_of(page)
    for words in (SAID, BEGUN_TEXT, why, "Ga verder", "Ga verder met de coach"):
        assert words in seen
    her.post(COACH_TAKES_OVER.search(page).group(1), {"partner": "coach"})  # type: ignore[union-attr]
    coach = last_of(fatima, session)
    assert (coach.state, coach.partner) == (Turn.State.DONE, Turn.Partner.COACH)
    seen = text_of(page_of(her, session))
    assert BEGUN_TEXT in seen
    assert coach.answer.strip() in seen


def test_what_broke_off_is_finished_at_one_click(
    asking: Supplier, fatima: Viewer, her: Client, session: SparringSession
) -> None:
    asking.answer = dropping_after(*BEGUN)
    page = say(her, session)
    going_on = re.search(r'action="([^"]+/go-on/)"', page)
    assert going_on
    asking.answer = sending(*GOOD)
    her.post(going_on.group(1))
    read_along(her, session)
    turn = last_of(fatima, session)
    assert (turn.state, turn.answer, turn.failure) == (Turn.State.DONE, BEGUN_TEXT + GOOD_TEXT, "")


def test_an_answer_without_end_is_ended_and_the_page_says_so(
    asking: Supplier, fatima: Viewer, her: Client, session: SparringSession
) -> None:
    asking.answer = endless
    page = say(her, session)
    turn = last_of(fatima, session)
    assert (turn.state, len(turn.answer)) == (Turn.State.DONE, wire.MAX_CHARACTERS)
    assert "Het antwoord werd te lang en is daarom hier gestopt" in text_of(page)
    assert SAID in text_of(page)
    assert 'id="say-it" data-after-answer>' in page


def test_words_before_a_call_of_a_tool_are_the_answer(
    asking: Supplier, fatima: Viewer, her: Client, session: SparringSession
) -> None:
    asking.answer = sending(*BEGUN, TOOL, token(finish="tool_calls"), DONE)
    assert BEGUN_TEXT in text_of(say(her, session))
    assert last_of(fatima, session).state == Turn.State.DONE
