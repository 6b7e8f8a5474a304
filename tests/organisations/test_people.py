"""The administrator adds people and teams, changes them, and lets them go; nobody else does."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.ground import audit, limits
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.organisations import actions, queries
from lerendwerken.foundation.organisations.models import Membership, Person, Team
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from tests.houses import House

As = Callable[[Viewer], Client]
EMAIL = "karin@waterrijk.example"
NEW = "een eerste wachtwoord"


def told(house: House, **other: Any) -> dict[str, Any]:
    """What an administrator fills in about Karin Mol."""
    return {
        "name": "Karin Mol",
        "email": EMAIL,
        "job": "jurist",
        "roles": ["professional"],
        "team": str(house.teams["bezwaar"].pk),
        "language": "nl",
    } | other


def add(client: Client, house: House, **other: Any) -> str:
    """Fill in the page for a new person; the page that comes back."""
    return str(client.post("/people/add/", told(house, **other)).content.decode())


def member(email: str = EMAIL) -> Membership:
    with acting(System.SETUP):
        found: Membership = Membership.unscoped.select_related("person").get(person__email=email)
    return found


def link_in(page: str) -> str:
    found = re.search(r"http://testserver(/\S+?)</textarea>", html.unescape(page))
    assert found, page
    return found.group(1)


def choose_password(link: str) -> Any:
    visitor = Client(headers={"Accept-Language": "nl"})
    form = visitor.get(link, follow=True)
    return visitor.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})


def test_somebody_new_comes_in_by_a_link_and_works_in_the_team(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    page = as_(beheer).get("/people/").content.decode()
    assert "Niemand schrijft zichzelf in" in page
    assert 'href="/people/add/"' in page
    page = add(as_(beheer), waterrijk)
    assert "Geef deze link zelf aan Karin" in page
    assert "3 dagen" in page
    link = link_in(page)
    assert choose_password(link).status_code == 302
    karin = Client(headers={"Accept-Language": "nl"})
    assert karin.post("/accounts/login/", {"login": EMAIL, "password": NEW}).status_code == 302
    assert karin.get("/week/").status_code == 200
    assert karin.get("/week/").wsgi_request.viewer.team == waterrijk.teams["bezwaar"].pk  # type: ignore[attr-defined]
    again = Client(headers={"Accept-Language": "nl"}).get(link, follow=True)
    assert "werkt niet meer" in again.content.decode(), "the link works once"
    assert "Karin Mol" in as_(beheer).get("/people/").content.decode()
    assert mail.outbox == []


def test_where_mail_is_sent_the_invitation_is_mailed_and_the_link_is_not_shown(
    waterrijk: House,
    as_: As,
    beheer: Viewer,
    settings: Any,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    settings.SENDS_MAIL = True
    with django_capture_on_commit_callbacks(execute=True):
        page = add(as_(beheer), waterrijk, language="en")
    assert f"onderweg naar {EMAIL}" in page
    assert "/accounts/password/" not in page
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert message.subject == "Gemeente Waterrijk invites you to Lerendwerken"
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found
    assert choose_password(found.group(1)).status_code == 302


def test_a_mail_server_that_is_away_undoes_nothing(
    waterrijk: House,
    as_: As,
    beheer: Viewer,
    settings: Any,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "nowhere.Nothing"
    with django_capture_on_commit_callbacks(execute=True):
        assert "Karin Mol kan erin" in add(as_(beheer), waterrijk)
    assert member().name == "Karin Mol"
    answer = as_(beheer).post(f"/people/{member().pk}/link/")
    assert answer.status_code == 400, "the link goes to her own address only, when mail works again"


def test_no_link_is_made_for_who_signs_in_already(waterrijk: House, as_: As, beheer: Viewer) -> None:
    """With a link an administrator could become somebody else and read what they wrote."""
    fatima = waterrijk.members["fatima"]
    client = as_(beheer)
    assert "/link/" not in client.get(f"/people/{fatima.pk}/").content.decode()
    answer = client.post(f"/people/{fatima.pk}/link/")
    assert answer.status_code == 400
    assert "Voor Fatima El Amrani wordt geen link gemaakt" in answer.content.decode()
    assert "/accounts/password/reset/key" not in answer.content.decode()


def test_who_works_elsewhere_on_this_installation_keeps_their_own_way_in(
    waterrijk: House, zorgkompas: House, as_: As, beheer: Viewer
) -> None:
    there = zorgkompas.members["sanne"].person
    page = add(as_(beheer), waterrijk, email=there.email.upper(), name="S. Jacobs", language="en")
    assert "of kiest er een via ‘Wachtwoord vergeten?’" in page
    assert "<textarea" not in page.partition("<main")[2].partition("</main>")[0]
    kept = Person.objects.get(pk=there.pk)
    assert (kept.name, kept.language, kept.password) == (there.name, "nl", there.password)
    assert Person.objects.filter(email__iexact=there.email).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "fatima@waterrijk.example"}, "al lid"),
        ({"email": "geen adres"}, "e-mailadres"),
        ({"name": ""}, "verplicht"),
        ({"name": "x" * 121}, "120"),
        ({"roles": []}, "minstens één rol"),
        ({"roles": ["keeper"]}, "keeper"),
        ({"team": str(uuid.uuid4())}, "geldige keuze"),
        ({"language": "xx"}, "geldige keuze"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_made(
    waterrijk: House, as_: As, beheer: Viewer, wrong: dict[str, Any], said: str
) -> None:
    people = Person.objects.count()
    page = add(as_(beheer), waterrijk, **wrong)
    assert said in page
    assert 'class="problem"' in page
    assert Person.objects.count() == people


def test_a_team_of_another_organisation_is_no_team(
    waterrijk: House, zorgkompas: House, beheer: Viewer
) -> None:
    with acting(beheer), pytest.raises(NotFound):
        actions.add_person(
            **told(waterrijk, team=zorgkompas.teams["thuis"].pk),
            by=beheer,  # type: ignore[arg-type]
        )
    assert not Person.objects.filter(email=EMAIL).exists()


def change(client: Client, who: Membership, **given: Any) -> Any:
    fields = {"name": who.name, "job": who.job, "roles": who.roles} | given
    return client.post(f"/people/{who.pk}/", fields, follow=True)


def test_somebody_moves_to_another_team_and_what_was_written_stays(
    waterrijk: House, as_: As, beheer: Viewer, fatima: Viewer
) -> None:
    row = waterrijk.members["fatima"]
    team = waterrijk.teams["sociaal"]
    page = change(as_(beheer), row, job="adviseur", team=str(team.pk), facilitates="on").content.decode()
    assert "Bewaard." in page
    after = waterrijk.viewer("fatima")
    assert (after.team, after.teams, after.facilitates) == (team.pk, (team.pk,), {team.pk})
    shown = as_(beheer).get(f"/people/{row.pk}/").content.decode()
    assert 'value="adviseur"' in shown
    assert f'<option value="{team.pk}" selected>' in shown
    change(as_(beheer), row)
    assert waterrijk.viewer("fatima").team is None


def test_who_takes_on_more_roles_goes_on_as_administrator(waterrijk: House, as_: As, beheer: Viewer) -> None:
    client = as_(beheer)
    taken = {"name": "Ruth Baas", "job": "", "roles": ["professional", "steward", "administrator"]}
    assert client.post(f"/people/{beheer.member}/", taken).status_code == 302
    assert client.get("/people/").status_code == 200


def test_another_role_holds_at_once(waterrijk: House, as_: As, beheer: Viewer, joost: Viewer) -> None:
    client = as_(joost)
    assert client.get("/people/").status_code == 404
    change(as_(beheer), waterrijk.members["joost"], roles=["professional", "administrator"])
    client.post("/role/", {"role": "administrator"})
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize("given", [{"roles": ["professional"]}, {"roles": ["manager"], "team": "bezwaar"}])
def test_a_manager_of_a_team_stays_manager_and_outside_it(
    waterrijk: House, as_: As, beheer: Viewer, given: dict[str, Any]
) -> None:
    if "team" in given:
        given = given | {"team": str(waterrijk.teams["bezwaar"].pk)}
    page = change(as_(beheer), waterrijk.members["marga"], **given).content.decode()
    assert "Geef dat team eerst een andere leidinggevende" in page or "is er geen lid van" in page
    assert waterrijk.viewer("marga").teams == ()
    assert member("marga@waterrijk.example").roles == ["manager"]


def test_an_organisation_keeps_an_administrator(waterrijk: House, as_: As, beheer: Viewer) -> None:
    client, row = as_(beheer), waterrijk.members["beheer"]
    assert "minstens één beheerder" in change(client, row, roles=["professional"]).content.decode()
    assert "Beëindig" not in client.get(f"/people/{row.pk}/").content.decode()
    assert client.post(f"/people/{row.pk}/end/").status_code == 403
    change(client, waterrijk.members["joost"], roles=["administrator"])
    answer = change(client, row, roles=["professional"])
    assert answer.status_code == 200, "who lays the role down lands on a page of their own"
    assert "Bewaard." in answer.content.decode()
    assert member("beheer@waterrijk.example").roles == ["professional"]


def test_who_leaves_is_out_at_once_and_can_be_let_in_again(
    waterrijk: House, as_: As, beheer: Viewer, joost: Viewer, fatima: Viewer
) -> None:
    client, row = as_(joost), waterrijk.members["joost"]
    assert client.get("/week/").status_code == 200
    page = as_(beheer).post(f"/people/{row.pk}/end/", follow=True).content.decode()
    assert "Het lidmaatschap van Joost Bakker is beëindigd" in page
    assert f"/mine/?left={row.pk}" in page, "what is to be handed over stands there at once"
    assert "tot 25 november 2026" in as_(beheer).get("/people/").content.decode()
    assert "Je bent vertrokken" in client.get("/week/").content.decode()
    with acting(fatima):
        assert "Joost Bakker" not in [one.name for one in queries.people_in(fatima, fatima.team)]  # type: ignore[arg-type]
    assert "was eerder lid" not in as_(beheer).get("/people/add/").content.decode()
    assert "was eerder lid" in add(as_(beheer), waterrijk, email="joost@waterrijk.example")
    assert change(as_(beheer), row).status_code == 409
    as_(beheer).post(f"/people/{row.pk}/let-in/")
    assert client.get("/week/").status_code == 200
    assert waterrijk.viewer("joost").team == waterrijk.teams["bezwaar"].pk


def test_the_manager_of_a_team_does_not_leave_it_without_one(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    page = as_(beheer).post(f"/people/{waterrijk.members['marga'].pk}/end/", follow=True).content.decode()
    assert "Geef dat team eerst een andere leidinggevende" in page
    assert member("marga@waterrijk.example").ended is None


def test_a_first_team_is_made_and_gets_another_manager(waterrijk: House, as_: As, beheer: Viewer) -> None:
    client, marga = as_(beheer), waterrijk.members["marga"]
    page = client.post("/people/teams/add/", {"name": "Vergunningen", "manager": ""}, follow=True)
    assert "Vergunningen" in page.content.decode()
    with acting(System.SETUP):
        team = Team.unscoped.get(name="Vergunningen")
    client.post(f"/people/teams/{team.pk}/", {"name": "Vergunning en toezicht", "manager": str(marga.pk)})
    page = client.get("/people/").content.decode()
    assert "Vergunning en toezicht" in page
    with acting(System.SETUP):
        team.refresh_from_db()
    assert team.manager_id == marga.pk
    taken = client.post(f"/people/teams/{team.pk}/", {"name": "Bezwaar en beroep", "manager": ""})
    assert "al een team met deze naam" in taken.content.decode()


def test_who_is_in_a_team_does_not_manage_it(waterrijk: House, beheer: Viewer) -> None:
    fatima, team = waterrijk.members["fatima"], waterrijk.teams["bezwaar"]
    with acting(beheer):
        with pytest.raises(BadInput) as refusal:
            actions.change_team(team, name=team.name, manager=fatima.pk, by=beheer)
        assert "role of manager" in str(refusal.value.message) or "rol van" in str(refusal.value.message)
        with acting(System.SETUP):
            Membership.unscoped.filter(pk=fatima.pk).update(roles=["professional", "manager"])
        with pytest.raises(BadInput) as refusal:
            actions.change_team(team, name=team.name, manager=fatima.pk, by=beheer)
        assert refusal.value.field == "manager"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_does_any_of_it(waterrijk: House, role: Role) -> None:
    with acting(System.SETUP):
        Membership.unscoped.filter(pk=waterrijk.members["joost"].pk).update(roles=[role.value])
    waterrijk.members["joost"] = member("joost@waterrijk.example")
    by, fatima, team = waterrijk.viewer("joost"), waterrijk.members["fatima"], waterrijk.teams["bezwaar"]
    given = {"name": "x", "job": "", "roles": ["professional"]}
    with acting(by):
        for act in (
            lambda: actions.add_person(email=EMAIL, by=by, **given),  # type: ignore[arg-type]
            lambda: actions.change_person(fatima, by=by, **given),  # type: ignore[arg-type]
            lambda: actions.end_membership(fatima, by=by),
            lambda: actions.let_in_again(fatima, by=by),
            lambda: actions.hand_link(fatima, by=by),
            lambda: actions.start_team(name="x", by=by),
            lambda: actions.change_team(team, name="x", by=by),
        ):
            with pytest.raises(Forbidden):
                act()
    assert not Person.objects.filter(email=EMAIL).exists()
    assert member("fatima@waterrijk.example").ended is None


def test_people_of_another_organisation_are_not_there(
    waterrijk: House, zorgkompas: House, as_: As, beheer: Viewer
) -> None:
    client, sanne = as_(beheer), zorgkompas.members["sanne"]
    for path in (f"/people/{sanne.pk}/", f"/people/teams/{zorgkompas.teams['thuis'].pk}/"):
        assert client.get(path).status_code == client.post(path, {"name": "x"}).status_code == 404
    for deed in ("end", "let-in", "link"):
        assert client.post(f"/people/{sanne.pk}/{deed}/").status_code == 404
    assert member("sanne@zorgkompas.example").ended is None


def test_each_deed_stands_in_the_audit_chain_without_a_name(
    waterrijk: House, as_: As, beheer: Viewer
) -> None:
    client = as_(beheer)
    add(client, waterrijk)
    row = member()
    change(client, row, name="Karin de Mol")
    client.post(f"/people/{row.pk}/end/")
    client.post(f"/people/{row.pk}/let-in/")
    client.post("/people/teams/add/", {"name": "Nieuw", "manager": ""})
    lines = AuditLine.objects.filter(actor=audit.digest_of(beheer.member))
    assert set(lines.values_list("verb", flat=True)) == {
        "organisations.add_person",
        "organisations.hand_link",
        "organisations.change_person",
        "organisations.end_membership",
        "organisations.let_in_again",
        "organisations.start_team",
    }
    assert "Karin" not in str(list(lines.values()))
    assert audit.broken_at(waterrijk.organisation.pk) is None


def test_nobody_adds_people_without_end(waterrijk: House, as_: As, beheer: Viewer) -> None:
    client = as_(beheer)
    most = limits.LIMITS["organisations.add_person"][0].most
    for number in range(most):
        assert "kan erin" in add(client, waterrijk, email=f"n{number}@waterrijk.example")
    answer = client.post("/people/add/", told(waterrijk))
    assert answer.status_code == 429
    assert not Person.objects.filter(email=EMAIL).exists()


def test_the_list_of_people_asks_the_same_of_the_database_for_many(
    waterrijk: House, as_: As, beheer: Viewer, django_assert_num_queries: Any
) -> None:
    client = as_(beheer)
    client.get("/people/")
    with CaptureQueriesContext(connection) as few:
        client.get("/people/")
    with acting(System.SETUP):
        for number in range(10):
            actions.join(
                waterrijk.organisation,
                email=f"n{number}@waterrijk.example",
                name=f"Naam {number}",
                roles=[Role.PROFESSIONAL],
                password=make_password("x"),
            )
    with django_assert_num_queries(len(few)):
        client.get("/people/")
