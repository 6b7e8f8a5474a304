"""Cutting paragraphs into passages: as much as one look takes in, cut where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lerendwerken.ai.library.bounds import MOST_CHARACTERS, CannotRead, Reason
from lerendwerken.ai.library.invisible import cleaned
from lerendwerken.ai.library.parts import Paragraph

ENOUGH: Final = 600
"""Characters from which a passage may end at the end of a paragraph."""

MOST: Final = 1200
"""Characters of the longest passage."""

_SENTENCES: Final = re.compile(r"(?<=[.!?:;…])[\"'”’)\]]*\s+|\n+")


@dataclass(frozen=True)
class Passage:
    """A piece of a file that an answer can point to.

    Attributes:
        number: counted from 1 through the whole file.
        page: counted from 1; 0 where the file knows no pages.
        paragraph: the first paragraph in it, counted from 1 through the whole file.
        text: at most `MOST` characters, without characters that cannot be seen.
        hidden: it stands in the file, but a reader does not see it.
        stripped: how many unseen characters were taken out of it.
    """

    number: int
    page: int
    paragraph: int
    text: str
    hidden: bool = False
    stripped: int = 0


def cut(paragraphs: Iterable[Paragraph]) -> Iterator[Passage]:
    """The passages of a file; one never runs on over a page, nor from what is seen into what is not.

    Raises:
        CannotRead: there is more text than 300 pages hold.
    """
    number = characters = 0
    gathered: list[tuple[int, Paragraph, int]] = []
    for count, paragraph, stripped in _seen(paragraphs):
        characters += len(paragraph.text)
        if characters > MOST_CHARACTERS:
            raise CannotRead(Reason.TOO_MANY_PAGES)
        for piece in _pieces(paragraph.text):
            part = Paragraph(piece, paragraph.page, paragraph.hidden)
            if gathered and not _goes_with(gathered, part):
                number += 1
                yield _passage(number, gathered)
                gathered = []
            gathered.append((count, part, stripped))
            stripped = 0
    if gathered:
        yield _passage(number + 1, gathered)


def _seen(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[int, Paragraph, int]]:
    count = 0
    for paragraph in paragraphs:
        text, stripped, spelled = cleaned(paragraph.text)
        for words, hidden in ((text, paragraph.hidden), (spelled, True)):
            if words.strip():
                count += 1
                yield count, Paragraph(words.strip(), paragraph.page, hidden), stripped
                stripped = 0


def _goes_with(gathered: list[tuple[int, Paragraph, int]], part: Paragraph) -> bool:
    first = gathered[0][1]
    if (first.page, first.hidden) != (part.page, part.hidden):
        return False
    length = sum(len(paragraph.text) + 1 for _, paragraph, _ in gathered)
    return length + len(part.text) <= (MOST if length < ENOUGH else ENOUGH + ENOUGH // 2)


def _passage(number: int, gathered: list[tuple[int, Paragraph, int]]) -> Passage:
    count, first, _ = gathered[0]
    return Passage(
        number=number,
        page=first.page,
        paragraph=count,
        text="\n".join(paragraph.text for _, paragraph, _ in gathered),
        hidden=first.hidden,
        stripped=sum(stripped for _, _, stripped in gathered),
    )


def _pieces(text: str) -> Iterator[str]:
    """The paragraph whole, or where it is too long cut after sentences, and only then inside one."""
    while len(text) > MOST:
        place = _place_to_cut(text)
        yield text[:place].rstrip()
        text = text[place:].lstrip()
    if text:
        yield text


def _place_to_cut(text: str) -> int:
    ends = [match.end() for match in _SENTENCES.finditer(text, 0, MOST) if match.end() >= ENOUGH // 2]
    if ends:
        return ends[-1]
    space = text.rfind(" ", ENOUGH // 2, MOST)
    return space if space > 0 else MOST
