"""Which obstacles lie with somebody who can take them away, from every team; and when those of years ago go."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from lerendwerken.change.obstacles.models import Obstacle, ObstacleAnswer
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations import queueing
from lerendwerken.foundation.organisations.records import Over, What
from lerendwerken.foundation.organisations.tasks import let_go

QUEUE = queueing.register(
    queueing.Queue(
        rows=lambda: Obstacle.unscoped.all(),
        waits=lambda today: Q(state=Obstacle.State.OPEN) | Q(state=Obstacle.State.PROMISED, until__lte=today),
        lies=(Obstacle.State.QUEUED, Obstacle.State.OPEN, Obstacle.State.PROMISED),
    )
)


@task("obstacles.let_go", daily=True)
def let_go_obstacles(about: uuid.UUID | None = None) -> None:
    """Delete obstacles that came to an end, with their answers, and are kept no longer."""
    let_go(What.PROPOSALS, _ended_before)


def _ended_before(over: Over) -> Iterator[QuerySet[Any]]:
    answers = ObstacleAnswer.unscoped.filter(organisation=over.organisation)
    ended = Obstacle.unscoped.filter(
        organisation=over.organisation,
        state__in=(Obstacle.State.GONE, Obstacle.State.STAYS),
        put_at__lt=over.moment,
    ).exclude(pk__in=answers.filter(created__gte=over.moment).values("obstacle"))
    yield answers.filter(obstacle__in=ended)
    yield ended
