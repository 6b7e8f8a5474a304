"""Two versions of a practice side by side, with the words that differ marked. Nothing here reads rows of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final, NamedTuple

from lerendwerken.foundation.ground import differences
from lerendwerken.foundation.ground.differences import Piece
from lerendwerken.learning.practices.models import HowWeWork
from lerendwerken.learning.practices.steps import Step

_ALIKE: Final = 0.35  # two texts that share less are told as one gone and one come


class Row(NamedTuple):
    """One thing that a practice says, before and after; an empty side where it is not there. `by` is a `Doer` or ''."""

    by: str
    before: list[Piece]
    after: list[Piece]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(part.marked for part in (*self.before, *self.after))


class Comparison(NamedTuple):
    """All that two versions say, row by row."""

    steps: list[Row]
    instruction: Row
    stop_rule: Row

    @property
    def changed(self) -> bool:
        """Whether the two differ in anything."""
        return any(row.changed for row in (*self.steps, self.instruction, self.stop_rule))


def compare(before: HowWeWork, after: HowWeWork) -> Comparison:
    """What changed from one version to another: the steps with the check, the instruction, the stop rule."""
    return Comparison(
        _steps(before.rows, after.rows),
        _row("", before.instruction, after.instruction),
        _row("", before.stop_rule, after.stop_rule),
    )


def _steps(before: Sequence[Step], after: Sequence[Step]) -> list[Row]:
    ours, theirs = [(s["by"], s["text"]) for s in before], [(s["by"], s["text"]) for s in after]
    rows: list[Row] = []
    for _kind, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        for old, new in zip_longest(ours[i:j], theirs[k:m]):
            rows += _pair(old, new)
    return rows


def _pair(old: tuple[str, str] | None, new: tuple[str, str] | None) -> list[Row]:
    if old and new and old[0] == new[0]:
        return [_row(new[0], old[1], new[1])]
    gone = [_row(old[0], old[1], "")] if old else []
    come = [_row(new[0], "", new[1])] if new else []
    return gone + come


def _row(by: str, before: str, after: str) -> Row:
    if not before or not after or not _alike(before, after):
        gone, come = Piece("out", before), Piece("in", after)
        return Row(by, [gone] if before else [], [come] if after else [])
    return Row(by, *differences.sides(before, after))


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= _ALIKE
