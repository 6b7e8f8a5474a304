"""What happens by itself: once a week is over, it is published how much working time the rhythm took in it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.weekcycle import counts
from lerendwerken.learning.weekcycle.counts import LEAST_PEOPLE, WeekOfTeam
from lerendwerken.oversight.measurement.models import WeekHours

WEEKS_BACK: Final = 26  # an installation that stood still for longer has no figures about that time
STILL_OPEN: Final = 1  # weeks before the present one in which a dialogue can still be noted late


@task("measurement.publish_hours", daily=True)
def publish_hours(about: uuid.UUID | None = None) -> None:
    """Publish, once and for good, how much working time the rhythm took in the weeks that are closed."""
    before = weeks.after(weeks.monday(clock.now().date()), -STILL_OPEN)
    first = weeks.after(before, -WEEKS_BACK)
    taken = counts.working_time(first, before)
    with acting(System.PUBLISHER):
        known = set(WeekHours.unscoped.filter(week__gte=first).values_list("organisation", "week"))
        for (organisation, week), rows in _by_week(taken).items():
            if (organisation, week) not in known:
                for told in published(rows):
                    told.add()


def published(rows: Iterable[WeekOfTeam]) -> list[WeekHours]:
    """What is told of one week of one organisation: each team of at least `LEAST_PEOPLE` people by itself.

    Smaller teams are told together, where that many people are left when whoever is in one of them takes their own
    team off; else not at all. No total is published, so that nothing can be taken from it.
    """
    rows = list(rows)
    named = [_row([row], row.team) for row in rows if row.people >= LEAST_PEOPLE]
    small = [row for row in rows if 0 < row.people < LEAST_PEOPLE]
    sizes = [row.people for row in small]
    if sum(sizes) - max(sizes, default=0) < LEAST_PEOPLE:
        return named
    return [*named, _row(small, None)]


def _by_week(taken: Iterable[WeekOfTeam]) -> dict[tuple[uuid.UUID, date], list[WeekOfTeam]]:
    found: dict[tuple[uuid.UUID, date], list[WeekOfTeam]] = defaultdict(list)
    for row in taken:
        found[row.organisation, row.week].append(row)
    return found


def _row(rows: list[WeekOfTeam], team: uuid.UUID | None) -> WeekHours:
    return WeekHours(
        organisation_id=rows[0].organisation,
        week=rows[0].week,
        team_id=team,
        people=sum(row.people for row in rows),
        alone=sum(row.alone for row in rows),
        together=sum(row.together for row in rows),
    )
