"""A standing as the promise page shows it: one picture, one row of a table, one sentence over all."""

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
