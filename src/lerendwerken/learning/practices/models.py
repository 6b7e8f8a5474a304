"""Working practices: how a team does a piece of recurring work now, what is checked and when to stop."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.models import Common, TeamShared, Written
from lerendwerken.learning.practices.steps import Doer, Step


class WorkProcess(Common, Written):
    """A recurring piece of a team's work, with a name."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    name = Words(max_length=120)

    class Meta:
        verbose_name = _("work process")
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="work_process_once")]

    def __str__(self) -> str:
        return str(self.name)


class HowWeWork(models.Model):
    """What a practice says: in force, or proposed. `steps` is a list of {by: person|ai|check, text}."""

    steps = models.JSONField(default=list)
    instruction = Words(max_length=4000, blank=True)
    check_text = Words(max_length=600, blank=True)
    stop_rule = Words(max_length=600, blank=True)
    reason = Words(max_length=1000, blank=True)

    class Meta:
        abstract = True

    @property
    def rows(self) -> list[Step]:
        """The steps with the check as the last one, so that it stands in one place; not twice where it is a step."""
        said = {step["text"] for step in self.steps}
        check = Step(by=Doer.CHECK.value, text=self.check_text)
        return [*self.steps, check] if self.check_text and self.check_text not in said else list(self.steps)


class PracticeVersion(Common, Written, HowWeWork):
    """A practice in force, or one that was. Carries copies of the reason and outcome that changed it."""

    work_process = models.ForeignKey(WorkProcess, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    outcome = Words(max_length=1000, blank=True)
    in_force_from = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("practice in force")
        constraints = [
            models.UniqueConstraint(fields=["work_process", "number"], name="practice_version_once"),
            models.UniqueConstraint(
                fields=["work_process"], condition=Q(current=True), name="one_practice_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_process_id} {self.number}"


class PracticeDraft(TeamShared, Written, HowWeWork):
    """A change of a practice that somebody proposes to the team: out of an experiment, or a copy of another team's."""

    written_by: ClassVar[dict[str, str]] = {"declined_why": "declined_by"}

    work_process = models.ForeignKey(WorkProcess, on_delete=models.CASCADE, related_name="+")
    outcome = Words(max_length=1000, blank=True)
    adopted_from = models.ForeignKey(PracticeVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        "organisations.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    declined_why = Words(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("proposed change of a practice")

    def __str__(self) -> str:
        return f"{self.work_process_id} proposed"


class Voice(TeamShared, Written):
    """What a colleague says about a proposed change, in a line or two: for it, or an objection that stays with it."""

    class Kind(models.TextChoices):
        FOR = "for", _("for")
        OBJECTION = "objection", _("objection")

    # The key of the proposed change, which becomes that of the version: what was said stays with it.
    change = models.UUIDField()
    kind = models.CharField(max_length=9, choices=Kind)
    text = Words(max_length=400, blank=True)

    class Meta:
        verbose_name = _("what a colleague says about a change")
        constraints = [
            models.UniqueConstraint(
                fields=["change", "author"], condition=Q(author__isnull=False), name="one_voice_each"
            ),
        ]


class Stop(Common, Written):
    """That a team stopped a practice on evidence: a result, as much as a practice that stays."""

    version = models.OneToOneField(PracticeVersion, on_delete=models.PROTECT, related_name="+")
    evidence = Words(max_length=1000)
    reason = Words(max_length=1000)

    class Meta:
        verbose_name = _("practice stopped on evidence")


class Adoption(Common):
    """That a team took over the practice of another: `version` is its copy, `original` that of which it is one."""

    original = models.ForeignKey(PracticeVersion, on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField(PracticeVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("practice taken over from another team")


class AdoptionResult(Common, Written):
    """What came of a practice that was taken over, as that team saw it in its own work; a worse result too."""

    class Verdict(models.TextChoices):
        BETTER = "better", _("better than before")
        SAME = "same", _("no different")
        WORSE = "worse", _("worse than before")

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=6, choices=Verdict)
    text = Words(max_length=1000)

    class Meta:
        verbose_name = _("result of a practice that was taken over")


class Use(TeamShared, Written):
    """That a practice was started on a named piece of real work, and how its check ended."""

    class Check(models.TextChoices):
        OPEN = "open", _("still busy")
        DONE = "done", _("check done")
        NOT_DONE = "not_done", _("check not done")
        STOPPED = "stopped", _("stopped")

    version = models.ForeignKey(PracticeVersion, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    piece = Words(max_length=200)
    check_state = models.CharField(max_length=8, choices=Check, default=Check.OPEN)
    stopped_why = Words(max_length=400, blank=True)

    class Meta:
        verbose_name = _("use of a practice")
        indexes = [models.Index(fields=["team", "week"], name="uses_of_team")]
