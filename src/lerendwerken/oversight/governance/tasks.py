"""What happens by itself: the AI literacy log is written once a week is closed."""

from __future__ import annotations

import uuid
from typing import Final

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.weekcycle import counts
from lerendwerken.oversight.governance.models import LiteracyEntry

STILL_OPEN: Final = 1  # weeks before the present one in which something can still be written late


@task("governance.log_literacy", daily=True)
def log_literacy(about: uuid.UUID | None = None) -> None:
    """Publish, once and for good, in how many teams each theme was held in the weeks that are closed."""
    closed = weeks.after(weeks.monday(clock.now().date()), -STILL_OPEN)
    found = counts.themes_held(closed)
    with acting(System.THEMES):
        rows = LiteracyEntry.unscoped.values_list("organisation", "week", "theme")
        known = set(rows)
        for held in found:
            if (held.organisation, held.week, held.key) not in known:
                LiteracyEntry(
                    organisation_id=held.organisation, week=held.week, theme=held.key, teams=held.teams
                ).add()
