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

from django.db import models, transaction

from lerendwerken.ai.partners import actions as partners
from lerendwerken.ai.partners import budgets, energy, masking
from lerendwerken.ai.partners.breaker import breaker
from lerendwerken.ai.partners.energy import Energy
from lerendwerken.ai.partners.failures import SupplierFailure
from lerendwerken.ai.partners.routes import Route, is_in_use, routes
from lerendwerken.ai.partners.wire import stream
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.beside import beside
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import coaching, outgoing, queries
from lerendwerken.learning.sparring.models import MOST_ANSWER, Turn

SAVE_EVERY = 0.3
BEAT_EVERY = 2.0
LOOK_EVERY = 2.0  # seconds between two looks at whether a model may still be asked
PATIENCE, PATIENCE_WITH_ANOTHER = 60.0, 25.0  # seconds until the first word, the last one to ask and others
CHARACTERS_A_TOKEN = 4  # where the supplier does not count: a common rule of thumb, for budget and energy
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
    state: str = Turn.State.QUEUED
    failure: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    route: Route | None = None  # who is asked now
    sent: int = 0  # characters that left
    before: int = 0  # characters that stood there already
    took: Energy | None = None  # of the part that stood there already
    began: float = 0.0
    seconds: float = 0.0
    task: asyncio.Task[None] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    stop_asked: bool = False
    looked: float = 0.0  # when it was last asked whether this model may still be asked
    is_withdrawn: bool = False  # it may not any more

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
    return turn.is_left_behind


def live(turn: uuid.UUID) -> Live | None:
    """The answer, when this process writes it."""
    return _live.get(turn)


# ---- called from views, which run in threads ----


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """The server says in which loop answers are written."""
    global _loop
    _loop = loop


def start_soon(viewer: Viewer, turn: uuid.UUID, made: Request | None = None) -> None:
    """Begin to write an answer. Without a server (tests, commands) it waits until somebody reads along."""
    if _loop is not None and _loop.is_running():
        _loop.call_soon_threadsafe(start, viewer, turn, made)


def made_ready(viewer: Viewer, ways: list[Route], parcel: outgoing.Parcel) -> Request | None:
    """The request for a new turn of which this parcel is what leaves: made once, and just as the person saw it.

    None where no server runs, and where a budget is used up: then whoever takes the turn up says why.
    """
    if _loop is None or not _loop.is_running() or budgets.over(viewer):
        return None
    return Request(ways, parcel)


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


def start(viewer: Viewer, turn: uuid.UUID, made: Request | None = None) -> None:
    """Begin to write an answer, unless it is being written here already.

    With a request that was made ready the turn is this process's own since it was stored.
    """
    global _saver
    if turn in _live:
        return
    writing = _live[turn] = Live(turn, viewer)
    writing.task = asyncio.create_task(_write(writing, made))
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


