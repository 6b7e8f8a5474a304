"""Working days and public holidays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _holidays_in(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def is_known(country: str) -> bool:
    """Whether the holidays of a country (ISO 3166 code) are known."""
    return country in holidays.list_supported_countries()


def public_holidays(country: str, first: date, last: date) -> set[date]:
    """The public holidays of a country (ISO 3166 code) from `first` to `last`."""
    years = range(first.year, last.year + 1)
    return {day for year in years for day in _holidays_in(country, year) if first <= day <= last}


def is_working_day(day: date, country: str) -> bool:
    """Monday to Friday, less public holidays."""
    return day.weekday() < 5 and day not in _holidays_in(country, day.year)


def next_working_day(day: date, country: str) -> date:
    """`day` itself where it is a working day, else the first one after it."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def working_days_after(start: date, days: int, country: str, off: Collection[date] = ()) -> date:
    """The day on which the `days`-th working day after `start` falls; days in `off` do not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day, country) and day not in off:
            days -= 1
    return day


def working_days_between(start: date, end: date, country: str, off: Collection[date] = ()) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, country) and day not in off for day in days)
