"""What happens by itself: pasted pieces of work, and what a team shared, go when their term is over."""

from __future__ import annotations

import uuid
from datetime import timedelta

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.organisations.records import What
from lerendwerken.foundation.organisations.tasks import let_go
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.weekcycle.models import Experiment, LearningQuestion, PastedPiece


@task("weekcycle.forget_pieces", daily=True)
def forget_pieces(about: uuid.UUID | None = None) -> None:
    """Delete every pasted piece whose last day lies behind us, or that is older than the organisation's term now."""
    with acting(System.KEEPER):
        PastedPiece.unscoped.filter(expires__lt=clock.now().date()).delete()
        for organisation in Organisation.objects.all():
            over = clock.now() - timedelta(days=organisation.pasted_days + 1)
            PastedPiece.unscoped.filter(organisation=organisation, created__lt=over).delete()


@task("weekcycle.let_go", daily=True)
def let_go_shared(about: uuid.UUID | None = None) -> None:
    """Delete experiments, and learning questions that ended, that are kept no longer."""
    let_go(
        What.SHARED,
        lambda over: [
            Experiment.unscoped.filter(organisation=over.organisation, week__lt=over.day),
            LearningQuestion.unscoped.filter(organisation=over.organisation, ended__lt=over.day),
        ],
    )
