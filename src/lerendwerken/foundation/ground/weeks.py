"""ISO weeks (ISO 8601). A week is kept as the date of its Monday."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SLUG: Final = re.compile(r"((?:19|20|21)[0-9]{2})-W([0-9]{2})")


def monday(day: date) -> date:
    """The Monday of the ISO week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def number(week: date) -> int:
    """The ISO week number, as people say it."""
    return week.isocalendar().week


def slug(week: date) -> str:
    """The week in an address: '2026-W48'."""
    year, week_number, _ = week.isocalendar()
    return f"{year}-W{week_number:02d}"


def parse(text: str) -> date | None:
    """The Monday of '2026-W48', or None where that is no week, or one in which nobody here has worked or will."""
    found = _SLUG.fullmatch(text)
    if found is None:
        return None
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


def after(week: date, weeks: int) -> date:
    """The Monday `weeks` weeks later (earlier when negative)."""
    return week + timedelta(weeks=weeks)


def between(first: date, last: date) -> int:
    """How many weeks lie from one Monday to another."""
    return (last - first).days // 7


def day_of(week: date, weekday: str) -> date:
    """The date of a weekday ('mon' to 'sun') in a week."""
    return week + timedelta(days=WEEKDAYS.index(weekday))
