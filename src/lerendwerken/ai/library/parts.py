"""What the readers of all kinds of files hand on: paragraphs, in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

Progress = Callable[[int, int], None]
"""Called with the page being read and how many there are."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as it was written; `page` is 0 where a kind of file knows none."""

    text: str
    page: int = 0
    hidden: bool = False


@dataclass
class Contents:
    """What was found besides text; the readers fill it while their paragraphs are read."""

    kind: str
    pages: int = 0
    unread_pages: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)


Reader = Callable[[bytes, Contents, Progress], Iterator[Paragraph]]

KINDS: Final = ("pdf", "docx", "odt", "mail", "text")
