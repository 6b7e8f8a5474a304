"""Reading the AI literacy log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Sum

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import bank
from lerendwerken.learning.weekcycle.bank import Theme
from lerendwerken.oversight.governance.models import LiteracyEntry


@dataclass(frozen=True)
class Learned:
    """A theme in the log: how often a team held it (a team counts once a week), and in which week last."""

    theme: Theme
    times: int
    last: date


def learned(viewer: Viewer) -> list[Learned]:
    """Every theme that was held in the organisation, the one held last first."""
    rows = (
        LiteracyEntry.objects.visible_to(viewer)
        .values("theme")
        .annotate(times=Sum("teams"), last=Max("week"))
    )
    found = []
    for row in rows.order_by("-last", "theme"):
        theme = bank.theme_with(row["theme"], viewer.language)
        if theme is not None:
            found.append(Learned(theme, row["times"], row["last"]))
    return found
