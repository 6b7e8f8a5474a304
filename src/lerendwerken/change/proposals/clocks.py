"""When a proposal waits for an answer; the clock itself is that of the whole organisation."""

from __future__ import annotations

from datetime import date

from lerendwerken.change.proposals.models import Proposal
from lerendwerken.foundation.organisations.answering import AnswerClock, Terms


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
