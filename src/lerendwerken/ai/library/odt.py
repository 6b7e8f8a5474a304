"""OpenDocument texts: the text as one reads it, with headers, notes, comments and tables; deleted text is not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lerendwerken.ai.library.bounds import CannotRead, Reason
from lerendwerken.ai.library.kinds import opened
from lerendwerken.ai.library.markup import walk
from lerendwerken.ai.library.parts import Contents, Paragraph, Progress
from lerendwerken.ai.library.writing import Sheet

_SILENT: Final = frozenset(
    {"tracked-changes", "note-citation", "dc:creator", "dc:date", "forms", "scripts", "desc", "binary-data"}
)
_MOST_SPACES: Final = 100
_SMALLEST: Final = 2.0  # points


def read(data: bytes, contents: Contents, progress: Progress) -> Iterator[Paragraph]:
    """The paragraphs of an OpenDocument text.

    Raises:
        CannotRead: encrypted, or damaged.
    """
    with opened(data) as container:
        names = set(container.namelist())
        if "encrypted-package" in names:
            raise CannotRead(Reason.ENCRYPTED)
        if "META-INF/manifest.xml" in names:
            walk(container, "META-INF/manifest.xml", _Manifest())
        styles: dict[str, _Style] = {}
        for part in ("styles.xml", "content.xml"):
            if part in names or part == "content.xml":
                text = _Text(styles)
                walk(container, part, text)
                yield from text.sheet.taken()


class _Manifest:
    """Says whether the parts are encrypted."""

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if name == "encryption-data":
            raise CannotRead(Reason.ENCRYPTED)

    def says(self, text: str) -> None:
        """A manifest says nothing."""

    def closes(self, name: str) -> None:
        """Nothing is kept."""


@dataclass
class _Style:
    parent: str = ""
    gone: bool = False
    white: bool = False
    on_colour: bool = False


class _Text:
    """The words of one part, in a sheet; styles of an earlier part go along."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self.sheet = Sheet()
        self._styles = styles
        self._style: _Style | None = None
        self._silent = 0
        self._open: list[tuple[str, bool, bool]] = []  # name, hides, has a colour

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if self._silent or name in _SILENT:
            self._silent += 1
        elif name in {"style", "default-style"}:
            self._style = _Style(parent=attributes.get("parent-style-name", ""))
            self._styles[attributes.get("name", "")] = self._style
        elif self._style and name.endswith("-properties"):
            self._learn(self._style, attributes)
        else:
            self._begin(name, attributes)

    def says(self, text: str) -> None:
        if not self._silent and self._style is None:
            self.sheet.say(" ".join(text.split("\n")), hidden=self._hidden())

    def closes(self, name: str) -> None:
        if self._silent:
            self._silent -= 1
            return
        if name in {"style", "default-style"}:
            self._style = None
        elif name in {"p", "h"}:
            self.sheet.end_paragraph()
        elif name == "table-row":
            self.sheet.end_row()
        if self._open and self._open[-1][0] == name:
            self._open.pop()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"p", "h"}:
            self.sheet.paragraph()
        elif name == "s":
            count = attributes.get("c", "1")
            self.sheet.say(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
        elif name in {"tab", "line-break"}:
            self.sheet.say("\t" if name == "tab" else "\n")
        elif name == "table-row":
            self.sheet.row()
        elif name in {"table-cell", "covered-table-cell"}:
            self.sheet.cell()
        elif name in {"hidden-text", "hidden-paragraph"}:
            self.sheet.say(attributes.get("string-value", ""), hidden=True)
        style = attributes.get("style-name", "")
        hides = attributes.get("display") == "none" or self._any(style, "gone")
        white = self._any(style, "white") and not self._any(style, "on_colour")
        on_colour = self._any(style, "on_colour") or any(colour for _, _, colour in self._open)
        self._open.append((name, hides or (white and not on_colour), on_colour))

    def _hidden(self) -> bool:
        return any(hides for _, hides, _ in self._open)

    def _any(self, name: str, what: str) -> bool:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            if getattr(self._styles[name], what):
                return True
            seen.add(name)
            name = self._styles[name].parent
        return False

    @staticmethod
    def _learn(style: _Style, attributes: dict[str, str]) -> None:
        size = attributes.get("font-size", "")
        if attributes.get("display") == "none" or (size.endswith("pt") and _points(size) < _SMALLEST):
            style.gone = True
        if "background-color" in attributes:
            style.on_colour = attributes["background-color"].lower() not in {"transparent", "#ffffff"}
        if "color" in attributes:
            style.white = attributes["color"].lower() == "#ffffff"


def _points(size: str) -> float:
    try:
        return float(size.removesuffix("pt"))
    except ValueError:
        return _SMALLEST
