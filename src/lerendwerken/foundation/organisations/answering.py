"""The answer clock: how many working days somebody who was asked still has, and to whom it passes after that.

Monday to Friday, less public holidays and the days on which the one who was asked is away. On the day after the term,
and while they are away, their deputy may answer too. Every room in which an answer is owed counts with this one.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerendwerken.foundation.ground import clock as ground_clock
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import calendar, queries
from lerendwerken.foundation.organisations.models import Membership, Organisation
from lerendwerken.foundation.wall.keeping import words
from lerendwerken.foundation.wall.models import PutForward
from lerendwerken.foundation.wall.viewer import Viewer

MOST_ASKED: Final = 5  # open requests of one kind per person; the rest wait in an open queue
MOST_REASON, LEAST_REASON = 2000, 10  # characters
LONGEST_PARK: Final = timedelta(days=366)
NEARLY: Final = 2  # working days that are left when somebody is reminded


@dataclass(frozen=True)
class AnswerClock:
    """An answer asked on `asked` and due on `due`; the first working day after `asked` is day 1.

    `day` of `of` is the working day that it is now (0 on the day of asking), `late_by` the working days since `due`;
    `away` says that the one who was asked is away today.
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

    @property
    def nearly_over(self) -> bool:
        """Whether it is time to remind somebody; what is late already nags nobody."""
        return not self.late and self.of - self.day <= NEARLY


@dataclass(frozen=True)
class Terms:
    """What clocks are counted with: the term and country of an organisation, today, and who is away when."""

    organisation: Organisation
    today: date
    zone: ZoneInfo
    away: Mapping[uuid.UUID, frozenset[date]] = field(default_factory=dict)

    def clock(self, member: uuid.UUID | None, asked: date, due: date | None = None) -> AnswerClock:
        """The clock of what was asked of a member on a day.

        `due` is the day that was due when it was asked: the term of then holds, whatever the organisation sets later.
        None: the term of now. Days on which the member is away do not count.
        """
        country = self.organisation.country
        off = self.away.get(member, frozenset()) if member else frozenset()
        term = (
            self.organisation.answer_term_days
            if due is None
            else calendar.working_days_between(asked, due, country)
        )
        return count(asked, calendar.working_days_after(asked, term, country, off), self.today, country, off)


def terms_for(viewer: Viewer, asked: Iterable[uuid.UUID | None]) -> Terms:
    """What the clocks of the members who were asked are counted with today, in two queries at most."""
    members = [member for member in asked if member]
    away = queries.days_away(viewer, members) if members else {}
    return Terms(queries.organisation_of(viewer), ground_clock.today(viewer.zone), viewer.zone, away)


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


def may_answer(row: PutForward, clock: AnswerClock | None, viewer: Viewer) -> bool:
    """Whether the viewer answers now: the one who was asked, or the deputy to whom it has passed."""
    if clock is None:
        return False
    if row.addressee_id == viewer.member:
        return True
    stands_in = row.deputy_id == viewer.member and row.team_id not in viewer.teams
    return stands_in and clock.passed


def due_on(organisation: Organisation, today: date) -> date:
    """The day on which an answer is due that is asked today."""
    return calendar.working_days_after(today, organisation.answer_term_days, organisation.country)


def reasoned(reason: str, too_short: str) -> str:
    """The reason of an answer as it is kept. Raises `BadInput`, with `too_short` where it says nothing."""
    why = words(reason, MOST_REASON, "reason", required=True)
    if len(why) < LEAST_REASON:
        raise BadInput(too_short, "reason")
    return why


def comes_back_on(until: date | None, by: Viewer, missing: str) -> date:
    """The working day on which an answer is asked again. Raises `BadInput` for another day, or with `missing` for one
    that does not lie ahead within a year.
    """
    today, country = ground_clock.today(by.zone), queries.organisation_of(by).country
    if until is None or not today < until <= today + LONGEST_PARK:
        raise BadInput(missing, "until")
    if not calendar.is_working_day(until, country):
        told = {
            "day": date_format(until, "l j F"),
            "next": date_format(calendar.next_working_day(until, country), "l j F Y"),
        }
        raise BadInput(
            _("%(day)s is no working day, and on that day an answer is asked again. Choose %(next)s.") % told,
            "until",
        )
    return until


def parked_until(until: date | None, by: Viewer) -> date:
    """The working day on which what is parked comes back. Raises `BadInput` for another day, or for none."""
    missing = _("Parking needs a day to come, within a year. On that day it comes back by itself.")
    return comes_back_on(until, by, missing)


def told(
    clock: AnswerClock | None, asked: Membership | None, deputy: Membership | None, viewer: Viewer
) -> dict[str, Any] | None:
    """What a clock says to the viewer, for the tag `clock`; None while nobody has to answer."""
    if clock is None:
        return None
    named = {
        "name": asked.name if asked else _("a former colleague"),
        "day": date_format(clock.due, "l j F"),
    }
    mine = asked is not None and asked.pk == viewer.member
    return {
        "day": clock.day,
        "of": clock.of,
        "late": clock.late,
        "headline": _answers(mine, clock.late) % named,
        "words": " ".join(_beside(clock, asked, deputy, viewer)),
    }


def _beside(
    clock: AnswerClock, asked: Membership | None, deputy: Membership | None, viewer: Viewer
) -> list[str]:
    """What stands beside a clock: how late it is, who is away, and to whom it passed or will pass."""
    found = []
    if clock.late:
        late = ngettext("%(days)d working day late.", "%(days)d working days late.", clock.late_by)
        found.append(late % {"days": clock.late_by})
    if clock.away and asked and asked.pk != viewer.member:
        found.append(_("%(name)s is away; those days do not count.") % {"name": asked.name})
    if deputy is not None:
        found.append(_of_deputy(clock, deputy, viewer))
    return found


def _of_deputy(clock: AnswerClock, deputy: Membership, viewer: Viewer) -> str:
    if deputy.pk == viewer.member:
        if clock.passed:
            return _("You are the deputy and answer now.")
        return _("You are the deputy: on the day after, it passes to you.")
    if clock.passed:
        return _("It has passed to %(name)s, the deputy.") % {"name": deputy.name}
    return _("On the day after, it passes to %(name)s, the deputy.") % {"name": deputy.name}


def _answers(mine: bool, late: bool) -> str:
    if mine:
        return _("You should have answered by %(day)s") if late else _("You answer by %(day)s")
    return _("%(name)s should have answered by %(day)s") if late else _("%(name)s answers by %(day)s")
