"""Reading a list of people and teams as a spreadsheet program writes it, line by line, with what is wrong in it.

Nothing of it is kept: the list comes along on the page, and is read anew when it is confirmed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.foundation.ground.errors import BadInput, TooLarge
from lerendwerken.foundation.organisations import workbook
from lerendwerken.foundation.wall.viewer import Role

MOST_BYTES: Final = 1_000_000
MOST_LINES: Final = 5_000
MOST: Final = 120  # characters in a name or a job
MOST_ADDRESS: Final = 254  # characters in an e-mail address
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("naam", "name"),
    "email": ("e-mail", "email", "mail", "e-mailadres"),
    "job": ("functie", "werk", "job", "work"),
    "roles": ("rollen", "rol", "roles", "role"),
    "teams": ("teams", "team"),
    "manager": ("leidinggevende", "manager"),
    "facilitates": ("begeleidt", "facilitates"),
}
ROLES: Final[Mapping[str, Role]] = {
    "": Role.PROFESSIONAL,
    "professional": Role.PROFESSIONAL,
    "medewerker": Role.PROFESSIONAL,
    "leidinggevende": Role.MANAGER,
    "manager": Role.MANAGER,
    "kaderhouder": Role.STEWARD,
    "steward": Role.STEWARD,
    "beheerder": Role.ADMINISTRATOR,
    "administrator": Role.ADMINISTRATOR,
    "ondernemingsraad": Role.COUNCIL,
    "works council": Role.COUNCIL,
}
_YES: Final = {"ja": True, "j": True, "x": True, "yes": True, "y": True, "nee": False, "no": False, "": False}
_LISTS: Final = ("roles", "teams")
_ADDRESSES: Final = ("email", "manager")
_INVISIBLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# A spreadsheet program takes a cell that begins so for a sum; no name of a person, team or job does.
_FORMULA: Final = ("=", "+", "-", "@")
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


@dataclass(frozen=True)
class Line:
    """One person as the list names them. The first team gives the weekly rhythm."""

    number: int
    name: str
    email: str
    job: str = ""
    roles: tuple[Role, ...] = (Role.PROFESSIONAL,)
    teams: tuple[str, ...] = ()
    manager: str = ""
    facilitates: bool = False


@dataclass(frozen=True)
class Listed:
    """What a list says and what is wrong in it."""

    headings: dict[str, str]  # of each column that was recognised, as the file writes it
    ignored: list[str]  # the headings that mean nothing here
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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


def read(text: str) -> Listed:
    """The people in a list. Every wrong cell is named; a line with one is not among the lines.

    Raises `BadInput` for a list without the headings that it needs, or with more lines than can be taken in.
    """
    rows = _rows(text)
    heading = next(rows, (0, []))[1]
    columns = _columns(heading)
    if not {"name", "email"} <= set(columns):
        raise BadInput(_("The first line must have the headings ‘naam’ and ‘e-mail’."), "file")
    headings = {name: heading[place].strip() for name, place in columns.items()}
    found = Listed(headings, [cell.strip() for cell in heading if _means_nothing(cell)])
    seen: dict[str, int] = {}
    for count, (number, row) in enumerate(rows):
        if count >= MOST_LINES:
            told = _("A list has at most %(most)d lines. Divide it over two files.")
            raise BadInput(told % {"most": MOST_LINES}, "file")
        cells = {name: _cell(row, place) for name, place in columns.items()}
        problems = list(_problems(number, cells, headings, seen))
        found.problems.extend(problems)
        seen.setdefault(cells["email"].casefold(), number)
        if not problems:
            found.lines.append(_line(number, cells))
    if not found.lines and not found.problems:
        raise BadInput(_("There is nobody in this list."), "file")
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines with something in them, each with its number; not the one that tells Excel its separator."""
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


def _columns(heading: list[str]) -> dict[str, int]:
    named = {cell.strip().casefold(): place for place, cell in enumerate(heading)}
    return {name: named[word] for name, words in COLUMNS.items() for word in words if word in named}


def _means_nothing(heading: str) -> bool:
    word = heading.strip().casefold()
    return bool(word) and not any(word in words for words in COLUMNS.values())


def _cell(row: list[str], place: int) -> str:
    return " ".join(row[place].split()) if place < len(row) else ""


def _problems(
    number: int, cells: dict[str, str], headings: dict[str, str], seen: dict[str, int]
) -> Iterator[Problem]:
    def wrong(column: str, words: str) -> Problem:
        return Problem(number, headings[column], words)

    for column in headings:
        parts = _several(cells[column]) if column in _LISTS else [cells[column]]
        if any(_INVISIBLE.search(part) or part.startswith(_FORMULA) for part in parts):
            yield wrong(column, _("begins with a sign, or holds one, that does not belong here"))
        elif any(len(part) > (MOST_ADDRESS if column in _ADDRESSES else MOST) for part in parts):
            yield wrong(column, _("is too long"))
    if not cells["name"]:
        yield wrong("name", _("is empty"))
    if not _is_address(cells["email"]):
        yield wrong("email", _("is no e-mail address"))
    elif before := seen.get(cells["email"].casefold()):
        yield wrong("email", _("stands in line %(line)d already") % {"line": before})
    unknown = [role for role in _several(cells.get("roles", "")) if role.casefold() not in ROLES]
    if unknown:
        yield wrong("roles", _("has an unknown role: %(role)s") % {"role": ", ".join(unknown)})
    if cells.get("facilitates", "").casefold() not in _YES:
        yield wrong("facilitates", _("must be ‘ja’ or ‘nee’"))


def _line(number: int, cells: dict[str, str]) -> Line:
    roles = tuple(ROLES[role.casefold()] for role in _several(cells.get("roles", "")))
    return Line(
        number=number,
        name=cells["name"],
        email=cells["email"].casefold(),
        job=cells.get("job", ""),
        roles=tuple(dict.fromkeys(roles)) or (Role.PROFESSIONAL,),
        teams=tuple({team.casefold(): team for team in _several(cells.get("teams", ""))}.values()),
        manager=cells.get("manager", ""),
        facilitates=_YES[cells.get("facilitates", "").casefold()],
    )


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
