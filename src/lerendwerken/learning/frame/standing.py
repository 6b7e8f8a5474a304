"""How a result stands against what was promised: plain arithmetic on numbers and dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from lerendwerken.learning.frame.models import Measurement, ResultPromise

Verdict = Literal["on", "slow", "wrong", "none"]
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Standing:
    """One promise against its result, on one day.

    All values are in the promise's own unit. `now_confirmed` is the latest value that somebody else
    confirmed, `now_claimed` a later one that nobody confirmed yet (None when the latest is confirmed).
    `verdict` is about `now`. `on_plan` is where the value should be today if all went evenly. `measurements`
    are by day, a measured baseline among them.
    """

    promise: ResultPromise
    baseline: Decimal | None
    target: Decimal
    now_claimed: Decimal | None
    now_confirmed: Decimal | None
    on_plan: Decimal | None
    verdict: Verdict
    measurements: list[Measurement] = field(default_factory=list)

    @property
    def now(self) -> Decimal | None:
        """The present value: the latest one, claimed or confirmed."""
        return self.now_confirmed if self.now_claimed is None else self.now_claimed

    @property
    def claim_is_worse(self) -> bool:
        """Whether a later claim is worse than what was confirmed."""
        if self.now_confirmed is None or self.now_claimed is None:
            return False
        sign = 1 if self.promise.better == ResultPromise.Better.UP else -1
        return sign * self.now_claimed < sign * self.now_confirmed

    @property
    def now_is_of_trial(self) -> bool:
        """Whether the present value was measured in a trial: of the people who tried it, not of everybody."""
        values = [row for row in self.measurements if row.source != Measurement.Source.BASELINE]
        latest = values[-1] if values and values[-1].confirmed_at is None else _confirmed(values)
        return latest is not None and latest.source == Measurement.Source.TRIAL

    @property
    def baseline_is_claimed(self) -> bool:
        """Whether the baseline was measured after the frame began and nobody confirmed it yet."""
        measured = self.promise.baseline is None and self.baseline is not None
        return measured and not _confirmed(_baselines(self.measurements))


def stand(promise: ResultPromise, starts: date, measured: Iterable[Measurement], today: date) -> Standing:
    """Where a promise stands today.

    Args:
        starts: the first day of the frame's period; a baseline measured later starts the plan on its own day.
        measured: the measurements of this promise, by day.
    """
    rows = [row for row in measured if row.day <= today]
    values = [row for row in rows if row.source != Measurement.Source.BASELINE]
    baseline, since = _baseline(promise, starts, rows)
    confirmed = _confirmed(values)
    claimed = values[-1] if values and values[-1].confirmed_at is None else None
    latest = claimed or confirmed
    expected = None if baseline is None else plan(baseline, promise.target, since, promise.due, today)
    return Standing(
        promise=promise,
        baseline=baseline,
        target=promise.target,
        now_claimed=claimed.value if claimed else None,
        now_confirmed=confirmed.value if confirmed else None,
        on_plan=expected,
        verdict=verdict(baseline, promise.target, expected, latest.value if latest else None, promise.better),
        measurements=rows,
    )


def plan(baseline: Decimal, target: Decimal, starts: date, due: date, today: date) -> Decimal:
    """The value today on an even course from baseline (on `starts`) to target (on `due`), to two decimals."""
    if today >= due or due <= starts:
        return target
    gone = max(0, (today - starts).days)
    return (baseline + (target - baseline) * gone / (due - starts).days).quantize(_CENT)


def verdict(
    baseline: Decimal | None, target: Decimal, on_plan: Decimal | None, now: Decimal | None, better: str
) -> Verdict:
    """How a value stands: at or beyond the plan `on`, worse than the baseline `wrong`, between `slow`.

    `none` where nothing can be said. A target that the baseline had reached already leaves no way to go: then
    only at the target or beyond is `on`.
    """
    if baseline is None or on_plan is None or now is None:
        return "none"
    sign = 1 if better == ResultPromise.Better.UP else -1
    reached_before = sign * baseline >= sign * target
    if sign * now >= sign * (target if reached_before else on_plan):
        return "on"
    return "wrong" if sign * now < sign * baseline else "slow"


def _baseline(promise: ResultPromise, starts: date, rows: list[Measurement]) -> tuple[Decimal | None, date]:
    if promise.baseline is not None:
        return promise.baseline, starts
    measured = _baselines(rows)
    row = _confirmed(measured) or (measured[-1] if measured else None)
    return (row.value, max(starts, row.day)) if row else (None, starts)


def _baselines(rows: list[Measurement]) -> list[Measurement]:
    return [row for row in rows if row.source == Measurement.Source.BASELINE]


def _confirmed(rows: list[Measurement]) -> Measurement | None:
    """The latest confirmed one."""
    return next((row for row in reversed(rows) if row.confirmed_at is not None), None)
