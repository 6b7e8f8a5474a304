"""What happens by itself: a text that nobody has touched for a long time goes."""

from __future__ import annotations

import uuid
from datetime import timedelta

from lerendwerken.foundation.drafts.models import PASTED, Arrival, Draft
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System

KEPT = timedelta(days=90)


@task("drafts.forget", daily=True)
def forget(about: uuid.UUID | None = None) -> None:
    """Delete every draft untouched for ninety days, and as old a note that a form arrived, of everybody.

    A draft with a pasted piece of work goes earlier: after the organisation's term for such pieces.
    """
    before = clock.now() - KEPT
    with acting(System.KEEPER):
        for organisation in Organisation.objects.all():
            pasted = Draft.unscoped.filter(organisation=organisation, form__endswith=PASTED)
            pasted.filter(saved__lt=clock.now() - timedelta(days=organisation.pasted_days)).delete()
        Draft.unscoped.filter(saved__lt=before).delete()
        Arrival.unscoped.filter(at__lt=before).delete()