class Handed(Exception):
    """No model is asked; `reason` says why, in a word for the page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Request:
    """What is sent, by which connections in order, and what puts the covered words back."""

    routes: list[Route]
    parcel: outgoing.Parcel
    so_far: str = ""
    took: Energy | None = None


async def _write(writing: Live, made: Request | None = None) -> None:
    try:
        request = made
        if request is None:
            request = await beside(_claim, writing.viewer, writing.turn)
        if request is None:
            writing.state = ""
            return
        writing.state = Turn.State.WRITING
        writing.text, writing.saved, writing.before = request.so_far, len(request.so_far), len(request.so_far)
        writing.took = request.took
        writing.sent = sum(len(message["content"]) for message in request.parcel.messages)
        await _ask_in_turn(writing, request)
        writing.state = Turn.State.DONE
    except SupplierFailure as failure:
        writing.failure = failure.kind
        await _end_without_model(writing)
    except Handed as handed:
        writing.failure = handed.reason
        await _end_without_model(writing)
    except outgoing.NotMasked:
        writing.failure, writing.state = "masking", Turn.State.FAILED
    except asyncio.CancelledError:
        await _end_at_once(writing)
    except Exception as fault:
        logger.error("an answer could not be written: %s", type(fault).__name__)
        writing.failure, writing.state = (
            "fault",
            Turn.State.INTERRUPTED if writing.text else Turn.State.FAILED,
        )
    finally:
        try:
            with suppress(asyncio.CancelledError):
                await beside(_save, [writing])
        finally:
            _live.pop(writing.turn, None)
            writing.tell()


async def _ask_in_turn(writing: Live, request: Request) -> None:
    """Ask one connection after the other until one speaks; after its first visible word none takes over.

    The register is asked again before each: what was taken out of use meanwhile gets nothing.
    """
    failed = SupplierFailure("busy")
    for place, route in enumerate(request.routes):
        if not breaker.may_ask(route.at):
            continue
        if place and not await beside(_may_be_asked, writing.viewer, route):
            continue
        writing.route = route
        writing.began = writing.looked = asyncio.get_running_loop().time()
        patience = PATIENCE if place + 1 == len(request.routes) else PATIENCE_WITH_ANOTHER
        try:
            await _read_along(writing, request, route, patience)
        except SupplierFailure as failure:
            if len(writing.text) > writing.before:
                raise
            breaker.failed(route.at)
            failed = failure
        else:
            return
    writing.route = None
    raise failed


async def _read_along(writing: Live, request: Request, route: Route, patience: float) -> None:
    unmasker = masking.Unmasker(request.parcel.key)
    loop = asyncio.get_running_loop()
    chunks_of = stream(route.endpoint, request.parcel.messages, timeout_first=patience)
    try:
        async with aclosing(chunks_of) as chunks:
            async for chunk in chunks:
                if chunk.is_last:
                    writing.tokens_in, writing.tokens_out = chunk.prompt_tokens, chunk.completion_tokens
                    writing.failure = "long" if chunk.is_shortened else ""
                if chunk.text:
                    breaker.answered(route.at)
                if text := unmasker.feed(chunk.text):
                    writing.say(text)
                if len(writing.text) >= MOST_ANSWER:
                    writing.failure = "long"
                    return
        writing.say(unmasker.finish())
    finally:
        writing.seconds = loop.time() - writing.began


async def _end_at_once(writing: Live) -> None:
    """Somebody stopped the answer, this process ends, or the model may not be asked any more."""
    if writing.is_withdrawn:
        writing.failure = "off"
        await _end_without_model(writing)
    else:
        writing.state = Turn.State.STOPPED if writing.stop_asked else Turn.State.INTERRUPTED


async def _end_without_model(writing: Live) -> None:
    """Half an answer stays as it is; where nothing stands yet the method coach answers and says why."""
    if writing.text:
        writing.state = Turn.State.INTERRUPTED
        return
    writing.state, writing.route = Turn.State.FAILED, None
    with suppress(Exception):
        await beside(_let_the_coach_answer, writing)


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
            await beside(_save, due)
        for writing in due:
            if writing.stop_asked or not writing.state:
                _stop(writing.turn)
        await _leave_what_is_withdrawn(now)


async def _leave_what_is_withdrawn(now: float) -> None:
    """End the answers whose model was taken out of use while it spoke, or whose reader left the organisation."""
    due = [
        writing
        for writing in _live.values()
        if writing.state == Turn.State.WRITING and now - writing.looked > LOOK_EVERY
    ]
    for writing in due:
        writing.looked = now
    for writing in await beside(_withdrawn, due) if due else []:
        writing.is_withdrawn = True
        if writing.task:
            writing.task.cancel()


# ---- in a thread, with the database ----


def _claim(viewer: Viewer, turn_id: uuid.UUID) -> Request | None:
    """Take the turn for this process and make the request; None when another process was first."""
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
        session = turn.session
        ways = routes(viewer, session.mode)
        if not ways:
            raise Handed("off")
        if whose := budgets.over(viewer):
            raise Handed(f"budget_{whose}")
        earlier = queries.turns_before(viewer, turn)
        if turn.answer:
            earlier.append(turn)
        said = "" if turn.answer else turn.said
        made = outgoing.parcel(
            viewer,
            session,
            turns=earlier,
            said=said,
            asked=turn.asked,
            passages=turn.passages,
            earlier=turn.earlier,
        )
        Turn.objects.visible_to(viewer).filter(pk=turn_id).update(prompt_version=made.prompt_version)
        return Request(ways, made, turn.answer, _took(turn) if turn.answer else None)


def _took(turn: Turn) -> Energy:
    return Energy(turn.energy_low, turn.energy_high, turn.energy_method)  # type: ignore[arg-type]


def _may_be_asked(viewer: Viewer, route: Route) -> bool:
    with acting(viewer):
        return is_in_use(viewer, route) and organisations.membership_of(viewer).ended is None


def _withdrawn(batch: list[Live]) -> list[Live]:
    found = []
    for writing in batch:
        try:
            if writing.route and not _may_be_asked(writing.viewer, writing.route):
                found.append(writing)
        except Exception as fault:
            # The database is away: it is asked again at the next look.
            logger.error("whether an answer may go on could not be asked: %s", type(fault).__name__)
    return found


def _let_the_coach_answer(writing: Live) -> None:
    """Put the method coach's answer in the turn, fenced by this process's key; the failure stays as its reason."""
    with acting(writing.viewer), transaction.atomic():
        mine = Turn.objects.visible_to(writing.viewer).filter(pk=writing.turn, process=PROCESS)
        turn = mine.select_related("session__piece", "session__version").first()
        if turn is None:
            return
        coaching.answer(turn, turn.session, by=writing.viewer)
        mine.update(
            partner=Turn.Partner.COACH,
            partner_name="",
            prompt_version="",
            question_ids=turn.question_ids,
            earlier=turn.earlier,
        )
        writing.say(turn.answer)
        writing.state = Turn.State.DONE


def _save(batch: list[Live]) -> None:
    """Save answers, each as its owner, fenced by this process's key. One that cannot be saved keeps no other back."""
    for writing in batch:
        if not writing.state:
            continue
        try:
            _save_one(writing)
        except Exception as fault:
            # The database is away: the words stay in memory and are saved at the next beat.
            logger.error("an answer could not be saved yet: %s", type(fault).__name__)


