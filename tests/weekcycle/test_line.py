"""The line of moments: which, on which day, in which state."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions, plan, queries
from lerendwerken.learning.weekcycle.models import Moment, Rhythm
from tests.weekcycle.conftest import LAST_WEEK, NEXT_WEEK, WEEK, on


def told(viewer: Viewer, week: date = WEEK) -> list[str]:
    """The line in words: 'deepen tue missed'."""
    with acting(viewer):
        line = queries.line(viewer, week)
    return [f"{stop.moment} {weeks.WEEKDAYS[stop.day.weekday()]} {stop.state}" for stop in line]


def test_the_start_rhythm_is_one_moment_alone_and_the_dialogue(rhythm: Rhythm, noor: Viewer) -> None:
    assert told(noor) == ["work tue missed", "dialogue thu open"]
    with acting(noor):
        assert [(stop.minutes, stop.at) for stop in queries.line(noor, WEEK)] == [
            (25, None),
            (30, time(10, 0)),
        ]


def test_the_full_rhythm_has_five_moments_of_two_hours(full: Rhythm, noor: Viewer) -> None:
    assert told(noor) == [
        "focus mon missed",
        "deepen tue missed",
        "do wed now",
        "dialogue thu open",
        "harvest fri open",
    ]
    with acting(noor):
        assert sum(stop.minutes for stop in queries.line(noor, WEEK)) == 125


def test_the_full_rhythm_begins_in_its_week_and_earlier_weeks_keep_theirs(full: Rhythm, noor: Viewer) -> None:
    assert told(noor, date(2026, 10, 26)) == ["work tue missed", "dialogue thu missed"]
    assert len(told(noor, date(2026, 11, 2))) == 5


def test_what_is_done_is_done(full: Rhythm, noor: Viewer, joost: Viewer) -> None:
    with acting(noor):
        actions.write_focus(WEEK, expectation="dat het lukt", by=noor)
        actions.mark_done(WEEK, "deepen", tight=True, by=noor)
    assert told(noor)[:3] == ["focus mon done", "deepen tue done", "do wed now"]
    assert told(joost)[:2] == ["focus mon missed", "deepen tue missed"]


def test_the_dialogue_is_done_when_the_team_held_it(
    full: Rhythm, noor: Viewer, joost: Viewer, samira: Viewer
) -> None:
    with clock.at(on(26)):
        assert told(noor)[3] == "dialogue thu now"
        with acting(noor):
            first = actions.hold_dialogue(full.team_id, WEEK, by=noor)
        with acting(joost):
            assert actions.hold_dialogue(full.team_id, WEEK, by=joost).pk == first.pk
        assert told(noor)[3] == told(joost)[3] == "dialogue thu done"


def test_everybody_chooses_days_of_their_own_a_part_timer_too(
    full: Rhythm, noor: Viewer, joost: Viewer
) -> None:
    with acting(noor):
        actions.choose_days({"focus": "wed", "deepen": "wed", "do": "thu", "harvest": "thu"}, by=noor)
    assert told(noor) == [
        "focus wed now",
        "deepen wed open",
        "do thu open",
        "dialogue thu open",
        "harvest thu open",
    ]
    with acting(noor):
        actions.mark_done(WEEK, "focus", by=noor)
    assert told(noor)[:2] == ["focus wed done", "deepen wed now"]
    assert told(joost)[0] == "focus mon missed"


def test_days_chosen_now_leave_past_weeks_as_they_were(full: Rhythm, noor: Viewer) -> None:
    before = told(noor, LAST_WEEK)
    with acting(noor):
        actions.choose_days({"focus": "fri"}, by=noor)
        actions.choose_days({"do": "fri"}, by=noor)
        assert queries.own_days(noor)["focus"] == queries.own_days(noor)["do"] == "fri"
    assert told(noor, LAST_WEEK) == before
    with clock.at(on(30)), acting(noor):
        actions.choose_days({"focus": "tue"}, by=noor)
        assert queries.own_days(noor)["do"] == "fri"
        assert queries.own_days(noor, WEEK)["focus"] == "fri"


def test_what_lay_before_somebody_joined_is_not_theirs(full: Rhythm, noor: Viewer) -> None:
    from lerendwerken.foundation.organisations.models import TeamMembership
    from lerendwerken.foundation.wall.acting import migrating

    with migrating():
        TeamMembership.unscoped.filter(member=noor.member).update(created=on(25, 8))
    assert told(noor) == ["do wed now", "dialogue thu open", "harvest fri open"]
    assert told(noor, LAST_WEEK) == []
    with acting(noor):
        actions.write_focus(WEEK, expectation="toch alvast", by=noor)
        assert queries.moments_alone(noor) == ["focus", "deepen", "do", "harvest"]
    assert told(noor)[:2] == ["focus mon done", "do wed now"]
    with clock.at(on(30)):
        assert told(noor, WEEK)[1:] == ["do wed missed", "dialogue thu missed", "harvest fri missed"]


@pytest.mark.parametrize("moment", ["do", "harvest", "work"])
def test_the_work_of_the_start_rhythm_is_done_when_it_was_done_page_by_page(
    rhythm: Rhythm, noor: Viewer, moment: str
) -> None:
    with acting(noor):
        actions.write_focus(WEEK, expectation="dat het lukt", by=noor)
        assert told(noor)[0] == "work tue missed"
        actions.mark_done(WEEK, moment, by=noor)
    assert told(noor)[0] == "work tue done"


def test_nothing_is_missed_before_the_rhythm_starts(long_ago: None, fatima: Viewer, noor: Viewer) -> None:
    with acting(fatima):
        actions.begin_rhythm(
            fatima.teams[0], dialogue_day="fri", dialogue_time=time(9), starts=date(2026, 11, 25), by=fatima
        )
    assert told(noor) == ["work tue open", "dialogue fri open"]
    assert told(noor, LAST_WEEK) == []


def test_a_rhythm_that_starts_next_week_has_no_line_yet(long_ago: None, fatima: Viewer) -> None:
    with acting(fatima):
        actions.begin_rhythm(
            fatima.teams[0], dialogue_day="thu", dialogue_time=time(9), starts=NEXT_WEEK, by=fatima
        )
    assert told(fatima) == []
    assert told(fatima, NEXT_WEEK) == ["work tue open", "dialogue thu open"]


def test_nobody_without_a_team_has_a_line(
    rhythm: Rhythm, henk: Viewer, marga: Viewer, samira: Viewer, sanne: Viewer
) -> None:
    for viewer in (henk, marga, samira, sanne):
        assert told(viewer) == []


def test_a_public_holiday_is_not_planned(full: Rhythm, noor: Viewer) -> None:
    """First Christmas Day 2026 is a Friday; the Dutch New Year's Day 2027 too."""
    assert [word.split()[0] for word in told(noor, date(2026, 12, 21))] == [
        "focus",
        "deepen",
        "do",
        "dialogue",
    ]
    assert [word.split()[0] for word in told(noor, date(2026, 12, 28))] == [
        "focus",
        "deepen",
        "do",
        "dialogue",
    ]


