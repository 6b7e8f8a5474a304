"""How the agreement stands on a day, as plain arithmetic over its versions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lerendwerken.oversight.governance.models import Agreement

LONGEST_PILOT: Final = timedelta(weeks=13)
COUNCIL_DAYS: Final = 5  # working days in which the council can speak before a pilot begins by itself
_SOON: Final = timedelta(weeks=4)
_VERY_SOON: Final = timedelta(weeks=1)


@dataclass(frozen=True)
class Standing:
    """`agreement` is the version that counts, over or not; `proposed` a later one that is not in force yet."""

    today: date
    agreement: Agreement | None = None
    proposed: Agreement | None = None

    @property
    def is_over(self) -> bool:
        """Whether the pilot has ended."""
        ends = self.agreement.ends if self.agreement else None
        return ends is not None and ends < self.today

    @property
    def holds(self) -> bool:
        """Whether an agreement is in force."""
        return self.agreement is not None and not self.is_over

    def covers(self, team: uuid.UUID | None) -> bool:
        """Whether an agreement is in force for a team, or for who is in no team."""
        return self.holds and (team is None or str(team) in self.agreement.teams)  # type: ignore[union-attr]

    @property
    def ends_soon(self) -> bool:
        """Whether at most four weeks are left."""
        return self._within(_SOON)

    @property
    def ends_very_soon(self) -> bool:
        """Whether at most one week is left."""
        return self._within(_VERY_SOON)

    def _within(self, time: timedelta) -> bool:
        ends = self.agreement.ends if self.agreement and self.holds else None
        return ends is not None and ends - self.today <= time


def standing_of(versions: Iterable[Agreement], today: date) -> Standing:
    """The newest version whose day has come counts; a newer one is proposed."""
    newest_first = sorted(versions, key=lambda row: -row.number)
    counts = next((row for row in newest_first if row.is_in_force(today)), None)
    last = newest_first[0] if newest_first else None
    return Standing(today, counts, last if last is not counts else None)


def pilot_began(versions: Iterable[Agreement], today: date) -> date | None:
    """The day from which the thirteen weeks count: the start of the first pilot that came in force."""
    return min(
        (row.starts for row in versions if row.kind == Agreement.Kind.PILOT and row.is_in_force(today)),
        default=None,
    )


def longest(starts: date) -> date:
    """The last day that a pilot can have."""
    return starts + LONGEST_PILOT - timedelta(days=1)
