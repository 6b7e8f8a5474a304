"""Numbers about the week, for figures: how many teams and how much working time, never who."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations.models import TeamLeave, TeamMembership
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.weekcycle import plan
from lerendwerken.learning.weekcycle.models import Moment, MomentHeld, Rhythm, ThemeHeld

LEAST_PEOPLE: Final = 5
"""Of how many people a figure must be before it is told."""


@dataclass(frozen=True)
class Held:
    """In how many teams a theme was held in a week."""

    organisation: uuid.UUID
    week: date
    key: str
    teams: int


def themes_held(before: date) -> list[Held]:
    """Every theme that teams held in the weeks before `before` (a Monday), of every organisation.

    A team counts once, however many in it tried the theme. Left out where the teams have fewer than `LEAST_PEOPLE`
    people together: the number would be about somebody.
    """
    teams: dict[tuple[uuid.UUID, date, str], dict[uuid.UUID, int]] = defaultdict(dict)
    with acting(System.THEMES):
        rows = ThemeHeld.unscoped.filter(week__lt=before).order_by("week", "key")
        for organisation, week, key, team, among in rows.values_list(
            "organisation", "week", "key", "team", "among"
        ):
            people = teams[organisation, week, key]
            people[team] = min(among, people.get(team, among))
    return [
        Held(*about, teams=len(people))
        for about, people in teams.items()
        if sum(people.values()) >= LEAST_PEOPLE
    ]


@dataclass(frozen=True)
class WeekOfTeam:
    """What the rhythm took of a team in one week, in minutes of working time of all its people together.

    `alone` is what the rhythm sets aside for moments that people do by themselves: whether they did them is theirs.
    `together` is the dialogue, where the team noted that it was held.
    """

    organisation: uuid.UUID
    team: uuid.UUID
    week: date
    people: int
    alone: int
    together: int


def working_time(first: date, before: date) -> list[WeekOfTeam]:
    """What the rhythm took of every team of every organisation in the weeks from `first` to before `before` (Mondays).

    People count in the team who are in it now and came in that week or earlier, the team that gives their rhythm sets
    their own moments aside. A week in which a team has no working day at all, as in a recess, takes nothing.
    """
    mondays = [weeks.after(first, ahead) for ahead in range(weeks.between(first, before))]
    with acting(System.PUBLISHER):
        held = set(
            MomentHeld.unscoped.filter(moment=Moment.DIALOGUE, week__gte=first, week__lt=before).values_list(
                "team", "week"
            )
        )
        pauses = list(TeamLeave.unscoped.filter(last__gte=first, first__lt=before))
        places = _places()
        rhythms = list(Rhythm.unscoped.select_related("organisation").order_by("organisation", "team"))
    return [
        _week_of(rhythm, week, places[rhythm.team_id], (rhythm.team_id, week) in held)
        for rhythm in rhythms
        for week in mondays
        if week >= weeks.monday(rhythm.starts) and _works(rhythm, week, pauses)
    ]


def _places() -> dict[uuid.UUID, list[tuple[date, bool]]]:
    """For each team since when its people are in it, and whether it gives their rhythm."""
    found: dict[uuid.UUID, list[tuple[date, bool]]] = defaultdict(list)
    rows = TeamMembership.unscoped.filter(member__ended=None).select_related("organisation")
    for row in rows:
        joined = row.created.astimezone(ZoneInfo(row.organisation.zone)).date()
        found[row.team_id].append((joined, row.rhythm))
    return found


def _week_of(rhythm: Rhythm, week: date, places: Sequence[tuple[date, bool]], held: bool) -> WeekOfTeam:
    here = [gives for joined, gives in places if joined < weeks.after(week, 1)]
    full = rhythm.full_from is not None and week >= weeks.monday(rhythm.full_from)
    moments = plan.FULL_RHYTHM if full else plan.START_RHYTHM
    alone = sum(plan.MINUTES[moment] for moment in moments if moment != Moment.DIALOGUE)
    return WeekOfTeam(
        organisation=rhythm.organisation_id,
        team=rhythm.team_id,
        week=week,
        people=len(here),
        alone=alone * sum(here),
        together=plan.MINUTES[Moment.DIALOGUE] * len(here) if held else 0,
    )


def _works(rhythm: Rhythm, week: date, pauses: Sequence[TeamLeave]) -> bool:
    """Whether a week has a working day outside the pauses of the team."""
    days = (week + timedelta(days=ahead) for ahead in range(5))
    away = [pause for pause in pauses if pause.team_id == rhythm.team_id]
    return any(
        calendar.is_working_day(day, rhythm.organisation.country)
        and not any(pause.first <= day <= pause.last for pause in away)
        for day in days
    )
