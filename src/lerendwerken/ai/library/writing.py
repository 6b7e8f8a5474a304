"""Paragraphs that come together piece by piece, what is hidden in them apart."""

from __future__ import annotations

from collections.abc import Iterator

from lerendwerken.ai.library.parts import Paragraph


class Sheet:
    """Takes text as a document gives it: paragraphs inside paragraphs (notes, text boxes) and rows of tables."""

    def __init__(self) -> None:
        self._done: list[Paragraph] = []
        self._open: list[tuple[list[str], list[str]]] = []
        self._rows: list[list[list[str]]] = []

    def taken(self) -> Iterator[Paragraph]:
        """What is complete, in the order of reading."""
        done, self._done = self._done, []
        return iter(done)

    def paragraph(self) -> None:
        """A paragraph begins."""
        self._open.append(([], []))

    def say(self, text: str, *, hidden: bool = False) -> None:
        """Words in the paragraph that is open; words outside one are layout."""
        if self._open:
            self._open[-1][hidden].append(text)

    def end_paragraph(self) -> None:
        """The paragraph ends; inside a table it waits for its row."""
        if not self._open:
            return
        shown, hidden = ("".join(pieces).strip() for pieces in self._open.pop())
        if shown and self._rows and self._rows[-1]:
            self._rows[-1][-1].append(shown)
        elif shown:
            self._done.append(Paragraph(shown))
        if hidden:
            self._done.append(Paragraph(hidden, hidden=True))

    def row(self) -> None:
        """A row of a table begins."""
        self._rows.append([])

    def cell(self) -> None:
        """A cell of the row begins."""
        if self._rows:
            self._rows[-1].append([])

    def end_row(self) -> None:
        """The row ends: one line, its cells beside each other. A row inside a cell becomes words of that cell."""
        if not self._rows:
            return
        line = " | ".join(" ".join(words) for words in self._rows.pop() if words)
        if line and self._rows and self._rows[-1]:
            self._rows[-1][-1].append(line)
        elif line:
            self._done.append(Paragraph(line))
