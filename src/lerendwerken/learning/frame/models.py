"""Why and what: goals, result promises and development questions, in versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.organisations.models import Membership, Team
from lerendwerken.foundation.wall.models import Common, OnErasure, Written


class Challenge(models.TextChoices):
    """The five challenges to which goals, proposals and results contribute (D18)."""

    LABOUR_SHORTAGE = "labour_shortage", _("labour shortage")
    HEALTHY_WORK = "healthy_work", _("healthy work climate")
    PRODUCTIVITY = "productivity", _("productivity")
    INCLUSION = "inclusion", _("inclusion")
    SUSTAINABILITY = "sustainability", _("sustainability")


class Frame(Common, Written):
    """One version of the organisation's frame, for a period from `starts` to `ends`, both days included.

    A version in preparation has no `in_force_from`. With a reason it is decided, and is in force from that moment until
    the next decided version is: at once, or, for a period to come, from the beginning of its first day.
    """

    number = models.PositiveSmallIntegerField()
    title = Words(max_length=160)
    why = Words(max_length=2000)
    reason = Words(max_length=1000, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    in_force_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("frame")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="frame_number_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(in_force_from__isnull=True),
                name="one_frame_in_preparation",
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="frame_ends_after_it_starts"
            ),
        ]


class Goal(Common):
    """What the organisation wants to reach, and to which challenges it contributes."""

    on_erasure = OnErasure.UNNAME

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="+")
    lineage = models.UUIDField(default=new_id)
    title = Words(max_length=160)
    text = Words(max_length=1000, blank=True)
    challenges = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("goal")
        constraints = [models.UniqueConstraint(fields=["frame", "lineage"], name="goal_once_per_version")]


class ResultPromise(Common):
    """An indicator with a baseline, a target and a date. Its lineage stays the same over versions of the frame."""

    class Kind(models.TextChoices):
        LASTING = "lasting", _("lasting result")
        DIRECT = "direct", _("direct return")

    class Term(models.TextChoices):
        SHORT = "short", _("short term")
        LONG = "long", _("long term")

    class Better(models.TextChoices):
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    lineage = models.UUIDField(default=new_id)
    title = Words(max_length=160)
    indicator = Words(max_length=600)
    unit = Words(max_length=20, blank=True)
    kind = models.CharField(max_length=7, choices=Kind)
    term = models.CharField(max_length=5, choices=Term)
    better = models.CharField(max_length=4, choices=Better, default=Better.UP)
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    baseline_by = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2)
    due = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("result promise")
        constraints = [
            models.UniqueConstraint(fields=["frame", "lineage"], name="promise_once_per_version"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=False) | Q(baseline_by__isnull=False),
                name="baseline_or_date_for_it",
            ),
        ]


class Measurement(Common):
    """A measured value of a promise: claimed, until somebody else confirms it. A baseline is measured too."""

    class Source(models.TextChoices):
        HAND = "hand", _("measured by hand")
        TRIAL = "trial", _("measured in a trial")
        BASELINE = "baseline", _("baseline")

    promise = models.UUIDField()  # the promise's lineage
    day = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    note = Words(max_length=400, blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.HAND)
    trial = models.UUIDField(null=True, blank=True)  # the proposal's lineage
    confirmed_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("measurement")
        indexes = [models.Index(fields=["promise", "day"], name="measurements_of_promise")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(author__isnull=True)
                | ~Q(confirmed_by=models.F("author")),
                name="confirmed_by_somebody_else",
            ),
            models.UniqueConstraint(fields=["corrects"], name="corrected_once"),
        ]


class DevelopmentQuestion(Common):
    """What the organisation or a team must learn to reach a goal."""

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    lineage = models.UUIDField(default=new_id)
    text = Words(max_length=240)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("development question")
        constraints = [
            models.UniqueConstraint(
                fields=["frame", "lineage"], name="development_question_once_per_version"
            ),
        ]


class FrameObjection(Common, Written):
    """What somebody has against the frame or a part of it, put to a steward who owes an answer by a day.

    `about` says what kind of thing `lineage` belongs to; the frame as a whole has none.
    """

    class About(models.TextChoices):
        FRAME = "frame", _("the frame as a whole")
        GOAL = "goal", _("a goal")
        PROMISE = "promise", _("a result")
        QUESTION = "question", _("a development question")

    class State(models.TextChoices):
        QUEUED = "queued", _("waits for its turn")
        OPEN = "open", _("waits for an answer")
        TAKEN = "taken", _("taken over")
        NOT_TAKEN = "not_taken", _("not taken over")
        PARKED = "parked", _("parked")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=8, choices=About)
    lineage = models.UUIDField(null=True, blank=True)
    text = Words(max_length=240)
    why = Words(max_length=1000)
    addressee = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    asked_on = models.DateField(null=True, blank=True)  # the day on which its clock began; none in the queue
    due = models.DateField()
    parked_until = models.DateField(null=True, blank=True)  # on that day it waits for an answer again
    taken_in = models.ForeignKey(Frame, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("objection to the frame")
        constraints = [
            models.CheckConstraint(
                condition=Q(about="frame", lineage__isnull=True)
                | (~Q(about="frame") & Q(lineage__isnull=False)),
                name="objection_names_its_part",
            ),
            models.CheckConstraint(
                condition=~Q(state="parked") | Q(parked_until__isnull=False),
                name="objection_parked_until_a_day",
            ),
        ]


class ObjectionAnswer(Common, Written):
    """The reasoned answer to an objection. It stays as it was given."""

    sent = True

    class Verdict(models.TextChoices):
        TAKEN = "taken", _("taken over")
        NOT_TAKEN = "not_taken", _("not taken over")
        PARK = "park", _("parked")

    objection = models.ForeignKey(FrameObjection, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=9, choices=Verdict)
    reason = Words(max_length=2000)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer to an objection")
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="park") | Q(until__isnull=False), name="objection_park_needs_a_date"
            ),
        ]
