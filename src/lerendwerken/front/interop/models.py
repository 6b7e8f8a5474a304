"""What of the week may be read by another program, and by which address."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.models import Owned
from lerendwerken.foundation.wall.viewer import System


class CalendarFeed(Owned):
    """A secret address at which a calendar program reads moments: one's own, or only the dialogue of a team.

    Kept is a keyed digest of the secret, never the secret. `told` remembers what was last said of each moment, so that
    a change is told as one: {moment in a week: [what it is, how often it changed, when it last did]}.
    """

    exported = False  # no words of anybody: an address that cannot be read back, and times
    opened_by = (System.DOOR,)

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("my moments")
        TEAM = "team", _("the dialogue of the team")

    kind = models.CharField(max_length=8, choices=Kind)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    told = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("address of a calendar")
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="one_calendar_address_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(kind="team") | Q(team__isnull=False),
                name="team_calendar_of_a_team",
            ),
        ]
