"""Timing, and the table in which it is told."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

WARM = 3  # times before the clock runs: templates and imports are read once


@dataclass(frozen=True)
class Row:
    """One thing measured: what it took, what the floor took, both in `unit`, and what the floor is.

    `more_is_better` turns the ratio round, so that it always says how many times the floor a thing costs.
    """

    what: str
    took: float
    floor: float
    unit: str
    floor_is: str
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.floor / self.took if self.more_is_better else self.took / self.floor


def median_seconds(act: Callable[[], object], times: int) -> float:
    """The median of `times` runs, in seconds, without pauses of the garbage collector."""
    for _ in range(WARM):
        act()
    taken = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            began = time.perf_counter()
            act()
            taken.append(time.perf_counter() - began)
    finally:
        gc.enable()
    return statistics.median(taken)


def told(rows: Iterable[Row]) -> str:
    """The table."""
    head = ("what", "took", "floor", "ratio", "the floor is")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(head))]
    return "\n".join(_line(line, widths) for line in cells)


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    return (
        row.what,
        f"{row.took:,.2f} {row.unit}",
        f"{row.floor:,.2f} {row.unit}",
        f"{row.ratio:,.1f}",
        row.floor_is,
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    what, *numbers, floor_is = cells
    right = [number.rjust(width) for number, width in zip(numbers, widths[1:-1], strict=True)]
    return "  ".join([what.ljust(widths[0]), *right, floor_is]).rstrip()
