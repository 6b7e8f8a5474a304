"""Somebody in several teams: one gives the rhythm, another adds its dialogue and what is shared there, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from lerendwerken.change.dialogue import actions as dialogue
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle import queries, reminders
from tests.houses import House

As = Callable[[Viewer], Client]
WEEK = date(2026, 11, 23)


def put_in(house: House, login: str, *keys: str, by: Viewer) -> Viewer:
    """Let somebody be in these teams beside the one that gives their rhythm, as an administrator does."""
    row = house.members[login]
    with acting(by):
        organisations.change_person(
            row,
            name=row.name,
            job=row.job,
            roles=row.roles,
            team=house.teams["bezwaar"].pk,
            also=[house.teams[key].pk for key in keys],
            by=by,
        )
    return house.viewer(login)


@pytest.fixture
def noor_in_two(waterrijk: House, beheer: Viewer) -> Viewer:
    """Noor, in the team for social support too; both teams have their dialogue on Thursday."""
    for login, hour in (("fatima", 10), ("samira", 14)):
        by = waterrijk.viewer(login)
        with acting(by):
            weekcycle.begin_rhythm(
                by.teams[0], dialogue_day="thu", dialogue_time=time(hour), starts=WEEK, by=by
            )
    return put_in(waterrijk, "noor", "sociaal", by=beheer)


def test_the_week_page_leads_to_the_dialogue_of_the_other_team(
    waterrijk: House, as_: As, noor_in_two: Viewer
) -> None:
    other = waterrijk.teams["sociaal"].pk
    page = as_(noor_in_two).get("/week/").content.decode()
    assert f'href="/dialogue/team/{other}/"' in page
    assert "donderdag 26 november, 14.00 uur" in page
    assert as_(noor_in_two).get(f"/dialogue/team/{other}/").status_code == 200
    assert f"/team/{other}/" not in as_(waterrijk.viewer("fatima")).get("/week/").content.decode()


def test_the_page_of_the_other_team_shows_what_is_shared_there(
    waterrijk: House, as_: As, noor_in_two: Viewer
) -> None:
    other, samira = waterrijk.teams["sociaal"], waterrijk.viewer("samira")
    with acting(samira):
        dialogue.bring_case(WEEK, case="Wie belt de inwoner terug?", team=other.pk, by=samira)
    own = as_(noor_in_two).get("/team/").content.decode()
    assert f'href="/team/{other.pk}/"' in own
    assert "Wie belt de inwoner terug?" not in own
    page = as_(noor_in_two).get(f"/team/{other.pk}/").content.decode()
    assert "<h1>Sociale ondersteuning</h1>" in page
    assert "Wie belt de inwoner terug?" in page
    assert "Begin het ritme" not in page, "one keeps the rhythm of one's own team"
    assert as_(noor_in_two).get(f"/dialogue/past/{other.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["/team/{}/", "/dialogue/team/{}/", "/dialogue/past/{}/"])
def test_a_team_of_others_is_as_if_it_did_not_exist(waterrijk: House, as_: As, path: str) -> None:
    address = path.format(waterrijk.teams["sociaal"].pk)
    for who in ("fatima", "marga", "henk", "beheer"):
        assert as_(waterrijk.viewer(who)).get(address).status_code == 404, who


def test_out_of_the_other_team_one_reads_nothing_of_it_any_more(
    waterrijk: House, as_: As, beheer: Viewer, noor_in_two: Viewer
) -> None:
    other = waterrijk.teams["sociaal"].pk
    after = put_in(waterrijk, "noor", by=beheer)
    assert after.teams == (waterrijk.teams["bezwaar"].pk,)
    assert as_(after).get(f"/team/{other}/").status_code == 404
    assert str(other) not in as_(after).get("/week/").content.decode()


def test_ones_calendar_and_reminder_tell_both_dialogues(as_: As, noor_in_two: Viewer) -> None:
    html = as_(noor_in_two).post("/calendar/address/", {"kind": "personal"}).content.decode()
    path = re.search(r"http://testserver(/calendar/feed/[\w-]{43}\.ics)</textarea>", html)
    assert path
    read = Calendar.from_ical(Client().get(path.group(1)).content)
    on_thursday = {
        str(event["summary"]): event
        for event in read.walk("VEVENT")
        if str(event.decoded("dtstart")).startswith("2026-11-26")
    }
    other = on_thursday["Scherp gesprek (Sociale ondersteuning)"]
    assert other.decoded("dtstart") == datetime(2026, 11, 26, 14, tzinfo=noor_in_two.zone)
    assert "/dialogue/team/" in other["url"]
    assert other["uid"] != on_thursday["Scherp gesprek"]["uid"]
    with acting(noor_in_two):
        told = [one.text for one in reminders.of_the_week(noor_in_two, date(2026, 11, 25))]
    assert [text for text in told if "Sociale ondersteuning" in text]


def test_who_is_away_has_no_dialogue_there_either(noor_in_two: Viewer) -> None:
    with acting(noor_in_two):
        organisations.take_leave(first=date(2026, 11, 26), last=date(2026, 11, 26), by=noor_in_two)
        organisations.work_on(["mon", "tue"], by=noor_in_two)
        now, later = (
            queries.dialogues_elsewhere(noor_in_two, WEEK, 1),
            queries.dialogues_elsewhere(noor_in_two, date(2026, 11, 30), 1),
        )
    assert [stop.lapses for stop in now] in ([True], [])
    assert later == []


def test_a_team_outside_the_agreement_says_so_on_its_own_page(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    with acting(beheer):
        team = organisations.start_team(name="Werkgroep", by=beheer)
        waterrijk.teams["werkgroep"] = team
    noor = put_in(waterrijk, "noor", "werkgroep", by=beheer)
    answer = as_(noor).get(f"/dialogue/team/{team.pk}/")
    assert answer.status_code == 403
    assert "afspraak" in answer.content.decode()


def test_pages_ask_nothing_more_for_who_is_in_one_team(
    waterrijk: House, as_: As, noor_in_two: Viewer, joost: Viewer
) -> None:
    numbers = {}
    for who in (joost, noor_in_two):
        client = as_(who)
        client.get("/week/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/week/")
        numbers[who.member] = len(asked)
    assert 0 < numbers[noor_in_two.member] - numbers[joost.member] <= 9


def test_a_manager_is_in_no_team_that_they_manage_also_beside_their_own(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    marga, team = waterrijk.members["marga"], waterrijk.teams["sociaal"].pk
    with acting(beheer):
        own = organisations.start_team(name="Teamleiders", by=beheer).pk
    given = {"name": marga.name, "job": marga.job, "roles": [Role.MANAGER.value], "team": str(own)}
    page = as_(beheer).post(f"/people/{marga.pk}/", given | {"also": [str(team)]}).content.decode()
    assert "is er geen lid van" in page
    assert waterrijk.viewer("marga").teams == ()
