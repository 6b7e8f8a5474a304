"""What the organisation can show of how it governs its AI. Numbers, never names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.wall.models import OnErasure, Walled
from lerendwerken.foundation.wall.reach import Reach
from lerendwerken.foundation.wall.viewer import System


class LiteracyEntry(Walled):
    """In how many teams a theme of the week was held in a week that is over (AI Act, article 4)."""

    reach = Reach.ORGANISATION
    on_erasure = OnErasure.KEEP
    opened_by = (System.THEMES,)

    week = models.DateField()
    theme = models.CharField(max_length=60)
    teams = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("line of the AI literacy log")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "week", "theme"], name="literacy_once_a_week"),
        ]
