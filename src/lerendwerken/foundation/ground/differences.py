"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

_WORD: Final = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stands in both texts, only in the newer one, or only in the older one."""

    kind: Literal["same", "in", "out"]
    text: str

    @property
    def marked(self) -> bool:
        """Whether the other text does not have these words at this place."""
        return self.kind != "same"


def compared(older: str, newer: str) -> list[Piece]:
    """Two texts as one: what is the same, what went out, what came in."""
    old, new = _WORD.findall(older), _WORD.findall(newer)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found += [Piece("out", "".join(old[a:b]))] if a < b else []
        found += [Piece("in", "".join(new[c:d]))] if c < d else []
    return found


def sides(older: str, newer: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts beside each other, each with the words marked that the other does not have there."""
    pieces = compared(older, newer)
    return [one for one in pieces if one.kind != "in"], [one for one in pieces if one.kind != "out"]
