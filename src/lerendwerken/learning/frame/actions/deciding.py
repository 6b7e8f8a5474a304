"""What stewards do with a prepared version: decide it for now, or ahead for the period to come."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame._measured import means_what_was_measured
from lerendwerken.learning.frame._rows import checked, in_draft, required, steward
from lerendwerken.learning.frame._versions import keep_in_order, none_to_come, said
from lerendwerken.learning.frame.actions.objecting import come_along, stay_behind
from lerendwerken.learning.frame.models import Frame


@transaction.atomic
def decide(frame: Frame, *, reason: str, by: Viewer) -> Frame:
    """Decide a prepared version: it holds from now on, or from the first day of its period where that is to come.

    The one before it holds until then and becomes an earlier version. What was taken over of objections and waited
    for a next version points at this one.

    Raises `Forbidden`, `Conflict` when it is decided already, or another one is for a period to come, `BadInput`
    without a reason, a name, a why or a goal, for a period that is over, where it says just what is in force
    already, or where a result got another unit that was measured in the meantime.
    """
    steward(by)
    in_draft(frame, by)
    today = clock.today(by.zone)
    if frame.ends < today:
        raise BadInput(_("The period of this version is over. Give it a last day that is still to come."))
    if not (frame.title.strip() and frame.why.strip()):
        raise BadInput(_("Give the frame a name and say why first."))
    if not queries.goals(by, frame):
        raise BadInput(_("Put at least one goal in the frame first."))
    old = queries.frame_in_force(by)
    if old is not None and said(frame, by) == said(old, by):
        raise BadInput(
            _("This version says the same as the one in force. Change something first, or throw it away.")
        )
    frame.reason = required(reason, "reason")
    checked(frame)
    promises = queries.promises(by, frame)
    early = [promise.title for promise in promises if promise.due <= frame.starts]
    if early:
        words = _("Due before this period begins: %(titles)s. Choose later days, or take them out.")
        raise BadInput(words % {"titles": "; ".join(early)})
    means_what_was_measured(promises, by, named=True)
    if frame.starts > today:
        none_to_come(by)
        frame.in_force_from = datetime.combine(frame.starts, time.min, by.zone).astimezone(UTC)
    else:
        keep_in_order(frame, by)
        frame.in_force_from = clock.now()
    frame.save(update_fields=["reason", "in_force_from"])
    come_along(frame, by=by)
    audit.write(by, "frame.decide", frame.pk)
    return frame


@transaction.atomic
def prepare_again(frame: Frame, *, by: Viewer) -> Frame:
    """Take a version that is decided for a period to come back into preparation.

    Objections that pointed at it wait for a next version again. Raises `Forbidden`, `Conflict` when it has begun, or
    another version is in preparation.
    """
    steward(by)
    held = Frame.objects.visible_to(by).select_for_update()
    row: Frame | None = held.filter(pk=frame.pk, in_force_from__gt=clock.now()).first()
    if row is None:
        raise Conflict(_("This version has begun. Start a new version to change the frame."))
    if queries.draft_frame(by) is not None:
        raise Conflict(_("Another version is in preparation. Decide that one or throw it away first."))
    row.reason, row.in_force_from = "", None
    row.save(update_fields=["reason", "in_force_from"])
    stay_behind(row, by=by)
    audit.write(by, "frame.prepare_again", row.pk)
    return row
