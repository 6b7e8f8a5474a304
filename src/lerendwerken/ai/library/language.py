"""In which language a file is written, by its little words; good enough to choose what to say about it."""

from __future__ import annotations

import re
from typing import Final

_DUTCH: Final = frozenset(
    {"de", "het", "een", "en", "van", "ik", "niet", "dat", "die", "te", "zijn",
     "wij", "aan", "met", "voor", "op", "door", "uw", "naar", "wordt", "ook", "bij"}
)  # fmt: skip
_ENGLISH: Final = frozenset(
    {"the", "and", "of", "to", "a", "that", "is", "it", "for", "was", "on",
     "with", "as", "are", "this", "be", "by", "from", "or", "have", "not", "you"}
)  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+")
_LEAST: Final = 3


class Language:
    """Counts little words; `guess` says nl, en or '' when neither is clear."""

    def __init__(self) -> None:
        self._dutch = self._english = 0

    def hear(self, text: str) -> None:
        """Count a passage."""
        for word in _WORD.findall(text.lower()):
            self._dutch += word in _DUTCH
            self._english += word in _ENGLISH

    def guess(self) -> str:
        """The language that was heard most, if clearly so."""
        most, other = max(self._dutch, self._english), min(self._dutch, self._english)
        if most < _LEAST or most < 2 * other:
            return ""
        return "nl" if self._dutch > self._english else "en"
