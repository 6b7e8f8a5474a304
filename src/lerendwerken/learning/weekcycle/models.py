"""One team's week: its rhythm, its fixed moments, and what each person writes in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.organisations.models import Membership, Team
from lerendwerken.foundation.wall.models import Kept, OnErasure, Owned, TeamShared, Written
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.practices.models import PracticeVersion, WorkProcess


class Weekday(models.TextChoices):
    """The days on which moments can lie."""

    MON = "mon", _("Monday")
    TUE = "tue", _("Tuesday")
    WED = "wed", _("Wednesday")
    THU = "thu", _("Thursday")
    FRI = "fri", _("Friday")
    SAT = "sat", _("Saturday")
    SUN = "sun", _("Sunday")


class Moment(models.TextChoices):
    """The fixed moments. The start rhythm has WORK and DIALOGUE, the full rhythm all others and DIALOGUE."""

    WORK = "work", _("Work")
    FOCUS = "focus", _("Focus")
    DEEPEN = "deepen", _("Deepen")
    DO = "do", _("Do")
    DIALOGUE = "dialogue", _("Sharp dialogue")
    HARVEST = "harvest", _("Harvest")


class Rhythm(TeamShared):
    """The rhythm of a team: two moments a week to start with, five from `full_from` on."""

    opened_by = (System.PUBLISHER,)

    dialogue_day = models.CharField(max_length=3, choices=Weekday, default=Weekday.THU)
    dialogue_time = models.TimeField()
    starts = models.DateField()
    full_from = models.DateField(null=True, blank=True)
    lapsed_work = Words(max_length=400, blank=True)

    class Meta:
        verbose_name = _("rhythm")
        constraints = [models.UniqueConstraint(fields=["team"], name="one_rhythm_per_team")]


class OwnDays(Owned):
    """On which days somebody does the moments that are theirs alone, from a week on: {moment: weekday}.

    `at` is the wall-clock time at which they begin; without it a moment has the whole day.
    """

    from_week = models.DateField()
    days = models.JSONField(default=dict)
    at = models.TimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("own days")
        constraints = [models.UniqueConstraint(fields=["owner", "from_week"], name="own_days_once_a_week")]


class PastedPiece(Owned, Written):
    """A piece of real work that somebody is stuck on, with two lines of own view. Gone after its term."""

    keeping = Kept.PASTED
    exported = False

    text = Words(max_length=100_000)
    view = Words(max_length=2000)
    expires = models.DateField()

    class Meta:
        verbose_name = _("pasted piece")


class Caught(Owned, Written):
    """A thought caught in five seconds, to be placed later."""

    text = Words(max_length=2000)
    placed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("caught thought")


class LearningQuestion(TeamShared, Written):
    """A professional's own question under a development question. One is current per person in a team."""

    keeping = Kept.SHARED

    text = Words(max_length=300)
    development_question = models.ForeignKey(
        DevelopmentQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    week = models.DateField()
    ended = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("learning question")
        constraints = [
            models.UniqueConstraint(
                fields=["author", "team"],
                condition=Q(ended=None, author__isnull=False),
                name="one_current_question",
            ),
        ]


class MomentEntry(Owned, Written):
    """What somebody wrote in one moment of one week, for themselves alone."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("still open")
        CHECKED = "checked", _("checked, is right")
        WRONG = "wrong", _("checked, is wrong")

    week = models.DateField()
    moment = models.CharField(max_length=8, choices=Moment)
    question = models.ForeignKey(LearningQuestion, on_delete=models.SET_NULL, null=True, related_name="+")
    expectation = Words(max_length=600, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    if_then = Words(max_length=400, blank=True)
    kept = Words(max_length=600, blank=True)
    rejected = Words(max_length=600, blank=True)
    claim = Words(max_length=400, blank=True)
    claim_verdict = models.CharField(max_length=7, choices=Verdict, blank=True)
    claim_source = Words(max_length=300, blank=True)
    conclusion = Words(max_length=1000, blank=True)
    theme_key = models.CharField(max_length=60, blank=True)
    theme_line = Words(max_length=400, blank=True)
    tight = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("what you wrote in a moment")
        constraints = [
            models.UniqueConstraint(fields=["owner", "week", "moment"], name="one_entry_per_moment"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__lte=100), name="entry_confidence_to_100"
            ),
        ]


class WeekNote(Owned, Written):
    """A dated note that adds to a past week, which itself is not rewritten."""

    week = models.DateField()
    text = Words(max_length=1000)

    class Meta:
        verbose_name = _("note at a past week")


class Experiment(TeamShared, Written):
    """Trying AI in a named work process this week: expectation before, outcome after."""

    keeping = Kept.SHARED

    class Quality(models.TextChoices):
        BETTER = "better", _("better")
        SAME = "same", _("the same")
        WORSE = "worse", _("worse")

    week = models.DateField()
    work_process = models.ForeignKey(WorkProcess, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        PracticeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    partner = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    piece = Words(max_length=200, blank=True)
    tried = Words(max_length=600)
    expects = Words(max_length=600, blank=True)
    outcome = Words(max_length=600, blank=True)
    minutes_before = models.PositiveIntegerField(null=True, blank=True)
    minutes_after = models.PositiveIntegerField(null=True, blank=True)
    quality = models.CharField(max_length=6, choices=Quality, blank=True)
    evidence = Words(max_length=400, blank=True)

    class Meta:
        verbose_name = _("experiment")
        indexes = [models.Index(fields=["team", "week"], name="experiments_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(minutes_before=None) | Q(minutes_before__lte=10_000))
                & (Q(minutes_after=None) | Q(minutes_after__lte=10_000)),
                name="experiment_minutes_sane",
            ),
        ]


class MomentHeld(TeamShared):
    """That the team held a moment together. Counts moments, not people."""

    on_erasure = OnErasure.UNNAME
    opened_by = (System.PUBLISHER,)

    week = models.DateField()
    moment = models.CharField(max_length=8, choices=Moment, default=Moment.DIALOGUE)

    class Meta:
        verbose_name = _("moment held by the team")
        constraints = [models.UniqueConstraint(fields=["team", "week", "moment"], name="held_once")]


class ThemeChoice(TeamShared):
    """The theme that a team chose for a week instead of the one whose turn it is; without a key it has none."""

    week = models.DateField()
    key = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("theme that a team chose")
        constraints = [models.UniqueConstraint(fields=["team", "week"], name="one_theme_choice_a_week")]


class ThemeHeld(Owned):
    """That somebody tried the theme of a week, and in a team of how many people: never what they wrote about it."""

    opened_by = (System.THEMES,)

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    key = models.CharField(max_length=60)
    among = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("theme that you held")
        constraints = [models.UniqueConstraint(fields=["owner", "week"], name="theme_held_once_a_week")]
