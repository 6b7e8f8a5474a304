"""The lines of a session: words that were changed and sent again begin another line, and every line stays readable.

A turn says after which one it comes; most come after the one before. Numbers only grow, so a line has an end.
"""

from __future__ import annotations

from collections.abc import Sequence

from lerendwerken.learning.sparring.models import SparringSession, Turn


def before(turn: Turn) -> int:
    """The number of the turn that this one comes after; 0 at the beginning."""
    return turn.number - 1 if turn.after is None else turn.after


def leading_to(turns: Sequence[Turn], number: int) -> list[Turn]:
    """The turns from the beginning of the session to the one with this number; none for 0."""
    by_number = {turn.number: turn for turn in turns}
    line = []
    while turn := by_number.get(number):
        line.append(turn)
        number = before(turn)
    return line[::-1]


def current(turns: Sequence[Turn], session: SparringSession) -> list[Turn]:
    """The line that is read and goes along: the one that the person went back to, else the newest."""
    newest = max((turn.number for turn in turns), default=0)
    return leading_to(turns, newest if session.tip is None else session.tip)


def others(turns: Sequence[Turn], turn: Turn) -> list[Turn]:
    """What was said at the same place in other lines, oldest first."""
    return [one for one in turns if before(one) == before(turn) and one.number != turn.number]


def end_of(turns: Sequence[Turn], turn: Turn) -> int:
    """The number of the newest turn of the lines that run through this one."""
    reached = {turn.number}
    for one in sorted(turns, key=lambda one: one.number):
        if before(one) in reached:
            reached.add(one.number)
    return max(reached)
