"""What happens by itself: attached documents are read, and what is of others is not kept longer than its term."""

from __future__ import annotations

import uuid
from datetime import timedelta

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.organisations.queries import viewer_for
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.sparring import attaching, taking_in
from lerendwerken.learning.sparring.models import Attachment, Placeholder, Uncovered


@task("sparring.forget_covered", daily=True)
def forget_covered(about: uuid.UUID | None = None) -> None:
    """Delete covered words, and names left readable, of everybody after the organisation's term for pasted pieces.

    They are names and numbers of citizens and clients. A session can go on without them: what is covered again gets
    placeholders anew.
    """
    with acting(System.KEEPER):
        for organisation in Organisation.objects.all():
            over = clock.now() - timedelta(days=organisation.pasted_days)
            for model in (Placeholder, Uncovered):
                model.unscoped.filter(organisation=organisation, created__lt=over).delete()


@task("sparring.forget_attachments", daily=True)
def forget_attachments(about: uuid.UUID | None = None) -> None:
    """Delete every attached document whose last day lies behind us, or that is older than the term is now."""
    with acting(System.KEEPER):
        Attachment.unscoped.filter(expires__lt=clock.now().date()).delete()
        for organisation in Organisation.objects.all():
            over = clock.now() - timedelta(days=organisation.pasted_days + 1)
            Attachment.unscoped.filter(organisation=organisation, created__lt=over).delete()


@task(attaching.READING)
def read_attachment(about: uuid.UUID | None = None) -> None:
    """Read one attached document, as its owner: the task itself knows no more than its key."""
    with acting(System.KEEPER):
        row = (
            Attachment.unscoped.select_related("owner__person", "owner__organisation")
            .filter(pk=about)
            .first()
        )
    if row is not None:
        taking_in.take_in(viewer_for(row.owner.person, row.owner), row.pk)
