"""Reading a list of people and teams (CSV), line by line, with what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lerendwerken.foundation.ground import spreadsheets
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.ground.spreadsheets import Problem
from lerendwerken.foundation.wall.viewer import Role

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
_FORMULA: Final = spreadsheets.FORMULA[:4]  # no name of a person, team or job begins so


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


def read(text: str) -> Listed:
    """The people in a list. Every wrong cell is named; a line with one is not among the lines.

    Raises `BadInput` for a list without the headings that it needs, or with more lines than can be taken in.
    """
    rows = spreadsheets.rows(text)
    heading = next(rows, (0, []))[1]
    columns = spreadsheets.columns(heading, COLUMNS)
    if not {"name", "email"} <= set(columns):
        raise BadInput(_("The first line must have the headings ‘naam’ and ‘e-mail’."), "file")
    headings = {name: heading[place].strip() for name, place in columns.items()}
    found = Listed(headings, spreadsheets.ignored(heading, COLUMNS))
    seen: dict[str, int] = {}
    for count, (number, row) in enumerate(rows):
        if count >= MOST_LINES:
            told = _("A list has at most %(most)d lines. Divide it over two files.")
            raise BadInput(told % {"most": MOST_LINES}, "file")
        cells = {name: spreadsheets.cell(row, place) for name, place in columns.items()}
        problems = list(_problems(number, cells, headings, seen))
        found.problems.extend(problems)
        seen.setdefault(cells["email"].casefold(), number)
        if not problems:
            found.lines.append(_line(number, cells))
    if not found.lines and not found.problems:
        raise BadInput(_("There is nobody in this list."), "file")
    return found


def _problems(
    number: int, cells: dict[str, str], headings: dict[str, str], seen: dict[str, int]
) -> Iterator[Problem]:
    def wrong(column: str, words: str) -> Problem:
        return Problem(number, headings[column], words)

    for column in headings:
        parts = _several(cells[column]) if column in _LISTS else [cells[column]]
        if any(spreadsheets.INVISIBLE.search(part) or part.startswith(_FORMULA) for part in parts):
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
