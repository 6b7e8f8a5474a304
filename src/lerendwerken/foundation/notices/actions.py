"""Switching reminders off and on, and writing down the reminder of a day."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.notices import finding, queries
from lerendwerken.foundation.notices.models import Notice, ReminderWish
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer


@transaction.atomic
def switch_off(*, by: Viewer) -> None:
    """Be reminded by mail no more, also not of what waits to be sent. Twice is once."""
    row, is_new = ReminderWish.objects.visible_to(by).get_or_create(
        owner_id=by.member, defaults={"organisation_id": by.organisation}
    )
    if is_new:
        waiting = Notice.objects.visible_to(by).filter(state=Notice.State.WAITING)
        waiting.update(state=Notice.State.PAGE)
        audit.write(by, "notices.switch_off", row.pk)


@transaction.atomic
def switch_on(*, by: Viewer) -> None:
    """Be reminded by mail again."""
    row = ReminderWish.objects.visible_to(by).first()
    if row is not None:
        audit.write(by, "notices.switch_on", row.pk)
        row.delete()


@transaction.atomic
def remind(*, by: Viewer) -> Notice | None:
    """Write down what somebody is reminded of today: once a day, and only on a day on which they work.

    Gives None where there is nothing, or where it stands there already. No act of a person, so without an audit line.
    """
    day = clock.today(by.zone)
    if not organisations.works_on(by, day):
        return None
    lines = [[found.what, found.text, found.path] for found in finding.found(by, day)]
    if not lines:
        return None
    by_mail = settings.SENDS_MAIL and queries.wants_mail(by)
    row = Notice(
        organisation_id=by.organisation,
        owner_id=by.member,
        day=day,
        lines=lines,
        language=by.language,
        state=Notice.State.WAITING if by_mail else Notice.State.PAGE,
    )
    try:
        with transaction.atomic():
            return row.add()
    except IntegrityError:
        return None
