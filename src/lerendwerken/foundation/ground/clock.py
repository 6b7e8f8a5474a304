"""What time it is. Everything in the house asks here, so that a week can be lived and shown at any day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_at: ContextVar[datetime | None] = ContextVar("clock_at", default=None)


def now() -> datetime:
    """The present moment in UTC: the one set by `at`, else the real one moved by LERENDWERKEN_NOW."""
    moment = _at.get()
    if moment is not None:
        return moment
    shift: timedelta = settings.CLOCK_SHIFT
    return timezone.now() + shift


def real_now() -> datetime:
    """The machine's own time, for leases and heartbeats, which must not move with a shown week."""
    return timezone.now()


def today(zone: ZoneInfo) -> date:
    """The present day in a time zone."""
    return now().astimezone(zone).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware). For the demo and for tests only.

    Raises `RuntimeError` elsewhere: in a real organisation nobody writes in the past.
    """
    if not settings.CLOCK_MAY_BE_SET:
        raise RuntimeError("the clock can be set in the demo and in tests only")
    token = _at.set(moment)
    try:
        yield
    finally:
        _at.reset(token)
