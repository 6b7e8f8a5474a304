"""ISO weeks, and the setting of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import clock, weeks

pytestmark = pytest.mark.once


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_week_is_its_monday_and_reads_back(day: date) -> None:
    monday = weeks.monday(day)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days < 7
    assert weeks.parse(weeks.slug(monday)) == monday


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-W60",
        "W1-2026",
        "2026-W-1",
        "x-Wy",
        "99999999-W1",
        "0001-W01",
        "9999-W52",
        "2_26-W1_",
        "٢٠٢٦-W٠١",
    ],
)
def test_what_is_no_week_is_none(text: str) -> None:
    assert weeks.parse(text) is None


def test_the_clock_cannot_be_set_in_a_real_organisation() -> None:
    moment = clock.at(datetime(2026, 1, 1, tzinfo=UTC))
    with override_settings(CLOCK_MAY_BE_SET=False), pytest.raises(RuntimeError), moment:
        pass
