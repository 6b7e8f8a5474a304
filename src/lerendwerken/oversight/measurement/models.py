"""What is counted. People's own answers stay theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.wall.models import Owned


class Pulse(Owned):
    """How much energy work gave this week, from 1 to 5."""

    week = models.DateField()
    energy = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("energy that work gave")
        constraints = [
            models.UniqueConstraint(fields=["owner", "week"], name="pulse_once_a_week"),
            models.CheckConstraint(condition=Q(energy__gte=1, energy__lte=5), name="pulse_1_to_5"),
        ]
