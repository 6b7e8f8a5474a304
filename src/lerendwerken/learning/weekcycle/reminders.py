"""What the week reminds of: one's own moment of today, and the dialogue of the next working day."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.notices.finding import Reminder
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import queries
from lerendwerken.learning.weekcycle.models import Moment
from lerendwerken.learning.weekcycle.plan import LineMoment


def of_the_week(viewer: Viewer, day: date) -> list[Reminder]:
    """The own moments of a day that were not begun, and the dialogue where it lies on the next working day."""
    begun = queries.entries(viewer, weeks.monday(day))
    today = [
        stop
        for stop in queries.line(viewer, weeks.monday(day))
        if stop.day == day and stop.state in ("now", "open") and stop.moment is not Moment.DIALOGUE
    ]
    return [*(_today(stop) for stop in today if stop.moment not in begun), *_dialogue(viewer, day)]


def _today(stop: LineMoment) -> Reminder:
    text = _("Today: %(moment)s, %(minutes)d minutes") % {
        "moment": stop.moment.label,
        "minutes": stop.minutes,
    }
    return Reminder("moment", text, reverse("week"))


def _dialogue(viewer: Viewer, day: date) -> list[Reminder]:
    after = organisations.next_working_day(viewer, day)
    if after is None:
        return []
    week = weeks.monday(after)
    stops = [*queries.planned_dialogues(viewer, week, 1), *queries.dialogues_elsewhere(viewer, week, 1)]
    return [
        Reminder(
            "dialogue",
            _("%(day)s at %(time)s: %(moment)s, %(minutes)d minutes")
            % {
                "day": capfirst(date_format(stop.day, "l j F")),
                "time": time_format(stop.at, pgettext("time of day", "H:i")),
                "moment": stop.name,
                "minutes": stop.minutes,
            },
            reverse("week"),
        )
        for stop in stops
        if stop.day == after and stop.at and not stop.lapses
    ]
