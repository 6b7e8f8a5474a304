"""The line of moments of one week, as plain arithmetic: which moments, on which day, in which state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final, Literal

from lerendwerken.foundation.ground import weeks
from lerendwerken.learning.weekcycle.models import Moment, Rhythm, Weekday

State = Literal["done", "now", "open", "missed"]

START_RHYTHM: Final = (Moment.WORK, Moment.DIALOGUE)
FULL_RHYTHM: Final = (Moment.FOCUS, Moment.DEEPEN, Moment.DO, Moment.DIALOGUE, Moment.HARVEST)
MINUTES: Final[Mapping[Moment, int]] = {
    Moment.WORK: 25,
    Moment.FOCUS: 15,
    Moment.DEEPEN: 30,
    Moment.DO: 30,
    Moment.DIALOGUE: 30,
    Moment.HARVEST: 20,
}
DEFAULT_DAYS: Final[Mapping[str, str]] = {
    Moment.WORK.value: Weekday.TUE.value,
    Moment.FOCUS.value: Weekday.MON.value,
    Moment.DEEPEN.value: Weekday.TUE.value,
    Moment.DO.value: Weekday.WED.value,
    Moment.HARVEST.value: Weekday.FRI.value,
}


@dataclass(frozen=True)
class LineMoment:
    """A moment on the line: `day` and `at` by the clock on the wall, `minutes` of working time."""

    moment: Moment
    day: date
    at: time | None
    minutes: int
    state: State


def counted(done: Collection[str]) -> set[str]:
    """What is done, with the one moment of the start rhythm where its parts were done on their own pages.

    One line is enough at every step: who wrote what came of a trial, or what they think now, did their work.
    """
    parts = {Moment.DO.value, Moment.HARVEST.value}
    return {*done, Moment.WORK.value} if parts & set(done) else set(done)


@dataclass(frozen=True)
class Circumstances:
    """What decides the state of a moment: the present day, what is done, when the team and the viewer began."""

    today: date
    done: Collection[str]
    starts: date  # the rhythm
    joined: date  # the viewer came into the team


def line_of(
    week: date,
    rhythm: Rhythm,
    full: bool,
    own: Mapping[str, str],
    away: Collection[date],
    around: Circumstances,
) -> list[LineMoment]:
    """The moments of a week in order of day; one on a day `away` is not planned.

    `own` are the viewer's days for the moments that are theirs alone; the team has the day of the dialogue.
    """
    found = []
    for moment in FULL_RHYTHM if full else START_RHYTHM:
        together = moment is Moment.DIALOGUE
        day = weeks.day_of(week, rhythm.dialogue_day if together else own.get(moment) or DEFAULT_DAYS[moment])
        state = _state(moment, day, week, around)
        if day not in away and state is not None:
            at = rhythm.dialogue_time if together else None
            found.append(LineMoment(moment, day, at, MINUTES[moment], state))
    return _one_now(sorted(found, key=lambda stop: stop.day))


def _one_now(line: list[LineMoment]) -> list[LineMoment]:
    """Of the moments of today only the next one that is not done is now; a later one is still open."""
    now = next((stop for stop in line if stop.state == "now"), None)
    return [replace(stop, state="open") if stop.state == "now" and stop is not now else stop for stop in line]


def _state(moment: Moment, day: date, week: date, around: Circumstances) -> State | None:
    """None: the moment is not the viewer's. It lay before they joined, or before the rhythm in a week that is over."""
    if moment in around.done:
        return "done"
    if day < around.joined:
        return None
    if day == around.today:
        return "now"
    if day > around.today:
        return "open"
    if day >= around.starts:
        return "missed"
    # A team that begins on Wednesday can still do Tuesday's moment this week, and missed nothing.
    return "open" if week == weeks.monday(around.today) else None
