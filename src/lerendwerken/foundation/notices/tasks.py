"""What happens by itself: reminders are written down within working hours, and sent when the mail server is there."""

from __future__ import annotations

import logging
import uuid
from contextlib import closing
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.utils import translation

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.notices import actions, mails
from lerendwerken.foundation.notices.models import Notice
from lerendwerken.foundation.organisations import looking
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System

HOURS: Final = range(9, 17)  # of the clock on the wall: from nine until just before five
LEASE: Final = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=2)  # before a mail is tried again
KEPT: Final = timedelta(days=30)

logger = logging.getLogger(__name__)


@task("notices.round", every=timedelta(minutes=15))
def go_round(about: uuid.UUID | None = None) -> None:
    """Write down the reminders of today, and send what waits."""
    write_reminders()
    send_waiting()


@task("notices.forget", daily=True)
def forget(about: uuid.UUID | None = None) -> None:
    """Delete reminders that were written long ago."""
    with acting(System.KEEPER):
        Notice.unscoped.filter(created__lt=clock.now() - KEPT).delete()


def write_reminders() -> None:
    """Write down the reminder of today for everybody where it is now within working hours and who has none yet."""
    with acting(System.POST):
        members = Membership.unscoped.filter(ended=None, person__is_active=True)
        rows = list(members.values_list("organisation", "organisation__zone", "pk"))
        there = set(Notice.unscoped.filter(day__gte=_yesterday()).values_list("owner", "day"))
    for organisation, zone, member in rows:
        local = clock.now().astimezone(ZoneInfo(zone))
        if _is_working_hour(local) and (member, local.date()) not in there:
            _remind(organisation, member)


def send_waiting() -> None:
    """Send each mail that waits and is due. Where the server does not answer, everything waits, longer each time."""
    waiting = _due()
    if not waiting:
        return
    try:
        connection = get_connection()
        connection.open()
    except (OSError, SMTPException) as fault:
        logger.error("mail cannot be sent: %s", type(fault).__name__)
        for notice in waiting:
            _postpone(notice)
        return
    with closing(connection):
        for notice in waiting:
            _send(notice, connection)


def _remind(organisation: uuid.UUID, member: uuid.UUID) -> None:
    """One person's reminder; what goes wrong with it keeps nobody else's."""
    try:
        viewer = looking.viewer_of_member(organisation, member)
        if viewer is not None:
            with acting(viewer), translation.override(viewer.language):
                actions.remind(by=viewer)
    except Exception as fault:
        logger.error("a reminder was not written: %s", type(fault).__name__)


def _due() -> list[Notice]:
    """Every mail that waits and whose turn it is, taken so that no other process sends it too."""
    now, holder = clock.real_now(), new_id()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    with acting(System.POST):
        rows = Notice.unscoped.filter(free, state=Notice.State.WAITING, due__lte=now)
        rows.update(holder=holder, lease_until=now + LEASE)
        return list(Notice.unscoped.filter(holder=holder, state=Notice.State.WAITING).order_by("due", "pk"))


def _send(notice: Notice, connection: BaseEmailBackend) -> None:
    viewer = looking.viewer_of_member(notice.organisation_id, notice.owner_id)
    local = clock.now().astimezone(viewer.zone) if viewer else None
    if viewer is None or local is None or local.date() != notice.day or not _is_working_hour(local):
        _becomes(notice, Notice.State.LAPSED)
        return
    with acting(viewer), translation.override(notice.language):
        email = organisations.member_for(viewer, viewer.member).person.email
        message = mails.written(notice, email, viewer)
    if not _renewed(notice):
        return
    try:
        connection.send_messages([message])
    except (OSError, SMTPException) as fault:
        logger.error("a reminder was not sent: %s", type(fault).__name__)
        _postpone(notice)
    else:
        _becomes(notice, Notice.State.SENT)


def _renewed(notice: Notice) -> bool:
    """Whether it is still ours to send: nobody took it over, and its owner did not switch reminders off just now."""
    with acting(System.POST):
        return bool(_held(notice).update(lease_until=clock.real_now() + LEASE))


def _postpone(notice: Notice) -> None:
    wait = min(FIRST_WAIT * 2**notice.attempts, LONGEST_WAIT)
    with acting(System.POST):
        _held(notice).update(
            attempts=notice.attempts + 1, due=clock.real_now() + wait, holder=None, lease_until=None
        )


def _becomes(notice: Notice, state: str) -> None:
    with acting(System.POST):
        _held(notice).update(state=state, holder=None, lease_until=None)


def _held(notice: Notice) -> QuerySet[Any]:
    return Notice.unscoped.filter(pk=notice.pk, holder=notice.holder, state=Notice.State.WAITING)


def _is_working_hour(local: datetime) -> bool:
    return local.hour in HOURS


def _yesterday() -> date:
    return (clock.now() - timedelta(days=1)).date()
