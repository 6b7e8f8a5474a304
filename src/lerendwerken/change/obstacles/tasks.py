"""Which obstacles lie with somebody who can take them away, from every team."""

from __future__ import annotations

from django.db.models import Q

from lerendwerken.change.obstacles.models import Obstacle
from lerendwerken.foundation.organisations import queueing

QUEUE = queueing.register(
    queueing.Queue(
        rows=lambda: Obstacle.unscoped.all(),
        waits=lambda today: Q(state=Obstacle.State.OPEN) | Q(state=Obstacle.State.PROMISED, until__lte=today),
        lies=(Obstacle.State.QUEUED, Obstacle.State.OPEN, Obstacle.State.PROMISED),
    )
)
