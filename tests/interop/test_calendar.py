"""Calendars by a secret address: what a program reads, how changes are told, and who gets nothing."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from lerendwerken.foundation.ground import clock, limits, weeks
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.logs import Wordless
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations import queries as people
from lerendwerken.foundation.organisations.models import TeamMembership
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.interop import calendars
from lerendwerken.front.interop.actions import Version, key_of
from lerendwerken.front.interop.models import CalendarFeed
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle import plan
from lerendwerken.learning.weekcycle.models import Moment, Rhythm
from tests.houses import House

As = Callable[[Viewer], Client]
WEEK = date(2026, 11, 23)
PROGRAM = Client()


@pytest.fixture(autouse=True)
def rhythm(waterrijk: House, fatima: Viewer) -> Rhythm:
    """The full rhythm of a team, with the dialogue on Thursday at ten."""
    cache.clear()
    with migrating():
        TeamMembership.unscoped.update(created=datetime(2026, 6, 1, 8, tzinfo=UTC))
    with acting(fatima):
        weekcycle.begin_rhythm(
            fatima.teams[0], dialogue_day="thu", dialogue_time=time(10), starts=date(2026, 10, 5), by=fatima
        )
        return weekcycle.go_full(fatima.teams[0], from_week=WEEK, by=fatima)


def address(client: Client, kind: str = "personal") -> str:
    """Make an address on the page; its path."""
    html = client.post("/calendar/address/", {"kind": kind}).content.decode()
    found = re.search(r"http://testserver(/calendar/feed/[\w-]{43}\.ics)</textarea>", html)
    assert found, html
    return found.group(1)


def events(path: str) -> dict[str, Any]:
    """What a program reads, by name and day."""
    answer = PROGRAM.get(path)
    assert answer.status_code == 200
    found = {}
    for event in Calendar.from_ical(answer.content).walk("VEVENT"):
        start = event.decoded("dtstart")
        found[f"{event['summary']} {start:%Y-%m-%d}"] = event
    return found


def test_own_moments_lie_on_own_days_and_the_dialogue_on_its_time(as_: As, noor: Viewer) -> None:
    with acting(noor):
        weekcycle.choose_days({"do": "fri"}, by=noor)
    found = events(address(as_(noor)))
    dialogue, do = found["Scherp gesprek 2026-11-26"], found["Doen 2026-11-27"]
    assert dialogue.decoded("dtstart") == datetime(2026, 11, 26, 10, tzinfo=noor.zone)
    assert dialogue.decoded("dtend") - dialogue.decoded("dtstart") == timedelta(minutes=30)
    assert dialogue["dtstart"].params["TZID"] == "Europe/Amsterdam"
    assert do.decoded("dtstart") == date(2026, 11, 27)
    assert "30 minuten" in do["description"]
    assert do["url"] == "http://testserver/week/do/"
    assert {event["status"] for event in (dialogue, do)} == {"CONFIRMED"}


def test_the_calendar_of_a_team_holds_its_dialogue_only(as_: As, noor: Viewer) -> None:
    with acting(noor):
        organisations.take_leave(first=WEEK, last=date(2026, 12, 31), by=noor)
        organisations.work_on(["mon"], by=noor)
    found = events(address(as_(noor), "team"))
    assert {name.rpartition(" ")[0] for name in found} == {"Scherp gesprek"}
    assert {event["status"] for event in found.values()} == {"CONFIRMED"}, "who is away says nothing here"


def test_a_holiday_leave_and_a_pause_are_told_as_cancelled(as_: As, noor: Viewer, fatima: Viewer) -> None:
    path = address(as_(noor))
    assert events(path)["Oogsten 2026-12-25"]["status"] == "CANCELLED"
    before = events(path)["Verdiepen 2026-12-01"]
    with clock.at(datetime(2026, 11, 25, 12, tzinfo=UTC)), acting(noor):
        leave = organisations.take_leave(first=date(2026, 12, 1), last=date(2026, 12, 1), by=noor)
    with clock.at(datetime(2026, 11, 25, 13, tzinfo=UTC)):
        away = events(path)["Verdiepen 2026-12-01"]
    with clock.at(datetime(2026, 11, 25, 14, tzinfo=UTC)), acting(noor):
        organisations.take_leave_back(leave.pk, by=noor)
    with clock.at(datetime(2026, 11, 25, 15, tzinfo=UTC)):
        back = events(path)["Verdiepen 2026-12-01"]
    assert [event["status"] for event in (before, away, back)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [event["sequence"] for event in (before, away, back)] == [0, 1, 2]
    assert len({event["uid"] for event in (before, away, back)}) == 1
    assert before.decoded("last-modified") < away.decoded("last-modified") < back.decoded("last-modified")
    with acting(fatima):
        organisations.pause_team(fatima.teams[0], first=date(2026, 12, 3), last=date(2026, 12, 3), by=fatima)
    assert events(path)["Scherp gesprek 2026-12-03"]["status"] == "CANCELLED"


def test_a_moved_dialogue_stays_the_same_event(as_: As, noor: Viewer, fatima: Viewer) -> None:
    path = address(as_(noor), "team")
    before = events(path)["Scherp gesprek 2026-11-26"]
    with acting(fatima):
        weekcycle.change_rhythm(
            fatima.teams[0], dialogue_day="fri", dialogue_time=time(14), lapsed_work="", by=fatima
        )
    after = events(path)["Scherp gesprek 2026-11-27"]
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert events(path)["Scherp gesprek 2026-11-27"]["sequence"] == 1, "reading changes nothing"
    assert events(address(as_(noor), "team"))["Scherp gesprek 2026-11-27"]["uid"] == before["uid"]


def test_nothing_that_people_wrote_is_in_a_calendar(as_: As, noor: Viewer, fatima: Viewer) -> None:
    with acting(noor):
        weekcycle.ask_question(
            "Hoe schrijf ik een hoorverslag dat klopt?", week=WEEK, development_question=None, by=noor
        )
        weekcycle.write_focus(WEEK, expectation="dat het korter kan", by=noor)
    with acting(fatima):
        weekcycle.change_rhythm(
            fatima.teams[0],
            dialogue_day="thu",
            dialogue_time=time(10),
            lapsed_work="het weekoverleg",
            by=fatima,
        )
    for kind in ("personal", "team"):
        text = PROGRAM.get(address(as_(noor), kind)).content.decode()
        for word in (
            "hoorverslag",
            "korter",
            "weekoverleg",
            "Noor",
            "Hendriks",
            "waterrijk",
            "Bezwaar",
            str(noor.member),
        ):
            assert word not in text
        names = {line.partition(":")[0].partition(";")[0] for line in text.replace("\r\n ", "").splitlines()}
        assert not names & {"ATTENDEE", "ORGANIZER", "CATEGORIES", "LOCATION"}


def test_an_address_is_shown_once_and_kept_as_a_digest(as_: As, noor: Viewer) -> None:
    client = as_(noor)
    path = address(client)
    secret = path.rpartition("/")[2].removesuffix(".ics")
    assert secret not in client.get("/calendar/").content.decode()
    with acting(noor):
        row = CalendarFeed.objects.visible_to(noor).get()
    assert secret not in "".join(str(value) for value in vars(row).values())
    assert "no-store" in client.get("/calendar/").headers["Cache-Control"]


def test_renewed_revoked_and_wrong_addresses_open_nothing(as_: As, noor: Viewer) -> None:
    client = as_(noor)
    old, new = address(client), address(client)
    assert PROGRAM.get(old).status_code == 404
    assert PROGRAM.get(new).status_code == 200
    client.post("/calendar/revoke/", {"kind": "personal"})
    gone, never = PROGRAM.get(new), PROGRAM.get(f"/calendar/feed/{'x' * 43}.ics")
    assert (gone.status_code, gone.content) == (never.status_code, never.content) == (404, b"")
    assert client.post("/calendar/revoke/", {"kind": "personal"}).status_code == 404
    assert client.post("/calendar/address/", {"kind": "all"}).status_code == 400


def test_an_address_ends_with_the_membership_and_does_not_come_back(
    as_: As, waterrijk: House, noor: Viewer, beheer: Viewer
) -> None:
    path = address(as_(noor))
    with acting(beheer):
        row = people.member_for(beheer, noor.member)
        organisations.end_membership(row, by=beheer)
    assert PROGRAM.get(path).status_code == 404
    with acting(beheer):
        organisations.let_in_again(row, by=beheer)
    assert PROGRAM.get(path).status_code == 404
    assert PROGRAM.get(address(as_(noor))).status_code == 200


def test_the_calendar_of_a_team_ends_for_who_leaves_the_team(as_: As, waterrijk: House, noor: Viewer) -> None:
    team, own = address(as_(noor), "team"), address(as_(noor))
    with migrating():
        TeamMembership.unscoped.filter(member=noor.member).update(team=waterrijk.teams["sociaal"])
    assert PROGRAM.get(team).status_code == 404
    assert PROGRAM.get(own).status_code == 200
    assert events(own) == {}, "the new team has no rhythm yet"


def test_an_address_opens_a_calendar_and_no_page_and_a_session_opens_no_calendar(
    as_: As, noor: Viewer, joost: Viewer
) -> None:
    path = address(as_(noor))
    program = Client()
    assert program.get(path).status_code == 200
    assert program.get("/week/").status_code == 302
    assert not program.cookies
    assert events(path)
    assert as_(joost).get("/calendar/").content.decode().count("Trek het adres in") == 0


def test_a_program_that_asks_again_gets_only_what_changed(as_: As, noor: Viewer) -> None:
    path = address(as_(noor))
    first = PROGRAM.get(path)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-cache" in first.headers["Cache-Control"]
    assert PROGRAM.get(path).content == first.content
    assert PROGRAM.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    with acting(noor):
        weekcycle.choose_days({"do": "fri"}, by=noor)
    assert PROGRAM.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_too_much_is_refused_for_one_address_and_for_who_guesses(
    as_: As, noor: Viewer, joost: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, his = address(as_(noor)), address(as_(joost))
    monkeypatch.setattr(limits, "FEED_READS", limits.Limit(3, limits.HOUR))
    assert [PROGRAM.get(mine).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert PROGRAM.get(his).status_code == 200, "others are unaffected"
    wrong = [PROGRAM.get(f"/calendar/feed/{n:0>43}.ics").status_code for n in range(61)]
    assert wrong == [404] * 60 + [429]
    assert PROGRAM.get(his).status_code == 200


def test_a_secret_never_stands_in_a_log(as_: As, noor: Viewer, caplog: pytest.LogCaptureFixture) -> None:
    path = address(as_(noor))
    secret = path.rpartition("/")[2].removesuffix(".ics")
    as_(noor).post("/calendar/revoke/", {"kind": "personal"})
    with caplog.at_level(logging.DEBUG):
        PROGRAM.get(path)
        Client(raise_request_exception=False).get(path + "/more")
    lines = [Wordless("%(message)s").format(record) for record in caplog.records]
    assert any("/calendar/feed/" in line for line in lines), "Django tells of what is not found"
    assert secret not in "\n".join(lines)


def test_a_calendar_costs_the_same_whatever_is_in_it(as_: As, noor: Viewer) -> None:
    path = address(as_(noor))
    PROGRAM.get(path)
    counts = []
    for first in (date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 8)):
        with CaptureQueriesContext(connection) as asked:
            PROGRAM.get(path)
        counts.append(len(asked))
        with acting(noor):
            organisations.take_leave(first=first, last=first, by=noor)
    assert len(set(counts)) == 1 or max(counts) - min(counts) <= 1, "at most the one write of what changed"


_ZONES = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Europe/London", "Pacific/Auckland"])


@pytest.mark.once
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.dates(date(2022, 1, 1), date(2036, 1, 1)).map(weeks.monday),
    at=st.times(time(6), time(21)).map(lambda moment: moment.replace(second=0, microsecond=0)),
    day=st.sampled_from(weeks.WEEKDAYS),
    zone_name=_ZONES,
)
def test_times_survive_the_change_to_summer_time_and_holidays_are_cancelled(
    first: date, at: time, day: str, zone_name: str
) -> None:
    """Thirty weeks hold at least one change of the clock: what a program reads is the time on the wall."""
    zone = ZoneInfo(zone_name)
    rhythm = Rhythm(dialogue_day=day, dialogue_time=at)
    off = calendar.public_holidays("NL", first, first + timedelta(weeks=31))
    stops = [
        stop
        for n in range(30)
        for stop in plan.planned_in(weeks.after(first, n), rhythm, False, plan.Own(), off)
    ]
    version = Version(3, datetime(2026, 1, 1, tzinfo=UTC))
    links = dict.fromkeys(map(key_of, stops), "https://lerendwerken.example/week/")
    body = calendars.written(
        CalendarFeed(owner_id=new_id()), stops, {key_of(stop): version for stop in stops}, links, zone
    )
    read = Calendar.from_ical(body)
    assert {str(part["tzid"]) for part in read.walk("VTIMEZONE")} == {zone_name}
    found = [event for event in read.walk("VEVENT") if event["summary"] == str(Moment.DIALOGUE.label)]
    assert len(found) == 30
    for n, event in enumerate(found):
        start = event.decoded("dtstart")
        assert start.replace(tzinfo=None) == datetime.combine(weeks.day_of(weeks.after(first, n), day), at)
        assert start.utcoffset() == start.replace(tzinfo=zone).utcoffset()
        assert (event["status"] == "CANCELLED") == (start.date() in off)
    assert len({event["uid"] for event in read.walk("VEVENT")}) == len(stops)
    _tells_the_same_hour(read, found, zone)


def _tells_the_same_hour(read: Any, found: list[Any], zone: Any) -> None:
    """Who knows no zone by its name works with what the calendar itself says of it: each offset must be in there."""
    (told,) = read.walk("VTIMEZONE")
    offsets = {part["tzoffsetto"].td for part in told.subcomponents}
    assert {event.decoded("dtstart").replace(tzinfo=zone).utcoffset() for event in found} <= offsets


def test_khal_reads_a_calendar(as_: As, noor: Viewer, tmp_path: Path) -> None:
    """A program of others takes the calendar in and shows the moments of a week at their own times."""
    with acting(noor):
        weekcycle.choose_days({"do": "wed"}, at=time(8, 30), by=noor)
    (tmp_path / "moments").mkdir()
    (tmp_path / "feed.ics").write_bytes(PROGRAM.get(address(as_(noor))).content)
    (tmp_path / "config").write_text(
        f"[calendars]\n[[moments]]\npath = {tmp_path / 'moments'}\n[locale]\nlocal_timezone = Europe/Amsterdam\n"
        "default_timezone = Europe/Amsterdam\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )
    khal = [str(Path(sys.executable).with_name("khal")), "-c", str(tmp_path / "config")]
    subprocess.run([*khal, "import", "--batch", str(tmp_path / "feed.ics")], check=True, capture_output=True)
    shown = [*khal, "list", "--format", "{start-time} {title}", "2026-11-25", "2d"]
    told = subprocess.run(shown, check=True, capture_output=True, text=True).stdout
    assert "08:30 Doen" in told
    assert "10:00 Scherp gesprek" in told
