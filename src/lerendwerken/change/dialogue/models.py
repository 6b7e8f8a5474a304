"""The team's sharp dialogue, in its written form: blind until one reveal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.ids import unordered_id
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.models import Kept, Owned, TeamShared, Written
from lerendwerken.foundation.wall.viewer import System


class Dialogue(TeamShared, Written):
    """One week's case on the table. The author is who brings it in; the owner of the case decides in the end."""

    keeping = Kept.SHARED

    written_by: ClassVar[dict[str, str]] = {"partner_text": "", "partner_name": ""}

    class State(models.TextChoices):
        WRITING = "writing", _("writing")
        REVEALED = "revealed", _("revealed")
        DECIDED = "decided", _("decided")

    week = models.DateField()
    case = Words(max_length=400)
    background = Words(max_length=2000, blank=True)
    lead = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WRITING)
    revealed_at = models.DateTimeField(null=True, blank=True)
    courage_key = models.CharField(max_length=60, blank=True)
    partner_text = Words(max_length=8000, blank=True)
    partner_name = Words(max_length=120, blank=True)
    partner_kind = models.CharField(max_length=6, blank=True)  # as Turn.Partner: coach, model, bridge

    class Meta:
        verbose_name = _("team dialogue")
        constraints = [models.UniqueConstraint(fields=["team", "week"], name="one_dialogue_per_week")]


class PositionDraft(Owned, Written):
    """What somebody thinks, before the reveal; without text they are ready and write nothing this time.

    `asked_to_sign`: the only one without a name, kept back until signed.
    """

    keeping = Kept.REVEAL
    opened_by = (System.REVEAL,)

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=600)
    unnamed = models.BooleanField(default=False)
    asked_to_sign = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("position before the reveal")
        constraints = [models.UniqueConstraint(fields=["owner", "dialogue"], name="one_position_draft")]


class Position(TeamShared, Written):
    """A revealed position. Without an author it is really unnamed: its key and order tell nothing."""

    keeping = Kept.SHARED

    written_by: ClassVar[dict[str, str]] = {"critic": "critic", "objection": "critic"}

    id = models.UUIDField(primary_key=True, default=unordered_id, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=600)
    place = models.PositiveSmallIntegerField()
    critic = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    objection = Words(max_length=600, blank=True)

    class Meta:
        verbose_name = _("position in a dialogue")
        constraints = [models.UniqueConstraint(fields=["dialogue", "place"], name="position_place_once")]


class Courage(TeamShared, Written):
    """An answer to the courage question."""

    keeping = Kept.SHARED

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=600)

    class Meta:
        verbose_name = _("answer to the courage question")
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "author"], condition=Q(author__isnull=False), name="one_courage_answer"
            ),
        ]


class Dissent(TeamShared, Written):
    """Disagreement with the decision that stays on record."""

    keeping = Kept.SHARED

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=600)

    class Meta:
        verbose_name = _("dissent")
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "author"], condition=Q(author__isnull=False), name="one_dissent_each"
            ),
        ]


class Decision(TeamShared, Written):
    """What the owner of the case decided, who does it and who leads next time."""

    keeping = Kept.SHARED

    dialogue = models.OneToOneField(Dialogue, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=1000)
    doer = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    next_lead = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("decision of a dialogue")
