"""Values of one promise as a list from a spreadsheet: read cell by cell with what is wrong, and written out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lerendwerken.foundation.ground import clock, spreadsheets
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.ground.spreadsheets import Problem
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame._rows import percentage, sane
from lerendwerken.learning.frame.fields import Day, Number, NumberText
from lerendwerken.learning.frame.models import Measurement, ResultPromise

MOST_LINES: Final = 500
MOST_NOTE: Final = 400  # characters
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "day": ("datum", "date"),
    "value": ("waarde", "value"),
    "unit": ("eenheid", "unit"),
    "note": ("toelichting", "note"),
}


@dataclass(frozen=True)
class Value:
    """One measured value, in the unit of its promise."""

    line: int
    day: date
    value: Decimal
    note: str


@dataclass(frozen=True)
class Listed:
    """What a list of values says: what is new, what is there already, and what is wrong in it."""

    ignored: list[str]  # the headings that mean nothing here
    new: list[Value] = field(default_factory=list)
    known: list[Value] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(text: str, promise: ResultPromise, viewer: Viewer) -> Listed:
    """The values in a list. Every wrong cell is named; a line with one is among nothing else.

    Raises `BadInput` for a list without the headings that it needs, without values, or with more than can be taken in.
    """
    rows = spreadsheets.rows(text)
    heading = next(rows, (0, []))[1]
    columns = spreadsheets.columns(heading, COLUMNS)
    if not {"day", "value"} <= set(columns):
        raise BadInput(_("The first line must have the headings ‘datum’ and ‘waarde’."), "file")
    found = Listed(spreadsheets.ignored(heading, COLUMNS))
    reader = _Reader(promise, {name: heading[place].strip() for name, place in columns.items()}, viewer)
    for count, (number, row) in enumerate(rows):
        if count >= MOST_LINES:
            told = _("A list has at most %(most)d lines. Divide it over two files.")
            raise BadInput(told % {"most": MOST_LINES}, "file")
        cells = {name: spreadsheets.cell(row, place) for name, place in columns.items()}
        problems = list(reader.problems(number, cells))
        found.problems.extend(problems)
        if not problems:
            value = reader.value(number, cells)
            (found.known if reader.is_there(value) else found.new).append(value)
    if not (found.new or found.known or found.problems):
        raise BadInput(_("There are no values in this list."), "file")
    return found


def written(promise: ResultPromise, rows: list[Measurement]) -> bytes:
    """Every value of a promise as a CSV file, in the language of the reader, with who measured and who confirmed."""
    more = [_("kind"), _("measured by"), _("confirmed by")]
    return spreadsheets.written([[*_headings(), *more], *(_line(promise, row) for row in rows)])


def template() -> bytes:
    """An empty list: just the headings."""
    return spreadsheets.written([_headings()])


class _Reader:
    """Reads the lines of one list, and remembers what it read."""

    def __init__(self, promise: ResultPromise, headings: dict[str, str], viewer: Viewer) -> None:
        self.promise = promise
        self.headings = headings
        self.today = clock.today(viewer.zone)
        self.lines: dict[date, int] = {}
        rows = queries.measurements(viewer, [promise.lineage]).get(promise.lineage, [])
        self.there = {(row.day, row.value) for row in rows}
        self.by_hand = {row.day: row.value for row in rows if row.source == Measurement.Source.HAND}

    def problems(self, number: int, cells: dict[str, str]) -> Iterator[Problem]:
        """What is wrong in a line."""
        for column, found in (("day", self._day), ("value", self._number)):
            try:
                found(cells)
            except (BadInput, ValidationError) as wrong:
                words = str(wrong.message) if isinstance(wrong, BadInput) else wrong.messages[0]
                yield Problem(number, self.headings[column], words)
        unit = cells.get("unit", "")
        if unit and unit.casefold() != self.promise.unit.casefold():
            told = _("is ‘%(found)s’, but this result is measured in ‘%(unit)s’")
            yield Problem(number, self.headings["unit"], told % {"found": unit, "unit": self.promise.unit})
        if len(cells.get("note", "")) > MOST_NOTE:
            yield Problem(number, self.headings["note"], _("is too long"))
        if spreadsheets.INVISIBLE.search(cells.get("note", "")):
            yield Problem(number, self.headings["note"], _("holds a sign that does not belong here"))
        yield from self._doubles(number, cells)

    def value(self, number: int, cells: dict[str, str]) -> Value:
        """A line in which nothing is wrong."""
        note = cells.get("note", "")
        if note[:1] == "'" and note[1:].startswith(spreadsheets.FORMULA):
            note = note[1:]  # as we wrote it out ourselves
        return Value(number, self._day(cells), self._number(cells), note)

    def is_there(self, value: Value) -> bool:
        """Whether just this value was measured on that day already."""
        return (value.day, value.value) in self.there

    def _doubles(self, number: int, cells: dict[str, str]) -> Iterator[Problem]:
        try:
            day, value = self._day(cells), self._number(cells)
        except (BadInput, ValidationError):
            return
        before = self.lines.setdefault(day, number)
        if before != number:
            told = _("stands in line %(line)d already")
            yield Problem(number, self.headings["day"], told % {"line": before})
        elif day in self.by_hand and (day, value) not in self.there:
            told = _("was measured on this day already, as %(value)s; correct it on the page of this result")
            shown = NumberText().format_value(self.by_hand[day])
            yield Problem(number, self.headings["value"], told % {"value": shown})

    def _day(self, cells: dict[str, str]) -> date:
        day: date = Day().clean(cells["day"])
        if day > self.today:
            raise BadInput(_("is still to come"), "day")
        return sane(day, "day")

    def _number(self, cells: dict[str, str]) -> Decimal:
        text, unit = cells["value"], self.promise.unit
        if unit and text.casefold().endswith(unit.casefold()):
            text = text[: -len(unit)]
        value: Decimal = Number().clean(text)
        percentage(value, unit, "value")
        return value


def _headings() -> list[str]:
    """The headings in the language of the reader; both are read again."""
    return [dutch if get_language() == "nl" else english for dutch, english in COLUMNS.values()]


def _line(promise: ResultPromise, row: Measurement) -> list[str]:
    return [
        row.day.isoformat(),
        NumberText().format_value(row.value) or "",
        promise.unit,
        row.note,
        str(row.get_source_display()),
        row.author.name if row.author else "",
        row.confirmed_by.name if row.confirmed_by else "",
    ]
