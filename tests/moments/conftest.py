"""A team that has begun: its rhythm, and Fatima's question."""

from __future__ import annotations

from datetime import date, time

import pytest

from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.weekcycle import actions as weekcycle

MONDAY = date(2026, 11, 23)
QUESTION = "Hoe maak ik hoorverslagen die mensen zonder hulp begrijpen?"


@pytest.fixture
def begun(fatima: Viewer) -> Viewer:
    """Fatima, whose team has the full rhythm since this Monday and one named piece of work."""
    with acting(fatima):
        weekcycle.begin_rhythm(
            organisations.own_team(fatima).pk,
            dialogue_day="thu",
            dialogue_time=time(10),
            starts=MONDAY,
            lapsed_work="Het dinsdagoverleg",
            by=fatima,
        )
        weekcycle.go_full(organisations.own_team(fatima).pk, from_week=MONDAY, by=fatima)
        weekcycle.ask_question(QUESTION, development_question=None, week=MONDAY, by=fatima)
        practices.name_process("Hoorverslag maken", by=fatima)
    return fatima
