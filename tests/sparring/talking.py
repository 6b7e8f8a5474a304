"""What somebody does with a session in a browser, and what then stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client

from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import queries
from lerendwerken.learning.sparring.models import SparringSession, Turn

SAID = "Ik vergeet de mensen die niet bellen."


def say(her: Client, session: SparringSession, **fields: str) -> str:
    """Say something, read the answer to its end; the page that then stands there."""
    sent = her.post(f"/sparring/{session.pk}/say/", {"said": SAID, **fields})
    assert sent.status_code == 302
    return read_along(her, session)


def read_along(her: Client, session: SparringSession) -> str:
    """Read to its end what is being written, as the page does; the page that then stands there."""
    for path in re.findall(r'data-stream-url="([^"]+)"', page_of(her, session)):
        read_while(her.get(path))
    return page_of(her, session)


def read_while(response: Any, happens: Callable[[], object] | None = None, *, after: str = "") -> str:
    """Read a stream to its end; when it has said `after`, something happens elsewhere. Everything that it said."""

    async def read() -> str:
        heard, left = "", happens
        async for piece in response.streaming_content:
            heard += piece.decode()
            if left and after in _words(heard):
                await sync_to_async(left)()
                left = None
        return heard

    return async_to_sync(read)()


def _words(heard: str) -> str:
    """A stream and the words that its pieces make together."""
    return heard + "".join(re.findall(r'"text": "([^"]*)"', heard))


async def heard_from(response: Any) -> str:
    """Everything that a stream says until it ends."""
    return b"".join([piece async for piece in response.streaming_content]).decode()


def page_of(her: Client, session: SparringSession) -> str:
    return her.get(f"/sparring/{session.pk}/").content.decode()


def last_of(viewer: Viewer, session: SparringSession) -> Turn:
    with acting(viewer):
        return queries.turns(viewer, session)[-1]
