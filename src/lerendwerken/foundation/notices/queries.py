"""The reminder of today, and whether somebody wants mail."""

from __future__ import annotations

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.notices.models import Notice, ReminderWish
from lerendwerken.foundation.wall.viewer import Viewer


def today(viewer: Viewer) -> Notice | None:
    """The viewer's reminder of today, if there is one."""
    rows = Notice.objects.visible_to(viewer).filter(day=clock.today(viewer.zone))
    found: Notice | None = rows.first()
    return found


def wants_mail(viewer: Viewer) -> bool:
    """Whether the viewer is reminded by mail: until they say that they do not want it."""
    return not ReminderWish.objects.visible_to(viewer).exists()
