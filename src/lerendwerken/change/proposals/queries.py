"""Reads of proposals. Whoever does not reach a copy gets the same answer as for one that does not exist."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.db.models import Q

from lerendwerken.change.proposals import clocks, tasks
from lerendwerken.change.proposals.models import (
    Answer,
    MandateTrial,
    Proposal,
    ProposalDraft,
    Reaction,
    RealisedProposal,
    TeamProposal,
    Trial,
)
from lerendwerken.change.proposals.story import Story
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.answering import AnswerClock, may_answer, terms_for
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.frame.models import Measurement, ResultPromise

_NAMED = ("author", "addressee", "deputy", "team")
MOST_SHOWN = 200  # rows of one list; the newest


class Asked(NamedTuple):
    """A proposal that was put forward, with its clock while it waits for an answer."""

    proposal: Proposal
    clock: AnswerClock | None

    def is_for(self, viewer: Viewer) -> bool:
        """Whether the viewer answers now, as the one who was asked or as the deputy."""
        return may_answer(self.proposal, self.clock, viewer)


def drafts(viewer: Viewer) -> list[ProposalDraft]:
    """The viewer's own proposals in the making, newest first."""
    return list(ProposalDraft.objects.visible_to(viewer).order_by("-created", "-pk")[:MOST_SHOWN])


def draft_for(viewer: Viewer, draft: uuid.UUID) -> ProposalDraft:
    """One of the viewer's own proposals in the making. Raises `NotFound`."""
    found: ProposalDraft | None = ProposalDraft.objects.visible_to(viewer).filter(pk=draft).first()
    if found is None:
        raise NotFound
    return found


def team_proposals(viewer: Viewer, team: uuid.UUID) -> list[TeamProposal]:
    """The proposals that one of the viewer's teams sees, in every state, newest first."""
    rows = TeamProposal.objects.visible_to(viewer).filter(team=team).select_related("author")
    return list(rows.order_by("-created", "-pk")[:MOST_SHOWN])


def team_proposal_for(viewer: Viewer, team_proposal: uuid.UUID) -> TeamProposal:
    """One proposal of the viewer's teams. Raises `NotFound`."""
    rows = TeamProposal.objects.visible_to(viewer).select_related("author")
    found: TeamProposal | None = rows.filter(pk=team_proposal).first()
    if found is None:
        raise NotFound
    return found


def reactions(viewer: Viewer, team_proposal: TeamProposal) -> list[Reaction]:
    """What colleagues said about a proposal of the team, in order."""
    rows = Reaction.objects.visible_to(viewer).filter(proposal=team_proposal).select_related("author")
    return list(rows.order_by("created", "pk"))


def proposal_for(viewer: Viewer, proposal: uuid.UUID) -> Proposal:
    """One proposal that was put forward. Raises `NotFound`."""
    rows = Proposal.objects.visible_to(viewer).select_related("author", "addressee", "team")
    found: Proposal | None = rows.filter(pk=proposal).first()
    if found is None:
        raise NotFound
    return found


def answers(viewer: Viewer, proposal: Proposal) -> list[Answer]:
    """The answers to a proposal, in order."""
    rows = Answer.objects.visible_to(viewer).filter(proposal=proposal).select_related("author")
    return list(rows.order_by("created", "pk"))


def put_forward(viewer: Viewer) -> list[Asked]:
    """Every proposal put forward that the viewer reaches, newest first, with its clock."""
    rows = Proposal.objects.visible_to(viewer).select_related(*_NAMED)
    return _with_clocks(viewer, list(rows.order_by("-put_at", "-pk")[:MOST_SHOWN]))


def asked(viewer: Viewer) -> list[Asked]:
    """What the viewer answers now, also as somebody's deputy, by the day on which an answer is due."""
    rows = Proposal.objects.visible_to(viewer).filter(
        Q(addressee=viewer.member) | Q(deputy=viewer.member),
        state__in=(Proposal.State.OPEN, Proposal.State.PARKED),
    )
    found = _with_clocks(viewer, list(rows.select_related(*_NAMED)))
    waiting = [(row.clock.due, row.proposal.put_at, row) for row in found if row.clock and row.is_for(viewer)]
    return [row for _due, _put_at, row in sorted(waiting, key=lambda entry: entry[:2])]


def put_to(viewer: Viewer) -> list[Proposal]:
    """The proposals that wait for the viewer's answer, by the day on which it is due."""
    return [row.proposal for row in asked(viewer)]


