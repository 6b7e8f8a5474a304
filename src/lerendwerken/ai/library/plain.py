"""Plain text and Markdown: paragraphs between empty lines, in whatever encoding it was saved."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

from lerendwerken.ai.library.parts import Contents, Paragraph, Progress

_BETWEEN: Final = re.compile(r"\n[ \t\u00a0]*\n\s*|\f")


def read(data: bytes, contents: Contents, progress: Progress) -> Iterator[Paragraph]:
    """The paragraphs of a text file."""
    yield from paragraphs_of(decoded(data))


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text."""
    for piece in _BETWEEN.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        if piece.strip():
            yield Paragraph(piece.strip("\n"))


def decoded(data: bytes) -> str:
    """The text: UTF-16 where it says so, UTF-8 (also when it was cut off inside a letter), else Western European."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
