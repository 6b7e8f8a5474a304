"""The model of the bench: any number of answers at once, each fifty tokens at fifty a second, in the common dialect.

Runs in a process of its own: `python -m lerendwerken.config.bench.speaking PORT`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final

import uvicorn

TOKENS: Final = 50
SECONDS_A_TOKEN: Final = 0.02
PLACEHOLDER: Final = "[naam 1]"
"""Stands in every answer, so that every answer has a covered word put back."""

Send = Callable[[dict[str, Any]], Awaitable[None]]


def tokens() -> list[str]:
    """What the model says, token by token."""
    return [f" woord{number}" if number else PLACEHOLDER for number in range(TOKENS)]


def _event(token: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": token}, "finish_reason": finish}
    return f"data: {json.dumps({'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n".encode()


_EVENTS: Final = [_event(token) for token in tokens()]
_USAGE: Final = {"choices": [], "usage": {"prompt_tokens": 400, "completion_tokens": TOKENS}}
_END: Final = _event("", "stop") + f"data: {json.dumps(_USAGE)}\n\ndata: [DONE]\n\n".encode()


async def application(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
    """Answer whatever is asked. The time of a token is kept to the start, so that no delay adds up."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    loop = asyncio.get_running_loop()
    begin = loop.time()
    for number, event in enumerate(_EVENTS):
        await asyncio.sleep(begin + number * SECONDS_A_TOKEN - loop.time())
        await send({"type": "http.response.body", "body": event, "more_body": True})
    await send({"type": "http.response.body", "body": _END})


if __name__ == "__main__":
    uvicorn.run(
        application, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", lifespan="off", ws="none"
    )
