"""What is counted. People's own answers stay theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.models import OnErasure, Owned, Walled
from lerendwerken.foundation.wall.reach import Reach
from lerendwerken.foundation.wall.viewer import System


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


class WeekHours(Walled):
    """How much working time the rhythm took of a team in a week that is over; written once and never changed.

    Without a `team` it is about all teams that are too small to be named, together. Nothing in it is about a person.
    """

    reach = Reach.ORGANISATION
    on_erasure = OnErasure.KEEP
    opened_by = (System.PUBLISHER,)

    week = models.DateField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveSmallIntegerField()
    alone = models.PositiveIntegerField()  # minutes that the rhythm set aside
    together = models.PositiveIntegerField()  # minutes of dialogue that was held

    class Meta:
        verbose_name = _("working time of a team in a week")
        constraints = [
            models.UniqueConstraint(fields=["team", "week"], name="hours_of_team_once"),
            models.UniqueConstraint(
                fields=["organisation", "week"], condition=Q(team=None), name="hours_of_the_rest_once"
            ),
            models.CheckConstraint(condition=Q(people__gte=5), name="hours_of_enough_people"),
        ]
