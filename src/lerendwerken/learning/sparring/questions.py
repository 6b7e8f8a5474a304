"""Three learning questions to choose from: those of the partner where they can be used, else the method coach's.

The team reads the one that is chosen. So none holds what was covered, and each says whether it quotes the piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lerendwerken.ai.partners import bridge, coach, masking
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import choosing, queries
from lerendwerken.learning.sparring.models import SparringSession, Turn

MOST: Final = 3
_LONGEST: Final = 300  # characters, as a learning question may be
_ROUNDS: Final = 12  # times that the coach is asked for other words in place of those with a name
_RUN: Final = 3  # words in a row that tell a quote without quotation marks
_QUOTED: Final = re.compile(r"[‘“„\"«']([^‘’“”„\"«»]{3,120})[’”\"»']")
_WORD: Final = re.compile(r"\w+")
_PLACEHOLDER: Final = re.compile(r"\[[^\]\d]{2,30}\d+\]")


@dataclass(frozen=True)
class Proposed:
    """A question to choose: its words, which AI wrote it ("" for the coach), and whether it quotes the piece."""

    text: str
    written_by: str
    quotes_piece: bool


def proposed(viewer: Viewer, session: SparringSession, turns: Sequence[Turn]) -> list[Proposed]:
    """Three learning questions about what somebody brought, each with words of that person in it.

    Fewer only when there are hardly any words to quote.
    """
    piece = _piece(viewer, session)
    found = _of_the_partner(viewer, session, turns, piece)[:MOST]
    for question in _of_the_coach(session, piece):
        if len(found) < MOST and question.text not in [one.text for one in found]:
            found.append(question)
    return found


def without(turn: Turn, session: SparringSession) -> str:
    """The answer as it is shown: in the first three minutes without its learning questions, once it has ended."""
    if session.mode != SparringSession.Mode.FIRST or turn.is_busy or turn.partner == Turn.Partner.COACH:
        return turn.answer
    asked, rest = bridge.learning_apart(turn.answer, language(session))
    return rest if asked else turn.answer


def language(session: SparringSession) -> Literal["nl", "en"]:
    """The language of a session, as the partners know it."""
    return "nl" if session.language == "nl" else "en"


def _of_the_partner(
    viewer: Viewer, session: SparringSession, turns: Sequence[Turn], piece: str
) -> list[Proposed]:
    """What the newest answer of a model or chatbot asks, as far as it can be used."""
    key = queries.masking_key(viewer, session)
    for turn in reversed(turns):
        if turn.is_busy or turn.partner == Turn.Partner.COACH:
            continue
        asked, _ = bridge.learning_apart(turn.answer, language(session))
        if asked:
            return [
                Proposed(text, turn.partner_name, _quotes_piece(text, session, piece))
                for text in asked
                if _is_question(text) and _quotes(text, f"{session.view}\n{piece}") and not _names(text, key)
            ]
    return []


def _of_the_coach(session: SparringSession, piece: str) -> list[Proposed]:
    never: set[str] = set()
    found: list[coach.Question] = []
    for _ in range(_ROUNDS):
        every = coach.learning_questions(piece, session.view, language=language(session), never=never)
        named = [question for question in every if _names(question.text, {})]
        found = [question for question in every if question not in named]
        if not named:
            break
        never.update(quote for question in named for quote in question.quotes)
    return [Proposed(question.text, "", question.pasted) for question in found]


def _piece(viewer: Viewer, session: SparringSession) -> str:
    """The piece that was pasted, and what is read of the documents that were attached."""
    documents = choosing.brought(viewer, session, question=session.view)
    return "\n\n".join(filter(None, [session.piece.text if session.piece else "", documents.bare]))


def _is_question(text: str) -> bool:
    return text.endswith("?") and text.count("?") == 1 and len(text) <= _LONGEST


def _names(text: str, key: dict[str, str]) -> bool:
    """Whether something stands in it that is covered before it leaves: a name, a number, an address."""
    if _PLACEHOLDER.search(text) or any(word and word in text for word in key.values()):
        return True
    try:
        return bool(masking.find(text))
    except masking.MaskerDown:
        # The coach quotes no names by itself, and a partner never saw them.
        return False


def _quotes_piece(text: str, session: SparringSession, piece: str) -> bool:
    """Whether words come from the piece and not from the own view."""
    return _quotes(text, piece) and not _quotes(text, session.view)


def _quotes(text: str, source: str) -> bool:
    """Whether a question repeats words of a text: between quotation marks, or three in a row."""
    known = f" {' '.join(_words(source))} "
    runs = [_words(quoted) for quoted in _QUOTED.findall(text)]
    told = _words(text)
    runs += [told[at : at + _RUN] for at in range(len(told) - _RUN + 1)]
    return any(f" {' '.join(run)} " in known for run in runs if run)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
