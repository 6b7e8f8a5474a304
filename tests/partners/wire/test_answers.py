"""Answers that are well meant, in all the shapes in which suppliers send them."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import aclosing

import pytest
from aiohttp import web

from lerendwerken.ai.partners import wire
from lerendwerken.ai.partners.wire import Endpoint
from lerendwerken.foundation.ground import outbound
from tests.partners.wire.supplying import (
    DONE,
    GOOD,
    GOOD_TEXT,
    KEY,
    QUESTION,
    USAGE,
    Supplier,
    hanging_after,
    in_turn,
    listen,
    refusing,
    sending,
    token,
)


def test_words_come_one_by_one_and_the_last_chunk_tells_the_count(supplier: Supplier) -> None:
    supplier.answer = sending(*GOOD)
    heard = listen(supplier.endpoint())
    assert (heard.text, heard.kind) == (GOOD_TEXT, "")
    assert heard.last is not None
    assert (heard.last.prompt_tokens, heard.last.completion_tokens) == (12, 5)
    assert heard.last.is_streamed
    assert not heard.last.is_shortened


def test_the_question_goes_out_as_the_dialect_wants_it(supplier: Supplier) -> None:
    supplier.answer = sending(*GOOD)
    listen(supplier.endpoint(base_url=f"http://127.0.0.1:{supplier.port}/v1/"), max_tokens=77)
    asked, headers = supplier.asked[0], supplier.headers[0]
    assert asked["messages"] == list(QUESTION)
    assert (asked["model"], asked["max_tokens"], asked["stream"]) == ("klein", 77, True)
    assert headers["Authorization"] == f"Bearer {KEY}"


def test_a_server_without_a_key_gets_none(supplier: Supplier) -> None:
    supplier.answer = sending(*GOOD)
    listen(supplier.endpoint(api_key=""))
    assert "Authorization" not in supplier.headers[0]


def test_a_query_in_the_address_is_kept(supplier: Supplier) -> None:
    paths: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        paths.append(request.path_qs)
        return await sending(*GOOD)(request)

    supplier.answer = answer
    base = f"http://127.0.0.1:{supplier.port}/openai/deployments/klein?api-version=2026-01-01"
    assert listen(supplier.endpoint(base_url=base)).text == GOOD_TEXT
    assert paths == ["/openai/deployments/klein/chat/completions?api-version=2026-01-01"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_any_split_of_the_bytes_gives_the_same_words(supplier: Supplier, size: int) -> None:
    whole = "".join(json.loads(json.dumps(GOOD_TEXT)))
    event = {"choices": [{"delta": {"content": whole}}]}
    raw = (
        b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\r\n\r\n" + token(finish="stop") + DONE
    )
    supplier.answer = sending(*(raw[i : i + size] for i in range(0, len(raw), size)))
    assert listen(supplier.endpoint()).text == GOOD_TEXT


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_ending_of_the_standard_is_read(supplier: Supplier, ending: bytes) -> None:
    supplier.answer = sending(b"".join(GOOD).replace(b"\n", ending))
    heard = listen(supplier.endpoint())
    assert (heard.text, heard.kind) == (GOOD_TEXT, "")


def test_keep_alives_names_and_unknown_fields_say_nothing(supplier: Supplier) -> None:
    between = b": PROCESSING\n\nevent: message\nid: 7\nretry: 10\nping\n\ndata:\n\n"
    supplier.answer = sending(b"\xef\xbb\xbf", *(between + piece for piece in GOOD))
    assert listen(supplier.endpoint()).text == GOOD_TEXT


def test_events_without_empty_lines_or_over_several_lines_are_read(supplier: Supplier) -> None:
    tight = b"".join(GOOD[:3]).replace(b"\n\n", b"\n")
    spread = b'data: {"choices": [{"delta":\ndata: {"content": "x"}}]}\n\n'
    supplier.answer = sending(tight, spread, token(finish="stop"), DONE)
    assert listen(supplier.endpoint()).text == "Lengte is misschien niet x"


def test_a_missing_done_is_no_failure(supplier: Supplier) -> None:
    supplier.answer = sending(*GOOD[:-2])
    heard = listen(supplier.endpoint())
    assert (heard.text, heard.kind) == (GOOD_TEXT, "")
    assert heard.last is not None
    assert heard.last.prompt_tokens is None


def test_a_connection_that_stays_open_after_the_end_is_not_waited_for(
    supplier: Supplier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "_AFTER_THE_END", 0.05)
    for pieces in (GOOD, GOOD[:-1], GOOD[:-2]):
        supplier.answer = hanging_after(*pieces)
        heard = listen(supplier.endpoint(), timeout_first=5, timeout_idle=5)
        assert (heard.text, heard.kind) == (GOOD_TEXT, "")


def test_an_answer_that_is_not_streamed_is_read_too(supplier: Supplier) -> None:
    supplier.answer = refusing(
        200,
        {
            "choices": [{"message": {"role": "assistant", "content": GOOD_TEXT}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 3, "completion_tokens": 4},
        },
    )
    heard = listen(supplier.endpoint())
    assert (heard.text, heard.kind) == (GOOD_TEXT, "")
    assert heard.last is not None
    assert (heard.last.completion_tokens, heard.last.is_streamed) == (4, False)


def test_thinking_aloud_is_not_shown(supplier: Supplier) -> None:
    supplier.answer = sending(
        token(reasoning_content="Even denken."),
        token(None, reasoning="Nog even."),
        token("<thi"),
        token("nk>Ik weet niet </th"),
        token("ink>\n\nIk twijfel"),
        token(" <think>niet."),
        token(finish="stop"),
        DONE,
    )
    assert listen(supplier.endpoint()).text == "Ik twijfel <think>niet."


def test_content_in_parts_is_read(supplier: Supplier) -> None:
    parts = [
        {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]},
        {"type": "text", "text": "Ja, maar."},
    ]
    supplier.answer = sending(token(None, content=parts), token(finish="stop"), DONE)
    assert listen(supplier.endpoint()).text == "Ja, maar."


def test_an_emoji_in_two_halves_and_a_nul_are_made_whole(supplier: Supplier) -> None:
    halves = [
        b'data: {"choices":[{"delta":{"content":"a\\ud83d"}}]}\n\n',
        b'data: {"choices":[{"delta":{"content":"\\ude42b\\u0000c\\udc00d"}}]}\n\n',
    ]
    supplier.answer = sending(*halves, token(finish="stop"), DONE)
    assert listen(supplier.endpoint()).text == "a🙂bc�d"


def test_a_tool_that_the_model_wants_is_ignored_and_its_words_are_kept(supplier: Supplier) -> None:
    call = [{"index": 0, "function": {"name": "zoek", "arguments": "{}"}}]
    supplier.answer = sending(token("Ja."), token(tool_calls=call), token(finish="tool_calls"), DONE)
    heard = listen(supplier.endpoint())
    assert (heard.text, heard.kind) == ("Ja.", "")


def test_a_supplier_that_does_not_know_a_field_is_asked_without_it(supplier: Supplier) -> None:
    supplier.answer = in_turn(
        refusing(422, {"detail": [{"loc": ["body", "stream_options"], "type": "extra_forbidden"}]}),
        refusing(
            400, {"error": {"message": "Unsupported: 'max_tokens'. Use 'max_completion_tokens' instead."}}
        ),
        sending(*GOOD),
    )
    assert listen(supplier.endpoint()).text == GOOD_TEXT
    last = supplier.asked[-1]
    assert "stream_options" not in last
    assert "max_tokens" not in last
    assert last["max_completion_tokens"] == 900


def test_an_endless_answer_is_ended_by_its_length(supplier: Supplier) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        while True:
            await response.write(token("En dan nog iets. "))

    supplier.answer = answer
    heard = listen(supplier.endpoint(), max_characters=5_000)
    assert len(heard.text) == 5_000
    assert heard.last is not None
    assert heard.last.is_shortened


def test_stopping_ends_the_connection(supplier: Supplier) -> None:
    is_gone = threading.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            while True:
                await response.write(token("woord "))
        except ConnectionError:
            is_gone.set()
            raise

    supplier.answer = answer

    async def run() -> str:
        async with aclosing(wire.stream(supplier.endpoint(), QUESTION)) as chunks:
            async for chunk in chunks:
                return chunk.text
        return ""

    assert asyncio.run(run()).startswith("woord")
    assert is_gone.wait(10)


def test_many_answers_share_one_session(supplier: Supplier) -> None:
    supplier.answer = sending(*GOOD)
    endpoint = supplier.endpoint()

    async def one(session: object) -> str:
        return "".join([chunk.text async for chunk in wire.stream(endpoint, QUESTION, session=session)])  # type: ignore[arg-type]

    async def run() -> list[str]:
        async with outbound.session(endpoint.allowed_hosts) as session:
            return await asyncio.gather(*(one(session) for _ in range(40)))

    assert asyncio.run(run()) == [GOOD_TEXT] * 40


def test_the_key_shows_in_no_representation() -> None:
    assert KEY not in repr(Endpoint("https://models.example/v1", "klein", KEY))


def test_usage_with_odd_values_is_unknown(supplier: Supplier) -> None:
    odd = b'data: {"choices": [], "usage": {"prompt_tokens": "12", "completion_tokens": -3}}\n\n'
    supplier.answer = sending(token("Ja."), token(finish="stop"), odd, DONE)
    heard = listen(supplier.endpoint())
    assert heard.last is not None
    assert (heard.last.prompt_tokens, heard.last.completion_tokens) == (None, None)
    supplier.answer = sending(token("Ja."), token(finish="stop"), USAGE)
    assert listen(supplier.endpoint()).kind == ""
