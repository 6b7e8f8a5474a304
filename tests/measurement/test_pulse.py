"""Energy for work: one answer a week, for its owner only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.oversight.measurement import actions, queries
from lerendwerken.oversight.measurement.models import Pulse

WEEK, BEFORE, LONG_AGO = date(2026, 11, 23), date(2026, 11, 16), date(2026, 11, 9)


def test_one_answer_a_week_that_can_be_changed(fatima: Viewer) -> None:
    with acting(fatima):
        assert queries.pulse(fatima, WEEK) is None
        actions.give_pulse(WEEK, 2, by=fatima)
        actions.give_pulse(WEEK, 4, by=fatima)
        found = queries.pulse(fatima, WEEK)
        assert found is not None
        assert found.energy == 4
        assert Pulse.objects.visible_to(fatima).count() == 1


def test_nobody_else_sees_it(
    fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, beheer: Viewer, council: Viewer, sanne: Viewer
) -> None:
    with acting(fatima):
        actions.give_pulse(WEEK, 2, by=fatima)
    for viewer in (joost, marga, henk, beheer, council, sanne):
        with acting(viewer):
            assert queries.pulse(viewer, WEEK) is None
            assert Pulse.objects.visible_to(viewer).count() == 0


@pytest.mark.parametrize("energy", [0, 6, -1, 10**12])
def test_another_number_is_refused(fatima: Viewer, energy: int) -> None:
    with acting(fatima), pytest.raises(BadInput):
        actions.give_pulse(WEEK, energy, by=fatima)


def test_a_missed_week_gets_its_first_answer_only(fatima: Viewer) -> None:
    with acting(fatima):
        actions.give_pulse(BEFORE, 3, by=fatima)
        with pytest.raises(Forbidden):
            actions.give_pulse(BEFORE, 5, by=fatima)
        for week in (LONG_AGO, date(2026, 11, 30)):
            with pytest.raises(Forbidden):
                actions.give_pulse(week, 3, by=fatima)
        with pytest.raises(BadInput):
            actions.give_pulse(date(2026, 11, 24), 3, by=fatima)


def test_a_week_ends_where_the_person_lives(fatima: Viewer) -> None:
    sunday_evening_utc = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # Monday 0.30 in Amsterdam
    with acting(fatima):
        actions.give_pulse(WEEK, 3, by=fatima)
        with clock.at(sunday_evening_utc), pytest.raises(Forbidden):
            actions.give_pulse(WEEK, 4, by=fatima)
