"""When somebody works and is away, and when a whole team has no moments."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Leave, TeamLeave, WorkingDays
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once
from lerendwerken.foundation.wall.viewer import Viewer

LONGEST: Final = timedelta(days=366)


@transaction.atomic
def work_on(days: Collection[str], *, by: Viewer) -> WorkingDays:
    """Say on which weekdays ('mon' to 'sun') one works, from this week on; earlier weeks keep theirs.

    Raises `BadInput` for an unknown day and for none at all.
    """
    kept = [day for day in weeks.WEEKDAYS if day in days]
    if not kept or len(kept) != len(set(days)):
        raise BadInput(_("Choose at least one day on which you work."), "works")
    week = weeks.monday(clock.today(by.zone))
    row, _new = WorkingDays.objects.visible_to(by).update_or_create(
        owner_id=by.member, from_week=week, defaults={"days": kept, "organisation_id": by.organisation}
    )
    audit.write(by, "organisations.work_on", row.pk)
    found: WorkingDays = row
    return found


@transaction.atomic
def take_leave(*, first: date, last: date, by: Viewer, key: uuid.UUID | None = None) -> Leave:
    """Write down for one's own planning when one is away: nothing is planned then and nothing counts as missed.

    Raises `BadInput` for days that cannot be.
    """
    _check(first, last, by)
    row = Leave(
        id=key or new_id(), organisation_id=by.organisation, owner_id=by.member, first=first, last=last
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "organisations.take_leave", row.pk)
    return row


@transaction.atomic
def take_leave_back(leave: uuid.UUID, *, by: Viewer) -> None:
    """Take one's own leave back. Raises `NotFound`."""
    row = Leave.objects.visible_to(by).filter(pk=leave).first()
    if row is None:
        raise NotFound
    audit.write(by, "organisations.take_leave_back", leave)
    rights.erase_row(row)


@transaction.atomic
def pause_team(
    team: uuid.UUID, *, first: date, last: date, by: Viewer, key: uuid.UUID | None = None
) -> TeamLeave:
    """Say from which day to which day a team has no moments. Who facilitates it does so.

    Raises `Forbidden` for others, `BadInput` for days that cannot be.
    """
    _refuse_unless_facilitator(team, by)
    _check(first, last, by)
    row = TeamLeave(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=team,
        author_id=by.member,
        first=first,
        last=last,
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "organisations.pause_team", row.pk)
    return row


@transaction.atomic
def resume_team(pause: uuid.UUID, *, by: Viewer) -> None:
    """Let a team have its moments on these days after all. Raises as `pause_team`, and `NotFound`."""
    row: TeamLeave | None = TeamLeave.objects.visible_to(by).filter(pk=pause).first()
    if row is None:
        raise NotFound
    _refuse_unless_facilitator(row.team_id, by)
    audit.write(by, "organisations.resume_team", row.pk)
    rights.erase_row(row)


def _check(first: date, last: date, by: Viewer) -> None:
    if abs(first - clock.today(by.zone)) > LONGEST:
        raise BadInput(_("Choose a day within a year from now."), "first")
    if not first <= last <= first + LONGEST:
        raise BadInput(_("Let the last day come after the first, and within a year."), "last")


def _refuse_unless_facilitator(team: uuid.UUID, by: Viewer) -> None:
    queries.team_for(by, team)
    if team not in by.facilitates:
        raise Forbidden(_("The facilitator of the team sets its rhythm."))
