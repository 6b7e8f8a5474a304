"""What nobody who acts can see as a whole: how many proposals lie with a decision maker, of every team.

At most five ask for an answer; the rest wait in an open queue, the oldest first. This runs inside the transaction of
whoever puts forward, answers or names a deputy, as a system viewer that reaches this one table, and gives back numbers.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from lerendwerken.change.proposals.models import Proposal
from lerendwerken.foundation.organisations.answering import MOST_ASKED, due_on
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System


def is_full(addressee: uuid.UUID, today: date) -> bool:
    """Whether as many proposals as one person answers wait for a decision maker already."""
    with acting(System.BELL):
        return _waiting(addressee, today) >= MOST_ASKED


def place_in_queue(proposal: Proposal) -> int:
    """Which place a proposal has in the queue of its decision maker: 1 is the next."""
    with acting(System.BELL):
        before = Q(put_at__lt=proposal.put_at) | Q(put_at=proposal.put_at, pk__lt=proposal.pk)
        queue = Proposal.unscoped.filter(addressee=proposal.addressee_id, state=Proposal.State.QUEUED)
        return queue.filter(before).count() + 1


def let_next_in(addressee: uuid.UUID, today: date, organisation: Organisation) -> None:
    """Let the oldest of the queue ask for an answer where there is room; their clocks begin today."""
    with acting(System.BELL):
        room = MOST_ASKED - _waiting(addressee, today)
        queue = Proposal.unscoped.filter(addressee=addressee, state=Proposal.State.QUEUED)
        due = due_on(organisation, today)
        for row in queue.select_for_update().order_by("put_at", "pk")[: max(room, 0)]:
            row.state, row.asked_on, row.due = Proposal.State.OPEN, today, due
            row.save(update_fields=["state", "asked_on", "due"])


def give_deputy(addressee: uuid.UUID, deputy: uuid.UUID | None, but_not: Collection[uuid.UUID]) -> None:
    """Name the deputy on everything that still lies with a decision maker, except for the teams in `but_not`."""
    lies = (Proposal.State.QUEUED, Proposal.State.OPEN, Proposal.State.PARKED)
    with acting(System.BELL):
        rows = Proposal.unscoped.filter(addressee=addressee, state__in=lies)
        rows.filter(team__in=but_not).update(deputy=None)
        rows.exclude(team__in=but_not).update(deputy=deputy)


def _waiting(addressee: uuid.UUID, today: date) -> int:
    asked = Q(state=Proposal.State.OPEN) | Q(state=Proposal.State.PARKED, parked_until__lte=today)
    return Proposal.unscoped.filter(asked, addressee=addressee).count()
