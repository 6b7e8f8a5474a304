"""Several people at once: one reveal, and no word lost between writing and showing.

Asked of PostgreSQL, where transactions run side by side. SQLite lets one writer in at a time, and the SQLite of
the tests lives in memory, where nobody can wait; what holds in a row is tested on both in test_reveal.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from lerendwerken.change.dialogue import actions, queries
from lerendwerken.change.dialogue.models import Dialogue
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import Conflict
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.dialogue.conftest import on_table
from tests.houses import WEDNESDAY, House

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
WEEK = date(2026, 11, 23)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Let all acts start in the same moment, each on a connection of its own; what each gave or raised."""
    start = threading.Barrier(len(acts))
    came: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait(10)
        try:
            with clock.at(WEDNESDAY):
                came[number] = act()
        except Exception as problem:
            came[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


@pytest.fixture
def people(waterrijk: House) -> list[Viewer]:
    """Fatima, Joost, Noor and Pieter."""
    return [waterrijk.viewer(login) for login in ("fatima", "joost", "noor", "pieter")]


@pytest.fixture
def case(people: list[Viewer]) -> Dialogue:
    """A case on the table."""
    with acting(people[0]):
        return actions.bring_case(WEEK, case="Boven elk verslag?", by=people[0])


def _revealing(viewer: Viewer, case: Dialogue) -> Callable[[], object]:
    def act() -> object:
        with acting(viewer):
            return actions.reveal(case, by=viewer).revealed_at

    return act


def _writing(viewer: Viewer, case: Dialogue, text: str) -> Callable[[], object]:
    def act() -> object:
        with acting(viewer):
            return actions.write_position(case, text=text, by=viewer).pk

    return act


def test_everybody_reveals_at_once(people: list[Viewer], case: Dialogue) -> None:
    for viewer in people:
        _writing(viewer, case, f"Wat ik vind {viewer.member}")()
    came = at_once(*[_revealing(viewer, case) for viewer in people])
    assert len({str(moment) for moment in came}) == 1
    assert [row.place for row in on_table(people[0], case)] == [1, 2, 3, 4]


@pytest.mark.parametrize("attempt", range(3))
def test_writing_while_it_is_revealed_is_shown_or_told(
    people: list[Viewer], case: Dialogue, attempt: int
) -> None:
    first, *others = people
    _writing(first, case, "Ik was op tijd.")()
    came = at_once(
        _revealing(first, case),
        *[_writing(viewer, case, f"Net op tijd {viewer.member}") for viewer in others],
    )
    texts = {row.text for row in on_table(first, case)}
    for viewer, outcome in zip(others, came[1:], strict=True):
        on_time = f"Net op tijd {viewer.member}" in texts
        assert on_time != isinstance(outcome, Conflict), outcome
        with acting(viewer):
            assert queries.my_position_draft(viewer, case) is None


def test_two_bring_a_case_at_once(people: list[Viewer]) -> None:
    def bringing(viewer: Viewer) -> Callable[[], object]:
        def act() -> object:
            with acting(viewer):
                return actions.bring_case(WEEK, case="Mijn kwestie?", by=viewer).pk

        return act

    came = at_once(*[bringing(viewer) for viewer in people])
    assert sum(isinstance(outcome, Conflict) for outcome in came) == len(people) - 1