def test_a_missed_holiday_is_not_missed(full: Rhythm, noor: Viewer) -> None:
    with clock.at(on(26, month=12)):
        assert not any("harvest" in word for word in told(noor, date(2026, 12, 21)))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 10, 24, 21, 59), "open"),  # Saturday 23.59 in summer time
        (datetime(2026, 10, 24, 22, 0), "now"),  # Sunday 00.00 in summer time
        (datetime(2026, 10, 25, 22, 59), "now"),  # Sunday 23.59 in winter time
    ],
)
def test_moments_follow_the_clock_on_the_wall_through_the_change_of_time(
    rhythm: Rhythm, noor: Viewer, moment: datetime, state: str
) -> None:
    with clock.at(on(19, month=10)), acting(noor):
        actions.choose_days({"work": "sun"}, by=noor)
    with clock.at(moment.replace(tzinfo=on(1).tzinfo)):
        assert told(noor, date(2026, 10, 19))[-1] == f"work sun {state}"
        with acting(noor):
            line = {stop.moment: stop.at for stop in queries.line(noor, date(2026, 10, 26))}
            assert line[Moment.DIALOGUE] == time(10, 0)


def test_a_line_costs_the_same_in_every_week(
    full: Rhythm, noor: Viewer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with acting(noor):
        for moment in ("focus", "deepen", "do", "harvest"):
            actions.mark_done(WEEK, moment, by=noor)
        for week in (LAST_WEEK, WEEK, NEXT_WEEK):
            with django_assert_max_num_queries(10):
                queries.line(noor, week)


_DAYS = st.sampled_from(weeks.WEEKDAYS)
_MONDAYS = st.dates(date(2020, 1, 1), date(2040, 12, 1)).map(weeks.monday)


@given(
    week=_MONDAYS,
    full=st.booleans(),
    dialogue_day=_DAYS,
    own=st.dictionaries(st.sampled_from(sorted(plan.DEFAULT_DAYS)), _DAYS),
    done=st.sets(st.sampled_from(Moment.values)),
    days_on=st.integers(-10, 16),
)
def test_whatever_the_days_a_line_is_the_rhythm_less_holidays(
    week: date, full: bool, dialogue_day: str, own: dict[str, str], done: set[str], days_on: int
) -> None:
    rhythm = cast(Rhythm, SimpleNamespace(dialogue_day=dialogue_day, dialogue_time=time(10, 0)))
    today = week + timedelta(days=days_on)
    away = calendar.public_holidays("NL", week, week + timedelta(days=6))
    around = plan.Circumstances(today=today, done=done, starts=date(2019, 1, 1), joined=date(2019, 1, 1))
    line = plan.line_of(plan.planned_in(week, rhythm, full, plan.Own(own), away), around)

    moments = plan.FULL_RHYTHM if full else plan.START_RHYTHM
    day_of = {
        m: dialogue_day if m == Moment.DIALOGUE else own.get(m, plan.DEFAULT_DAYS.get(m, "")) for m in moments
    }
    planned = [m for m in moments if weeks.day_of(week, day_of[m]) not in away]
    assert sorted(stop.moment for stop in line) == sorted(planned)
    assert [stop.day for stop in line] == sorted(stop.day for stop in line)
    assert len({stop.moment for stop in line}) == len(line)
    now = next((stop for stop in line if stop.day == today and stop.moment not in done), None)
    for stop in line:
        assert weeks.monday(stop.day) == week
        expected = "missed" if stop.day < today else "now" if stop == now else "open"
        assert stop.state == ("done" if stop.moment in done else expected)
        assert (stop.at is None) == (stop.moment != Moment.DIALOGUE)
