"""Characters that nobody sees, taken out of a text before anybody, or a model, reads it."""

from __future__ import annotations

import re
from typing import Final

_TAGS: Final = re.compile("[\U000e0000-\U000e007f]+")
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0100-\U000e01ef\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
)


def cleaned(text: str) -> tuple[str, int, str]:
    """The text without what cannot be seen; how many characters that were; and what they spelled.

    Zero-width characters and marks of direction can break a word apart or turn a line around. The "tag"
    characters of Unicode spell whole sentences that only a machine reads: what they spell comes back apart.
    """
    if text.isascii() and text.isprintable():
        return text, 0, ""
    spelled = " ".join(
        "".join(chr(ord(char) - 0xE0000) for char in run.group() if ord(char) > 0xE001F)
        for run in _TAGS.finditer(text)
    )
    bare = _UNSEEN.sub("", _TAGS.sub("", text))
    return bare, len(text) - len(bare), spelled.strip()
