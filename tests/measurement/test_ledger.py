"""Working time that the rhythm took, beside how the results moved: of teams, never of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle.counts import WeekOfTeam
from lerendwerken.oversight.measurement import ledger, tasks
from tests.frame.conftest import Kader
from tests.houses import WEDNESDAY, House

As = Callable[[Viewer], Client]
THIS_WEEK = date(2026, 11, 23)
LATER = WEDNESDAY + timedelta(weeks=4)
CLOSED = [THIS_WEEK, weeks.after(THIS_WEEK, 1), weeks.after(THIS_WEEK, 2)]  # of which figures are told then


@pytest.fixture
def lived(waterrijk: House) -> House:
    """Four weeks with the start rhythm: in a team of six with two dialogues held, in a team of two with none."""
    with acting(System.SETUP):
        for login in ("anouk", "lotte"):
            waterrijk.members[login] = organisations.join(
                waterrijk.organisation,
                email=f"{login}@waterrijk.example",
                name=login.title(),
                roles=[Role.PROFESSIONAL],
            )
            organisations.place(waterrijk.teams["bezwaar"], waterrijk.members[login])
    for login, key in (("fatima", "bezwaar"), ("samira", "sociaal")):
        by = waterrijk.viewer(login)
        with acting(by):
            weekcycle.begin_rhythm(
                waterrijk.teams[key].pk,
                dialogue_day="thu",
                dialogue_time=time(10),
                starts=THIS_WEEK,
                lapsed_work="Het overleg",
                by=by,
            )
    fatima = waterrijk.viewer("fatima")
    for week in CLOSED[:2]:
        with clock.at(WEDNESDAY + (week - THIS_WEEK) + timedelta(days=1)), acting(fatima):
            weekcycle.hold_dialogue(waterrijk.teams["bezwaar"].pk, week, by=fatima)
    return waterrijk


def published(viewer: Viewer, at: datetime = LATER) -> ledger.Ledger | None:
    with clock.at(at):
        tasks.publish_hours()
        with acting(viewer):
            return ledger.of_quarter(viewer)


def test_the_rhythm_is_counted_as_working_time_of_a_whole_team(lived: House, samira: Viewer) -> None:
    found = published(samira)
    assert found is not None
    (row,) = found.taken
    assert row.team == lived.teams["bezwaar"]
    assert (row.weeks, row.alone, row.together) == (3, 3 * 6 * 25, 2 * 6 * 30)
    assert found.last == date(2026, 12, 13)


def test_what_was_told_stays_as_it_was(lived: House, fatima: Viewer, beheer: Viewer) -> None:
    before = published(fatima)
    with clock.at(LATER), acting(beheer):
        organisations.end_membership(lived.members["lotte"], by=beheer)
    assert published(fatima) == before


def test_a_week_without_working_days_takes_nothing(lived: House, fatima: Viewer) -> None:
    with acting(fatima):
        organisations.pause_team(
            lived.teams["bezwaar"].pk, first=CLOSED[2], last=CLOSED[2] + timedelta(days=4), by=fatima
        )
    found = published(fatima)
    assert found is not None
    assert found.taken[0].weeks == 2


def test_small_teams_are_told_together_or_not_at_all() -> None:
    organisation, week = new_id(), THIS_WEEK

    def team(people: int) -> WeekOfTeam:
        return WeekOfTeam(organisation, new_id(), week, people, people * 25, people * 30)

    assert tasks.published([team(4)]) == []
    assert tasks.published([team(4), team(2)]) == [], "whoever is in the first could tell the second apart"
    (together,) = tasks.published([team(4), team(3), team(2)])
    assert (together.team_id, together.people, together.alone) == (None, 9, 225)


@given(st.lists(st.integers(0, 12), max_size=8))
def test_no_figure_is_about_fewer_than_five_people(sizes: list[int]) -> None:
    organisation = new_id()
    rows = [WeekOfTeam(organisation, new_id(), THIS_WEEK, n, n * 25, 0) for n in sizes]
    told = tasks.published(rows)
    assert all(row.people >= 5 for row in told)
    named, small = [n for n in sizes if n >= 5], [n for n in sizes if n < 5]
    assert sorted(row.people for row in told if row.team_id) == sorted(named)
    rest = [row.people for row in told if not row.team_id]
    assert rest in ([], [sum(small)])
    assert not rest or rest[0] - max(small) >= 5


def test_results_stand_beside_it_as_they_moved_in_the_same_weeks(
    lived: House, kader: Kader, fatima: Viewer, joost: Viewer
) -> None:
    with acting(fatima):
        frame.measure(kader.promise.lineage, day=date(2026, 9, 10), value=Decimal(50), by=fatima)
    with clock.at(LATER):
        with acting(fatima):
            row = frame.measure(kader.promise.lineage, day=date(2026, 12, 10), value=Decimal(58), by=fatima)
            frame.measure(kader.promise.lineage, day=date(2026, 12, 20), value=Decimal(70), by=fatima)
        with acting(joost):
            frame.confirm(row, by=joost)
    found = published(fatima)
    assert found is not None
    (moved,) = found.moved
    assert (moved.before, moved.now, moved.direction, moved.is_confirmed) == (50, 58, "better", True)


def test_everybody_reads_the_same_figures_in_as_many_queries(
    lived: House, kader: Kader, fatima: Viewer, marga: Viewer, henk: Viewer, as_: As
) -> None:
    url = reverse("hours")
    assert "Nog geen cijfers" in as_(fatima).get(url).content.decode()

    def asked(viewer: Viewer, path: str) -> tuple[int, str]:
        with clock.at(LATER), CaptureQueriesContext(connection) as captured:
            html = as_(viewer).get(path).content.decode()
        return len(captured), html

    with clock.at(LATER - timedelta(weeks=1)):
        tasks.publish_hours()
    pages = [(fatima, url), (marga, url), (marga, reverse("asked")), (henk, reverse("promises"))]
    before = [asked(*page)[0] for page in pages]
    with acting(henk):
        draft = frame.start_draft(by=henk)
        goal = frame.put_goal(draft, title="Sneller klaar", by=henk)
        frame.put_promise(
            draft,
            goal=goal,
            title="Besluiten binnen tien weken",
            indicator="Deel van de zaken",
            unit="%",
            kind="direct",
            term="short",
            baseline=Decimal(60),
            target=Decimal(80),
            due=date(2027, 7, 1),
            by=henk,
        )
        frame.decide(draft, reason="Er kwam een resultaat bij.", by=henk)
    published(fatima)
    after = [asked(*page) for page in pages]
    assert [number for number, _html in after] == before
    for _number, html in after:
        assert "In 3 weken vroeg het ritme 14 uur werktijd" in html
    assert all("Bezwaar en beroep" in html and "Sociale ondersteuning" not in html for _n, html in after[:1])
