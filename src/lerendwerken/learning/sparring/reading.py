"""Reading along with an answer: from memory where this process writes it, else from the row. Resumes anywhere."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass

from django.utils.html import escape

from lerendwerken.foundation.ground.beside import beside
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import queries, runner
from lerendwerken.learning.sparring.models import Turn

LOOK_AGAIN = 0.3
BREATH = 0.04  # seconds between words and more words: an eye follows no faster, and many answers cost less
STILL_WELCOME_EVERY = 2.0
KEEP_ALIVE_EVERY = 10.0

Rendered = Callable[[Viewer, Turn], str]

_ENDED = {Turn.State.DONE, Turn.State.STOPPED, Turn.State.INTERRUPTED, Turn.State.FAILED}


@dataclass(frozen=True)
class Glance:
    """How an answer stands now; `html` is the finished block of one that has ended."""

    text: str
    state: str
    html: str = ""


async def events(
    viewer: Viewer,
    turn: uuid.UUID,
    offset: int,
    *,
    rendered: Rendered,
    still_welcome: Callable[[], bool],
) -> AsyncGenerator[bytes, None]:
    """Server-sent events from character `offset` on: `state`, `text`, and `end` with the finished block.

    `rendered` makes the HTML of the ended turn; `still_welcome` says whether the person is still signed in and a member
    (asked every two seconds, so that a stream ends with the right to read it).
    """
    loop = asyncio.get_running_loop()
    told, asked_at, spoke_at = ("", False), loop.time(), loop.time()
    while True:
        writing = runner.live(turn)
        changed = writing.changed if writing else None
        glance = (
            Glance(writing.text, writing.state) if writing else await beside(_look, viewer, turn, rendered)
        )
        if glance is None:
            return
        if glance.state == Turn.State.QUEUED and writing is None:
            runner.start(viewer, turn)
            continue
        if (glance.state, bool(glance.text)) != told and glance.state not in _ENDED:
            told = (glance.state, bool(glance.text))
            doing = Turn(state=glance.state, answer=glance.text[:1]).doing
            yield _event("state", {"state": glance.state, "html": escape(doing)})
        if len(glance.text) > offset:
            fresh = glance.text[offset:]
            yield _event("text", {"offset": offset, "text": fresh}, number=len(glance.text))
            offset, spoke_at = len(glance.text), loop.time()
        if glance.html:
            yield _event("end", {"state": glance.state, "html": glance.html}, number=offset)
            return
        if loop.time() - spoke_at > KEEP_ALIVE_EVERY:
            spoke_at = loop.time()
            yield b": still here\n\n"
        if offset:
            await asyncio.sleep(BREATH)
        await _wait(changed)
        if loop.time() - asked_at > STILL_WELCOME_EVERY:
            asked_at = loop.time()
            if not await beside(still_welcome):
                return


async def _wait(changed: asyncio.Event | None) -> None:
    if changed is None:
        await asyncio.sleep(LOOK_AGAIN)
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(STILL_WELCOME_EVERY):
            await changed.wait()


def _look(viewer: Viewer, turn_id: uuid.UUID, rendered: Rendered) -> Glance | None:
    """The row; one whose process has died is marked as interrupted by whoever sees it first."""
    with acting(viewer):
        turn = queries.turn_with(viewer, turn_id)
        if turn is None:
            return None
        if turn.is_left_behind:
            mine = Turn.objects.visible_to(viewer).filter(pk=turn_id, process=turn.process, state=turn.state)
            mine.update(state=Turn.State.INTERRUPTED, process=None)
            turn.state = Turn.State.INTERRUPTED
        return Glance(turn.answer, turn.state, rendered(viewer, turn) if turn.state in _ENDED else "")


def _event(name: str, data: dict[str, object], number: int | None = None) -> bytes:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
