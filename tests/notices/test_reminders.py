"""Reminders: at most one a day, within working hours, without content, off with one click; mail that is down loses none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.ground import clock, jobs
from lerendwerken.foundation.ground.models import Job
from lerendwerken.foundation.notices import actions, queries, tasks, unsubscribing
from lerendwerken.foundation.notices.models import Notice
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries as people
from lerendwerken.foundation.organisations.models import TeamMembership
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions as weekcycle
from tests.catching import Catcher, catching
from tests.houses import House
from tests.proposals.conftest import put

As = Callable[[Viewer], Client]
WEEK = date(2026, 11, 23)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment in 2026 in UTC; Amsterdam is one hour later."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def post(settings: Any) -> Iterator[Catcher]:
    """A mail server that catches, as LERENDWERKEN_EMAIL_URL would name it."""
    with catching() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.SENDS_MAIL, settings.PUBLIC_URL = True, "https://leren.example"
        yield server


@pytest.fixture(autouse=True)
def rhythm(waterrijk: House, fatima: Viewer) -> None:
    """A full rhythm for one team, with the dialogue on Thursday at ten."""
    with migrating():
        TeamMembership.unscoped.update(created=at(1, 8, month=6))
    with acting(fatima):
        weekcycle.begin_rhythm(
            fatima.teams[0], dialogue_day="thu", dialogue_time=time(10), starts=date(2026, 10, 5), by=fatima
        )
        weekcycle.go_full(fatima.teams[0], from_week=WEEK, by=fatima)


def sent_to(post: Catcher, login: str) -> list[Message]:
    return [message for to, message in post.caught if to.startswith(f"{login}@")]


def body(message: Message) -> str:
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n")


def state_of(viewer: Viewer, day: date = date(2026, 11, 25)) -> str:
    with acting(viewer):
        return str(Notice.objects.visible_to(viewer).get(day=day).state)


def test_the_moment_of_today_and_the_dialogue_of_tomorrow_come_in_one_mail_a_day(
    post: Catcher, noor: Viewer, samira: Viewer
) -> None:
    for minute in (0, 15, 30):
        with clock.at(at(25, 9, minute)):
            tasks.go_round()
    (message,) = sent_to(post, "noor")
    text = body(message)
    assert "Vandaag: Doen, 30 minuten\nhttps://leren.example/week/" in text
    assert "Donderdag 26 november om 10.00 uur: Scherp gesprek, 30 minuten" in text
    assert str(make_header(decode_header(message["Subject"]))) == "Lerendwerken: je momenten van vandaag"
    assert sent_to(post, "samira") == [], "her team has no rhythm"
    assert state_of(noor) == "sent"


def test_nothing_that_anybody_wrote_is_in_a_mail(post: Catcher, noor: Viewer) -> None:
    with acting(noor):
        weekcycle.ask_question("Hoe schrijf ik een hoorverslag dat klopt?", week=WEEK, by=noor)
        weekcycle.write_focus(WEEK, expectation="dat het korter kan", by=noor)
    tasks.go_round()
    (message,) = sent_to(post, "noor")
    for word in ("hoorverslag", "korter", "Noor", "Bezwaar", "Waterrijk"):
        assert word not in body(message)
        assert word not in message["Subject"]


@pytest.mark.parametrize(
    "moment",
    [at(25, 7, 59), at(25, 16), at(25, 22), at(28, 10), at(29, 10), at(25, 10, month=12)],
    ids=["before nine", "after five", "at night", "Saturday", "Sunday", "Christmas"],
)
def test_nobody_is_reminded_outside_working_hours(post: Catcher, noor: Viewer, moment: datetime) -> None:
    with clock.at(moment):
        tasks.go_round()
    assert post.caught == []
    with acting(noor):
        assert not Notice.objects.visible_to(noor).exists()


def test_who_is_away_or_does_not_work_today_is_not_reminded(
    post: Catcher, noor: Viewer, joost: Viewer
) -> None:
    with acting(noor):
        organisations.take_leave(first=date(2026, 11, 25), last=date(2026, 11, 25), by=noor)
    with acting(joost):
        organisations.work_on(["mon", "tue"], by=joost)
    tasks.go_round()
    assert sent_to(post, "noor") == sent_to(post, "joost") == []
    assert len(sent_to(post, "pieter")) == 1


def test_what_was_begun_reminds_of_nothing(post: Catcher, noor: Viewer) -> None:
    with acting(noor):
        weekcycle.mark_done(WEEK, "do", by=noor)
    tasks.go_round()
    (message,) = sent_to(post, "noor")
    assert "Vandaag" not in body(message)
    assert "Scherp gesprek" in body(message)


def test_a_decision_maker_is_reminded_of_a_term_that_is_nearly_over_and_not_of_what_it_is_about(
    post: Catcher, noor: Viewer, marga: Viewer
) -> None:
    """Ten working days after 25 November is 9 December."""
    put(noor)
    for day in (3, 4, 5, 7):
        with clock.at(at(day, 9, month=12)):
            tasks.go_round()
    (message,) = sent_to(post, "marga")
    assert "Een vraag aan jou vraagt een antwoord voor of op woensdag 9 december" in body(message)
    assert "https://leren.example/asked/" in body(message)
    assert "Drie zinnen" not in body(message)
    with clock.at(at(10, 9, month=12)):
        tasks.go_round()
    assert len(sent_to(post, "marga")) == 1, "what is late already nags nobody"


def test_the_dialogue_of_monday_is_announced_on_friday(post: Catcher, fatima: Viewer, noor: Viewer) -> None:
    with acting(fatima):
        weekcycle.change_rhythm(
            fatima.teams[0], dialogue_day="mon", dialogue_time=time(9, 30), lapsed_work="", by=fatima
        )
    with clock.at(at(27, 9)):
        tasks.go_round()
    (message,) = sent_to(post, "noor")
    assert "Maandag 30 november om 09.30 uur: Scherp gesprek" in body(message)


def test_a_mail_program_switches_reminders_off_with_one_click(
    post: Catcher, noor: Viewer, joost: Viewer
) -> None:
    tasks.go_round()
    (message,) = sent_to(post, "noor")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = "".join(message["List-Unsubscribe"].split()).strip("<>")
    assert url.startswith("https://leren.example/reminders/off/")
    assert url in body(message)
    path = url.removeprefix("https://leren.example")
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    with acting(noor):
        assert queries.wants_mail(noor), "reading the address changes nothing"
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with acting(noor):
        assert not queries.wants_mail(noor)
    with acting(joost):
        assert queries.wants_mail(joost)
    with clock.at(at(27, 9)):
        tasks.go_round()
    assert len(sent_to(post, "noor")) == 1
    assert len(sent_to(post, "joost")) == 2


def test_an_address_that_was_not_signed_here_switches_nothing_off(noor: Viewer, joost: Viewer) -> None:
    good = unsubscribing.path_for(noor)
    foreign = good.replace(noor.member.hex, joost.member.hex)
    for path in (foreign, good[:-3] + "xx/", "/reminders/off/x/"):
        assert Client().post(path).status_code == 404
    for viewer in (noor, joost):
        with acting(viewer):
            assert queries.wants_mail(viewer)


def test_a_mail_server_that_is_down_loses_nothing_and_the_page_shows_it(
    post: Catcher, as_: As, noor: Viewer, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    tasks.go_round()
    assert post.caught == []
    assert state_of(noor) == "waiting"
    assert "Vandaag: Doen" in as_(noor).get("/reminders/").content.decode()
    settings.EMAIL_PORT = port
    tasks.go_round()
    assert post.caught == [], "it is not tried again at once"
    _wait_is_over()
    tasks.go_round()
    assert len(sent_to(post, "noor")) == 1
    assert state_of(noor) == "sent"


def test_each_failure_waits_longer(post: Catcher, noor: Viewer, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    waits = []
    for _attempt in range(7):
        tasks.go_round()
        with acting(noor):
            row = Notice.objects.visible_to(noor).get()
        waits.append(round((row.due - clock.real_now()) / timedelta(minutes=1)))
        _wait_is_over()
    assert waits == [5, 10, 20, 40, 80, 120, 120]


def test_one_address_that_is_refused_keeps_no_other_mail(post: Catcher, noor: Viewer, joost: Viewer) -> None:
    post.refused.add("noor@")
    tasks.go_round()
    assert sent_to(post, "noor") == []
    assert len(sent_to(post, "joost")) == 1
    assert state_of(noor) == "waiting"


def test_what_could_not_be_sent_in_its_day_lapses(post: Catcher, noor: Viewer, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    tasks.go_round()
    settings.EMAIL_PORT = port
    _wait_is_over()
    with clock.at(at(26, 9)):
        tasks.go_round()
    assert state_of(noor) == "lapsed"
    assert sent_to(post, "noor") == [], "yesterday's moment is no news, and Thursday has none of her own"


def test_two_processes_send_a_mail_once(post: Catcher, noor: Viewer) -> None:
    tasks.write_reminders()
    taken = tasks._due()
    assert taken
    tasks.send_waiting()
    assert post.caught == [], "another process holds them"
    with migrating():
        Notice.unscoped.update(lease_until=clock.real_now() - timedelta(seconds=1))
    tasks.send_waiting()
    assert len(sent_to(post, "noor")) == 1
    tasks._becomes(next(row for row in taken if row.owner_id == noor.member), Notice.State.WAITING)
    assert state_of(noor) == "sent", "who lost the lease changes nothing"


def test_without_mail_the_page_shows_the_reminder(as_: As, noor: Viewer, joost: Viewer) -> None:
    tasks.go_round()
    assert state_of(noor) == "page"
    client = as_(noor)
    html = client.get("/reminders/").content.decode()
    assert "Deze installatie stuurt geen mail." in html
    assert "Vandaag: Doen, 30 minuten" in html
    assert "Geen mail meer" not in html, "there is nothing to switch off"
    assert "Scherp gesprek, 30 minuten" in client.get("/week/").content.decode()


def test_mail_is_switched_off_and_on_on_the_page(as_: As, noor: Viewer, post: Catcher) -> None:
    client = as_(noor)
    assert client.post("/reminders/", {"mail": "off"}).status_code == 302
    assert "Herinner me per mail" in client.get("/reminders/").content.decode()
    assert client.post("/reminders/", {"mail": "on"}).status_code == 302
    assert "Geen mail meer" in client.get("/reminders/").content.decode()


def test_switched_off_while_it_waits_it_is_not_sent(post: Catcher, noor: Viewer) -> None:
    tasks.write_reminders()
    with acting(noor):
        actions.switch_off(by=noor)
    tasks.send_waiting()
    assert sent_to(post, "noor") == []


def test_who_has_left_gets_nothing(post: Catcher, waterrijk: House, noor: Viewer, beheer: Viewer) -> None:
    tasks.write_reminders()
    with acting(beheer):
        organisations.end_membership(people.member_for(beheer, noor.member), by=beheer)
    tasks.send_waiting()
    assert sent_to(post, "noor") == []


def test_a_reminder_reaches_its_owner_only(
    noor: Viewer, joost: Viewer, marga: Viewer, beheer: Viewer
) -> None:
    tasks.go_round()
    for viewer in (joost, marga, beheer):
        with acting(viewer):
            assert not Notice.objects.visible_to(viewer).filter(owner=noor.member).exists()


def test_a_round_of_more_people_asks_the_same_of_each(post: Catcher, noor: Viewer) -> None:
    with CaptureQueriesContext(connection) as first:
        tasks.write_reminders()
    with CaptureQueriesContext(connection) as again:
        tasks.write_reminders()
    assert len(again) < len(first), "who was reminded today costs nothing more"


def test_a_slot_is_planned_once_however_often_a_worker_looks(db: None) -> None:
    jobs.plan_slots()
    jobs.plan_slots()
    assert Job.objects.filter(task="notices.round").count() == 1


def _wait_is_over() -> None:
    with migrating():
        Notice.unscoped.update(due=clock.real_now() - timedelta(seconds=1))
