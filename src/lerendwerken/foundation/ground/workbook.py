"""Reading the first sheet of a workbook (XLSX) as text, with nothing but Python's own zip and expat.

Nothing in it is worked out or fetched: a formula stays the text of the formula, so that the list names its cell as
wrong. A document type is refused where it begins, so there are no entities, and so is what unpacks to more than a list.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from xml.parsers import expat

MOST_UNPACKED: Final = 8 * 1024 * 1024
"""Bytes of one part, unpacked: five thousand people take about two million."""

MOST_ROWS: Final = (
    6_000  # a little more than a list may have, so that the list itself says that it is too long
)
MOST_COLUMNS: Final = 100

_PIECE: Final = 1 << 16
_DEEPEST: Final = 100
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 (a cell knows no zone) - of Excel's count of days
_DATES: Final = frozenset(
    [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)]
)  # ECMA-376, 18.8.30
_LOOKS_LIKE_DATE: Final = re.compile(r"[dmyh]", re.IGNORECASE)
_NOT_MEANT: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # what a format shows as it stands

Opens = Callable[[str, dict[str, str]], None]


class Unreadable(Exception):
    """This is no workbook, or not one that can be taken for a list."""


def as_csv(data: bytes) -> str:
    """The first sheet as CSV with semicolons; row 5 of the sheet is line 5. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            rows = _rows(container)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        LookupError,  # a part, text or link that is not there
        NotImplementedError,
        RuntimeError,  # locked with a password
        expat.ExpatError,
        OverflowError,
        ValueError,
    ) as problem:
        raise Unreadable from problem
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()


def _rows(container: zipfile.ZipFile) -> list[list[str]]:
    names = set(container.namelist())
    shared = _Shared()
    if "xl/sharedStrings.xml" in names:
        _walk(container, "xl/sharedStrings.xml", shared)
    styles = _Styles()
    if "xl/styles.xml" in names:
        _walk(container, "xl/styles.xml", styles)
    sheet = _Sheet(shared.texts, styles.dates)
    _walk(container, _first_sheet(container), sheet)
    return sheet.rows


def _first_sheet(container: zipfile.ZipFile) -> str:
    """The part that holds the first sheet, as the workbook lists them."""
    book, links = _Elements("sheet"), _Elements("Relationship")
    _walk(container, "xl/workbook.xml", book)
    _walk(container, "xl/_rels/workbook.xml.rels", links)
    targets = {link["Id"]: link["Target"] for link in links.found}
    target = targets[book.found[0]["id"]] if book.found else ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


class _Walker:
    """Is told of every element that opens and closes, and of the text inside."""

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens; names are without their namespace."""

    def says(self, text: str) -> None:
        """Text inside it."""

    def closes(self, name: str) -> None:
        """The element closes."""


class _Elements(_Walker):
    """Gathers the attributes of every element with one name."""

    def __init__(self, name: str) -> None:
        self.name, self.found = name, list[dict[str, str]]()

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.name:
            self.found.append(attributes)


class _Shared(_Walker):
    """The texts to which cells point, without how they are pronounced."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._inside = self._silent = False

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.texts.append("")
        self._silent = self._silent or name == "rPh"
        self._inside = name == "t" and not self._silent

    def says(self, text: str) -> None:
        if self._inside:
            self.texts[-1] += text

    def closes(self, name: str) -> None:
        self._inside = False
        self._silent = self._silent and name != "rPh"


class _Styles(_Walker):
    """Which looks of a cell make a number a date, by their place."""

    def __init__(self) -> None:
        self.dates: set[int] = set()
        self._made: set[int] = set()
        self._inside, self._count = False, 0

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and _LOOKS_LIKE_DATE.search(_NOT_MEANT.sub("", attributes.get("formatCode", ""))):
            self._made.add(int(attributes["numFmtId"]))
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            if int(attributes.get("numFmtId", "0")) in _DATES | self._made:
                self.dates.add(self._count)
            self._count += 1

    def closes(self, name: str) -> None:
        self._inside = self._inside and name != "cellXfs"


class _Sheet(_Walker):
    """The cells of a sheet as texts, an empty row for each that is not there."""

    def __init__(self, shared: list[str], dates: set[int]) -> None:
        self.rows: list[list[str]] = []
        self._shared, self._dates = shared, dates
        self._cell: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._part = ""

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = int(attributes.get("r", len(self.rows) + 1))
            if not len(self.rows) < number <= MOST_ROWS:
                raise Unreadable
            self.rows += [[] for _row in range(number - len(self.rows))]
        elif name == "c":
            self._cell, self._parts = attributes, {}
        self._part = name if name in ("v", "f", "t") else ""

    def says(self, text: str) -> None:
        if self._part:
            self._parts[self._part] = self._parts.get(self._part, "") + text

    def closes(self, name: str) -> None:
        self._part = ""
        if name == "c" and self.rows:
            row = self.rows[-1]
            place = _place(self._cell.get("r", "")) if "r" in self._cell else len(row)
            if not len(row) <= place < MOST_COLUMNS:
                raise Unreadable
            row += [""] * (place - len(row)) + [" ".join(self._text().split())]

    def _text(self) -> str:
        kind, value = self._cell.get("t", "n"), self._parts.get("v", "")
        if "f" in self._parts:
            return f"={self._parts['f']}"
        if kind == "s":
            return self._shared[int(value)] if value else ""
        if kind == "inlineStr":
            return self._parts.get("t", "")
        if kind == "n" and value and int(self._cell.get("s", "0")) in self._dates:
            return str((_FIRST_DAY + timedelta(days=float(value))).date())
        return value


def _place(reference: str) -> int:
    """The column of a reference such as `AB12`, from 0."""
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter.upper()) - 64
        if not 0 < place <= MOST_COLUMNS:
            raise Unreadable
    return place - 1


def _walk(container: zipfile.ZipFile, part: str, walker: _Walker) -> None:
    """Tell a walker of everything in a part.

    Raises `Unreadable` for a document type, and for what is too deep or too big.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def opens(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Unreadable
        walker.opens(_local(name), {_local(key): value for key, value in attributes.items()})

    def closes(name: str) -> None:
        nonlocal depth
        depth -= 1
        walker.closes(_local(name))

    parser.StartElementHandler = opens
    parser.EndElementHandler = closes
    parser.CharacterDataHandler = walker.says
    parser.StartDoctypeDeclHandler = _refuse
    left = MOST_UNPACKED
    with container.open(part) as source:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise Unreadable
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_declaration: object) -> None:
    raise Unreadable
