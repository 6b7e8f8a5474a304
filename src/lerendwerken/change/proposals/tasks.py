"""Which proposals lie with a decision maker, from every team; and when those of years ago go."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from lerendwerken.change.proposals.models import (
    Answer,
    MandateTrial,
    Proposal,
    Reaction,
    RealisedProposal,
    TeamProposal,
    Trial,
)
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations import queueing
from lerendwerken.foundation.organisations.records import Over, What
from lerendwerken.foundation.organisations.tasks import let_go

QUEUE = queueing.register(
    queueing.Queue(
        rows=lambda: Proposal.unscoped.all(),
        waits=lambda today: (
            Q(state=Proposal.State.OPEN) | Q(state=Proposal.State.PARKED, parked_until__lte=today)
        ),
        lies=(Proposal.State.QUEUED, Proposal.State.OPEN, Proposal.State.PARKED),
    )
)

_STEPS = (TeamProposal, MandateTrial, Proposal, Trial, RealisedProposal)
_ENDED = (Proposal.State.NO, Proposal.State.REALISED, Proposal.State.STOPPED)


@task("proposals.let_go", daily=True)
def let_go_proposals(about: uuid.UUID | None = None) -> None:
    """Delete proposals that came to an end, every step of them at once, and are kept no longer."""
    let_go(What.PROPOSALS, _ended_before)


def _ended_before(over: Over) -> Iterator[QuerySet[Any]]:
    def lineages(model: type[Any], rule: Q, name: str = "lineage") -> set[uuid.UUID]:
        rows = model.unscoped.filter(rule, organisation=over.organisation)
        return set(rows.values_list(name, flat=True))

    later = Q(created__gte=over.moment)
    stays = set[uuid.UUID]().union(
        *(lineages(step, later) for step in _STEPS),
        *(lineages(trial, Q(ended_at__gte=over.moment)) for trial in (MandateTrial, Trial)),
        *(lineages(said, later, "proposal__lineage") for said in (Reaction, Answer)),
        lineages(TeamProposal, Q(state=TeamProposal.State.TRIAL)),
        lineages(Proposal, ~Q(state__in=_ENDED)),
    )
    gone = set[uuid.UUID]().union(*(lineages(step, Q()) for step in _STEPS)) - stays
    for step in _STEPS:
        yield step.unscoped.filter(organisation=over.organisation, lineage__in=gone)
