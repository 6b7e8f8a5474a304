"""Pictures of numbers: equal places for start and target, nothing outside, words and table always."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.shell.charts import Promise, Trend, shown, spark

from .rendering import render

numbers = st.floats(-1e6, 1e6, allow_nan=False)


def test_a_promise_stands_between_start_and_target() -> None:
    promise = Promise("Begrijpt het", 46, 75, now=66, confirmed=61, claimed=66, unit="%")
    assert promise.now_at == pytest.approx(64.1, abs=0.1)
    assert promise.confirmed_bar == pytest.approx((20.0, 33.1), abs=0.1)
    assert promise.claimed_bar == pytest.approx((53.1, 11.0), abs=0.1)


def test_less_can_be_better_and_worse_is_shown_left_of_the_start() -> None:
    hours = Promise("Uren", 6.5, 4.5, now=5.6)
    assert hours.now_at is not None
    assert 20 < hours.now_at < 84
    energy = Promise("Energie", 3.2, 3.8, now=3.1, confirmed=3.1)
    assert energy.now_at is not None
    assert energy.now_at < 20


def test_words_and_table_say_what_the_picture_shows() -> None:
    html = render(
        "{% load shell %}{% chart c %}",
        c=Promise("Begrijpt het", 46, 75, now=66, confirmed=61, claimed=66, unit="%"),
    )
    assert "Begrijpt het: begin 46%, nu 66%, doel 75%, 61% bevestigd, 66% geclaimd." in html
    assert "<table" in html
    assert 'x="64,1%"' not in html, "places have a point in every language"


def test_what_is_not_measured_is_said() -> None:
    html = render("{% load shell %}{% chart c %}", c=Promise("Vragen", None, 20))
    assert "begin nog niet gemeten" in html
    assert 'class="now"' not in html


@given(baseline=numbers, target=numbers, confirmed=numbers, claimed=numbers)
def test_the_solid_bar_never_passes_the_yellow_dot(
    baseline: float, target: float, confirmed: float, claimed: float
) -> None:
    worse = min(confirmed, claimed) if target >= baseline else max(confirmed, claimed)
    picture = Promise("x", baseline, target, now=worse, confirmed=confirmed, claimed=claimed)
    if picture.confirmed_bar and picture.now_at is not None:
        left, width = picture.confirmed_bar
        assert min(20.0, picture.now_at) - 0.15 <= left
        assert left + width <= max(20.0, picture.now_at) + 0.15


def test_a_result_that_fell_back_is_an_open_bar_up_to_the_yellow_dot() -> None:
    picture = Promise("Begrijpt het", 46, 75, now=55, confirmed=61, claimed=55, unit="%")
    assert picture.confirmed_bar is None
    assert picture.confirmed_mark == pytest.approx(53.1, abs=0.1), "the confirmed value keeps a mark"
    assert picture.claimed_bar is not None
    assert sum(picture.claimed_bar) == pytest.approx(picture.now_at, abs=0.1)


def test_a_long_unit_stands_once_under_the_picture() -> None:
    picture = Promise("Wachttijd", 52, 30, now=48, unit="dagen tot het eerste gesprek")
    assert (picture.now_text, picture.long_unit) == ("48", "dagen tot het eerste gesprek")
    assert "52 dagen" in picture.words
    html = render("{% load shell %}{% chart c %}", c=picture)
    assert "In dagen tot het eerste gesprek" in html
    assert "doel 30<" in html


@given(baseline=numbers, target=numbers, now=numbers)
def test_nothing_of_a_promise_falls_outside(baseline: float, target: float, now: float) -> None:
    place = Promise("x", baseline, target, now=now, claimed=now).now_at
    assert place is None or 4 <= place <= 96


@given(values=st.lists(numbers, max_size=30), baseline=st.none() | numbers, target=st.none() | numbers)
def test_nothing_of_a_trend_falls_outside(
    values: list[float], baseline: float | None, target: float | None
) -> None:
    trend = Trend("x", [(str(n), value) for n, value in enumerate(values)], baseline, target)
    assert all(23.9 <= dot.y <= 212.1 and 7.9 <= dot.x <= 80.1 for dot in trend.dots)
    assert sum(1 for dot in trend.dots if dot.label) <= 6
    assert len(trend.grid) <= 6
    assert trend.words
    assert len(trend.rows) == len(values)


def test_numbers_are_read_in_ones_own_language() -> None:
    with translation.override("nl"):
        assert shown(5.6) == "5,6"
        assert shown(95.0, "min") == "95 min"
    with translation.override("en"):
        assert shown(5.6) == "5.6"


@given(values=st.lists(numbers, max_size=20))
def test_a_small_trend_stays_in_its_box(values: list[float]) -> None:
    assert all(0 <= x <= 104 and 0 <= y <= 26 for x, y in spark(values))
