"""What somebody learned, in own words, and remembering it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Kept, Owned, TeamShared, Written
from lerendwerken.learning.weekcycle.models import LearningQuestion


class SharedInsight(TeamShared, Written):
    """A copy of an insight, shared with the team. Taking back deletes it."""

    keeping = Kept.SHARED

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


class ThreadItem(Owned):
    """That something of one's own came back in a week, so that it does not come back again soon.

    `of` is the key of what came back, in the table that `kind` says; all of them are the owner's own.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("my question")
        EXPECTATION = "expected", _("what I expected")
        CONCLUSION = "concluded", _("what I concluded")
        SPARRED = "sparred", _("what I took from sparring")
        INSIGHT = "insight", _("my insight")

    week = models.DateField()
    kind = models.CharField(max_length=9, choices=Kind)
    of = models.UUIDField()
    hushed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("what came back of my thread")
        constraints = [models.UniqueConstraint(fields=["owner", "week"], name="one_thread_item_a_week")]


class ThreadOff(Owned):
    """That somebody does not want to be reminded of what they wrote. Without this row the thread is on."""

    class Meta:
        verbose_name = _("my thread is off")
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_thread_switch")]


class MirrorWork(Owned, Written):
    """A piece of ordinary work that somebody made unaided: in the first week, and a comparable one weeks later.

    What they now see in the two stands with the later one. Nothing of it comes back in a thread or goes to a partner.
    """

    class Place(models.TextChoices):
        THEN = "then", _("then")
        NOW = "now", _("now")

    week = models.DateField()
    place = models.CharField(max_length=4, choices=Place)
    task = Words(max_length=200)
    text = Words(max_length=8000)
    sees = Words(max_length=600, blank=True)

    class Meta:
        verbose_name = _("mirror")
        constraints = [models.UniqueConstraint(fields=["owner", "place"], name="one_mirror_work_each")]
