"""A team that has begun: its rhythm, and Fatima's question."""

from __future__ import annotations

from datetime import date, time

import pytest

from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices import queries as practices_queries
from lerendwerken.learning.practices.models import PracticeVersion
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


@pytest.fixture
def hearing_in_force(begun: Viewer) -> PracticeVersion:
    """How her team makes a hearing report now."""
    with acting(begun):
        [process] = practices_queries.work_processes(begun, begun.teams[0])
        draft = practices.propose_change(
            process,
            steps=[{"by": "person", "text": "Schrijf eerst drie zinnen."}],
            instruction="",
            check_text="",
            stop_rule="",
            reason="Zo beginnen we.",
            by=begun,
        )
        return practices.put_in_force(draft, reason="Zo beginnen we.", by=begun)


@pytest.fixture
def start_rhythm(joost: Viewer, fatima: Viewer) -> Viewer:
    """Joost, whose team began with two moments a week."""
    with acting(fatima):
        weekcycle.begin_rhythm(
            fatima.teams[0],
            dialogue_day="thu",
            dialogue_time=time(10),
            starts=MONDAY,
            lapsed_work="",
            by=fatima,
        )
    with acting(joost):
        weekcycle.ask_question(QUESTION, development_question=None, week=MONDAY, by=joost)
    return joost
