"""What was agreed about working here, what the council said about it, and what can be shown of AI literacy."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Common, OnErasure, Walled, Written
from lerendwerken.foundation.wall.reach import Reach
from lerendwerken.foundation.wall.viewer import System


class Agreement(Common, Written):
    """One version of the agreement. It is a document: what the installation knew that day is copied into it.

    `recorded` holds per kind of thing who sees it, {model: reach}; `systems` the names in the register; `teams` the
    keys of the teams; `record_years` how many years each kind of record is kept. In force from `in_force_from` until a
    later version is; None as long as somebody must say yes.
    """

    class Kind(models.TextChoices):
        PILOT = "pilot", _("pilot agreement")
        FULL = "full", _("full agreement with the works council")

    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind)
    purpose = Words(max_length=1000)
    reason = Words(max_length=600, blank=True)
    agreed_with = Words(max_length=300, blank=True)
    teams = models.JSONField(default=list)
    recorded = models.JSONField(default=dict)
    systems = models.JSONField(default=list)
    pasted_days = models.PositiveSmallIntegerField()
    leaver_days = models.PositiveSmallIntegerField()
    record_years = models.JSONField(default=dict)
    may_uncover = models.BooleanField(default=False)  # whether a name may be left readable, with a reason
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    council_until = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("agreement about what is recorded")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="agreement_number_once"),
            models.CheckConstraint(
                condition=Q(kind="full", ends=None) | Q(kind="pilot", ends__gte=F("starts")),
                name="a_pilot_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def is_in_force(self, today: date) -> bool:
        """Whether its day has come; a later version may hold instead."""
        return self.in_force_from is not None and self.in_force_from <= today


class Voice(Common, Written):
    """What a member of the council said about one version, with name and day."""

    class Verdict(models.TextChoices):
        AGREES = "agrees", _("agrees")
        ADVISES = "advises", _("gives advice")
        OBJECTS = "objects", _("does not agree")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=7, choices=Verdict)
    text = Words(max_length=2000, blank=True)

    class Meta:
        verbose_name = _("what the council said about an agreement")

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.verdict}"


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
