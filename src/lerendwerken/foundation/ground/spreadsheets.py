"""Lists as a spreadsheet program writes and reads them (XLSX, CSV): lines, headings, and what is wrong in a cell.

What a list means is known in the room that takes it in. Nothing of it is kept: the list comes along on the page, and is
read anew when it is confirmed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.foundation.ground import workbook
from lerendwerken.foundation.ground.errors import BadInput, TooLarge

MOST_BYTES: Final = 1_000_000
# A spreadsheet program takes a cell that begins so for a sum (OWASP, CSV injection).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
INVISIBLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NEITHER: Final = gettext_lazy(
    "This is no list that can be read. Choose ‘Save as’ in your spreadsheet, and then XLSX without a password, or CSV."
)
_TOO_LARGE: Final = gettext_lazy("A list may be 1 MB. Divide it over two files.")


@dataclass(frozen=True)
class Problem:
    """What is wrong: in which line of the file and under which heading."""

    line: int
    column: str
    words: str


def text_of(data: bytes) -> str:
    """The text of a file as Excel and other programs write it: a workbook (XLSX), or CSV in UTF-8 or Windows-1252.

    Raises `TooLarge`, or `BadInput` for what is neither.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(_TOO_LARGE)
    if data.startswith(b"PK"):
        return _text_of_workbook(data)
    if b"\x00" in data:
        raise BadInput(_NEITHER, "file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if len(text.encode()) > MOST_BYTES:  # it comes along on the page as UTF-8, and is measured there again
        raise TooLarge(_TOO_LARGE)
    return text


def _text_of_workbook(data: bytes) -> str:
    try:
        text = workbook.as_csv(data)
    except workbook.Unreadable:
        raise BadInput(_NEITHER, "file") from None
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise TooLarge(_TOO_LARGE)
    return text


def sent(request: HttpRequest) -> str:
    """The text of the list that was sent along as `file`. Raises as `text_of`, and `BadInput` without one."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise BadInput(_("Choose a file first."), "file")
    return text_of(upload.read(MOST_BYTES + 1))


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines with something in them, each with its number; not the one that tells Excel its separator.

    Raises `BadInput` at a line that cannot be read.
    """
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not row[0].startswith("sep="):
                yield reader.line_num, row
    except csv.Error:
        raise BadInput(
            _("This list cannot be read from line %(line)d on.") % {"line": reader.line_num}, "file"
        ) from None


def columns(heading: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """At which place each known column stands: `known` holds the headings under which it may be found."""
    named = {cell.strip().casefold(): place for place, cell in enumerate(heading)}
    return {name: named[word] for name, words in known.items() for word in words if word in named}


def ignored(heading: Iterable[str], known: Mapping[str, Sequence[str]]) -> list[str]:
    """The headings that mean nothing here."""
    meant = {word for words in known.values() for word in words}
    return [cell.strip() for cell in heading if cell.strip() and cell.strip().casefold() not in meant]


def cell(row: Sequence[str], place: int) -> str:
    """One cell without space around it or double inside; empty where the line is shorter."""
    return " ".join(row[place].split()) if place < len(row) else ""


def written(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as a file that Excel opens as it is: semicolons, UTF-8 with its mark, and no cell that becomes a sum."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([neutral(text) for text in line] for line in lines)
    return file.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """A cell that no spreadsheet program takes for a sum: with an apostrophe before it. A plain number stays one."""
    if not text.startswith(FORMULA) or re.fullmatch(r"-?\d+([.,]\d+)?", text):
        return text
    return f"'{text}"
