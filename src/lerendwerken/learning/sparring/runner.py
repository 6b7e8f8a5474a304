"""Writing answers of a language model: a task of the process, not of the request that asked for it.

A turn is a row with a state, the process that writes it and a heartbeat. What the model says is gathered in memory and
saved by one writer every 300 ms, so a killed process loses less than a third of a second of AI text and no word of the
person. Every save is fenced by the process's own key: a process that was only paused cannot write over another.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db import connection, transaction

from lerendwerken.ai.partners import masking, prompts
from lerendwerken.ai.partners.failures import SupplierFailure
from lerendwerken.ai.partners.queries import endpoint
from lerendwerken.ai.partners.wire import Endpoint, stream
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import outgoing, queries
from lerendwerken.learning.sparring.models import MOST_ANSWER, Turn

SAVE_EVERY = 0.3
BEAT_EVERY = 2.0
LEFT_BEHIND_AFTER = timedelta(seconds=6)
PROCESS = new_id()

logger = logging.getLogger(__name__)


@dataclass
class Live:
    """An answer that this process is writing now."""

    turn: uuid.UUID
    viewer: Viewer
    text: str = ""
    saved: int = 0
    beat: float = 0.0
    state: str = Turn.State.WRITING
    failure: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    task: asyncio.Task[None] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    stop_asked: bool = False

    def say(self, text: str) -> None:
        """More of the answer has come; what the row cannot hold is left out."""
        self.text = (self.text + text)[:MOST_ANSWER]
        self.tell()

    def tell(self) -> None:
        """Wake everybody who reads along."""
        self.changed.set()
        self.changed = asyncio.Event()


_live: dict[uuid.UUID, Live] = {}
_loop: asyncio.AbstractEventLoop | None = None
_saver: asyncio.Task[None] | None = None


def uncovered(text: str, key: dict[str, str]) -> str:
    """A whole answer with the covered words put back."""
    unmasker = masking.Unmasker(key)
    return unmasker.feed(text) + unmasker.finish()


def is_left_behind(turn: Turn) -> bool:
    """Whether the process that wrote this turn has died."""
    last = turn.heartbeat or turn.created
    age = clock.real_now() - last if turn.heartbeat else clock.now() - last
    return turn.state == Turn.State.WRITING and age > LEFT_BEHIND_AFTER


def live(turn: uuid.UUID) -> Live | None:
    """The answer, when this process writes it."""
    return _live.get(turn)


# ---- called from views, which run in threads ----


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """The server says in which loop answers are written."""
    global _loop
    _loop = loop


def start_soon(viewer: Viewer, turn: uuid.UUID) -> None:
    """Begin to write an answer. Without a server (tests, commands) it waits until somebody reads along."""
    if _loop is not None and _loop.is_running():
        _loop.call_soon_threadsafe(start, viewer, turn)


def stop_soon(turn: uuid.UUID) -> None:
    """Stop writing, when it is this process that writes; another process sees it in the row."""
    if _loop is not None and _loop.is_running():
        _loop.call_soon_threadsafe(_stop, turn)


def _stop(turn: uuid.UUID) -> None:
    writing = _live.get(turn)
    if writing and writing.task:
        writing.stop_asked = True
        writing.task.cancel()


# ---- in the loop ----


def start(viewer: Viewer, turn: uuid.UUID) -> None:
    """Begin to write an answer, unless it is being written here already."""
    global _saver
    if turn in _live:
        return
    writing = _live[turn] = Live(turn, viewer)
    writing.task = asyncio.create_task(_write(writing))
    if _saver is None or _saver.done():
        _saver = asyncio.create_task(_save_along())


async def shut_down() -> None:
    """Save what there is and mark it as interrupted: the server is told to end."""
    for writing in list(_live.values()):
        if writing.task:
            writing.task.cancel()
    tasks = [writing.task for writing in list(_live.values()) if writing.task]
    if tasks:
        await asyncio.wait(tasks, timeout=0.9)


@dataclass(frozen=True)
class Request:
    """What is sent, and what puts the covered words back."""

    endpoint: Endpoint
    parcel: outgoing.Parcel
    so_far: str


async def _write(writing: Live) -> None:
    try:
        request = await sync_to_async(_claim, thread_sensitive=False)(writing.viewer, writing.turn)
        if request is None:
            writing.state = ""
            return
        writing.text, writing.saved = request.so_far, len(request.so_far)
        await _read_along(writing, request)
        writing.state = Turn.State.DONE
    except SupplierFailure as failure:
        writing.failure = failure.kind
        writing.state = Turn.State.INTERRUPTED if writing.text else Turn.State.FAILED
    except outgoing.NotMasked:
        writing.failure, writing.state = "masking", Turn.State.FAILED
    except asyncio.CancelledError:
        writing.state = Turn.State.STOPPED if writing.stop_asked else Turn.State.INTERRUPTED
    except Exception as fault:
        logger.error("an answer could not be written: %s", type(fault).__name__)
        writing.failure, writing.state = (
            "fault",
            Turn.State.INTERRUPTED if writing.text else Turn.State.FAILED,
        )
    finally:
        try:
            with suppress(asyncio.CancelledError):
                await sync_to_async(_save, thread_sensitive=False)([writing])
        finally:
            _live.pop(writing.turn, None)
            writing.tell()


async def _read_along(writing: Live, request: Request) -> None:
    unmasker = masking.Unmasker(request.parcel.key)
    async with aclosing(stream(request.endpoint, request.parcel.messages)) as chunks:
        async for chunk in chunks:
            if chunk.is_last:
                writing.tokens_in, writing.tokens_out = chunk.prompt_tokens, chunk.completion_tokens
            if text := unmasker.feed(chunk.text):
                writing.say(text)
            if len(writing.text) >= MOST_ANSWER:
                return
    writing.say(unmasker.finish())


async def _save_along() -> None:
    """The one writer of this process."""
    while _live:
        await asyncio.sleep(SAVE_EVERY)
        now = asyncio.get_running_loop().time()
        due = [
            writing
            for writing in _live.values()
            if writing.state == Turn.State.WRITING
            and (len(writing.text) > writing.saved or now - writing.beat > BEAT_EVERY)
        ]
        for writing in due:
            writing.beat = now
        if due:
            await sync_to_async(_save, thread_sensitive=False)(due)
        for writing in due:
            if writing.stop_asked or not writing.state:
                _stop(writing.turn)


# ---- in a thread, with the database ----


def _claim(viewer: Viewer, turn_id: uuid.UUID) -> Request | None:
    """Take the turn for this process and make the request; None when another process was first."""
    try:
        with acting(viewer):
            free = Turn.objects.visible_to(viewer).filter(pk=turn_id, state=Turn.State.QUEUED)
            taken = free.update(state=Turn.State.WRITING, process=PROCESS, heartbeat=clock.real_now())
            if not taken:
                return None
        with acting(viewer):
            turn = (
                Turn.objects.visible_to(viewer)
                .select_related("session__piece", "session__version")
                .get(pk=turn_id)
            )
            model = endpoint(viewer)
            if model is None:
                raise SupplierFailure("unreachable")
            session = turn.session
            earlier = [row for row in queries.turns(viewer, session) if row.number < turn.number]
            if turn.answer:
                earlier.append(turn)
            said = "" if turn.answer else turn.said
            made = outgoing.parcel(viewer, session, turns=earlier, said=said, asked=turn.asked)
            Turn.objects.visible_to(viewer).filter(pk=turn_id).update(prompt_version=prompts.version())
            return Request(model, made, turn.answer)
    finally:
        connection.close()


def _save(batch: list[Live]) -> None:
    """Save answers, each as its owner, fenced by this process's key. One that cannot be saved keeps no other back."""
    try:
        for writing in batch:
            if not writing.state:
                continue
            try:
                _save_one(writing)
            except Exception as fault:
                # The database is away: the words stay in memory and are saved at the next beat.
                logger.error("an answer could not be saved yet: %s", type(fault).__name__)
    finally:
        connection.close()


def _save_one(writing: Live) -> None:
    text = writing.text
    with acting(writing.viewer), transaction.atomic():
        mine = Turn.objects.visible_to(writing.viewer).filter(pk=writing.turn, process=PROCESS)
        kept = mine.update(
            answer=text,
            state=writing.state,
            failure=writing.failure,
            heartbeat=clock.real_now(),
            tokens_in=writing.tokens_in,
            tokens_out=writing.tokens_out,
        )
        if not kept:
            writing.state = ""
        elif writing.state == Turn.State.WRITING:
            writing.stop_asked = bool(mine.values_list("stop_asked", flat=True).first())
    writing.saved = len(text)
