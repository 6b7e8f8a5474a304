"""The line of moments of one week, as plain arithmetic: which moments, on which day, in which state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations.models import Team
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


@dataclass(frozen=True)
class Planned:
    """A moment as it is planned: `week` its Monday, `day` and `at` by the clock on the wall, `minutes` long.

    `lapses` says that it lies on a day off, so that nobody does it.
    """

    moment: Moment
    week: date
    day: date
    at: time | None
    minutes: int
    lapses: bool = False
    team: Team | None = None  # of a dialogue in another team than the one that gives the rhythm

    @property
    def name(self) -> str:
        """What it is called, with the team where that is another one."""
        return f"{self.moment.label} ({self.team.name})" if self.team else str(self.moment.label)


@dataclass(frozen=True)
class Own:
    """What somebody chose: a day for each own moment, from what time, and on which weekdays they work."""

    days: Mapping[str, str] = field(default_factory=lambda: DEFAULT_DAYS)
    at: time | None = None
    works: Collection[str] = weeks.WEEKDAYS


def planned_in(week: date, rhythm: Rhythm, full: bool, own: Own, off: Collection[date]) -> list[Planned]:
    """The moments of a week in order of day.

    The team has the day of the dialogue: who does not work then has none. Whatever day somebody chose for a moment of
    their own, it lies on a day on which they work; several on one day come one after the other.
    """
    found: list[Planned] = []
    for moment in FULL_RHYTHM if full else START_RHYTHM:
        together = moment is Moment.DIALOGUE
        weekday = rhythm.dialogue_day if together else own.days.get(moment) or DEFAULT_DAYS[moment]
        if together and weekday not in own.works:
            continue
        day = weeks.day_of(week, weekday if together else _worked(weekday, own.works))
        at = rhythm.dialogue_time if together else _after(own.at, [stop for stop in found if stop.day == day])
        found.append(Planned(moment, week, day, at, MINUTES[moment], day in off))
    return sorted(found, key=lambda stop: stop.day)


def line_of(planned: Collection[Planned], around: Circumstances) -> list[LineMoment]:
    """The moments of a week with their state; what lapses is left out."""
    found = []
    for stop in planned:
        state = _state(stop.moment, stop.day, stop.week, around)
        if state is not None and not stop.lapses:
            found.append(LineMoment(stop.moment, stop.day, stop.at, stop.minutes, state))
    return _one_now(found)


def _worked(weekday: str, works: Collection[str]) -> str:
    """The weekday itself where it is worked, else the next one of the week that is, else the last one before it."""
    place = weeks.WEEKDAYS.index(weekday)
    later = [day for day in weeks.WEEKDAYS[place:] if day in works]
    return later[0] if later else [day for day in weeks.WEEKDAYS if day in works][-1]


def _after(at: time | None, same_day: Collection[Planned]) -> time | None:
    """When a moment of one's own begins that comes after those of the same day."""
    if at is None:
        return None
    minutes = sum(stop.minutes for stop in same_day if stop.moment is not Moment.DIALOGUE)
    return (datetime.combine(date.min, at) + timedelta(minutes=minutes)).time()


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
