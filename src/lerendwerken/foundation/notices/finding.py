"""What there is to remind of: the rooms above register how to find it, so that this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lerendwerken.foundation.wall.viewer import Viewer


@dataclass(frozen=True)
class Reminder:
    """One thing: `what` kind it is, a `text` that names a moment or a term and nothing else, and where it is done."""

    what: str
    text: str
    path: str


Finder = Callable[[Viewer, date], list[Reminder]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let a room say what somebody is reminded of on a day, in the language that is spoken at that moment."""
    if finder not in _finders:
        _finders.append(finder)


def found(viewer: Viewer, day: date) -> list[Reminder]:
    """Everything that somebody is reminded of on a day."""
    return [reminder for finder in _finders for reminder in finder(viewer, day)]
