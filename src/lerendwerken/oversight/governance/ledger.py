"""That things were erased, for who verifies it: kinds, days and numbers, nothing of what it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from lerendwerken.foundation.ground.models import Erasure
from lerendwerken.foundation.wall.rights import BACK, ENDED, LEFT, MEMBERSHIP
from lerendwerken.foundation.wall.viewer import Role, Viewer


@dataclass(frozen=True)
class Ledger:
    """The days on which people were erased, or what was a leaver's own; things thrown away, by month."""

    people: list[date]
    leavers: list[date]
    things: list[tuple[date, int]]


def ledger(viewer: Viewer) -> Ledger | None:
    """The ledger of the viewer's organisation, for an administrator and the council; None for others."""
    if viewer.role not in (Role.ADMINISTRATOR, Role.COUNCIL):
        return None
    rows = Erasure.objects.filter(organisation=viewer.organisation).order_by("-at")
    days = [(kind, at.astimezone(viewer.zone).date()) for kind, at in rows.values_list("kind", "at")]
    things = Counter(day.replace(day=1) for kind, day in days if kind not in (MEMBERSHIP, LEFT, ENDED, BACK))
    return Ledger(
        [day for kind, day in days if kind == MEMBERSHIP],
        [day for kind, day in days if kind == LEFT],
        sorted(things.items(), reverse=True),
    )
