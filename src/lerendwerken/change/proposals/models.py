"""Innovation proposals: from a draft of one's own, to the team, to the one who decides, to a result for everybody.

Each step up is a copy with the same lineage: no row is ever widened.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.models import Common, Kept, Owned, PutForward, TeamShared, Written
from lerendwerken.foundation.wall.viewer import System


class Idea(models.Model):
    """What a proposal says, whoever may read it. `promise` is the lineage of a result promise."""

    lineage = models.UUIDField(default=new_id)
    title = Words(max_length=160)
    idea = Words(max_length=2000)
    expected = Words(max_length=600, blank=True)
    promise = models.UUIDField(null=True, blank=True)
    risk = Words(max_length=600, blank=True)
    reversible = models.BooleanField(default=False)
    drafted = models.DateField()  # the day on which it was first written

    class Meta:
        abstract = True


class ProposalDraft(Owned, Written, Idea):
    """A proposal in the making, for its writer alone."""

    from_text = Words(max_length=2000, blank=True)  # the insight or outcome out of which it came

    class Meta:
        verbose_name = _("proposal in the making")


class TeamProposal(TeamShared, Written, Idea):
    """A proposal that the team sees."""

    keeping = Kept.PROPOSAL

    class State(models.TextChoices):
        TEAM = "team", _("with the team")
        TRIAL = "trial", _("trial within the mandate")
        PUT_FORWARD = "put_forward", _("put forward")
        REALISED = "realised", _("realised")
        STOPPED = "stopped", _("stopped")
        WITHDRAWN = "withdrawn", _("withdrawn")

    state = models.CharField(max_length=11, choices=State, default=State.TEAM)
    with_names = Words(max_length=300, blank=True)

    class Meta:
        verbose_name = _("proposal with the team")
        constraints = [models.UniqueConstraint(fields=["lineage"], name="team_proposal_once")]


class Reaction(TeamShared, Written):
    """What a colleague says about a proposal: for it, or an objection that stays with it."""

    keeping = Kept.PROPOSAL

    class Kind(models.TextChoices):
        FOR = "for", _("for")
        OBJECTION = "objection", _("objection")

    proposal = models.ForeignKey(TeamProposal, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    text = Words(max_length=600, blank=True)

    class Meta:
        verbose_name = _("reaction of a colleague")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "author"], condition=Q(author__isnull=False), name="one_reaction_each"
            ),
        ]


class TrialFields(models.Model):
    """A try-out with a beginning and an end, and how it ended."""

    lineage = models.UUIDField()
    what = Words(max_length=1000)
    starts = models.DateField()
    ends = models.DateField()
    ended_reason = Words(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class MandateTrial(TeamShared, Written, TrialFields):
    """A reversible trial inside the team's own mandate: started without asking anyone."""

    keeping = Kept.PROPOSAL

    class Meta:
        verbose_name = _("trial within the mandate")
        constraints = [models.UniqueConstraint(fields=["lineage"], name="mandate_trial_once")]


class Proposal(PutForward, Written, Idea):
    """A proposal put to the one who decides, with the day on which an answer is due."""

    keeping = Kept.PROPOSAL

    written_by: ClassVar[dict[str, str]] = {"dissent": ""}
    opened_by = (System.BELL,)

    class State(models.TextChoices):
        QUEUED = "queued", _("waits for its turn")
        OPEN = "open", _("waits for an answer")
        YES = "yes", _("yes")
        NO = "no", _("no")
        PARKED = "parked", _("parked")
        TRIAL = "trial", _("in trial")
        REALISED = "realised", _("realised")
        STOPPED = "stopped", _("stopped")

    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    with_names = Words(max_length=300, blank=True)
    dissent = Words(max_length=6000, blank=True)  # objections that stay, as the team let them go along
    put_at = models.DateTimeField()
    asked_on = models.DateField(null=True, blank=True)  # the day on which its clock began; none in the queue
    due = models.DateField()
    parked_until = models.DateField(null=True, blank=True)  # on that day it waits for an answer again

    class Meta:
        verbose_name = _("proposal put forward")
        constraints = [
            models.UniqueConstraint(fields=["lineage"], name="proposal_once"),
            models.CheckConstraint(
                condition=~Q(state="parked") | Q(parked_until__isnull=False), name="parked_until_a_day"
            ),
        ]


class Answer(PutForward, Written):
    """The reasoned answer to a proposal. It stays as it was given."""

    keeping = Kept.PROPOSAL

    sent = True

    class Verdict(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        PARK = "park", _("park")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=4, choices=Verdict)
    reason = Words(max_length=2000)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer to a proposal")
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="park") | Q(until__isnull=False), name="park_needs_a_date"
            ),
        ]


class Trial(PutForward, Written, TrialFields):
    """A trial to which the one who decides said yes."""

    keeping = Kept.PROPOSAL

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("trial of a proposal")
        constraints = [models.UniqueConstraint(fields=["lineage"], name="trial_once")]


class RealisedProposal(Common, Written, Idea):
    """A proposal that became the way we work, for the whole organisation to use."""

    keeping = Kept.PROPOSAL

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    with_names = Words(max_length=300, blank=True)
    result = Words(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("realised proposal")
        constraints = [models.UniqueConstraint(fields=["lineage"], name="realised_once")]
