"""What an answer says, as safe HTML, and its sentences: those that can be looked up, those that ask for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from lerendwerken.ai.partners import bridge, prompts, sentences
from lerendwerken.ai.partners.markdown import render
from lerendwerken.ai.partners.sentences import Sentence
from lerendwerken.learning.sparring import questions
from lerendwerken.learning.sparring.models import LONGEST_CLAIM, SparringSession, Turn

# Numbers of passages that went along are kept where a chatbot's own numbers of sources are left out. They come to
# stand before a full stop, so that the sign of a claim stands directly behind it.
_OURS: Final = re.compile(r"([.!?…]?)[ \t]*\[(\d{1,5}(?:\s*[,;]\s*\d{1,5})*)\]")
_HELD: Final = re.compile(r"⟦[^⟧]*⟧")


@dataclass(frozen=True)
class Answer:
    """An answer as it is read.

    Attributes:
        html: its words; `in_parts` says that they stand under the headings of the method.
        claims: sentences that a chatbot listed as claims to check.
    """

    html: SafeString
    in_parts: bool = False
    claims: frozenset[str] = frozenset()

    def sentence(self, found: Sentence) -> Sentence:
        """A sentence as it is kept, with whether it asks to be looked up: by its sign, or in a list of claims."""
        to_check = found.to_check or found.text in self.claims
        return replace(found, text=found.text[:LONGEST_CLAIM], to_check=to_check)


def read(turn: Turn, session: SparringSession) -> Answer:
    """What a partner answered; what a chatbot said in the asked form stands part by part, anything else as it is.

    In the first three minutes the learning questions of an answer stand below it, to choose from, and not in it.
    """
    if turn.partner == Turn.Partner.BRIDGE:
        text = _OURS.sub(_held, turn.answer) if turn.passages else turn.answer
        pasted = bridge.paste_back(text, questions.language(session))
        if pasted.follows_form:
            html = mark_safe(_in_parts(pasted, session).replace("⟦", "[").replace("⟧", "]"))  # noqa: S308
            claims = {sentences.plain_words(_HELD.sub("", claim)) for claim in pasted.claims}
            return Answer(html, in_parts=True, claims=frozenset(claims))
    return Answer(render(questions.without(turn, session)))


def sentences_of(turn: Turn, session: SparringSession) -> list[Sentence]:
    """The sentences of a finished answer that may be a claim. The method coach only asks, so it claims nothing."""
    if turn.partner == Turn.Partner.COACH or turn.is_busy:
        return []
    answer = read(turn, session)
    return [answer.sentence(found) for found in sentences.sentences(answer.html)]


def _held(number: re.Match[str]) -> str:
    return f" ⟦{number[2]}⟧{number[1]}"


def _in_parts(pasted: bridge.Pasted, session: SparringSession) -> SafeString:
    """The parts in the order of the method, under the headings that were asked for."""
    told = [
        *(each.text for each in pasted.differences),
        pasted.objection,
        pasted.question,
        pasted.uncertainty,
    ]
    told += [pasted.rest, *pasted.learning]
    parts = {
        "titles": prompts.headings(questions.language(session)),
        "language": session.language,
        "differences": pasted.differences,
        "rest": render(pasted.rest),
        "objection": render(pasted.objection),
        "question": pasted.question,
        "learning": [] if session.mode == SparringSession.Mode.FIRST else pasted.learning,
        "uncertainty": render(pasted.uncertainty),
        "claims": [claim for claim in pasted.claims if not any(claim in text for text in told)],
    }
    return render_to_string("sparring/parts.html", parts)
