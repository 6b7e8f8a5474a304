"""The method coach's turn: it reads what the professional wrote and asks one question."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from lerendwerken.ai.partners import coach
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeVersion
from lerendwerken.learning.sparring import choosing, context, outgoing, queries
from lerendwerken.learning.sparring.models import SparringSession, Turn

WEEKS_WITHOUT_REPEATING = 4


def answer(turn: Turn, session: SparringSession, *, by: Viewer) -> None:
    """Fill in the coach's answer to a turn that is about to be kept. It never asks the same within four weeks."""
    asked = queries.asked_before(by, weeks.after(session.week, -WEEKS_WITHOUT_REPEATING))
    with translation.override(session.language):
        turn.answer, turn.question_ids = _words(turn, session, asked, by)
    turn.state = Turn.State.DONE


def _words(turn: Turn, session: SparringSession, asked: set[str], by: Viewer) -> tuple[str, list[str]]:
    earlier = [row for row in queries.turns(by, session) if row.pk != turn.pk]
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
    view = context.revealed(by, session.dialogue).positions if session.dialogue else session.view
    newest = turn.said or "\n".join(filter(None, [session.situation, view]))
    before = [view, *(row.said for row in earlier)]
    mode = {"first": "sharpen", "dialogue": "redteam"}.get(session.mode, session.mode)
    question = coach.ask(
        newest, language=language, mode=mode, asked=asked, earlier=[text for text in before if text]
    )
    if question is None and turn.said:
        question = coach.ask(view, language=language, mode=mode, asked=asked)
    if question is None and brought and not agreed:
        question = coach.ask(brought, language=language, mode=mode, asked=asked, pasted=True)
    if question is None:
        return (agreed[0] if agreed else _no_further()), []
    return question.text, [question.id]


def _no_further() -> str:
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
