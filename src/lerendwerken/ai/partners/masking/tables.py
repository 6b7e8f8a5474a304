"""Tables in a pasted text: a heading says what stands in the column below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_EDGES: Final = (";", "|", "\t")
_MOST_COLUMNS: Final = 40


def cells(text: str, heading: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the cells stand, without spaces around them, of each column whose heading is `heading` and no more.

    A table is a run of lines with as many edges (";", "|" or a tab) as its first one.
    """
    for edge in _EDGES:
        columns: list[int] = []
        width, line_start = 0, 0
        for line in text.splitlines(keepends=True):
            row = line.rstrip("\r\n").split(edge)
            if 1 < len(row) <= _MOST_COLUMNS:
                if len(row) != width or _headed(row, heading):
                    width, columns = len(row), _headed(row, heading)
                else:
                    yield from _trimmed(text, line_start, row, columns)
            elif line.strip():
                width, columns = 0, []
            line_start += len(line)


def _headed(row: list[str], heading: re.Pattern[str]) -> list[int]:
    return [number for number, cell in enumerate(row) if heading.fullmatch(cell)]


def _trimmed(text: str, line_start: int, row: list[str], columns: list[int]) -> Iterator[tuple[int, int]]:
    for number in columns:
        start = line_start + sum(len(cell) + 1 for cell in row[:number])
        end = start + len(row[number])
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end
