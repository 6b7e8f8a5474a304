"""Pictures of numbers: promise against result, a trend, a small trend.

Horizontal places are percentages of the width, so that text never shrinks on a phone; heights are pixels.
Every picture has its words (`words`) and its table (`rows`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

BEGIN, END = 20.0, 84.0  # where baseline and target stand, in % of the width
FIRST, LAST = 8.0, 80.0  # where the first and last measurement of a trend stand, in % of the width
TOP, FLOOR = 24.0, 212.0  # highest and lowest line of a trend, in px
MOST_LABELS = 6
LONGEST_UNIT = 5  # letters that fit behind a number in a picture on a phone; a longer unit stands under it


def shown(value: float | None, unit: str = "", decimals: int | None = None) -> str:
    """A number as people read it: in their language, the unit after it, no needless zeros."""
    if value is None:
        return _("not measured yet")
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 1
    number = number_format(value, decimal_pos=decimals)
    if not unit:
        return number
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"


@dataclass(frozen=True)
class Promise:
    """Promise against result on one line.

    `label` what is measured; `baseline`, `target`, `now`, `confirmed`, `claimed`, `plan` in `unit`
    (a text like "%", "min" or empty); `None` is "not measured yet". `now` is the value that the yellow dot
    shows, `plan` where the value should be today if all went evenly.
    """

    label: str
    baseline: float | None
    target: float
    now: float | None = None
    confirmed: float | None = None
    claimed: float | None = None
    plan: float | None = None
    unit: str = ""
    decimals: int | None = None

    def show(self, value: float | None) -> str:
        return shown(value, self.unit, self.decimals)

    @property
    def long_unit(self) -> str:
        """The unit where it is too long to stand behind each number in the picture."""
        return self.unit if len(self.unit) > LONGEST_UNIT else ""

    def _brief(self, value: float | None) -> str:
        return shown(value, "" if self.long_unit else self.unit, self.decimals)

    def place(self, value: float | None) -> float | None:
        """Where a value stands, in % of the width, kept inside the picture."""
        if value is None or self.baseline is None or self.baseline == self.target:
            return None
        share = (value - self.baseline) / (self.target - self.baseline)
        return round(min(96.0, max(4.0, BEGIN + share * (END - BEGIN))), 1)

    def _bar(self, start: float | None, end: float | None) -> tuple[float, float] | None:
        left, right = self.place(start), self.place(end)
        if left is None or right is None or left == right:
            return None
        return min(left, right), round(abs(right - left), 1)

    @property
    def confirmed_bar(self) -> tuple[float, float] | None:
        """The solid bar; none where the result fell back since, so that it never passes the yellow dot."""
        return None if self._fell_back else self._bar(self.baseline, self.confirmed)

    @property
    def confirmed_mark(self) -> float | None:
        """Where the confirmed value stands when the latest one fell back from it: a solid mark of its own."""
        return self.place(self.confirmed) if self._fell_back else None

    @property
    def claimed_bar(self) -> tuple[float, float] | None:
        """The open bar: on from what is confirmed, or from the start where nothing confirmed stands."""
        from_start = self.confirmed is None or self._fell_back
        return self._bar(self.baseline if from_start else self.confirmed, self.claimed)

    @property
    def _fell_back(self) -> bool:
        if self.now is None or self.confirmed is None or self.baseline is None:
            return False
        if self.confirmed >= self.baseline:
            return self.now < self.confirmed
        return self.now > self.confirmed

    @property
    def now_at(self) -> float | None:
        return self.place(self.now)

    @property
    def now_anchor(self) -> str:
        """How the present value stands at its dot, so that near an edge it stays in the picture."""
        at = self.now_at
        if at is None or 12 <= at <= 88:
            return "middle"
        return "start" if at < 12 else "end"

    @property
    def plan_at(self) -> float | None:
        return self.place(self.plan)

    @property
    def baseline_text(self) -> str:
        if self.baseline is None:
            return _("baseline not measured yet")
        return _("start %(value)s") % {"value": self._brief(self.baseline)}

    @property
    def target_text(self) -> str:
        return _("target %(value)s") % {"value": self._brief(self.target)}

    @property
    def now_text(self) -> str:
        return self._brief(self.now)

    @property
    def words(self) -> str:
        """The picture in one sentence, for who does not see it."""
        start = _("start %(value)s") % {"value": self.show(self.baseline)}
        parts = [
            start if self.baseline is not None else self.baseline_text,
            _("now %(value)s") % {"value": self.show(self.now)},
            _("target %(value)s") % {"value": self.show(self.target)},
        ]
        if self.confirmed is not None:
            parts.append(_("%(value)s confirmed") % {"value": self.show(self.confirmed)})
        if self.claimed is not None:
            parts.append(_("%(value)s claimed") % {"value": self.show(self.claimed)})
        return f"{self.label}: {', '.join(parts)}."

    @property
    def head(self) -> tuple[str, str]:
        return pgettext("chart", "Measured"), self.label

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [
            (pgettext("chart", "Start"), self.show(self.baseline)),
            (pgettext("chart", "Confirmed"), self.show(self.confirmed)),
            (pgettext("chart", "Claimed"), self.show(self.claimed)),
            (pgettext("chart", "Now"), self.show(self.now)),
            (pgettext("chart", "Target"), self.show(self.target)),
        ]


@dataclass(frozen=True)
class Dot:
    """One measurement in a trend: place in % and px, its text, and its label under the line ("" = none)."""

    x: float
    y: float
    text: str
    label: str


@dataclass(frozen=True)
class Trend:
    """Measurements in order of time, against start and target.

    `points` are (label, value), the label as it stands under the line ("week 42", "43"); values in `unit`.
    """

    label: str
    points: Sequence[tuple[str, float]]
    baseline: float | None = None
    target: float | None = None
    unit: str = ""
    decimals: int | None = None

    def show(self, value: float | None) -> str:
        return shown(value, self.unit, self.decimals)

    @property
    def scale(self) -> tuple[float, float, float]:
        """Lowest line, highest line and the step between lines, in round numbers around all values."""
        values = [value for _label, value in self.points]
        values += [value for value in (self.baseline, self.target) if value is not None]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        step = _round_step((high - low) / 2 or abs(high) / 2 or 1.0)
        first = math.floor(low / step) * step
        last = math.ceil(high / step) * step
        return first, (last if last > first else first + step), step

    def height(self, value: float) -> float:
        """Where a value stands, in px from the top."""
        low, high, _step = self.scale
        return round(FLOOR - (value - low) / (high - low) * (FLOOR - TOP), 1)

    @property
    def grid(self) -> list[tuple[float, float, str]]:
        """The lines behind the trend: y of the line, y of its text, the text."""
        low, high, step = self.scale
        count = round((high - low) / step)
        values = [low + step * number for number in range(count + 1)]
        return [(self.height(value), self.height(value) - 5, self.show(round(value, 6))) for value in values]

    @property
    def dots(self) -> list[Dot]:
        between = (LAST - FIRST) / max(1, len(self.points) - 1)
        every = math.ceil(len(self.points) / MOST_LABELS) or 1
        last = len(self.points) - 1
        return [
            Dot(
                round(FIRST + between * number, 1),
                self.height(value),
                self.show(value),
                label if (last - number) % every == 0 else "",
            )
            for number, (label, value) in enumerate(self.points)
        ]

    @property
    def pieces(self) -> list[tuple[Dot, Dot]]:
        dots = self.dots
        return list(pairwise(dots))

    @property
    def goal(self) -> tuple[float, float, str] | None:
        if self.target is None:
            return None
        y = self.height(self.target)
        return y, y - 8, _("target %(value)s") % {"value": self.show(self.target)}

    @property
    def begin(self) -> tuple[float, float, str] | None:
        if self.baseline is None:
            return None
        y = self.height(self.baseline)
        return y, y + 17, _("start %(value)s") % {"value": self.show(self.baseline)}

    @property
    def words(self) -> str:
        """The picture in one sentence, for who does not see it."""
        if not self.points:
            return f"{self.label}: {_('not measured yet')}."
        (first, start), (last, end) = self.points[0], self.points[-1]
        text = _("%(label)s: from %(start)s (%(first)s) to %(end)s (%(last)s).") % {
            "label": self.label,
            "start": self.show(start),
            "first": first,
            "end": self.show(end),
            "last": last,
        }
        marks = [mark[2] for mark in (self.begin, self.goal) if mark]
        return f"{text} {', '.join(marks).capitalize()}." if marks else text

    @property
    def head(self) -> tuple[str, str]:
        return pgettext("chart", "When"), self.label

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(label, self.show(value)) for label, value in self.points]


def _round_step(rough: float) -> float:
    """The next round step (1, 2, 5 times a power of ten) from a rough one upward."""
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5, 10):
        if rough <= factor * power * 1.0001:
            return factor * power
    raise AssertionError("a step lies between 1 and 10 times its power of ten")


def spark(values: Sequence[float]) -> list[tuple[float, float]]:
    """Places of a small trend in a box of 104 by 26 px; empty with fewer than two values."""
    if len(values) < 2:
        return []
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    between = 92.0 / (len(values) - 1)
    return [
        (round(4 + between * number, 1), round(22 - (value - low) / spread * 18, 1) if high > low else 13.0)
        for number, value in enumerate(values)
    ]
