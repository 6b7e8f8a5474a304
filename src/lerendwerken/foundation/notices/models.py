"""The outbox: what somebody is reminded of on a day, and whether it is on its way by mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall.models import Kept, Owned, Written
from lerendwerken.foundation.wall.viewer import System


class Notice(Owned, Written):
    """The reminder of one day, at most one a day: names of moments with a link, nothing that anybody wrote.

    `lines` holds [what, text, path] each. A row with a state and a lease: a process or mail server may vanish without
    loss, and two processes never send the same.
    """

    keeping = Kept.NOTICE
    opened_by = (System.POST,)

    class State(models.TextChoices):
        PAGE = "page"  # no mail is sent here, the page shows it
        WAITING = "waiting"
        SENT = "sent"
        LAPSED = "lapsed"  # its day was over before it could be sent

    day = models.DateField()
    lines = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=State)
    due = models.DateTimeField(default=clock.real_now)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reminder of a day")
        constraints = [models.UniqueConstraint(fields=["owner", "day"], name="one_reminder_a_day")]
        indexes = [models.Index(fields=["state", "due"], name="reminders_on_their_way")]


class ReminderWish(Owned):
    """That somebody does not want to be reminded by mail."""

    class Meta:
        verbose_name = _("that you want no reminders by mail")
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_wish_about_reminders")]
