"""Of what the council is reminded: that a version of the agreement waits for it."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lerendwerken.foundation.notices.finding import Reminder
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.oversight.governance import queries


def of_the_agreement(viewer: Viewer, day: date) -> list[Reminder]:
    """The version about which nobody of the council has said anything yet, with its term where it has one."""
    if Role.COUNCIL not in viewer.roles:
        return []
    row = queries.standing(viewer).proposed
    if row is None or queries.voices(viewer)[row.pk]:
        return []
    told = {"number": row.number}
    if row.council_until:
        text = _("Version %(number)d of the agreement waits for the council until %(day)s") % {
            **told,
            "day": date_format(row.council_until, "l j F"),
        }
    else:
        text = _("Version %(number)d of the agreement waits for the council") % told
    return [Reminder("agreement", text, reverse("agreement-version", args=[row.pk]))]
