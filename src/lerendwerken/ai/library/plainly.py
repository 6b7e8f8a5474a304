"""A text as a rule reads it: small letters, one kind of letter and space, with the way back."""

from __future__ import annotations

import unicodedata
from typing import Final

_ALIKE: Final = str.maketrans("авгеікмнорстухѕјԁһɡοαερτυνӏ’‘`´", "abreikmhopctyxsjdhgoaeptuvl''''")
"""Letters of other scripts that look like ours, and typographic apostrophes."""


class Plain:
    """`text` to search in; `back` turns a place there into the place in the text as it was written."""

    def __init__(self, written: str) -> None:
        self._places: list[int] | range = range(len(written) + 1)
        if written.isascii():
            self.text = written.lower()
            return
        pieces: list[str] = []
        places: list[int] = []
        for place, char in enumerate(written):
            plain = char.lower() if char.isascii() else _plain(char)
            pieces.append(plain)
            places.extend([place] * len(plain))
        self._places = [*places, len(written)]
        self.text = "".join(pieces)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The same place, counted in the text as it was written."""
        return self._places[start], self._places[end - 1] + 1 if end > start else self._places[start]


def _plain(char: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", char).lower()
    bare = "".join(" " if each.isspace() else each for each in taken_apart if not unicodedata.combining(each))
    return bare.translate(_ALIKE)
