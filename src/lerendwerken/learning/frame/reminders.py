"""Of what a steward is reminded: that a term is nearly over. What somebody objects to stands on the page alone."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lerendwerken.foundation.notices.finding import Reminder
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import objections


def of_terms(viewer: Viewer, day: date) -> list[Reminder]:
    """The first term that is nearly over, of the objections that the viewer answers."""
    due = [one.clock.due for one in objections.asked(viewer) if one.clock and one.clock.nearly_over]
    if not due:
        return []
    text = _("An objection to the frame asks for your answer by %(day)s") % {
        "day": date_format(min(due), "l j F")
    }
    return [Reminder("objection", text, reverse("frame:objections"))]
