"""The answer clock: how many working days the one who decides still has. Monday to Friday, less public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from lerendwerken.change.proposals.models import Proposal
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations.models import Organisation


@dataclass(frozen=True)
class AnswerClock:
    """An answer asked on `asked` and due on `due`; the first working day after `asked` is day 1.

    `day` of `of` is the working day that it is now (0 on the day of asking), `late_by` the working days since `due`.
    """

    asked: date
    due: date
    day: int
    of: int
    late_by: int

    @property
    def late(self) -> bool:
        """Whether a working day has gone by after the last one of the term."""
        return self.late_by > 0


def count(asked: date, due: date, today: date, country: str) -> AnswerClock:
    """The clock on `today`, in the working days of a country (ISO 3166 code)."""
    return AnswerClock(
        asked=asked,
        due=due,
        day=calendar.working_days_between(asked, min(today, due), country),
        of=calendar.working_days_between(asked, due, country),
        late_by=calendar.working_days_between(due, today, country),
    )


def waits(proposal: Proposal, today: date) -> bool:
    """Whether a proposal waits for an answer: never answered, or parked until a day that has come."""
    if proposal.state == Proposal.State.OPEN:
        return True
    parked = proposal.state == Proposal.State.PARKED
    return parked and proposal.parked_until is not None and proposal.parked_until <= today


def clock_of(
    proposal: Proposal, organisation: Organisation, today: date, zone: ZoneInfo
) -> AnswerClock | None:
    """The clock of a proposal, or None while nobody has to answer. What was parked starts again on its day."""
    if not waits(proposal, today):
        return None
    if proposal.state == Proposal.State.PARKED and proposal.parked_until is not None:
        asked = proposal.parked_until
        due = calendar.working_days_after(asked, organisation.answer_term_days, organisation.country)
    else:
        asked, due = proposal.put_at.astimezone(zone).date(), proposal.due
    return count(asked, due, today, organisation.country)
