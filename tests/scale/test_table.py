"""The table of the benchmarks says how many times the floor a thing costs; no timing passes or fails."""

from __future__ import annotations

import pytest

from tests.scale.measuring import Row, told


@pytest.mark.once
def test_the_ratio_says_how_many_times_the_floor_whatever_the_unit() -> None:
    time = Row("a page", 30.0, 2.0, "ms", "its statements")
    speed = Row("masking", 50.0, 5000.0, "kchar/s", "one pass", more_is_better=True)
    assert (time.ratio, speed.ratio) == (15.0, 100.0)
    head, page, masking = told([time, speed]).splitlines()
    assert head.split() == ["what", "took", "floor", "ratio", "the", "floor", "is"]
    assert page.split() == ["a", "page", "30.00", "ms", "2.00", "ms", "15.0", "its", "statements"]
    assert "5,000.00 kchar/s" in masking
