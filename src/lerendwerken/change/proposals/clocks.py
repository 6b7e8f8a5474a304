"""When a proposal waits for an answer, and who answers it; the clock itself is that of the whole organisation."""

from __future__ import annotations

from datetime import date

from lerendwerken.change.proposals.models import Proposal
from lerendwerken.foundation.organisations.answering import AnswerClock, Terms
from lerendwerken.foundation.wall.viewer import Viewer


def waits(proposal: Proposal, today: date) -> bool:
    """Whether a proposal waits for an answer: never answered, or parked until a day that has come."""
    if proposal.state == Proposal.State.OPEN:
        return True
    parked = proposal.state == Proposal.State.PARKED
    return parked and proposal.parked_until is not None and proposal.parked_until <= today


def clock_of(proposal: Proposal, by: Terms) -> AnswerClock | None:
    """The clock of a proposal, or None while nobody has to answer. What was parked starts again on its day."""
    if not waits(proposal, by.today):
        return None
    if proposal.state == Proposal.State.PARKED and proposal.parked_until is not None:
        return by.clock(proposal.addressee_id, proposal.parked_until)
    asked = proposal.asked_on or proposal.put_at.astimezone(by.zone).date()
    return by.clock(proposal.addressee_id, asked, proposal.due)


def may_answer(proposal: Proposal, clock: AnswerClock | None, viewer: Viewer) -> bool:
    """Whether the viewer answers now: the one who was asked, or the deputy to whom it has passed."""
    if clock is None:
        return False
    if proposal.addressee_id == viewer.member:
        return True
    stands_in = proposal.deputy_id == viewer.member and proposal.team_id not in viewer.teams
    return stands_in and clock.passed
