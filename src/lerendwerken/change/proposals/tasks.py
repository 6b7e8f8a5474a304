"""Which proposals lie with a decision maker, from every team."""

from __future__ import annotations

from django.db.models import Q

from lerendwerken.change.proposals.models import Proposal
from lerendwerken.foundation.organisations import queueing

QUEUE = queueing.register(
    queueing.Queue(
        rows=lambda: Proposal.unscoped.all(),
        waits=lambda today: (
            Q(state=Proposal.State.OPEN) | Q(state=Proposal.State.PARKED, parked_until__lte=today)
        ),
        lies=(Proposal.State.QUEUED, Proposal.State.OPEN, Proposal.State.PARKED),
    )
)
