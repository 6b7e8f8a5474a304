"""How far a practice has come: used, and integrated. Figures about things, which a team sees of its own work.

*Used* is started on a named piece of real work, with the check done, not done or stopped. *Integrated* is in force
and used in eight weeks or more; the weeks need not follow each other, and after a stop they are counted anew.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db.models import Count

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import Stop, Use

INTEGRATED_WEEKS: Final = 8


class Standing(NamedTuple):
    """How often a practice was used, ever, and in how many weeks since it was last taken up."""

    uses: int
    weeks: int

    @property
    def integrated(self) -> bool:
        """Whether a practice in force is integrated."""
        return self.weeks >= INTEGRATED_WEEKS


UNUSED: Final = Standing(0, 0)


def last_stops(viewer: Viewer, team: uuid.UUID) -> dict[uuid.UUID, Stop]:
    """The last time that each practice of a team was stopped, by work process."""
    rows = Stop.objects.visible_to(viewer).filter(version__work_process__team=team)
    rows = rows.select_related("version", "author").order_by("version__number")
    return {row.version.work_process_id: row for row in rows}


def of_team(viewer: Viewer, team: uuid.UUID, stopped: Mapping[uuid.UUID, Stop]) -> dict[uuid.UUID, Standing]:
    """How each practice of one of the viewer's own teams stands, by work process; nothing of another team's."""
    # A use counts with the check as done, not done or stopped; what is still busy does not count yet.
    ended = Use.objects.visible_to(viewer).filter(team=team).exclude(check_state=Use.Check.OPEN)
    rows = ended.values_list("version__work_process", "version__number", "week").annotate(uses=Count("pk"))
    uses: dict[uuid.UUID, int] = {}
    weeks: dict[uuid.UUID, set[object]] = {}
    for process, number, week, times in rows.order_by():
        uses[process] = uses.get(process, 0) + times
        if process not in stopped or number > stopped[process].version.number:
            weeks.setdefault(process, set()).add(week)
    return {process: Standing(times, len(weeks.get(process, ()))) for process, times in uses.items()}
