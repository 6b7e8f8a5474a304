"""Records of the organisation: how many years each kind is kept, and how that is said.

Years are counted as archives do: whole calendar years after the one in which a record was closed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations.models import KeptTerm, Organisation
from lerendwerken.foundation.wall.models import Kept

What = KeptTerm.What
CLASSES: Final[Mapping[KeptTerm.What, Kept]] = {
    What.STATEMENTS: Kept.STATEMENT,
    What.PROPOSALS: Kept.PROPOSAL,
    What.SHARED: Kept.SHARED,
}
GRACE: Final = timedelta(days=30)  # from setting a term to the first record that goes by it: time to speak up


@dataclass(frozen=True)
class Over:
    """That the records of an organisation from before a day, at midnight in its zone, are kept no longer.

    As the actor of an audit line it is nobody in particular.
    """

    organisation: uuid.UUID
    day: date
    moment: datetime
    member: None = None


def over(organisation: Organisation, what: KeptTerm.What) -> Over | None:
    """What is over of a kind of record today; None where the organisation moves it to its archive itself."""
    years: int | None = getattr(organisation, what.value)
    if years is None:
        return None
    zone = ZoneInfo(organisation.zone)
    day = date(clock.today(zone).year - years, 1, 1)
    return Over(organisation.pk, day, datetime.combine(day, time(), zone))


def years_of(organisation: Organisation) -> dict[str, int | None]:
    """How many years an organisation keeps each kind of record; None: until it moves it to its archive."""
    return {what.value: getattr(organisation, what.value) for what in CLASSES}


def told(years: Mapping[str, int | None]) -> list[tuple[str, str]]:
    """Each kind of record and how long it is kept, in words; `years` by the code of the kind."""
    return [(str(what.label), in_words(what, years.get(what.value))) for what in CLASSES]


def in_words(what: KeptTerm.What, number: int | None) -> str:
    """How long something is kept."""
    if number is None:
        return _("until the organisation moves it to its archive")
    if what.is_record:
        told = ngettext(
            "%(years)d year after the year in which it was closed",
            "%(years)d years after the year in which it was closed",
            number,
        )
        return told % {"years": number}
    return days(number)


def days(number: int) -> str:
    """A number of days in words."""
    return ngettext("%(days)d day", "%(days)d days", number) % {"days": number}
