"""Reading what is counted."""

from __future__ import annotations

from datetime import date

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.oversight.measurement.models import Pulse


def pulse(viewer: Viewer, week: date) -> Pulse | None:
    """The viewer's own answer of a week (its Monday), if there is one."""
    found: Pulse | None = Pulse.objects.visible_to(viewer).filter(week=week).first()
    return found
