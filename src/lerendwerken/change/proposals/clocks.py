"""The answer clock: how many working days the one who decides still has.

Monday to Friday, less public holidays and the days on which the one who decides is away. On the day after the term,
and while the one who decides is away, the deputy may answer too.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from lerendwerken.change.proposals.models import Proposal
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.wall.viewer import Viewer

MOST_ASKED = 5  # open requests per decision maker; the rest wait in an open queue


@dataclass(frozen=True)
class AnswerClock:
    """An answer asked on `asked` and due on `due`; the first working day after `asked` is day 1.

    `day` of `of` is the working day that it is now (0 on the day of asking), `late_by` the working days since `due`;
    `away` says that the one who decides is away today.
    """

    asked: date
    due: date
    day: int
    of: int
    late_by: int
    away: bool = False

    @property
    def late(self) -> bool:
        """Whether a working day has gone by after the last one of the term."""
        return self.late_by > 0

    @property
    def passed(self) -> bool:
        """Whether the deputy may answer as well."""
        return self.late or self.away


@dataclass(frozen=True)
class Calendar:
    """What a clock is counted with: the term and country of an organisation, today, and who is away when."""

    organisation: Organisation
    today: date
    zone: ZoneInfo
    away: Mapping[uuid.UUID, frozenset[date]] = field(default_factory=dict)

    def off(self, proposal: Proposal) -> frozenset[date]:
        """The days on which the one who decides about a proposal is away."""
        addressee = proposal.addressee_id
        return self.away.get(addressee, frozenset()) if addressee else frozenset()


def count(asked: date, due: date, today: date, country: str, off: Collection[date] = ()) -> AnswerClock:
    """The clock on `today`, in the working days of a country (ISO 3166 code); days in `off` do not count."""
    return AnswerClock(
        asked=asked,
        due=due,
        day=calendar.working_days_between(asked, min(today, due), country, off),
        of=calendar.working_days_between(asked, due, country, off),
        late_by=calendar.working_days_between(due, today, country),
        away=today in off,
    )


def waits(proposal: Proposal, today: date) -> bool:
    """Whether a proposal waits for an answer: never answered, or parked until a day that has come."""
    if proposal.state == Proposal.State.OPEN:
        return True
    parked = proposal.state == Proposal.State.PARKED
    return parked and proposal.parked_until is not None and proposal.parked_until <= today


def clock_of(proposal: Proposal, by: Calendar) -> AnswerClock | None:
    """The clock of a proposal, or None while nobody has to answer. What was parked starts again on its day."""
    if not waits(proposal, by.today):
        return None
    country, off = by.organisation.country, by.off(proposal)
    if proposal.state == Proposal.State.PARKED and proposal.parked_until is not None:
        asked, term = proposal.parked_until, by.organisation.answer_term_days
    else:
        asked = proposal.asked_on or proposal.put_at.astimezone(by.zone).date()
        # The term that held when it was asked; a later change of the organisation's term moves nothing.
        term = calendar.working_days_between(asked, proposal.due, country)
    return count(asked, calendar.working_days_after(asked, term, country, off), by.today, country, off)


def may_answer(proposal: Proposal, clock: AnswerClock | None, viewer: Viewer) -> bool:
    """Whether the viewer answers now: the one who was asked, or the deputy to whom it has passed."""
    if clock is None:
        return False
    if proposal.addressee_id == viewer.member:
        return True
    stands_in = proposal.deputy_id == viewer.member and proposal.team_id not in viewer.teams
    return stands_in and clock.passed
