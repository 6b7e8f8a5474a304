"""Who looks: resolved from the memberships and roles that somebody really has."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.organisations import actions, calendar, queries
from lerendwerken.foundation.organisations.models import Membership, Organisation, Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from tests.houses import House

As = Callable[[Viewer], Client]


def join(house: House, email: str, *roles: Role, name: str = "Karin Mol") -> Membership:
    with acting(System.SETUP):
        return actions.join(
            house.organisation, email=email, name=name, roles=roles, password=make_password("weekcyclus")
        )


def signed_in(member: Membership) -> Client:
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(Person.objects.get(pk=member.person_id))
    return client


def viewer_of(client: Client) -> Viewer:
    viewer: Viewer = client.get("/people/").wsgi_request.viewer  # type: ignore[attr-defined]
    return viewer


def test_one_acts_in_the_first_role_until_another_is_taken(waterrijk: House) -> None:
    member = join(waterrijk, "karin@waterrijk.example", Role.PROFESSIONAL, Role.ADMINISTRATOR)
    client = signed_in(member)
    assert client.get("/people/").status_code == 404
    assert client.post("/role/", {"role": "administrator"}).status_code == 302
    assert client.get("/people/").status_code == 200
    assert viewer_of(client).role is Role.ADMINISTRATOR
    client.post("/role/", {"role": "professional"})
    assert client.get("/people/").status_code == 404


@pytest.mark.parametrize("role", ["administrator", "", "keeper", "x" * 5000, "\x00"])
def test_a_role_that_one_does_not_hold_is_not_there(as_: As, fatima: Viewer, role: str) -> None:
    client = as_(fatima)
    assert client.post("/role/", {"role": role}).status_code == 404
    assert viewer_of(client).role is Role.PROFESSIONAL


def test_a_role_is_not_taken_by_an_address(as_: As, fatima: Viewer) -> None:
    assert as_(fatima).get("/role/?role=professional").status_code == 405


def test_a_role_that_was_taken_away_is_gone_at_once(waterrijk: House) -> None:
    member = join(waterrijk, "karin@waterrijk.example", Role.PROFESSIONAL, Role.STEWARD)
    client = signed_in(member)
    client.post("/role/", {"role": "steward"})
    assert viewer_of(client).role is Role.STEWARD
    with acting(System.SETUP):
        member.roles = ["professional"]
        member.save()
    assert viewer_of(client).role is Role.PROFESSIONAL


def test_a_member_of_two_organisations_acts_in_one(waterrijk: House, zorgkompas: House) -> None:
    here = join(waterrijk, "karin@twee.example", Role.PROFESSIONAL)
    there = join(zorgkompas, "karin@twee.example", Role.STEWARD, name="K. Mol")
    assert here.person_id == there.person_id
    client = signed_in(here)
    assert viewer_of(client).member == here.pk
    session = client.session
    session["membership"] = str(there.pk)
    session["role"] = "professional"
    session.save()
    viewer = viewer_of(client)
    assert (viewer.member, viewer.role) == (there.pk, Role.STEWARD), "a role held here is not held there"


def test_somebody_elses_membership_is_not_taken(waterrijk: House, as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    for wanted in (str(waterrijk.members["marga"].pk), str(uuid.uuid4()), "", "null"):
        session = client.session
        session["membership"] = wanted
        session.save()
        assert viewer_of(client).member == fatima.member


def test_who_has_left_gets_a_page_that_says_so(waterrijk: House, as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    assert client.get("/more/").status_code == 200
    with acting(System.SETUP):
        member = waterrijk.members["fatima"]
        member.ended = date(2026, 11, 24)
        member.save()
    for url in ("/", "/week/", "/people/", "/drafts/moments.focus/x/"):
        answer = client.get(url)
        assert answer.status_code == 403
        assert "Je bent vertrokken" in answer.content.decode()
    answer = client.get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"message": "Je hoort nog niet bij een organisatie"})


def test_who_was_never_a_member_gets_the_same_page(client: Client, waterrijk: House) -> None:
    client.force_login(Person.objects.create(email="los@example.org", name="Los Zand"))
    answer = client.get("/")
    assert answer.status_code == 403
    assert answer.content.decode().count("<main") == 1
    assert "Gemeente" not in answer.content.decode()


def test_what_is_of_one_organisation_is_not_there_for_another(
    waterrijk: House, fatima: Viewer, sanne: Viewer
) -> None:
    team, member = waterrijk.teams["bezwaar"].pk, waterrijk.members["joost"].pk
    with acting(sanne):
        with pytest.raises(NotFound):
            queries.team_for(sanne, team)
        with pytest.raises(NotFound):
            queries.member_for(sanne, member)
        assert queries.names_of(sanne, [member, fatima.member, None]) == {}
        assert list(queries.people_in(sanne, team)) == []
        assert {row.organisation_id for row in queries.members(sanne)} == {sanne.organisation}
        assert {row.organisation_id for row in queries.teams(sanne)} == {sanne.organisation}
        assert queries.organisation_of(sanne).name == "Zorgkompas"


def test_the_list_of_people_is_the_administrators_and_of_one_organisation(
    as_: As, beheer: Viewer, marga: Viewer, zorgkompas: House
) -> None:
    page = as_(beheer).get("/people/").content.decode()
    assert "Fatima El Amrani" in page
    assert "Sanne" not in page
    assert as_(marga).get("/people/").status_code == 404


def test_the_manager_of_a_team_is_no_member_of_it(waterrijk: House) -> None:
    with acting(System.SETUP), pytest.raises(BadInput):
        actions.place(waterrijk.teams["bezwaar"], waterrijk.members["marga"])


def test_somebody_joins_an_organisation_once(waterrijk: House) -> None:
    with pytest.raises(BadInput):
        join(waterrijk, "FATIMA@waterrijk.example", Role.PROFESSIONAL)
    with pytest.raises(BadInput):
        join(waterrijk, "no address", Role.PROFESSIONAL)
    assert not Person.objects.filter(email="no address").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "Mars/Olympus"), ("country", "XX"), ("slug", "met spatie"), ("name", ""), ("name", "x" * 121)],
)
@pytest.mark.django_db
def test_an_organisation_that_cannot_be_is_refused(field: str, value: str) -> None:
    fields = {"name": "Proef", "slug": "proef", "zone": "Europe/Amsterdam", "country": "NL"} | {field: value}
    with acting(System.SETUP), pytest.raises(BadInput) as refusal:
        actions.found_organisation(**fields)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not Organisation.objects.exists()


def test_terms_count_working_days() -> None:
    christmas = date(2026, 12, 24)
    assert calendar.working_days_after(christmas, 1, "NL") == date(2026, 12, 28)
    assert calendar.working_days_after(christmas, 0, "NL") == christmas
    assert calendar.working_days_between(christmas, date(2026, 12, 28), "NL") == 1
    assert calendar.working_days_between(christmas, date(2026, 12, 1), "NL") == 0
