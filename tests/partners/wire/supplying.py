"""What a supplier of models sends, well or badly, and what a caller then holds."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from lerendwerken.ai.partners import wire
from lerendwerken.ai.partners.wire import Chunk, Endpoint, Message, SupplierFailure

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
QUESTION: Sequence[Message] = [{"role": "user", "content": "Mijn stuk over de hoorverslagen."}]
KEY = "sk-geheime-sleutel"


@dataclass
class Supplier:
    """The server; tests set `answer` and read what was asked."""

    port: int = 0
    answer: Handler | None = None
    models: list[str] = field(default_factory=lambda: ["klein", "groot"])
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def endpoint(self, **changes: Any) -> Endpoint:
        values: dict[str, Any] = {
            "base_url": f"http://127.0.0.1:{self.port}/v1",
            "model": "klein",
            "api_key": KEY,
            "allowed_hosts": frozenset({f"127.0.0.1:{self.port}"}),
        }
        return Endpoint(**(values | changes))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response({"data": [{"id": name} for name in self.models]})
        self.asked.append(await request.json())
        self.headers.append(dict(request.headers))
        assert self.answer is not None
        return await self.answer(request)


@dataclass
class Heard:
    """What a caller holds after an answer: all words up to its end or its failure."""

    text: str = ""
    last: Chunk | None = None
    failure: SupplierFailure | None = None

    @property
    def kind(self) -> str:
        return self.failure.kind if self.failure else ""


def listen(endpoint: Endpoint, **options: Any) -> Heard:
    """Ask and listen to the end."""

    async def run() -> Heard:
        heard = Heard()
        try:
            async for chunk in wire.stream(endpoint, QUESTION, **options):
                heard.text += chunk.text
                if chunk.is_last:
                    heard.last = chunk
        except SupplierFailure as failure:
            heard.failure = failure
        return heard

    return asyncio.run(run())


def token(text: str | None = None, *, finish: str | None = None, **delta: Any) -> bytes:
    """One event of the dialect."""
    body = delta if text is None else {"content": text, **delta}
    event = {
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": body, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(event).encode() + b"\n\n"


USAGE = b'data: {"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 5}}\n\n'
DONE = b"data: [DONE]\n\n"
GOOD = (
    token("", role="assistant"),
    token("Lengte is "),
    token("misschien niet "),
    token("de oorzaak. Eén é, één 🙂."),
    token(finish="stop"),
    USAGE,
    DONE,
)
GOOD_TEXT = "Lengte is misschien niet de oorzaak. Eén é, één 🙂."


async def opened(request: web.Request, content_type: str = "text/event-stream") -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": content_type})
    await response.prepare(request)
    return response


def sending(*pieces: bytes, content_type: str = "text/event-stream") -> Handler:
    """A handler that sends these bytes, each as a packet of its own."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = await opened(request, content_type)
        for piece in pieces:
            await response.write(piece)
        await response.write_eof()
        return response

    return answer


def hanging_after(*pieces: bytes) -> Handler:
    """A handler that sends these bytes and then says nothing more."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = await opened(request)
        for piece in pieces:
            await response.write(piece)
        await asyncio.Event().wait()
        return response

    return answer


def dropping_after(*pieces: bytes) -> Handler:
    """A handler that sends these bytes and then drops the connection."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = await opened(request)
        for piece in pieces:
            await response.write(piece)
        assert request.transport is not None
        request.transport.abort()
        return response

    return answer


def refusing(status: int, body: object = None, **headers: str) -> Handler:
    """A handler that answers with an error."""

    async def answer(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=named)
        return web.json_response(body or {"error": {"message": "nee"}}, status=status, headers=named)

    return answer


def in_turn(*handlers: Handler) -> Handler:
    """A handler that answers differently each time; the last one goes on."""
    left = list(handlers)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer
