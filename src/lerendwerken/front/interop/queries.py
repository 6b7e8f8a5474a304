"""Which addresses somebody has, and what a calendar shows."""

from __future__ import annotations

from typing import Final

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.interop.models import CalendarFeed
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.learning.weekcycle.plan import Planned
from lerendwerken.learning.weekcycle.rules import this_week

BEHIND: Final = 2  # weeks of the past in a calendar
AHEAD: Final = 13  # weeks from the present one on


def feeds(viewer: Viewer) -> dict[str, CalendarFeed]:
    """The viewer's own addresses by kind."""
    return {feed.kind: feed for feed in CalendarFeed.objects.visible_to(viewer)}


def planned(viewer: Viewer, feed: CalendarFeed) -> list[Planned]:
    """The moments that a calendar shows, in order."""
    first = weeks.after(this_week(viewer), -BEHIND)
    if feed.kind == CalendarFeed.Kind.TEAM:
        return weekcycle.planned_dialogues(viewer, first, BEHIND + AHEAD)
    own = weekcycle.planned(viewer, first, BEHIND + AHEAD)
    elsewhere = weekcycle.dialogues_elsewhere(viewer, first, BEHIND + AHEAD)
    return sorted([*own, *elsewhere], key=lambda stop: stop.day)
