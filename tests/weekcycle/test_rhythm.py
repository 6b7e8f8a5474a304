"""Beginning and changing the rhythm of a team: the facilitator's acts."""

from __future__ import annotations

from datetime import date, time

import pytest

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions, queries
from lerendwerken.learning.weekcycle.models import MomentHeld, Rhythm
from tests.weekcycle.conftest import LAST_WEEK, NEXT_WEEK, WEEK, on

TEN = time(10, 0)


def begin(by: Viewer, **other: object) -> Rhythm:
    given = {"dialogue_day": "thu", "dialogue_time": TEN, "starts": WEEK, "lapsed_work": "het maandagoverleg"}
    with acting(by):
        return actions.begin_rhythm(by.teams[0], **{**given, **other}, by=by)  # type: ignore[arg-type]


def test_the_team_sees_its_rhythm_and_which_work_lapses(
    fatima: Viewer, noor: Viewer, samira: Viewer, marga: Viewer
) -> None:
    begin(fatima)
    with acting(noor):
        rhythm = queries.rhythm_of(noor, noor.teams[0])
        assert rhythm is not None
        assert rhythm.lapsed_work == "het maandagoverleg"
        assert not queries.is_full(noor, rhythm, WEEK)
        assert [queries.week_number(rhythm, week) for week in (LAST_WEEK, WEEK, NEXT_WEEK)] == [0, 1, 2]
    for stranger in (samira, marga):
        with acting(stranger):
            assert queries.rhythm_of(stranger, noor.teams[0]) is None


def test_only_the_facilitator_begins_changes_and_widens(rhythm: Rhythm, noor: Viewer, marga: Viewer) -> None:
    for viewer in (noor, marga):
        with acting(viewer):
            with pytest.raises(Forbidden):
                actions.begin_rhythm(
                    rhythm.team_id, dialogue_day="mon", dialogue_time=TEN, starts=WEEK, by=viewer
                )
            with pytest.raises(Forbidden):
                actions.change_rhythm(
                    rhythm.team_id, dialogue_day="mon", dialogue_time=TEN, lapsed_work="", by=viewer
                )
            with pytest.raises(Forbidden):
                actions.go_full(rhythm.team_id, from_week=WEEK, by=viewer)


def test_a_team_of_another_organisation_does_not_exist(rhythm: Rhythm, sanne: Viewer) -> None:
    with acting(sanne):
        for team in (rhythm.team_id, new_id()):
            with pytest.raises(NotFound):
                actions.go_full(team, from_week=WEEK, by=sanne)
            with pytest.raises(NotFound):
                actions.hold_dialogue(team, WEEK, by=sanne)


def test_begun_twice_is_begun_once(fatima: Viewer) -> None:
    assert begin(fatima).pk == begin(fatima).pk
    with pytest.raises(Conflict):
        begin(fatima, dialogue_day="mon")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"dialogue_day": "someday"}, "dialogue_day"),
        ({"lapsed_work": "x" * 401}, "lapsed_work"),
        ({"starts": date(2020, 1, 6)}, "starts"),
        ({"starts": date(2031, 1, 6)}, "starts"),
    ],
)
def test_a_rhythm_has_limits(fatima: Viewer, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        begin(fatima, **wrong)
    assert refusal.value.field == field


def test_the_dialogue_can_move(rhythm: Rhythm, fatima: Viewer) -> None:
    with acting(fatima):
        actions.change_rhythm(
            rhythm.team_id, dialogue_day="fri", dialogue_time=time(15, 30), lapsed_work="de lijst", by=fatima
        )
        dialogue = queries.line(fatima, WEEK)[-1]
        assert (dialogue.day, dialogue.at) == (date(2026, 11, 27), time(15, 30))


def test_the_full_rhythm_does_not_reach_back(rhythm: Rhythm, fatima: Viewer) -> None:
    with acting(fatima):
        with pytest.raises(Forbidden):
            actions.go_full(rhythm.team_id, from_week=LAST_WEEK, by=fatima)
        actions.go_full(rhythm.team_id, from_week=date(2026, 12, 2), by=fatima)
        wide = queries.rhythm_of(fatima, rhythm.team_id)
        assert wide is not None
        assert not queries.is_full(fatima, wide, WEEK)
        assert queries.is_full(fatima, wide, NEXT_WEEK)


def test_a_full_rhythm_stays_full_from_where_it_began(full: Rhythm, fatima: Viewer) -> None:
    with acting(fatima):
        again = actions.go_full(full.team_id, from_week=NEXT_WEEK, by=fatima)
    assert again.full_from == date(2026, 11, 2)


def test_without_a_rhythm_there_is_nothing_to_widen(fatima: Viewer) -> None:
    with acting(fatima), pytest.raises(NotFound):
        actions.go_full(fatima.teams[0], from_week=WEEK, by=fatima)


@pytest.mark.parametrize("days", [{"dialogue": "mon"}, {"focus": "someday"}, {"nap": "mon"}])
def test_own_days_are_days_of_own_moments(noor: Viewer, days: dict[str, str]) -> None:
    with acting(noor), pytest.raises(BadInput):
        actions.choose_days(days, by=noor)


def test_own_days_are_own(noor: Viewer, joost: Viewer) -> None:
    with acting(noor):
        actions.choose_days({"do": "fri"}, by=noor)
    with acting(joost):
        assert queries.own_days(joost)["do"] == "wed"


def test_a_dialogue_is_held_once_this_week_or_noted_late(rhythm: Rhythm, noor: Viewer, joost: Viewer) -> None:
    with acting(noor):
        actions.hold_dialogue(rhythm.team_id, LAST_WEEK, by=noor)
        actions.hold_dialogue(rhythm.team_id, WEEK, by=noor)
        actions.hold_dialogue(rhythm.team_id, WEEK, by=noor)
        for week in (NEXT_WEEK, date(2026, 11, 9)):
            with pytest.raises(Forbidden):
                actions.hold_dialogue(rhythm.team_id, week, by=noor)
        assert queries.held(noor, rhythm.team_id, WEEK)
    with acting(joost):
        assert MomentHeld.objects.visible_to(joost).count() == 2


def test_a_week_ends_on_sunday_night_where_the_team_works(rhythm: Rhythm, noor: Viewer) -> None:
    with acting(noor):
        with clock.at(on(22, 22)):  # Sunday 23.00 in the Netherlands
            actions.write_focus(LAST_WEEK, expectation="nog net", by=noor)
            actions.write_focus(LAST_WEEK, expectation="nog netter", by=noor)
        with clock.at(on(22, 23)), pytest.raises(Forbidden):  # Monday 00.00
            actions.write_focus(LAST_WEEK, expectation="te laat", by=noor)
