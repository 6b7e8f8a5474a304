"""An insight comes back on the person's own harvest day, at about the time that memory asks for it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import weeks
from lerendwerken.learning.insights import schedule

FRIDAY = date(2026, 11, 27)
KEY = uuid.UUID("019ab000-0000-7000-8000-000000000001")
GRADES = st.sampled_from(["knew", "half", "not"])
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 12, 31))


def due_of(card: schedule.CardData) -> date:
    return datetime.fromisoformat(card["due"]).date()


@given(DAYS, st.sampled_from(weeks.WEEKDAYS), st.lists(GRADES, max_size=6))
def test_it_falls_on_the_harvest_day_and_never_more_than_three_days_early(
    day: date, weekday: str, grades: list[str]
) -> None:
    card = schedule.new_card(KEY, day)
    for grade in grades:
        day = schedule.next_due(card, day, weekday)
        card = schedule.after(card, grade, day)
    back = schedule.next_due(card, day, weekday)
    assert weeks.WEEKDAYS[back.weekday()] == weekday
    assert back > day
    assert back >= due_of(card) - timedelta(days=3)
    assert back - timedelta(days=7) < max(day + timedelta(days=1), due_of(card) - timedelta(days=3))


def test_what_was_written_on_friday_comes_back_the_next_friday() -> None:
    assert schedule.next_due(schedule.new_card(KEY, FRIDAY), FRIDAY, "fri") == FRIDAY + timedelta(days=7)


@pytest.mark.parametrize("grades", [["knew", "knew"], ["knew", "half", "not"]])
def test_the_same_answers_give_the_same_days(grades: list[str]) -> None:
    def days() -> list[date]:
        card, day, found = schedule.new_card(KEY, FRIDAY), FRIDAY, []
        for grade in grades:
            day = schedule.next_due(card, day, "fri")
            card = schedule.after(card, grade, day)
            found.append(day)
        return found

    assert days() == days()


def test_knowing_it_keeps_it_away_longest() -> None:
    card, day = schedule.new_card(KEY, FRIDAY), FRIDAY + timedelta(days=7)
    back = {grade: due_of(schedule.after(card, grade, day)) for grade in ("knew", "half", "not")}
    assert back["knew"] > back["half"] > back["not"]