def queued_for(viewer: Viewer) -> list[Proposal]:
    """What waits for its turn to be asked of the viewer, in that order."""
    rows = Proposal.objects.visible_to(viewer).filter(addressee=viewer.member, state=Proposal.State.QUEUED)
    return list(rows.select_related("author", "team").order_by("put_at", "pk")[:MOST_SHOWN])


def parked_by(viewer: Viewer) -> list[Proposal]:
    """What the viewer parked and is still to come back, by its day."""
    today = clock.today(viewer.zone)
    rows = Proposal.objects.visible_to(viewer).filter(
        addressee=viewer.member, state=Proposal.State.PARKED, parked_until__gt=today
    )
    return list(rows.select_related("author", "team").order_by("parked_until", "pk")[:MOST_SHOWN])


def realised(viewer: Viewer) -> list[RealisedProposal]:
    """What became the way somebody works, in the whole organisation, newest first."""
    rows = RealisedProposal.objects.visible_to(viewer).select_related("author", "team")
    return list(rows.order_by("-created", "-pk")[:MOST_SHOWN])


def trials(viewer: Viewer, team: uuid.UUID) -> list[MandateTrial | Trial]:
    """The trials of one of the viewer's teams, running and ended, newest first."""
    own = MandateTrial.objects.visible_to(viewer).filter(team=team)
    allowed = Trial.objects.visible_to(viewer).filter(team=team)
    return sorted([*own, *allowed], key=lambda trial: (trial.starts, trial.pk), reverse=True)


def story(viewer: Viewer, lineage: uuid.UUID) -> Story:
    """Everything that the viewer reaches of one proposal, in a fixed number of queries. Raises `NotFound`."""
    draft: ProposalDraft | None = _one(viewer, ProposalDraft, lineage, "owner")
    team_proposal: TeamProposal | None = _one(viewer, TeamProposal, lineage, "author", "team__manager")
    proposal: Proposal | None = _one(
        viewer, Proposal, lineage, "author", "addressee", "deputy", "team__manager"
    )
    done: RealisedProposal | None = _one(viewer, RealisedProposal, lineage, "author", "team__manager")
    copy = done or proposal or team_proposal or draft
    if copy is None:
        raise NotFound
    today = clock.today(viewer.zone)
    return Story(
        lineage=lineage,
        today=today,
        draft=draft,
        team_proposal=team_proposal,
        reactions=reactions(viewer, team_proposal) if team_proposal else [],
        mandate_trial=_one(viewer, MandateTrial, lineage, "author") if team_proposal else None,
        proposal=proposal,
        answers=answers(viewer, proposal) if proposal else [],
        trial=_one(viewer, Trial, lineage, "author") if proposal else None,
        realised=done,
        promise=promise_of(viewer, copy.promise),
        measurements=_measured(viewer, copy.promise, lineage),
        clock=_with_clocks(viewer, [proposal])[0].clock if proposal else None,
        team=_team(viewer, copy),
        place=_place(proposal),
    )


def promise_of(viewer: Viewer, lineage: uuid.UUID | None) -> ResultPromise | None:
    """The result promise to which a proposal is linked, where it still exists."""
    if lineage is None:
        return None
    try:
        return frame.promise_by_lineage(viewer, lineage)
    except NotFound:
        return None


def _one(viewer: Viewer, model, lineage: uuid.UUID, *related: str):  # type: ignore[no-untyped-def]
    return model.objects.visible_to(viewer).filter(lineage=lineage).select_related(*related).first()


def _team(viewer: Viewer, copy: ProposalDraft | TeamProposal | Proposal | RealisedProposal) -> Team | None:
    if not isinstance(copy, ProposalDraft):
        return copy.team
    return organisations.team_for(viewer, viewer.team) if viewer.team else None


def _place(proposal: Proposal | None) -> int:
    queued = proposal is not None and proposal.state == Proposal.State.QUEUED
    return tasks.QUEUE.place_of(proposal) if proposal and queued else 0


def _measured(viewer: Viewer, promise: uuid.UUID | None, lineage: uuid.UUID) -> list[Measurement]:
    """What was measured in this proposal's trial, by day."""
    if promise is None:
        return []
    rows = frame.measurements(viewer, [promise]).get(promise, [])
    return [row for row in rows if row.trial == lineage]


def _with_clocks(viewer: Viewer, rows: list[Proposal]) -> list[Asked]:
    today = clock.today(viewer.zone)
    by = terms_for(viewer, [row.addressee_id for row in rows if clocks.waits(row, today)])
    return [Asked(row, clocks.clock_of(row, by)) for row in rows]
