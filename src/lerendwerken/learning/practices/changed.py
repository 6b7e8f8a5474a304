"""What changed in how teams work, for who answers for them: practices put in force, taken over and stopped.

All of it is known to the whole organisation; how a team came to it, and how often it did so, is not told here.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import Adoption, PracticeVersion, Stop

MOST_SHOWN = 60  # changes on one page; the newest


class Change(NamedTuple):
    """One change: which version, when and why. `kind` is first, changed, adopted or stopped."""

    kind: str
    version: PracticeVersion
    at: datetime
    reason: str
    language: str
    taken_from: PracticeVersion | None = None


class Ways(NamedTuple):
    """How some teams work: how many practices are in force, and what changed lately, the newest first."""

    in_force: int
    changes: list[Change]


def in_teams(viewer: Viewer, teams: Collection[uuid.UUID], since: datetime) -> Ways:
    """How teams work now and what changed in that since a moment, in four queries whatever there is."""
    versions = PracticeVersion.objects.visible_to(viewer).filter(work_process__team__in=teams)
    recent = versions.filter(in_force_from__gte=since).select_related("work_process__team")
    recent = recent.order_by("-in_force_from", "-pk")[:MOST_SHOWN]
    adopted = Adoption.objects.visible_to(viewer).filter(
        version__work_process__team__in=teams, created__gte=since
    )
    taken = {row.version_id: row.original for row in adopted.select_related("original__work_process__team")}
    stops = Stop.objects.visible_to(viewer).filter(version__work_process__team__in=teams, created__gte=since)
    stopped = stops.select_related("version__work_process__team").order_by("-created", "-pk")[:MOST_SHOWN]
    changes = [_put_in_force(row, taken.get(row.pk)) for row in recent]
    changes += [Change("stopped", row.version, row.created, row.reason, row.language) for row in stopped]
    changes.sort(key=lambda change: change.at, reverse=True)
    return Ways(versions.filter(current=True).count(), changes[:MOST_SHOWN])


def _put_in_force(row: PracticeVersion, taken_from: PracticeVersion | None) -> Change:
    kind = "adopted" if taken_from else "first" if row.number == 1 else "changed"
    return Change(kind, row, row.in_force_from, row.reason, row.language, taken_from)
