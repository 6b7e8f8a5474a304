"""The ledger: the working time that the rhythm took, beside how the promised results moved in the same weeks.

It reads published figures and the frame; nothing in it is about a person. Hours are not divided over results: nobody
can say which hour moved which figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from django.db.models import Max

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.frame.models import Measurement, ResultPromise
from lerendwerken.learning.frame.standing import Standing
from lerendwerken.oversight.measurement.models import WeekHours

WEEKS: Final = 13  # a quarter
Direction = Literal["better", "worse", "same", "unknown"]


@dataclass(frozen=True)
class Taken:
    """The minutes that the rhythm took of one team, or of the small teams together (`team` None)."""

    team: Team | None
    weeks: int
    alone: int
    together: int

    @property
    def minutes(self) -> int:
        """All of it."""
        return self.alone + self.together


@dataclass(frozen=True)
class Moved:
    """A promised result at the beginning of the period and at its end."""

    standing: Standing
    before: Decimal | None
    now: Decimal | None

    @property
    def promise(self) -> ResultPromise:
        """What was promised."""
        return self.standing.promise

    @property
    def direction(self) -> Direction:
        """Whether it moved, and to the good side or not."""
        if self.before is None or self.now is None:
            return "unknown"
        gained = self.now - self.before
        if gained == 0:
            return "same"
        up = self.promise.better == ResultPromise.Better.UP
        return "better" if (gained > 0) == up else "worse"

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody else confirmed the value at the end."""
        return self.now is not None and self.standing.now_claimed is None


@dataclass(frozen=True)
class Ledger:
    """What went in and what moved from `first` to before `before` (Mondays): weeks that are over, thirteen at most."""

    first: date
    before: date
    taken: list[Taken]
    moved: list[Moved]

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.before - timedelta(days=1)

    @property
    def weeks(self) -> int:
        """How many weeks that is."""
        return weeks.between(self.first, self.before)

    @property
    def alone(self) -> int:
        """Minutes that the rhythm set aside for moments of one's own, of everybody who is counted."""
        return sum(row.alone for row in self.taken)

    @property
    def together(self) -> int:
        """Minutes of dialogue that was held."""
        return sum(row.together for row in self.taken)

    @property
    def minutes(self) -> int:
        """All working time that is counted."""
        return self.alone + self.together

    @property
    def directions(self) -> Counter[Direction]:
        """How many results moved which way."""
        return Counter(row.direction for row in self.moved)

    @property
    def confirmed(self) -> int:
        """How many results have a confirmed value."""
        return sum(row.is_confirmed for row in self.moved)


def of_quarter(viewer: Viewer) -> Ledger | None:
    """The ledger of the last weeks of which figures are published, a quarter at most; None while there are none."""
    rows = WeekHours.objects.visible_to(viewer)
    last: date | None = rows.aggregate(last=Max("week"))["last"]
    if last is None:
        return None
    before = weeks.after(last, 1)
    found = list(rows.filter(week__gte=weeks.after(before, -WEEKS)).select_related("team").order_by("week"))
    first = found[0].week
    return Ledger(first, before, _taken(found), _moved(viewer, first, before))


def _taken(rows: Iterable[WeekHours]) -> list[Taken]:
    """The weeks of each team together, the small teams last."""
    of_team: dict[Team | None, list[WeekHours]] = defaultdict(list)
    for row in rows:
        of_team[row.team].append(row)
    found = [
        Taken(team, len(told), sum(row.alone for row in told), sum(row.together for row in told))
        for team, told in of_team.items()
    ]
    return sorted(found, key=lambda one: (one.team is None, one.team.name if one.team else ""))


def _moved(viewer: Viewer, first: date, before: date) -> list[Moved]:
    """Each result of the frame in force on the first day of the period and on its last."""
    last = before - timedelta(days=1)
    return [Moved(then, _value(then, first), then.now) for then in frame.standing(viewer, on=last)]


def _value(standing: Standing, day: date) -> Decimal | None:
    """The last value up to a day, else the baseline."""
    known = [row for row in standing.measurements if row.day <= day]
    values = [row.value for row in known if row.source != Measurement.Source.BASELINE]
    return values[-1] if values else standing.baseline
