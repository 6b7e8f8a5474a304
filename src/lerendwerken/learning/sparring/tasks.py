"""What happens by itself: what placeholders stand for is not kept longer than the piece of work it came from."""

from __future__ import annotations

import uuid
from datetime import timedelta

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.sparring.models import Placeholder


@task("sparring.forget_covered", daily=True)
def forget_covered(about: uuid.UUID | None = None) -> None:
    """Delete the covered words of everybody after the organisation's term for pasted pieces.

    They are names and numbers of citizens and clients. A session can go on without them: what is covered again gets
    placeholders anew.
    """
    with acting(System.KEEPER):
        for organisation in Organisation.objects.all():
            over = clock.now() - timedelta(days=organisation.pasted_days)
            Placeholder.unscoped.filter(organisation=organisation, created__lt=over).delete()
