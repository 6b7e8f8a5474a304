"""Obstacles: what stands in the way of a team, put by name to somebody who can take it away, who owes an answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Kept, PutForward, Written
from lerendwerken.foundation.wall.viewer import System


class Obstacle(PutForward, Written):
    """What stands in the way, with the day on which an answer is due.

    `out_of` says out of which work it came, in words that go along: no key leads back to what the team alone sees.
    `until` is the day by which it was promised to be gone; on that day it asks for an answer again.
    """

    keeping = Kept.PROPOSAL

    opened_by = (System.BELL,)

    class State(models.TextChoices):
        QUEUED = "queued", _("waits for its turn")
        OPEN = "open", _("waits for an answer")
        PROMISED = "promised", _("will be taken away")
        GONE = "gone", _("taken away")
        STAYS = "stays", _("stays, with the reason")

    text = Words(max_length=240)
    why = Words(max_length=1000)
    out_of = Words(max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    put_at = models.DateTimeField()
    asked_on = models.DateField(null=True, blank=True)  # the day on which its clock began; none in the queue
    due = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("obstacle")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="promised") | Q(until__isnull=False), name="promised_by_a_day"
            ),
        ]


class ObstacleAnswer(PutForward, Written):
    """The reasoned answer to an obstacle. It stays as it was given."""

    keeping = Kept.PROPOSAL

    sent = True

    class Verdict(models.TextChoices):
        GONE = "gone", _("taken away")
        BY_A_DAY = "by_a_day", _("will be taken away")
        STAYS = "stays", _("stays")

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = Words(max_length=2000)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer to an obstacle")
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="by_a_day") | Q(until__isnull=False), name="taken_away_by_a_day"
            ),
        ]
