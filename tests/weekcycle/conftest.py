"""A rhythm for the team Bezwaar en beroep, and people who have been in it for a while."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations.models import TeamMembership
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices.models import WorkProcess
from lerendwerken.learning.weekcycle import actions
from lerendwerken.learning.weekcycle.models import Rhythm
from tests.houses import House

WEEK = date(2026, 11, 23)
LAST_WEEK = date(2026, 11, 16)
NEXT_WEEK = date(2026, 11, 30)


def on(day: int, hour: int = 9, month: int = 11) -> datetime:
    """A moment in 2026, in UTC."""
    return datetime(2026, month, day, hour, 0, tzinfo=UTC)


@pytest.fixture
def long_ago(waterrijk: House) -> None:
    """Everybody has been in their team since the summer."""
    with migrating():
        TeamMembership.unscoped.update(created=datetime(2026, 6, 1, 8, 0, tzinfo=UTC))


@pytest.fixture
def rhythm(long_ago: None, fatima: Viewer) -> Rhythm:
    """The start rhythm since the beginning of October, with the dialogue on Thursday at ten."""
    with clock.at(on(5, month=10)), acting(fatima):
        return actions.begin_rhythm(
            fatima.teams[0],
            dialogue_day="thu",
            dialogue_time=time(10, 0),
            starts=date(2026, 10, 5),
            by=fatima,
        )


@pytest.fixture
def full(rhythm: Rhythm, fatima: Viewer) -> Rhythm:
    """The full rhythm since the beginning of November."""
    with clock.at(on(2)), acting(fatima):
        return actions.go_full(rhythm.team_id, from_week=date(2026, 11, 2), by=fatima)


@pytest.fixture
def hearing(fatima: Viewer) -> WorkProcess:
    """A work process of the team."""
    with acting(fatima):
        return practices.name_process("Hoorverslag maken", by=fatima)
