"""What somebody learned, in own words, and remembering it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Owned, TeamShared, Written
from lerendwerken.learning.weekcycle.models import LearningQuestion


class SharedInsight(TeamShared, Written):
    """A copy of an insight, shared with the team. Taking back deletes it."""

    week = models.DateField()
    before = Words(max_length=600, blank=True)
    now = Words(max_length=600)
    because = Words(max_length=600, blank=True)
    question_text = Words(max_length=300, blank=True)

    class Meta:
        verbose_name = _("shared insight")
        indexes = [models.Index(fields=["team", "week"], name="insights_of_team")]


class Insight(Owned, Written):
    """Before, now, because; and the card by which it comes back (FSRS)."""

    week = models.DateField()
    question = models.ForeignKey(
        LearningQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    before = Words(max_length=600, blank=True)
    now = Words(max_length=600)
    because = Words(max_length=600, blank=True)
    cue = Words(max_length=200)
    card = models.JSONField(default=dict)
    due = models.DateField()
    copy = models.ForeignKey(
        SharedInsight, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("insight")
        indexes = [models.Index(fields=["owner", "due"], name="insights_due")]


class Review(Owned, Written):
    """One time an insight was recalled from memory."""

    class Grade(models.TextChoices):
        KNEW = "knew", _("knew it")
        HALF = "half", _("half")
        NOT = "not", _("not")

    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="+")
    wrote = Words(max_length=1000, blank=True)
    grade = models.CharField(max_length=4, choices=Grade)

    class Meta:
        verbose_name = _("recall")
