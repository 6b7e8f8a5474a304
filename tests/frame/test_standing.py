"""The verdict is plain arithmetic; these are its laws."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.learning.frame.models import Measurement, ResultPromise
from lerendwerken.learning.frame.standing import Standing, plan, stand, verdict

values = st.decimals(min_value=-10_000, max_value=10_000, places=2)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))
RANK = {"wrong": 0, "slow": 1, "on": 2}


def test_the_look_of_the_four_results() -> None:
    starts, due, today = date(2026, 9, 1), date(2027, 1, 1), date(2026, 11, 1)
    halfway = plan(Decimal(40), Decimal(80), starts, due, today)
    assert halfway == Decimal("60.00")
    assert verdict(Decimal(40), Decimal(80), halfway, Decimal(66), "up") == "on"
    assert verdict(Decimal(40), Decimal(80), halfway, Decimal(60), "up") == "on"
    assert verdict(Decimal(40), Decimal(80), halfway, Decimal(41), "up") == "slow"
    assert verdict(Decimal(40), Decimal(80), halfway, Decimal(40), "up") == "slow"
    assert verdict(Decimal(40), Decimal(80), halfway, Decimal(39), "up") == "wrong"
    assert verdict(None, Decimal(80), None, Decimal(39), "up") == "none"
    assert verdict(Decimal(40), Decimal(80), halfway, None, "up") == "none"


@given(values, values, days, days, days)
def test_the_plan_stays_between_baseline_and_target(
    baseline: Decimal, target: Decimal, starts: date, due: date, today: date
) -> None:
    expected = plan(baseline, target, starts, due, today)
    assert min(baseline, target) <= expected <= max(baseline, target)
    if today >= due:
        assert expected == target
    elif today <= starts < due:
        assert expected == baseline


@given(values, values, days, st.integers(1, 2000), st.integers(0, 2000), st.integers(0, 2000))
def test_the_plan_never_turns_back(
    baseline: Decimal, target: Decimal, starts: date, lasts: int, one: int, other: int
) -> None:
    due = starts + timedelta(days=lasts)
    early, late = sorted((one, other))
    first = plan(baseline, target, starts, due, starts + timedelta(days=early))
    second = plan(baseline, target, starts, due, starts + timedelta(days=late))
    assert first <= second if target >= baseline else first >= second


@given(values, values, days, days, days, values, values, st.sampled_from(["up", "down"]))
def test_a_better_value_never_gives_a_worse_verdict(
    baseline: Decimal,
    target: Decimal,
    starts: date,
    due: date,
    today: date,
    one: Decimal,
    other: Decimal,
    better: str,
) -> None:
    expected = plan(baseline, target, starts, due, today)
    worse, best = sorted((one, other), reverse=better == "down")
    assert (
        RANK[verdict(baseline, target, expected, worse, better)]
        <= RANK[verdict(baseline, target, expected, best, better)]
    )


@given(values, values, days, days, days, st.sampled_from(["up", "down"]))
def test_at_the_target_is_on_course_whatever_the_day(
    baseline: Decimal, target: Decimal, starts: date, due: date, today: date, better: str
) -> None:
    expected = plan(baseline, target, starts, due, today)
    assert verdict(baseline, target, expected, target, better) == "on"


@given(values, values, days, days, days, values)
def test_up_and_down_are_mirrors(
    baseline: Decimal, target: Decimal, starts: date, due: date, today: date, now: Decimal
) -> None:
    expected = plan(baseline, target, starts, due, today)
    mirrored = plan(-baseline, -target, starts, due, today)
    assert verdict(baseline, target, expected, now, "up") == verdict(
        -baseline, -target, mirrored, -now, "down"
    )


@given(st.lists(st.tuples(values, st.integers(0, 200), st.booleans()), max_size=12))
def test_a_claim_is_told_only_when_it_is_later_than_what_is_confirmed(
    rows: list[tuple[Decimal, int, bool]],
) -> None:
    starts = date(2026, 9, 1)
    promise = ResultPromise(baseline=Decimal(0), target=Decimal(100), due=date(2027, 9, 1), better="up")
    measured = [
        Measurement(
            value=value,
            day=starts + timedelta(days=day),
            source="hand",
            confirmed_at=date(2026, 9, 1) if confirmed else None,
        )
        for value, day, confirmed in sorted(rows, key=lambda row: row[1])
    ]
    now = stand(promise, starts, measured, date(2027, 9, 1))
    confirmed = [row.value for row in measured if row.confirmed_at]
    assert now.now_confirmed == (confirmed[-1] if confirmed else None)
    assert now.now in {now.now_confirmed, now.now_claimed}
    assert (now.now_claimed is None) == (not measured or measured[-1].confirmed_at is not None)
    assert (now.verdict == "none") == (not measured)


def test_a_measurement_after_today_does_not_count() -> None:
    promise = ResultPromise(baseline=Decimal(0), target=Decimal(100), due=date(2027, 9, 1), better="up")
    row = Measurement(value=Decimal(50), day=date(2026, 9, 2), source="hand")
    assert stand(promise, date(2026, 9, 1), [row], date(2026, 9, 1)).verdict == "none"


def stood(
    confirmed: Decimal | None, claimed: Decimal | None, better: str, baseline: Decimal, target: Decimal
) -> Standing:
    """A promise halfway its period, with a confirmed value and a later claim."""
    starts = date(2026, 9, 1)
    promise = ResultPromise(baseline=baseline, target=target, due=date(2027, 9, 1), better=better)
    rows = []
    if confirmed is not None:
        rows.append(Measurement(value=confirmed, day=starts, source="hand", confirmed_at=starts))
    if claimed is not None:
        rows.append(Measurement(value=claimed, day=date(2026, 9, 2), source="hand"))
    return stand(promise, starts, rows, date(2027, 3, 1))


@given(values, values, values, values, st.sampled_from(["up", "down"]))
def test_the_latest_value_counts_and_a_worse_claim_is_told(
    confirmed: Decimal, claimed: Decimal, baseline: Decimal, target: Decimal, better: str
) -> None:
    sign = 1 if better == "up" else -1
    both = stood(confirmed, claimed, better, baseline, target)
    alone = stood(confirmed, None, better, baseline, target)
    only_claimed = stood(None, claimed, better, baseline, target)
    assert (both.now, both.verdict) == (claimed, only_claimed.verdict)
    assert both.claim_is_worse == (sign * claimed < sign * confirmed)
    assert (only_claimed.now, alone.now) == (claimed, confirmed)
    assert not only_claimed.claim_is_worse
    assert not alone.claim_is_worse


@given(st.none() | values, st.sets(values, min_size=3, max_size=3), st.sampled_from(["up", "down"]))
def test_a_claim_worse_than_the_start_is_the_wrong_way(
    confirmed: Decimal | None, different: set[Decimal], better: str
) -> None:
    claimed, baseline, target = sorted(different, reverse=better == "down")
    assert stood(confirmed, claimed, better, baseline, target).verdict == "wrong"
