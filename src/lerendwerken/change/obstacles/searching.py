"""What can be found among the obstacles."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.change.obstacles.models import Obstacle, ObstacleAnswer

register(
    Source(
        kind=_("obstacle"),
        rows=lambda viewer: Obstacle.objects.visible_to(viewer),
        fields=("text", "why", "out_of"),
        link=lambda row: reverse("obstacles:one", args=[row.pk]),
        week="put_at",
    ),
    Source(
        kind=_("answer to an obstacle"),
        rows=lambda viewer: ObstacleAnswer.objects.visible_to(viewer),
        fields=("reason",),
        link=lambda row: reverse("obstacles:one", args=[row.obstacle_id]),
        week="created",
    ),
)
