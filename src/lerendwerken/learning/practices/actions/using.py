"""Starting a practice on real work, and closing it."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.keeping import add_once, there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeVersion, Use


@transaction.atomic
def start(
    version: PracticeVersion, *, piece: str, week: date, by: Viewer, key: uuid.UUID | None = None
) -> Use:
    """Start a practice on a named piece of today's work. `week` is the Monday of the present week.

    Raises `BadInput` without a named piece, `Forbidden` outside the team or in another week, `Conflict` when
    the practice was changed in the meantime.
    """
    if version.work_process.team_id not in by.teams:
        raise Forbidden(_("This is the practice of another team. Make one in your own team to use it there."))
    if week != weeks.monday(clock.today(by.zone)):
        raise Forbidden(_("A practice is started in the week in which you do the work."))
    agreed.must_hold(by, version.work_process.team_id)
    row = Use(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=version.work_process.team_id,
        author_id=by.member,
        version=version,
        week=week,
        piece=words(piece, 200, "piece", required=True),
        language=by.language,
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    if not PracticeVersion.objects.visible_to(by).filter(pk=version.pk, current=True).exists():
        raise Conflict(_("Your team changed or stopped this practice. Look at it first, then start it."))
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "practices.start", row.pk)
    return row


@transaction.atomic
def end_use(use: Use, *, check_state: str, stopped_why: str = "", by: Viewer) -> Use:
    """Close a use: the check was done, was not done, or the work with AI was stopped, and then why.

    Who started it closes it, and may mend that until its week ends. Raises `Forbidden` otherwise, `BadInput`
    for an unknown state or a stop without a reason.
    """
    if use.author_id != by.member:
        raise Forbidden(_("Who started this closes it."))
    if check_state not in (Use.Check.DONE, Use.Check.NOT_DONE, Use.Check.STOPPED):
        raise BadInput(_("Choose whether the check was done, was not done, or you stopped."), "check_state")
    stopped = check_state == Use.Check.STOPPED
    why = words(stopped_why, 400, "stopped_why", required=stopped) if stopped else ""
    row: Use = Use.objects.visible_to(by).select_for_update().get(pk=use.pk)
    if (row.check_state, row.stopped_why) == (check_state, why):
        return row
    if row.check_state != Use.Check.OPEN and row.week < weeks.monday(clock.today(by.zone)):
        raise Forbidden(_("That week is over. What stands there stays."))
    row.check_state, row.stopped_why = check_state, why
    row.save(update_fields=["check_state", "stopped_why"])
    audit.write(by, "practices.end_use", row.pk)
    return row
