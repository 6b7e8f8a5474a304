"""The method coach's turn: it reads what the professional wrote and asks one question."""

from __future__ import annotations

from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from lerendwerken.ai.partners import coach, prompts, questions
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeVersion
from lerendwerken.learning.sparring import choosing, context, outgoing, queries, thread
from lerendwerken.learning.sparring.models import SparringSession, Turn

WEEKS_WITHOUT_REPEATING = 4
ENOUGH_QUESTIONS = 3  # in one session, when a plan with a moment stands there
MOST_QUESTIONS = 8  # in one session, unless somebody asks on


def answer(turn: Turn, session: SparringSession, *, by: Viewer) -> None:
    """Fill in the coach's answer to a turn that is about to be kept. It never asks the same within four weeks."""
    asked = queries.asked_before(by, weeks.after(session.week, -WEEKS_WITHOUT_REPEATING))
    with translation.override(session.language):
        turn.answer, turn.question_ids = _words(turn, session, asked, by)
    turn.state = Turn.State.DONE


def _words(turn: Turn, session: SparringSession, asked: set[str], by: Viewer) -> tuple[str, list[str]]:
    earlier = queries.turns_before(by, turn)
    language = "nl" if session.language == "nl" else "en"
    brought = choosing.brought(by, session, question=outgoing.asks(session, earlier, turn.said)).bare
    if session.mode == SparringSession.Mode.FIRST and not earlier:
        piece = "\n\n".join(filter(None, [session.piece.text if session.piece else "", brought]))
        first = coach.first_answer(piece, session.view, language=language, asked=asked)
        if first.lines:
            return "\n\n".join(first.lines), list(first.question_ids)
    agreed = _still_to_ask(session, earlier) if session.use and not turn.said else []
    if agreed and (earlier or not session.view):
        return agreed[0], []
    if _is_done(turn, earlier, language):
        return _done(), []
    lent = thread.going(by, session)
    before = [one.words.text for one in lent if one.words]
    question = _question(turn, session, earlier, asked, by, brought, before)
    if question is None:
        return (agreed[0] if agreed else no_further()), []
    own_now = "\n".join([session.view, turn.said, *(row.said for row in earlier)])
    cited = thread.reacted_to(lent, question.quotes, own_now)
    turn.earlier = sorted({*turn.earlier, *cited})
    return " ".join([question.text, *(prompts.from_thread(number) for number in cited)]), [question.id]


def _question(
    turn: Turn,
    session: SparringSession,
    earlier: list[Turn],
    asked: set[str],
    by: Viewer,
    attached: str,
    weeks_ago: list[str],
) -> coach.Question | None:
    """What to ask about the newest words; where nothing in them fits, about what the session began with.

    `weeks_ago` are own words of the thread, which those of now may contradict.
    """
    view, brought = _material(session, by, attached)
    said = [row.said for row in earlier if row.said]
    language = "nl" if session.language == "nl" else "en"
    ask = partial(
        coach.ask,
        language=language,
        mode=_mode(turn, session),
        step=session.step,
        asked=asked,
        also=questions.entries(by, language),
    )
    if turn.said:
        before = [*weeks_ago, *(text for text in (view, *said) if text)]
        return ask(turn.said, earlier=before) or ask(view, brought=brought, earlier=weeks_ago)
    return ask(view, brought=brought, earlier=[*weeks_ago, *said])


def _material(session: SparringSession, by: Viewer, attached: str) -> tuple[str, str]:
    """The own view, and what was brought along and may be somebody else's: at a dialogue's table that is all of it."""
    if session.dialogue:
        shown = context.revealed(by, session.dialogue)
        return "", "\n".join([shown.case, shown.positions])
    piece = session.piece.text if session.piece else session.situation
    return session.view, "\n\n".join(filter(None, [piece, attached]))


def _mode(turn: Turn, session: SparringSession) -> str:
    """The bank's mode; who asks for a harder question is contradicted."""
    if turn.asked == Turn.Asked.HARDER:
        return "redteam"
    return {"first": "sharpen", "dialogue": "redteam"}.get(session.mode, session.mode)


def _is_done(turn: Turn, earlier: list[Turn], language: str) -> bool:
    """The thinking is done when a plan with a moment stands there, or after enough questions; asking on goes on."""
    if turn.asked != Turn.Asked.REPLY or not turn.said:
        return False
    asked = sum(bool(row.question_ids) for row in earlier)
    return asked >= MOST_QUESTIONS or (asked >= ENOUGH_QUESTIONS and coach.concludes(turn.said, language))


def _done() -> str:
    return _(
        "There is enough to go on with. Write in your own words what you take along and what you will do."
    )


def in_margin(text: str, mode: str, *, by: Viewer) -> coach.Question | None:
    """One question about what somebody is writing, and nothing kept but that it was asked.

    `mode` is one of the coach's. Raises `BadInput` for another.
    """
    if mode not in coach.MODES:
        raise BadInput(_("The coach does not know this kind of sparring."))
    week = weeks.monday(clock.today(by.zone))
    since = weeks.after(week, -WEEKS_WITHOUT_REPEATING)
    language = "nl" if by.language == "nl" else "en"
    question = coach.ask(
        text,
        language=language,
        mode=mode,
        asked=queries.asked_before(by, since),
        also=questions.entries(by, language),
    )
    if question is not None:
        questions.remember(question.id, week=week, forget_before=since, by=by)
    return question


def no_further() -> str:
    """What the coach says when nothing more fits."""
    return _("I have no further question. Write in your own words what you take along.")


def _still_to_ask(session: SparringSession, earlier: list[Turn]) -> list[str]:
    """What the team agreed on and the coach did not ask yet in this session."""
    asked = {row.answer for row in earlier}
    questions = _questions_of(session.version) if session.version else []
    return [question for question in questions if question not in asked]


def _questions_of(version: PracticeVersion) -> list[str]:
    """What the team agreed on, asked before the work begins: of the work itself only a name is known."""
    questions = []
    if version.check_text:
        check = _("Your team agreed on this check: ‘%(check)s’ How will you do that this time?")
        questions.append(check % {"check": version.check_text})
    if version.stop_rule:
        rule = _("Your team agreed when to stop: ‘%(rule)s’ How will you see that this time?")
        questions.append(rule % {"rule": version.stop_rule})
    return questions or [_("What do you want to have in hand when this is done?")]
