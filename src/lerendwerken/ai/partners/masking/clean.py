"""Text as a reader sees it, with the way back to the text as it was written.

Invisible characters between digits, typographic quotes and dashes, accents written as separate marks and
digits of other scripts must not hide a name or a number from the search.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from lerendwerken.ai.partners.masking.spans import Span

_APOSTROPHES = "\u2018\u2019\u02bc\u00b4\u02b9"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"
_PLAIN = str.maketrans(
    _APOSTROPHES + _DASHES + "\uff0b\uff20", "'" * len(_APOSTROPHES) + "-" * len(_DASHES) + "+@"
)


class Clean:
    """`text` to search in; `back` turns spans found there into spans of the text as it was written."""

    def __init__(self, written: str) -> None:
        self.text = written
        self._offsets: list[int] | None = None
        if not written.isascii():
            self._read(written)

    def back(self, spans: Iterable[Span]) -> list[Span]:
        """The same spans, counted in the text as it was written."""
        places = self._offsets
        if places is None:
            return list(spans)
        return [Span(places[s.start], places[s.end], s.kind) for s in spans]

    def _read(self, written: str) -> None:
        kept: list[str] = []
        places: list[int] = []
        for place, char in enumerate(written):
            category = "" if char.isascii() else unicodedata.category(char)
            if category == "Cf":
                continue
            if category == "Mn" and kept:
                composed = unicodedata.normalize("NFC", kept[-1] + char)
                kept[-1] = composed if len(composed) == 1 else kept[-1]
                continue
            kept.append(_plain(char, category))
            places.append(place)
        self.text = "".join(kept)
        self._offsets = [*places, len(written)]


def _plain(char: str, category: str) -> str:
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    return char.translate(_PLAIN)
