"""Word documents: the text as one reads it, with headers, notes, comments and tables; deleted text is not read.

Read from the XML itself and not with `python-docx`: its paragraphs leave out tables, notes and text boxes, and what
is hidden would have to be looked up in the XML all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lerendwerken.ai.library.kinds import opened
from lerendwerken.ai.library.markup import walk
from lerendwerken.ai.library.parts import Contents, Paragraph, Progress
from lerendwerken.ai.library.writing import Sheet

_PARTS: Final = (r"header\d*", "document", r"footer\d*", "footnotes", "endnotes", "comments")
_OFF: Final = frozenset({"0", "false", "off", "none"})
_WHITE: Final = re.compile("f[a-f0-9]f[a-f0-9]f[a-f0-9]", re.IGNORECASE)
_SMALLEST: Final = 4  # half points: what is smaller than 2 points cannot be read
_SILENT: Final = frozenset(
    {"Fallback", "del", "moveFrom", "instrText", "delText", "rPrChange", "pPrChange", "tcPrChange"}
)


def read(data: bytes, contents: Contents, progress: Progress) -> Iterator[Paragraph]:
    """The paragraphs of a Word document."""
    with opened(data) as container:
        names = sorted(container.namelist())
        styles = _Styles()
        if "word/styles.xml" in names:
            walk(container, "word/styles.xml", styles)
        hiding = styles.hiding()
        for part in _PARTS:
            for name in names:
                if re.fullmatch(rf"word/{part}\.xml", name):
                    text = _Text(hiding)
                    walk(container, name, text)
                    yield from text.sheet.taken()


class _Look:
    """How a run, a paragraph or a style looks, as far as it can hide text."""

    def __init__(self) -> None:
        self.vanishes: bool | None = None
        self.white = False
        self.tiny = False
        self.on_colour = False
        self.style = ""

    def note(self, name: str, value: str, fill: str = "") -> None:
        """One property."""
        if name in {"vanish", "webHidden"}:
            self.vanishes = value.lower() not in _OFF
        elif name == "color":
            self.white = bool(_WHITE.fullmatch(value))
        elif name == "sz":
            self.tiny = value.isdigit() and int(value) < _SMALLEST
        elif name == "highlight":
            self.on_colour = value.lower() not in {"none", "white"}
        elif name == "shd":
            self.on_colour = bool(fill) and fill.lower() not in {"auto", "ffffff"}
        elif name in {"rStyle", "pStyle", "basedOn"}:
            self.style = value


class _Styles:
    """Which styles hide what is written in them."""

    def __init__(self) -> None:
        self._looks: dict[str, _Look] = {}
        self._look: _Look | None = None

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self._look = self._looks.setdefault(attributes.get("styleId", ""), _Look())
        elif self._look:
            self._look.note(name, attributes.get("val", ""), attributes.get("fill", ""))

    def says(self, text: str) -> None:
        """Styles say nothing."""

    def closes(self, name: str) -> None:
        if name == "style":
            self._look = None

    def hiding(self) -> frozenset[str]:
        """The styles that hide, also because the style that they are based on does."""
        return frozenset(name for name in self._looks if self._hides(name))

    def _hides(self, name: str) -> bool:
        seen: set[str] = set()
        while name in self._looks and name not in seen:
            seen.add(name)
            look = self._looks[name]
            if look.vanishes is not None:
                return look.vanishes
            if look.tiny or (look.white and not look.on_colour):
                return True
            name = look.style
        return False


class _Text:
    """The words of one part, in a sheet."""

    def __init__(self, hiding: frozenset[str]) -> None:
        self.sheet = Sheet()
        self._hiding = hiding
        self._silent = 0
        self._properties = ""
        self._paragraphs: list[_Look] = []
        self._runs: list[_Look] = []
        self._cells: list[bool] = []  # for every open cell whether it has a colour
        self._writes = False

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if self._silent or name in _SILENT:
            self._silent += 1
        elif self._properties:
            self._note(name, attributes)
        elif name in {"pPr", "rPr", "tcPr"}:
            self._properties = name
        elif name == "p":
            self._paragraphs.append(_Look())
            self.sheet.paragraph()
        elif name == "r":
            self._runs.append(_Look())
        elif name == "t":
            self._writes = True
        elif name in {"tab", "br", "cr"} and self._runs:
            self.sheet.say("\t" if name == "tab" else "\n")
        elif name == "noBreakHyphen":
            self.sheet.say("-")
        elif name == "tr":
            self.sheet.row()
        elif name == "tc":
            self._cells.append(False)
            self.sheet.cell()

    def says(self, text: str) -> None:
        if self._writes and not self._silent:
            self.sheet.say(text, hidden=self._hidden())

    def closes(self, name: str) -> None:
        if self._silent:
            self._silent -= 1
        elif self._properties:
            self._properties = "" if name == self._properties else self._properties
        elif name == "p" and self._paragraphs:
            self._paragraphs.pop()
            self.sheet.end_paragraph()
        elif name == "r" and self._runs:
            self._runs.pop()
        elif name == "t":
            self._writes = False
        elif name == "tr":
            self.sheet.end_row()
        elif name == "tc" and self._cells:
            self._cells.pop()

    def _note(self, name: str, attributes: dict[str, str]) -> None:
        value, fill = attributes.get("val", ""), attributes.get("fill", "")
        if self._properties == "rPr" and self._runs:
            self._runs[-1].note(name, value, fill)
        elif self._properties == "pPr" and self._paragraphs and name in {"pStyle", "shd"}:
            self._paragraphs[-1].note(name, value, fill)
        elif self._properties == "tcPr" and self._cells and name == "shd":
            self._cells[-1] = bool(fill) and fill.lower() not in {"auto", "ffffff"}

    def _hidden(self) -> bool:
        run = self._runs[-1] if self._runs else _Look()
        paragraph = self._paragraphs[-1] if self._paragraphs else _Look()
        if run.vanishes is not None:
            return run.vanishes
        on_colour = run.on_colour or paragraph.on_colour or any(self._cells)
        if run.tiny or (run.white and not on_colour):
            return True
        return run.style in self._hiding or (paragraph.style in self._hiding and not on_colour)
