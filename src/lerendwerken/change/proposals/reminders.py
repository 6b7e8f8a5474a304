"""What a decision maker is reminded of: that a term is nearly over. Which question it is stands on the page alone."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lerendwerken.change.proposals import queries
from lerendwerken.foundation.notices.finding import Reminder
from lerendwerken.foundation.wall.viewer import Viewer


def of_terms(viewer: Viewer, day: date) -> list[Reminder]:
    """The first term that is nearly over, of what the viewer answers; what is late already nags nobody."""
    due = [row.clock.due for row in queries.asked(viewer) if row.clock and row.clock.nearly_over]
    if not due:
        return []
    text = _("A question to you asks for an answer by %(day)s") % {"day": date_format(min(due), "l j F")}
    return [Reminder("term", text, reverse("asked"))]
