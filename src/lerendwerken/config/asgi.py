"""The application as a server runs it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.core.asgi import get_asgi_application
from servestatic import ServeStaticASGI

from lerendwerken.foundation.organisations.middleware import TOO_LARGE

MOST_DRAINED = 20_000_000  # bytes

Receive = Callable[[], Awaitable[dict[str, Any]]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.config.settings")


def _with_static_files(django: Any) -> Any:
    """Django behind the files of every room's `static/`, read once at the start."""
    serving = ServeStaticASGI(django, allow_all_origins=False)
    for finder in get_finders():
        for storage in getattr(finder, "storages", {}).values():
            serving.add_files(storage.location, prefix="static/")
    return serving


_django = _with_static_files(get_asgi_application())


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Django, with a beginning and an end: answers that are being written are saved before the process goes."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await _django(scope, _bounded(scope, receive), send)


def _bounded(scope: dict[str, Any], receive: Receive) -> Receive:
    """A `receive` that never hands on more of a body than a form may hold, whatever length was announced.

    The rest is read and thrown away, so that a browser that is still sending gets to see why it was refused; who goes
    on without end is cut off.
    """
    from django.conf import settings

    seen = 0

    async def bounded() -> dict[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return message
        scope[TOO_LARGE] = True
        while message.get("more_body") and seen < MOST_DRAINED:
            message = await receive()
            seen += len(message.get("body", b""))
        if message["type"] != "http.request":
            return message
        return {"type": "http.request", "body": b"", "more_body": False}

    return bounded


async def _lifespan(receive: Any, send: Any) -> None:
    from django.conf import settings

    from lerendwerken.ai.partners import masking
    from lerendwerken.learning.sparring import runner

    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            masking.connect(settings.MASKING_SOCKET)
            runner.use_loop(asyncio.get_running_loop())
            await send({"type": "lifespan.startup.complete"})
        else:
            await runner.shut_down()
            await send({"type": "lifespan.shutdown.complete"})
            return