def _save_one(writing: Live) -> None:
    if writing.state == Turn.State.WRITING:
        _save_the_words(writing)
    else:
        _save_the_end(writing)


def _save_the_words(writing: Live) -> None:
    """What stands there now, in one statement: with many answers at once this is done more than anything else."""
    text = writing.text
    with acting(writing.viewer):
        mine = Turn.objects.visible_to(writing.viewer).filter(pk=writing.turn, process=PROCESS)
        kept = mine.filter(stop_asked=False).update(answer=text, heartbeat=clock.real_now())
        if not kept:
            writing.stop_asked = mine.exists()
            writing.state = writing.state if writing.stop_asked else ""
    writing.saved = len(text)


def _save_the_end(writing: Live) -> None:
    text = writing.text
    with acting(writing.viewer), transaction.atomic():
        mine = Turn.objects.visible_to(writing.viewer).filter(pk=writing.turn, process=PROCESS)
        named = {"partner_name": writing.route.endpoint.name} if writing.route else {}
        kept = mine.update(
            answer=text,
            state=writing.state,
            failure=writing.failure,
            heartbeat=clock.real_now(),
            tokens_in=writing.tokens_in,
            tokens_out=writing.tokens_out,
            **named,
        )
        if not kept:
            writing.state = ""
        elif writing.route is not None and len(text) > writing.before:
            _count(writing, writing.route, mine)
    writing.saved = len(text)


def _count(writing: Live, route: Route, mine: models.QuerySet[Turn]) -> None:
    """Keep what the answer took: on the turn for its reader, in the usage of its owner for the budgets."""
    length = len(writing.text) - writing.before
    tokens_out = length // CHARACTERS_A_TOKEN + 1 if writing.tokens_out is None else writing.tokens_out
    tokens_in = writing.sent // CHARACTERS_A_TOKEN + 1 if writing.tokens_in is None else writing.tokens_in
    where = route.endpoint
    used = energy.of_answer(
        where.base_url, where.model, tokens=tokens_out, seconds=writing.seconds, watts=route.watts
    )
    whole = writing.took + used if writing.took is not None else used
    mine.update(energy_low=whole.low, energy_high=whole.high, energy_method=whole.method)
    partners.note_use(route, tokens_in=tokens_in, tokens_out=tokens_out, energy=used, by=writing.viewer)
