"""Words of a text, as the search for names looks at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Final

from lerendwerken.ai.partners.masking.letters import fold

_TOKEN: Final = re.compile(
    r"(?P<initial>(?<![\w'.-])(?:(?:[A-Z]|Th|Ch|Chr|Ph|Fr|Jac|Joh|IJ|Sj|Gé|Wm)\.(?: ?-?)){1,6}(?<![ -])"
    r"(?=[\s,;)]|[a-zA-ZÀ-ž']|$)(?!\w\.\w))"
    r"|(?P<small>(?<![\w.])(?:[vV]\.? ?d\.|[vV]/d\.?|[vV]\.)(?= ?[A-Z]))"
    r"|(?P<word>(?:(?<!\w)['](?=[tsdnmSTNDM]\b))?[^\W\d_]{1,60}(?:['-][^\W\d_]{1,60}){0,4})"
)
_JOIN: Final = re.compile(r" {1,2}|\t|\. ?|")
_STOPS: Final = re.compile(r"[.!?:;\n\r•*>\"(\[|/]|^\s*-\s*$|\d\)")


class Level(IntEnum):
    """How much a capitalised word looks like a name by itself."""

    NO = 0
    UNKNOWN = 1
    """On no list, and no word."""
    MAYBE = 2
    """A name that is also a word or a place."""
    NAME = 3


@dataclass(frozen=True)
class Token:
    """A word (`text[start:end]`) or a run of initials."""

    start: int
    end: int
    text: str
    initial: bool

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def capital(self) -> bool:
        """Written as names are: "Boer", "d'Ancona", "El-Amrani"."""
        return not self.initial and (
            self.text[0].isupper()
            or bool(
                re.match(r"[a-z]{1,2}'[A-ZÀ-Ý]|(?:al|el|ben|bin|ibn|abu|ad|as|ar|ul)-[A-ZÀ-Ý]", self.text)
            )
        )

    @cached_property
    def shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


class Words:
    """The tokens of a text, with what stands between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [_token(m) for m in _TOKEN.finditer(text)]

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    def gap(self, place: int) -> str:
        """What stands before the token at `place`."""
        start = self.tokens[place - 1].end if place else 0
        return self.text[start : self.tokens[place].start]

    def joined(self, place: int) -> bool:
        """Whether the token goes on where the one before it ended: "Fatima Bouzid", "J. Smit", "J.Smit"."""
        if not 0 < place < len(self.tokens):
            return False
        gap = self.gap(place)
        if gap in (" ", "  ", "\t"):
            return True
        return gap == "" and self.tokens[place - 1].initial

    def opens_sentence(self, place: int) -> bool:
        """Whether the capital may be there because a sentence, a line or a quotation begins."""
        return place == 0 or bool(_STOPS.search(self.gap(place)))

    def before(self, place: int) -> str:
        """The folded word right before, "" at the start of a line or after a comma."""
        if place <= 0 or not re.fullmatch(r"\.? {1,2}|\. ?", self.gap(place)):
            return ""
        return self.tokens[place - 1].folded

    def after(self, place: int) -> str:
        """The folded word right after the token before `place`, "" when something stands between."""
        return self.tokens[place].folded if self.joined(place) else ""


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    end = match.end()
    if match["word"] and re.search(r"[^\W\d_]'[sS]$", text):
        text, end = text[:-2], end - 2
    return Token(match.start(), end, text, bool(match["initial"]))
