"""When a week may be written in, and what a number may be."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.viewer import Viewer

OVER = _("This week is over. You can read it, and add a dated note to it.")


def this_week(viewer: Viewer) -> date:
    """The Monday of the present week where the viewer works."""
    return weeks.monday(clock.today(viewer.zone))


def refuse_unless_open(week: date, *, by: Viewer, late: bool = False) -> None:
    """Let only the present week be written in; with `late` the previous one too.

    Raises `Forbidden` for another week and for a team without an agreement, `BadInput` for a day that is no Monday.
    """
    if week != weeks.monday(week):
        raise BadInput(_("A week is named by its Monday."), "week")
    present = this_week(by)
    if week > present:
        raise Forbidden(_("This week has not begun yet."))
    if week < (weeks.after(present, -1) if late else present):
        raise Forbidden(OVER)
    agreed.must_hold(by, by.team)


def number(value: int | None, most: int, field: str) -> int | None:
    """A whole number from 0 to `most`, or none. Raises `BadInput` at `field`."""
    if value is not None and not 0 <= value <= most:
        raise BadInput(_("Fill in a number from 0 to %(most)d.") % {"most": most}, field)
    return value
