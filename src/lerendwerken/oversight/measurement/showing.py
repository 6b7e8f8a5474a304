"""A standing as the promise page shows it, and the ledger as its page does: rows of a table, one sentence over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerendwerken.foundation.shell import charts
from lerendwerken.foundation.shell.templatetags.shell import counted
from lerendwerken.learning.frame.models import Measurement, ResultPromise
from lerendwerken.learning.frame.standing import Standing
from lerendwerken.learning.frame.templatetags.frame import decimals
from lerendwerken.oversight.measurement.ledger import Direction, Ledger, Moved, Taken


@dataclass(frozen=True)
class Result:
    """One promise with its picture; `verdict` is on, slow, wrong or unknown."""

    standing: Standing
    picture: charts.Promise
    trend: list[float]
    verdict: str

    @property
    def promise(self) -> ResultPromise:
        """What was promised."""
        return self.standing.promise

    @property
    def baseline(self) -> str:
        """The baseline in words, or that it is still to be measured."""
        return self.picture.show(self.picture.baseline)

    @property
    def target(self) -> str:
        """The target in words."""
        return self.picture.show(self.picture.target)

    @property
    def confirmed(self) -> str:
        """The latest confirmed value in words; empty without one."""
        return _told(self.picture, self.standing.now_confirmed)

    @property
    def claimed(self) -> str:
        """A later value that nobody confirmed yet, in words; empty without one."""
        return _told(self.picture, self.standing.now_claimed)


def result(standing: Standing) -> Result:
    """A standing with its picture."""
    values = [row.value for row in standing.measurements]
    promise = standing.promise
    picture = charts.Promise(
        label=promise.title,
        baseline=_number(standing.baseline),
        target=float(standing.target),
        now=_number(standing.now),
        confirmed=_number(standing.now_confirmed),
        claimed=_number(standing.now_claimed),
        plan=_number(standing.on_plan),
        unit=promise.unit,
        decimals=decimals(standing.baseline, standing.target, *values),
    )
    return Result(
        standing, picture, _trend(standing), "unknown" if standing.verdict == "none" else standing.verdict
    )


def summary(standings: Sequence[Standing]) -> str:
    """How it goes, in one or two sentences: what is on course first, then what is not."""
    found: Counter[str] = Counter(standing.verdict for standing in standings)
    total, on = len(standings), found["on"]
    if total == 1:
        return _alone(standings[0])
    rest = _rest(found)
    if not rest:
        return _("All %(total)s results are on course.") % {"total": _inside(total)}
    words = {"number": counted(on), "total": _inside(total)}
    if on == 0:
        first = _("None of the %(total)s results is on course.") % words
    else:
        first = (
            ngettext(
                "One of the %(total)s results is on course.",
                "%(number)s of the %(total)s results are on course.",
                on,
            )
            % words
        )
    return f"{first} {rest}"


def _alone(standing: Standing) -> str:
    return {
        "on": _("The one result is on course."),
        "slow": _("The one result is behind."),
        "wrong": _("The one result goes the wrong way."),
        "none": _("The one result is not measured yet."),
    }[standing.verdict]


def _rest(found: Counter[str]) -> str:
    """What is not on course: 'One is behind, two go the wrong way.'"""
    parts: list[str] = []
    for verdict in ("slow", "wrong", "none"):
        number = found[verdict]
        if number:
            parts.append(_opening(verdict, number) if not parts else _going_on(verdict, number))
    return f"{', '.join(parts)}." if parts else ""


def _opening(verdict: str, number: int) -> str:
    words = {
        "slow": ngettext("One is behind", "%(number)s are behind", number),
        "wrong": ngettext("One goes the wrong way", "%(number)s go the wrong way", number),
        "none": ngettext("One is not measured yet", "%(number)s are not measured yet", number),
    }
    return words[verdict] % {"number": counted(number)}


def _going_on(verdict: str, number: int) -> str:
    words = {
        "slow": ngettext("one is behind", "%(number)s are behind", number),
        "wrong": ngettext("one goes the wrong way", "%(number)s go the wrong way", number),
        "none": ngettext("one is not measured yet", "%(number)s are not measured yet", number),
    }
    return words[verdict] % {"number": _inside(number)}


def _inside(number: int) -> str:
    """A number from two on, as a word inside a sentence."""
    return counted(number).lower()


def _trend(standing: Standing) -> list[float]:
    """The line of the size of a word: baseline first, then every value by day, as the figures beside it tell."""
    begin = [] if standing.baseline is None else [float(standing.baseline)]
    later = [row for row in standing.measurements if row.source != Measurement.Source.BASELINE]
    return begin + [float(row.value) for row in later]


def _told(picture: charts.Promise, value: Decimal | None) -> str:
    return "" if value is None else picture.show(float(value))


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True)
class MovedRow:
    """A result in the ledger: its values in words at the beginning of the period and at its end."""

    moved: Moved
    before: str
    now: str
    target: str

    @property
    def direction(self) -> str:
        """Where it moved, in words."""
        return {
            "better": _("the right way"),
            "worse": _("the wrong way"),
            "same": _("did not move"),
            "unknown": _("not measured"),
        }[self.moved.direction]


def moved_row(moved: Moved) -> MovedRow:
    """A result of the ledger as the table shows it."""
    picture = result(moved.standing).picture
    return MovedRow(
        moved, _told(picture, moved.before), _told(picture, moved.now), picture.show(picture.target)
    )


@dataclass(frozen=True)
class HoursRow:
    """Working time in whole hours: what was set aside, what was held, and both together."""

    taken: Taken | Ledger
    alone: str
    together: str
    all: str


def hours_of(taken: Taken | Ledger) -> HoursRow:
    """What the rhythm took, of one team or of everybody who is counted."""
    return HoursRow(taken, _hours(taken.alone), _hours(taken.together), _hours(taken.minutes))


def ledger_summary(ledger: Ledger | None) -> str:
    """What the ledger says: what went in, and what moved in the same weeks; empty while there are no figures."""
    if ledger is None:
        return ""
    went_in = ngettext(
        "In %(weeks)d week the rhythm took %(hours)s of working time.",
        "In %(weeks)d weeks the rhythm took %(hours)s of working time.",
        ledger.weeks,
    ) % {"weeks": ledger.weeks, "hours": _hours(ledger.minutes)}
    if not ledger.moved:
        return f"{went_in} {_('No result is promised yet.')}"
    return f"{went_in} {_moves(ledger)} {_sure(ledger.confirmed)}"


def _moves(ledger: Ledger) -> str:
    """Which way the results went: 'Of the 6 results 5 went the right way, 1 did not move.'"""
    total, found = len(ledger.moved), ledger.directions
    words: dict[Direction, str] = {
        "better": ngettext("%(number)d went the right way", "%(number)d went the right way", found["better"]),
        "worse": ngettext("%(number)d went the wrong way", "%(number)d went the wrong way", found["worse"]),
        "same": ngettext("%(number)d did not move", "%(number)d did not move", found["same"]),
        "unknown": ngettext("%(number)d was not measured", "%(number)d were not measured", found["unknown"]),
    }
    parts = [told % {"number": found[way]} for way, told in words.items() if found[way]]
    of_all = ngettext("Of the one result: %(parts)s.", "Of the %(total)d results: %(parts)s.", total)
    return of_all % {"total": total, "parts": ", ".join(parts)}


def _sure(confirmed: int) -> str:
    told = ngettext(
        "%(number)d value is confirmed by somebody else.",
        "%(number)d values are confirmed by somebody else.",
        confirmed,
    )
    return told % {"number": confirmed}


def _hours(minutes: int) -> str:
    number = round(minutes / 60)
    return ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number}
