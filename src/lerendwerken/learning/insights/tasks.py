"""What happens by itself: what a team shared of its insights goes when the organisation keeps it no longer."""

from __future__ import annotations

import uuid

from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations.records import What
from lerendwerken.foundation.organisations.tasks import let_go
from lerendwerken.learning.insights.models import SharedInsight


@task("insights.let_go", daily=True)
def let_go_copies(about: uuid.UUID | None = None) -> None:
    """Delete the copies that a team reads and that are kept no longer; the insight itself stays with its owner."""
    let_go(
        What.SHARED,
        lambda over: [SharedInsight.unscoped.filter(organisation=over.organisation, week__lt=over.day)],
    )
