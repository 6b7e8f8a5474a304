"""Part-time days, leave and pauses of the team: nothing is planned then, and nothing counts as missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations import queries as people
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions, plan, queries
from lerendwerken.learning.weekcycle.models import Rhythm
from tests.weekcycle.conftest import LAST_WEEK, NEXT_WEEK, WEEK, on
from tests.weekcycle.test_line import told

As = Callable[[Viewer], Client]


def test_a_part_timer_from_tuesday_to_thursday_misses_nothing_on_other_days(
    full: Rhythm, noor: Viewer
) -> None:
    with clock.at(on(23)), acting(noor):
        organisations.work_on(["tue", "wed", "thu"], by=noor)
    with clock.at(on(24)):
        assert told(noor) == [
            "focus tue now",
            "deepen tue open",
            "do wed open",
            "dialogue thu open",
            "harvest thu open",
        ]
    with clock.at(on(24)), acting(noor):
        for moment in ("focus", "deepen", "do", "harvest"):
            actions.mark_done(WEEK, moment, by=noor)
        actions.hold_dialogue(full.team_id, WEEK, by=noor)
    with clock.at(on(28)):
        assert not any("missed" in word for word in told(noor))


def test_who_does_not_work_on_the_day_of_the_dialogue_does_not_miss_it(full: Rhythm, noor: Viewer) -> None:
    with clock.at(on(23)), acting(noor):
        organisations.work_on(["mon", "tue"], by=noor)
    with clock.at(on(29)):
        assert [word.split()[:2] for word in told(noor)] == [
            ["focus", "mon"],
            ["deepen", "tue"],
            ["do", "tue"],
            ["harvest", "tue"],
        ]


def test_days_named_now_leave_past_weeks_as_they_were(full: Rhythm, noor: Viewer) -> None:
    before = told(noor, LAST_WEEK)
    with acting(noor):
        organisations.work_on(["wed", "thu"], by=noor)
        organisations.work_on(["thu", "wed"], by=noor)
        assert people.working_days(noor).in_week(WEEK) == {"wed", "thu"}
        assert people.working_days(noor).in_week(LAST_WEEK) == set(weeks.WEEKDAYS[:5])
    assert told(noor, LAST_WEEK) == before


def test_leave_is_ones_own_and_nothing_is_planned_in_it(full: Rhythm, noor: Viewer, joost: Viewer) -> None:
    with acting(noor):
        leave = organisations.take_leave(first=date(2026, 11, 24), last=date(2026, 11, 26), by=noor)
    assert [word.split()[0] for word in told(noor)] == ["focus", "harvest"]
    assert len(told(joost)) == 5
    with acting(joost):
        assert people.leaves(joost) == []
        with pytest.raises(NotFound):
            organisations.take_leave_back(leave.pk, by=joost)
    with acting(noor):
        organisations.take_leave_back(leave.pk, by=noor)
    assert len(told(noor)) == 5


def test_a_pause_of_the_team_holds_for_everybody_in_it(full: Rhythm, fatima: Viewer, noor: Viewer) -> None:
    with acting(noor), pytest.raises(Forbidden):
        organisations.pause_team(full.team_id, first=NEXT_WEEK, last=NEXT_WEEK, by=noor)
    with acting(fatima):
        pause = organisations.pause_team(
            full.team_id, first=NEXT_WEEK, last=NEXT_WEEK + timedelta(days=6), by=fatima
        )
    assert told(noor, NEXT_WEEK) == []
    with acting(noor), pytest.raises(Forbidden):
        organisations.resume_team(pause.pk, by=noor)
    with acting(fatima):
        organisations.resume_team(pause.pk, by=fatima)
    assert len(told(noor, NEXT_WEEK)) == 5


def test_absence_of_a_decision_maker_counts_in_their_own_week_too(
    full: Rhythm, noor: Viewer, waterrijk: object
) -> None:
    with acting(noor):
        me = people.member_for(noor, noor.member)
        organisations.be_away(me, first=date(2026, 11, 26), last=date(2026, 11, 27), by=noor)
        assert not people.works_on(noor, date(2026, 11, 26))
        assert people.works_on(noor, date(2026, 11, 25))
    assert [word.split()[0] for word in told(noor)] == ["focus", "deepen", "do"]


def test_own_moments_on_one_day_come_one_after_the_other(full: Rhythm, noor: Viewer) -> None:
    with acting(noor):
        actions.choose_days({"focus": "wed", "deepen": "wed", "do": "wed"}, at=time(9, 0), by=noor)
        times = [(stop.moment.value, stop.at) for stop in queries.line(noor, WEEK)]
    assert times == [
        ("focus", time(9, 0)),
        ("deepen", time(9, 15)),
        ("do", time(9, 45)),
        ("dialogue", time(10, 0)),
        ("harvest", time(9, 0)),
    ]


def test_working_time_counts_dialogues_held_and_nobody(
    full: Rhythm, noor: Viewer, fatima: Viewer, henk: Viewer
) -> None:
    """From 5 October seven Thursdays lie behind; one week the team paused, one dialogue was held."""
    with acting(fatima):
        organisations.pause_team(full.team_id, first=date(2026, 10, 19), last=date(2026, 10, 23), by=fatima)
        actions.hold_dialogue(full.team_id, LAST_WEEK, by=fatima)
    with acting(noor):
        actions.mark_done(WEEK, "focus", by=noor)
        time = queries.working_time(noor)
    assert time is not None
    assert (time.planned, time.held, time.minutes, time.a_week) == (6, 1, 30, 125)
    with acting(henk):
        assert queries.working_time(henk) is None


@pytest.mark.parametrize("days", [[], ["someday"], ["mon", "x"]])
def test_days_that_cannot_be_are_refused(noor: Viewer, days: list[str]) -> None:
    with acting(noor), pytest.raises(BadInput):
        organisations.work_on(days, by=noor)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 12, 2), date(2026, 12, 1)),
        (date(2029, 1, 1), date(2029, 1, 2)),
        (date(2026, 12, 1), date(2028, 1, 1)),
    ],
)
def test_leave_that_cannot_be_is_refused(noor: Viewer, first: date, last: date) -> None:
    with acting(noor), pytest.raises(BadInput):
        organisations.take_leave(first=first, last=last, by=noor)


def test_the_page_keeps_days_time_leave_and_pauses(
    as_: As, full: Rhythm, noor: Viewer, fatima: Viewer
) -> None:
    client = as_(noor)
    sent = {
        "focus": "tue",
        "deepen": "tue",
        "do": "wed",
        "harvest": "thu",
        "works": ["tue", "wed", "thu"],
        "at": "08:30",
    }
    assert client.post("/week/days/", sent).status_code == 302
    html = client.get("/week/days/").content.decode()
    assert 'value="08:30"' in html
    assert html.partition("<main")[2].count(" checked") == 3
    assert "aria-invalid" in client.post("/week/days/", sent | {"works": []}).content.decode()
    assert client.post("/week/days/away/", {"first": "2026-12-01", "last": "2026-12-04"}).status_code == 302
    assert "1 december 2026 tot en met 4 december 2026" in client.get("/week/days/").content.decode()
    backwards = client.post("/week/days/away/", {"first": "2026-12-04", "last": "2026-12-01"})
    assert "aria-invalid" in backwards.content.decode()
    assert "Het team heeft geen momenten" not in html
    assert "0 van 7 gesprekken gehouden." in client.get("/team/").content.decode()
    begun = as_(fatima)
    assert "Het team heeft geen momenten" in begun.get("/week/days/").content.decode()
    assert begun.post("/week/days/pause/", {"first": "2026-12-21", "last": "2027-01-01"}).status_code == 302
    assert "21 december 2026" in client.get("/week/days/").content.decode()
    assert client.post("/week/days/pause/", {"first": "2026-12-21", "last": "2027-01-01"}).status_code == 403


@given(
    works=st.sets(st.sampled_from(weeks.WEEKDAYS), min_size=1),
    week=st.dates(date(2020, 1, 1), date(2040, 12, 1)).map(weeks.monday),
    own=st.dictionaries(st.sampled_from(sorted(plan.DEFAULT_DAYS)), st.sampled_from(weeks.WEEKDAYS)),
    dialogue=st.sampled_from(weeks.WEEKDAYS),
    leave=st.sets(st.integers(0, 6)),
)
def test_whatever_days_somebody_works_nothing_lies_outside_them(
    works: set[str], week: date, own: dict[str, str], dialogue: str, leave: set[int]
) -> None:
    rhythm = Rhythm(dialogue_day=dialogue, dialogue_time=time(10), starts=date(2019, 1, 1))
    off = calendar.public_holidays("NL", week, week + timedelta(days=6)) | {
        week + timedelta(days=n) for n in leave
    }
    planned = plan.planned_in(week, rhythm, True, plan.Own(own, time(9), works), off)
    assert {weeks.WEEKDAYS[stop.day.weekday()] for stop in planned} <= works
    assert all(stop.lapses == (stop.day in off) for stop in planned)
    around = plan.Circumstances(week + timedelta(days=7), set(), date(2019, 1, 1), date(2019, 1, 1))
    missed = [stop for stop in plan.line_of(planned, around) if stop.state == "missed"]
    assert not {stop.day for stop in missed} & off
