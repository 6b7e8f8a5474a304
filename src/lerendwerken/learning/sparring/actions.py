"""What a person does in a sparring session. Nothing here waits for a model: answers are written by the runner."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import prompts, wording
from lerendwerken.ai.partners.queries import endpoint
from lerendwerken.ai.partners.routes import routes
from lerendwerken.foundation.drafts import actions as drafts
from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeVersion
from lerendwerken.learning.sparring import (
    choosing,
    coaching,
    lines,
    outgoing,
    queries,
    runner,
    thread,
    uncovering,
)
from lerendwerken.learning.sparring.models import MOST_ANSWER, Placeholder, SparringSession, Turn
from lerendwerken.learning.weekcycle.models import MomentEntry, PastedPiece

MOST_TURNS = 60
FORMS = (
    "sparring.say",
    "sparring.paste",
    "sparring.close",
    "sparring.claim",
)  # the writing forms about one session


@transaction.atomic
def begin(
    mode: str,
    *,
    by: Viewer,
    situation: str = "",
    view: str = "",
    confidence: int | None = None,
    skipped: bool = False,
    entry: MomentEntry | None = None,
    piece: PastedPiece | None = None,
    version: PracticeVersion | None = None,
    use: uuid.UUID | None = None,
    dialogue: uuid.UUID | None = None,
    week: date | None = None,
    analysed: bool = False,
    key: uuid.UUID | None = None,
) -> SparringSession:
    """Begin a session, with one's own view first. The same `key` twice is one session.

    `analysed` says that the view is one's own analysis of a moment that asks for it (Deepen): the thinking is done,
    so the partner answers in differences from it. Every other session begins at the lowest step of its mode.
    Raises `BadInput` where a view is asked for and neither given nor skipped.
    """
    if not (view.strip() or skipped or dialogue):
        raise BadInput(
            _("First write down what you think yourself. One line is enough; you may also skip it."), "view"
        )
    session = SparringSession(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        language=by.language,
        week=week or weeks.monday(clock.today(by.zone)),
        mode=mode,
        situation=situation,
        view=view,
        confidence=confidence,
        skipped=skipped and not view.strip(),
        entry=entry,
        piece=piece,
        version=version,
        use=use,
        dialogue=dialogue,
        step=_first_step(mode, analysed=analysed and bool(view.strip())),
    )
    try:
        with transaction.atomic():
            session.add()
    except IntegrityError:
        return queries.session_for(by, session.pk)
    thread.bring_along(session, "\n".join([situation, view, piece.text if piece else ""]), by=by)
    audit.write(by, "sparring.begin", session.pk)
    return session


def _first_step(mode: str, *, analysed: bool) -> str:
    ladder = prompts.steps(mode)  # type: ignore[arg-type]
    differences = SparringSession.Step.DIFFERENCES
    return differences if analysed and differences in ladder else ladder[0]


@transaction.atomic
def take_turn(
    session: SparringSession,
    said: str = "",
    *,
    by: Viewer,
    asked: str = Turn.Asked.REPLY,
    partner: str = "",
    covered: Mapping[str, str] | None = None,
    passages: Sequence[int] = (),
    earlier: Sequence[int] = (),
    made: runner.Request | None = None,
    rows: Sequence[Turn] | None = None,
    follows: int | None = None,
    key: uuid.UUID | None = None,
) -> Turn:
    """Say something and ask for an answer. The method coach answers at once, a model from the runner on.

    `partner` 'coach' asks the coach although a model is connected; `covered` is what the person saw covered, and
    `passages` and `earlier` are the numbers of what they saw go along of their documents and of their thread:
    nothing else of those leaves. `follows` is the number of the turn after which it is said (0: the beginning), by
    default the last one of the line that is read; after an earlier one another line begins. `made` is the request
    itself, where it stands ready, and `rows` are all turns of the session, where they were just read: what another tab
    did since is met by the constraints. Raises `Conflict` in a closed session or while an answer is being written.
    """
    rows = queries.all_turns(by, session) if rows is None else rows
    if already := next((turn for turn in rows if turn.pk == key), None):
        return already
    number, after = _place(session, rows, follows)
    model = None if partner == Turn.Partner.COACH else made.routes[0].endpoint if made else endpoint(by)
    turn = Turn(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        session=session,
        number=number,
        after=after,
        said=said,
        asked=asked,
        step=session.step,
        partner=Turn.Partner.MODEL if model else Turn.Partner.COACH,
        partner_name=model.name if model else "",
        passages=list(passages) if model else [],
        earlier=list(earlier) if model else [],
    )
    if model is None:
        coaching.answer(turn, session, by=by)
    elif made:
        turn.state, turn.process, turn.heartbeat = Turn.State.WRITING, runner.PROCESS, clock.real_now()
        turn.prompt_version = made.parcel.prompt_version
    if not _insert(turn, session, by):
        return queries.turn_for(by, session.pk, turn.pk)
    _remember(covered or {}, session, by)
    if model:
        if made is None or made.parcel.uncovered:
            uncovering.left_with(turn, by=by)
        transaction.on_commit(lambda: runner.start_soon(by, turn.pk, made))
    audit.write(by, "sparring.take_turn", turn.pk)
    return turn


def ask_first(session: SparringSession, *, by: Viewer) -> Turn | None:
    """Ask for the first answer at once where nobody has to look first: the coach, or a text with nothing to cover.

    None when the person must see first what will be covered, or when personal data cannot be looked for.
    """
    if queries.all_turns(by, session):
        return None
    covered: Mapping[str, str] = {}
    made = None
    if ways := routes(by, session.mode):
        try:
            parcel = outgoing.parcel(by, session, turns=[])
        except outgoing.NotMasked:
            return None
        if parcel.must_be_seen:
            return None
        covered = parcel.key
        made = runner.made_ready(by, ways, parcel)
    # The first answer has the session's key: a form that was sent twice at once asks one time.
    return take_turn(session, covered=covered, made=made, key=session.pk, by=by)


@transaction.atomic
def paste_answer(
    session: SparringSession,
    text: str,
    chatbot: str,
    *,
    by: Viewer,
    said: str = "",
    follows: int | None = None,
    key: uuid.UUID | None = None,
) -> Turn:
    """Bring in the answer of a chatbot outside this application, over the bridge; covered names come back in it.

    `said` is what the person said with it, `follows` as in `take_turn`. Raises `BadInput` for an empty paste.
    """
    if not text.strip():
        raise BadInput(_("Paste the answer of your chatbot here."), "answer")
    rows = queries.all_turns(by, session)
    if already := next((turn for turn in rows if turn.pk == key), None):
        return already
    number, after = _place(session, rows, follows)
    earlier = lines.leading_to(rows, number - 1 if after is None else after)
    # What went out over the bridge is what is chosen now: nothing was said in between.
    documents = choosing.brought(by, session, question=outgoing.asks(session, earlier, said))
    turn = Turn(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        session=session,
        number=number,
        after=after,
        said=said,
        step=session.step,
        passages=list(documents.numbers),
        earlier=[one.number for one in thread.going(by, session)],
        partner=Turn.Partner.BRIDGE,
        partner_name=chatbot,
        answer=runner.uncovered(text, queries.masking_key(by, session))[:MOST_ANSWER],
        state=Turn.State.DONE,
        prompt_version=wording.mark(wording.current(by, session.mode, session.language)),
    )
    if not _insert(turn, session, by):
        return queries.turn_for(by, session.pk, turn.pk)
    uncovering.left_with(turn, by=by)
    audit.write(by, "sparring.paste_answer", turn.pk)
    return turn


@transaction.atomic
def remember_covered(session: SparringSession, covered: Mapping[str, str], *, by: Viewer) -> None:
    """Keep what placeholders stand for, before a masked prompt is copied out."""
    _remember(covered, session, by)


def step_after(session: SparringSession) -> str:
    """The next step of help; at the top the same."""
    ladder = prompts.steps(session.mode)  # type: ignore[arg-type]
    return ladder[min(ladder.index(session.step) + 1, len(ladder) - 1)]


@transaction.atomic
def next_step(session: SparringSession, *, by: Viewer) -> SparringSession:
    """Go one step of help up. Staying where one is, is no fault: at the top nothing changes."""
    if (step := step_after(session)) != session.step:
        session.step = step
        session.save(update_fields=["step"])
        audit.write(by, "sparring.next_step", session.pk)
    return session


@transaction.atomic
def take_step(
    session: SparringSession,
    *,
    by: Viewer,
    covered: Mapping[str, str] | None = None,
    earlier: Sequence[int] = (),
) -> Turn:
    """Go one step of help up and ask for an answer on it: both, or neither. Raises `Conflict` as `take_turn`."""
    session = next_step(session, by=by)
    return take_turn(session, asked=Turn.Asked.STEP, covered=covered, earlier=earlier, by=by)


@transaction.atomic
def stop(turn: Turn, *, by: Viewer) -> None:
    """Stop an answer that is being written; what stands there stays."""
    turn.stop_asked = True
    turn.save(update_fields=["stop_asked"])
    transaction.on_commit(lambda: runner.stop_soon(turn.pk))
    audit.write(by, "sparring.stop", turn.pk)


@transaction.atomic
def go_on(turn: Turn, *, by: Viewer) -> Turn:
    """Let an interrupted or failed answer be finished; what stands there stays, the rest is added."""
    ended = turn.state in (Turn.State.INTERRUPTED, Turn.State.FAILED, Turn.State.STOPPED)
    if ended or turn.is_left_behind:
        turn.state, turn.process, turn.failure, turn.stop_asked = Turn.State.QUEUED, None, "", False
        turn.save(update_fields=["state", "process", "failure", "stop_asked"])
        transaction.on_commit(lambda: runner.start_soon(by, turn.pk))
        audit.write(by, "sparring.go_on", turn.pk)
    return turn


@transaction.atomic
def close(
    session: SparringSession,
    *,
    conclusion: str,
    by: Viewer,
    changed: str = "",
    confidence_after: int | None = None,
) -> SparringSession:
    """End a session in one's own words. Nothing leaves a session without them. Sent twice, it is closed once.

    Raises `BadInput` for an empty conclusion, `Conflict` for another one in a session that is closed.
    """
    if not conclusion.strip():
        raise BadInput(_("Write in your own words what you take along. One line is enough."), "conclusion")
    if session.closed_at and conclusion != session.conclusion:
        raise Conflict(_("This session is closed. Begin a new one to go on."))
    session.conclusion, session.changed, session.confidence_after = conclusion, changed, confidence_after
    session.closed_at = session.closed_at or clock.now()
    session.save(update_fields=["conclusion", "changed", "confidence_after", "closed_at"])
    audit.write(by, "sparring.close", session.pk)
    return session


@transaction.atomic
def throw_away(session: SparringSession, *, by: Viewer) -> None:
    """Delete a session with all its turns and what was being typed in it. What is thrown away is gone."""
    audit.write(by, "sparring.throw_away", session.pk)
    about = str(session.pk)
    rights.erase_row(session)
    drafts.discard_all(FORMS, about, by=by)


@transaction.atomic
def go_to_line(turn: Turn, *, by: Viewer) -> SparringSession:
    """Go back to the line that runs through a turn: it is read, and what is said now comes after it."""
    session, rows = turn.session, queries.all_turns(by, turn.session)
    end = lines.end_of(rows, turn)
    session.tip = None if end == rows[-1].number else end
    session.save(update_fields=["tip"])
    audit.write(by, "sparring.go_to_line", turn.pk)
    return session


def _place(session: SparringSession, rows: Sequence[Turn], follows: int | None) -> tuple[int, int | None]:
    """The number of the next turn and after which it comes. Raises `Conflict` where none may be added."""
    if session.closed_at:
        raise Conflict(_("This session is closed. Begin a new one to go on."))
    if len(rows) >= MOST_TURNS:
        raise Conflict(
            _("This session has become very long. Close it in your own words and begin a new one.")
        )
    if any(turn.is_busy for turn in rows):
        raise Conflict(_("The partner is still writing. Wait for the answer, or stop it first."))
    number = 1 + max((turn.number for turn in rows), default=0)
    if follows is None or follows not in {0, *(turn.number for turn in rows)}:
        line = lines.current(rows, session)
        follows = line[-1].number if line else 0
    return number, None if follows == number - 1 else follows


def _turn_with(key: uuid.UUID, session: SparringSession, by: Viewer) -> Turn | None:
    return next((turn for turn in queries.all_turns(by, session) if turn.pk == key), None)


def _insert(turn: Turn, session: SparringSession, by: Viewer) -> bool:
    """Add a turn; False when the very same one, sent twice at once, is there already."""
    try:
        with transaction.atomic():
            turn.add()
            if session.tip is not None:
                session.tip = None
                session.save(update_fields=["tip"])
    except IntegrityError:
        if _turn_with(turn.pk, session, by):
            return False
        raise Conflict(
            _("This session went on in another tab. Look there; what you wrote here is kept.")
        ) from None
    return True


def _remember(covered: Mapping[str, str], session: SparringSession, by: Viewer) -> None:
    """Keep what placeholders stand for; one that is known keeps what it stood for."""
    rows = [
        Placeholder(
            organisation_id=by.organisation,
            owner_id=by.member,
            session=session,
            placeholder=sign,
            original=word,
        )
        for sign, word in covered.items()
    ]
    Placeholder.add_missing(rows)
