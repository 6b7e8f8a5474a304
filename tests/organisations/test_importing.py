"""The administrator takes in a list of people and teams: first what would happen, then all of it or nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import audit, jobs, spreadsheets
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.ground.models import AuditLine, Job
from lerendwerken.foundation.organisations import actions, importing
from lerendwerken.foundation.organisations.models import Membership, Person, Team, TeamMembership
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from tests.houses import House

As = Callable[[Viewer], Client]
LIST = """naam;e-mail;functie;rollen;teams;leidinggevende;begeleidt
Loes Dekker;loes@waterrijk.example;teamleider;leidinggevende;Teamleiders;;ja
Karin Mol;Karin@Waterrijk.example;jurist;;Vergunningen|Werkgroep AI;loes dekker;ja
Zoë Çelik;zoe@waterrijk.example;;medewerker|beheerder;Bezwaar en beroep;marga@waterrijk.example;nee
Fatima Anders;FATIMA@waterrijk.example;iets anders;beheerder;Bezwaar en beroep|werkgroep ai;;
"""
HEAD = "naam;e-mail;rollen;teams;leidinggevende;begeleidt\n"


def shown(client: Client, text: str | bytes) -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return client.post("/people/import/", {"file": SimpleUploadedFile("lijst.csv", data)})


def carried(page: str) -> str:
    found = re.search(r'name="list" value="(.*?)"', page, re.DOTALL)
    assert found, page
    return html.unescape(found.group(1))


def confirmed(client: Client, text: str) -> Any:
    return client.post("/people/import/confirm/", {"list": text})


def main_of(response: Any) -> str:
    page: str = html.unescape(response.content.decode())
    return page.partition("<main")[2].partition("</main>")[0]


def counts() -> tuple[int, ...]:
    with acting(System.SETUP):
        kinds = (Membership, Team, TeamMembership)
        return (Person.objects.count(), AuditLine.objects.count(), *(k.unscoped.count() for k in kinds))


def row_of(email: str) -> Membership:
    with acting(System.SETUP):
        found: Membership = Membership.unscoped.select_related("person").get(person__email=email)
    return found


def seats_of(email: str) -> dict[str, tuple[bool, bool]]:
    with acting(System.SETUP):
        rows = TeamMembership.unscoped.filter(member__person__email=email).select_related("team")
        return {row.team.name: (row.rhythm, row.facilitates) for row in rows}


def test_a_list_is_shown_first_and_taken_in_when_confirmed(waterrijk: House, as_: As, beheer: Viewer) -> None:
    client = as_(beheer)
    assert 'href="/people/import/"' in client.get("/people/").content.decode()
    assert "naam;e-mail;functie" in client.get("/people/import/").content.decode()
    before = counts()
    answer = shown(client, LIST)
    page = main_of(answer)
    assert "3 mensen worden lid." in page
    assert "Fatima El Amrani" in page
    assert "Fatima Anders" not in page.partition("<table")[2]
    assert "is al lid, komt in een team" in page
    assert "Loes Dekker wordt de leidinggevende" in page
    assert counts() == before, "nothing is written by looking"
    done = main_of(confirmed(client, carried(answer.content.decode())))
    assert "3 mensen zijn lid geworden." in done
    assert done.count("/accounts/password/reset/key") == 3
    assert seats_of("karin@waterrijk.example") == {
        "Vergunningen": (True, True),
        "Werkgroep AI": (False, False),
    }
    assert seats_of("fatima@waterrijk.example") == {
        "Bezwaar en beroep": (True, True),
        "Werkgroep AI": (False, False),
    }
    fatima = row_of("fatima@waterrijk.example")
    assert (fatima.name, fatima.job, fatima.roles) == ("Fatima El Amrani", "jurist bezwaar", ["professional"])
    assert set(row_of("zoe@waterrijk.example").roles) == {"professional", "administrator"}
    with acting(beheer):
        teams = {team.name: team.manager_id for team in Team.objects.visible_to(beheer)}
    assert teams["Vergunningen"] == row_of("loes@waterrijk.example").pk
    assert teams["Teamleiders"] is None
    link = re.search(r"http://testserver(/accounts/password/reset/key\S+?)<", done)
    assert link
    assert Client().get(link.group(1), follow=True).status_code == 200


def test_sent_twice_it_is_taken_in_once(waterrijk: House, as_: As, beheer: Viewer) -> None:
    client = as_(beheer)
    confirmed(client, LIST)
    people, lines, *rest = counts()
    again = main_of(confirmed(client, LIST))
    assert "twee keer verstuurd" in again
    assert "/accounts/password/" not in again
    assert counts() == (people, lines + 1, *rest), "only that it was sent is written down"
    assert "Er is niets te doen" in main_of(shown(client, LIST))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_ways_in_which_spreadsheets_write_a_list(separator: str, encoding: str, end: str) -> None:
    text = LIST.replace(";", separator).replace("\n", end)
    assert importing.read(spreadsheets.text_of(text.encode(encoding))) == importing.read(LIST)


def test_the_line_that_tells_excel_the_separator_is_no_heading() -> None:
    found = importing.read("sep=;\r\n" + LIST)
    assert [line.number for line in found.lines] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (";karin@x.example", "naam", "is leeg"),
        ("Karin;geen adres", "e-mail", "is geen e-mailadres"),
        ("=HYPERLINK(1);karin@x.example", "naam", "begint met een teken"),
        ("Karin;karin@x.example;;Bezwaar|@SUM(A1)", "teams", "begint met een teken"),
        (f"{'x' * 121};karin@x.example", "naam", "is te lang"),
        ("Karin;karin@x.example;directeur", "rollen", "onbekende rol: directeur"),
        ("Karin;karin@x.example;;Nieuw;;misschien", "begeleidt", "moet ‘ja’ of ‘nee’ zijn"),
        ("Karin;karin@x.example;;Nieuw;Niemand", "leidinggevende", "is niemand in deze lijst"),
        ("Karin;karin@x.example;;;Marga de Wit", "leidinggevende", "geen team"),
        ("Karin;karin@x.example;;Nieuw;Joost Bakker", "leidinggevende", "zonder de rol"),
        ("Karin;karin@x.example;leidinggevende;Nieuw;Karin", "teams", "is leidinggevende van een eigen team"),
        ("Marga;marga@waterrijk.example;;Bezwaar en beroep", "teams", "is leidinggevende van een eigen team"),
        ("Loes;loes@x.example;leidinggevende;Bezwaar en beroep;Loes", "leidinggevende", "nu heeft"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column_and_nothing_can_be_confirmed(
    waterrijk: House, as_: As, beheer: Viewer, line: str, column: str, said: str
) -> None:
    client, before = as_(beheer), counts()
    text = f"{HEAD}Goed;goed@x.example\n{line}\n"
    page = main_of(shown(client, text))
    rows = re.findall(r"<tr><th scope=\"row\">Regel (\d+)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>", page)
    assert any((number, name) == ("3", column) and said in words for number, name, words in rows), rows
    assert 'name="list"' not in page
    refused = main_of(confirmed(client, text))
    assert "klopt niet meer" in refused
    assert counts() == before


def test_twice_the_same_address_and_two_managers_of_one_team(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    text = (
        f"{HEAD}A;a@x.example;leidinggevende\nB;b@x.example;leidinggevende\n"
        "C;c@x.example;;Nieuw;A\nD;d@x.example;;nieuw;B\nE;C@x.example\n"
    )
    page = main_of(shown(as_(beheer), text))
    assert "is een andere leidinggevende van Nieuw" in page
    assert "staat al in regel 4" in page


def test_a_name_of_two_people_is_no_manager_and_who_left_is_let_in_elsewhere(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    with acting(beheer):
        actions.end_membership(waterrijk.members["joost"], by=beheer)
    text = (
        f"{HEAD}Marga de Wit;m@x.example;leidinggevende\nC;c@x.example;;Nieuw;Marga de Wit\n"
        "Joost;joost@waterrijk.example\n"
    )
    page = main_of(shown(as_(beheer), text))
    assert "van meer dan één persoon" in page
    assert "die eerder lid was" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "‘naam’ en ‘e-mail’"),
        (b"naam;e-mail\n", "staat niemand"),
        (b"PK\x03\x04", "geen lijst die gelezen kan worden"),
        (b"naam;e-mail\n\x00", "geen lijst die gelezen kan worden"),
        (b"voornaam;adres\nA;a@x.example\n", "‘naam’ en ‘e-mail’"),
        (b"naam;e-mail\n" + b"x" * spreadsheets.MOST_BYTES, "1 MB"),
        (b"naam;e-mail\n" + b"A;b\n" * (importing.MOST_LINES + 1), "5000 regels"),
        (b'naam;e-mail\n"' + b"x" * 140_000, "vanaf regel"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    waterrijk: House, as_: As, beheer: Viewer, data: bytes, said: str
) -> None:
    answer = shown(as_(beheer), data)
    assert answer.status_code == 200
    assert said in main_of(answer)


def test_without_a_file_the_page_asks_for_one(waterrijk: House, as_: As, beheer: Viewer) -> None:
    assert "Kies eerst een bestand" in main_of(as_(beheer).post("/people/import/"))


def test_a_heading_that_means_nothing_is_said_and_markup_is_text(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    page = shown(as_(beheer), "naam;e-mail;teem\n<b>Karin</b>;k@x.example;A\n").content.decode()
    assert "teem" in page
    assert "&lt;b&gt;Karin&lt;/b&gt;" in page
    assert "<b>Karin" not in page


def test_only_an_administrator_takes_in_a_list(waterrijk: House, as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    assert client.get("/people/import/").status_code == 404
    assert shown(client, LIST).status_code == confirmed(client, LIST).status_code == 404
    with acting(fatima), pytest.raises(Forbidden):
        actions.take_in(LIST, by=fatima, mailed=False)


def test_where_mail_is_sent_each_gets_an_invitation_later_and_no_link_is_shown(
    waterrijk: House, zorgkompas: House, as_: As, beheer: Viewer, settings: Any
) -> None:
    settings.SENDS_MAIL = True
    there = zorgkompas.members["sanne"].person
    text = f"{HEAD}Karin Mol;karin@x.example\nSanne;{there.email}\n"
    page = main_of(confirmed(as_(beheer), text))
    assert "onderweg" in page
    assert "/accounts/password/" not in page
    about = list(Job.objects.filter(task="organisations.invite").values_list("about", flat=True))
    assert len(about) == 2
    for key in about:
        jobs.do("organisations.invite", key)
    told = {message.to[0]: str(message.body) for message in mail.outbox}
    assert f"{settings.PUBLIC_URL}/accounts/password/reset/key" in told["karin@x.example"]
    assert f"{settings.PUBLIC_URL}/accounts/login/" in told[there.email]
    assert "/reset/" not in told[there.email], "with a link somebody could become her elsewhere"


def test_who_works_elsewhere_gets_no_link_and_the_preview_does_not_tell(
    waterrijk: House, zorgkompas: House, as_: As, beheer: Viewer
) -> None:
    there = zorgkompas.members["sanne"].person
    text = f"{HEAD}Sanne;{there.email}\n"
    assert "wordt lid" in main_of(shown(as_(beheer), text))
    done = main_of(confirmed(as_(beheer), text))
    assert "1 persoon is lid geworden" in done
    assert "/accounts/password/" not in done


def test_a_fault_halfway_leaves_nothing(
    waterrijk: House, beheer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts()
    monkeypatch.setattr(Team, "save", lambda *_args, **_more: 1 / 0)
    with acting(beheer), pytest.raises(ZeroDivisionError):
        actions.take_in(LIST, by=beheer, mailed=False)
    assert counts() == before


def test_it_stands_in_the_audit_chain_without_a_name(waterrijk: House, as_: As, beheer: Viewer) -> None:
    confirmed(as_(beheer), LIST)
    lines = AuditLine.objects.filter(actor=audit.digest_of(beheer.member))
    verbs = list(lines.values_list("verb", flat=True))
    assert verbs.count("organisations.take_in") == 1
    assert verbs.count("organisations.take_in_person") == 4
    assert verbs.count("organisations.take_in_team") == 3
    assert verbs.count("organisations.take_in_link") == 3
    assert "Karin" not in str(list(lines.values()))
    assert audit.broken_at(waterrijk.organisation.pk) is None


def many(count: int, first: int = 0) -> str:
    lines = (f"Mens {n};n{n}@x.example;;Team {n % 7};;nee" for n in range(first, first + count))
    return HEAD + "\n".join(lines)


def test_looking_asks_the_same_of_the_database_for_many_and_taking_in_the_same_for_each(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    client = as_(beheer)
    shown(client, many(1))
    asked = []
    for count in (2, 200):
        with CaptureQueriesContext(connection) as captured:
            assert shown(client, many(count)).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]
    written = []
    with acting(beheer):
        actions.take_in(many(7), by=beheer, mailed=False)
        for first, count in ((10, 10), (20, 100)):
            with CaptureQueriesContext(connection) as captured:
                assert len(actions.take_in(many(count, first), by=beheer, mailed=False)) == count
            written.append(len(captured))
    assert (written[1] - written[0]) / 90 < 30


@given(st.text(max_size=300))
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = importing.read(f"naam;e-mail;teams\n{text}")
    except BadInput:
        return
    assert found.lines or found.problems
    for line in found.lines:
        assert not line.name.startswith(("=", "+", "-", "@"))
        assert line.roles == (Role.PROFESSIONAL,)
