"""The application as a server runs it."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from wsgiref.headers import Headers

import django
from django.contrib.staticfiles.finders import get_finders
from servestatic import ServeStaticASGI

from lerendwerken.config.handling import Handler
from lerendwerken.foundation.organisations.middleware import TOO_LARGE, most_bytes

MOST_DRAINED = 30_000_000  # bytes
LONGEST_SILENCE = 60.0  # seconds in which nothing more of a body arrives

Receive = Callable[[], Awaitable[dict[str, Any]]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.config.settings")


def _with_static_files(django: Any) -> Any:
    """Django behind the files of every room's `static/`, read once at the start."""
    serving = ServeStaticASGI(django, allow_all_origins=False, add_headers_function=_as_it_is)
    for finder in get_finders():
        for storage in getattr(finder, "storages", {}).values():
            serving.add_files(storage.location, prefix="static/")
    return serving


def _as_it_is(headers: Headers, path: str, url: str) -> None:
    """A file is what we say it is: no browser makes a page or a script of it by its looks."""
    headers["X-Content-Type-Options"] = "nosniff"


django.setup(set_prefix=False)
_django = _with_static_files(Handler())


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Django, with a beginning and an end: answers that are being written are saved before the process goes."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await _django(scope, _bounded(scope, receive), send)


def _bounded(scope: dict[str, Any], receive: Receive) -> Receive:
    """A `receive` that never hands on more of a body than a form may hold, whatever length was announced.

    The rest is read and thrown away, so that a browser that is still sending gets to see why it was refused; who goes
    on without end, announces more than anybody would read away, or falls silent halfway is cut off.
    """
    from django.conf import settings

    seen = 0
    whole = False

    async def more() -> dict[str, Any]:
        try:
            return await asyncio.wait_for(receive(), LONGEST_SILENCE)
        except TimeoutError:
            return {"type": "http.disconnect"}

    async def bounded() -> dict[str, Any]:
        nonlocal seen, whole
        if whole:
            return await _gone(receive)
        if _announced(scope) > MOST_DRAINED:
            whole = scope[TOO_LARGE] = True
            return {"type": "http.request", "body": b"", "more_body": False}
        message = await more()
        whole = not message.get("more_body")
        seen += len(message.get("body", b""))
        if seen <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE or seen <= most_bytes(scope["path"]):
            return message
        scope[TOO_LARGE] = whole = True
        while message.get("more_body") and seen < MOST_DRAINED:
            message = await more()
            seen += len(message.get("body", b""))
        if message["type"] != "http.request":
            return message
        return {"type": "http.request", "body": b"", "more_body": False}

    return bounded


async def _gone(receive: Receive) -> dict[str, Any]:
    """That the reader has gone, as long as it takes: a stream waits for it. What is still sent is thrown away."""
    message = await receive()
    while message["type"] == "http.request":
        message = await receive()
    return message


def _announced(scope: dict[str, Any]) -> int:
    """How many bytes the head of the request says will follow."""
    length = dict(scope.get("headers", ())).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _lifespan(receive: Any, send: Any) -> None:
    from django.conf import settings

    from lerendwerken.ai.partners import masking
    from lerendwerken.learning.sparring import runner

    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            masking.connect(settings.MASKING_SOCKET)
            sys.setswitchinterval(
                0.001
            )  # seconds; words of the AI do not wait long behind a page that is made
            gc.freeze()  # what was imported stays: nobody need look through it again and again for what can go
            runner.use_loop(asyncio.get_running_loop())
            await send({"type": "lifespan.startup.complete"})
        else:
            await runner.shut_down()
            await send({"type": "lifespan.shutdown.complete"})
            return
