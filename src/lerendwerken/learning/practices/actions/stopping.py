"""Stopping a practice on evidence."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.keeping import there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeVersion, Stop, WorkProcess


@transaction.atomic
def stop(
    version: PracticeVersion, *, evidence: str, reason: str, by: Viewer, key: uuid.UUID | None = None
) -> Stop:
    """Stop the practice in force, with what was seen and why that is enough to stop. A new version takes it up again.

    The facilitator does so for the team. Raises `Forbidden` for others, `BadInput` without evidence or a reason,
    `Conflict` when this version is no longer in force.
    """
    if version.work_process.team_id not in by.facilitates:
        raise Forbidden(_("The facilitator stops a practice, after the team talked about it."))
    row = Stop(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=by.member,
        version=version,
        evidence=words(evidence, 1000, "evidence", required=True),
        reason=words(reason, 1000, "reason", required=True),
        language=by.language,
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    # A stop and a change of one practice wait for each other here.
    WorkProcess.objects.visible_to(by).select_for_update().get(pk=version.work_process_id)
    in_force = PracticeVersion.objects.visible_to(by).filter(pk=version.pk, current=True)
    if not in_force.update(current=False):
        raise Conflict(_("This version is no longer in force. Nothing was stopped; look at where it stands."))
    row.add()
    audit.write(by, "practices.stop", row.pk)
    return row
