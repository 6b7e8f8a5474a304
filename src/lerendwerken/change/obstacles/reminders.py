"""Of what somebody is reminded who can take obstacles away: that a term is nearly over, and nothing of what it says."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lerendwerken.change.obstacles import queries
from lerendwerken.foundation.notices.finding import Reminder
from lerendwerken.foundation.wall.viewer import Viewer


def of_terms(viewer: Viewer, day: date) -> list[Reminder]:
    """The first term that is nearly over, of the obstacles that the viewer answers; what is late nags nobody."""
    due = [one.clock.due for one in queries.asked(viewer) if one.clock and one.clock.nearly_over]
    if not due:
        return []
    text = _("An obstacle asks for your answer by %(day)s") % {"day": date_format(min(due), "l j F")}
    return [Reminder("obstacle", text, reverse("obstacles:list"))]
