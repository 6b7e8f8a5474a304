"""Somebody works in two organisations on one installation: neither reaches into the other, nor learns of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import actions, queries
from lerendwerken.foundation.organisations.models import Membership, Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from tests.houses import House

As = Callable[[Viewer], Client]
EMAIL = "karin@waterrijk.example"
NEUTRAL = "of kiest er een via ‘Wachtwoord vergeten?’"
DRAFT = "/drafts/moments.focus/2026-W48/"


@pytest.fixture
def kim(zorgkompas: House) -> Viewer:
    """The administrator of the other organisation."""
    return zorgkompas.viewer("beheer")


def add(client: Client, email: str = EMAIL, **other: Any) -> str:
    """Add Karin on the page for a new person; the page that comes back, without what differs by its nature."""
    given = {"name": "Karin Mol", "email": email, "roles": ["professional"], "language": "nl"} | other
    page = client.post("/people/add/", given).content.decode()
    return re.sub(r"\d+ collega", "… collega", page.partition("<main")[2].partition("</main>")[0])


def member_in(house: House, email: str = EMAIL) -> Membership:
    with acting(System.SETUP):
        found: Membership = Membership.unscoped.select_related("person").get(
            person__email=email, organisation=house.organisation
        )
    return found


def signed_in(person: Person) -> Client:
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(person)
    return client


def acts_in(client: Client) -> Any:
    return client.get("/more/").wsgi_request.viewer.member  # type: ignore[attr-defined]


@pytest.mark.usefixtures("waterrijk")
def test_who_was_invited_elsewhere_is_not_taken_over(
    zorgkompas: House, as_: As, beheer: Viewer, kim: Viewer
) -> None:
    """A link would let the second administrator become this person in the first organisation."""
    assert "<textarea" in add(as_(beheer))
    page = add(as_(kim))
    assert "<textarea" not in page
    assert "/accounts/password/reset/" not in page
    assert NEUTRAL in page
    there = member_in(zorgkompas)
    assert "/link/" not in as_(kim).get(f"/people/{there.pk}/").content.decode()
    answer = as_(kim).post(f"/people/{there.pk}/link/")
    assert answer.status_code == 400
    assert "/accounts/password/reset/" not in answer.content.decode()
    with acting(kim), pytest.raises(BadInput):
        actions.hand_link(there, by=kim)


def test_nor_by_the_first_organisation(waterrijk: House, as_: As, beheer: Viewer, kim: Viewer) -> None:
    add(as_(beheer))
    add(as_(kim))
    here = member_in(waterrijk)
    assert "/link/" not in as_(beheer).get(f"/people/{here.pk}/").content.decode()
    assert as_(beheer).post(f"/people/{here.pk}/link/").status_code == 400


def test_nor_once_a_membership_has_ended(waterrijk: House, as_: As, beheer: Viewer, kim: Viewer) -> None:
    """Somebody who is let in again would come back in the hands of another."""
    add(as_(beheer))
    as_(beheer).post(f"/people/{member_in(waterrijk).pk}/end/")
    page = add(as_(kim))
    assert "<textarea" not in page
    assert NEUTRAL in page


def test_the_page_says_the_same_of_everybody_who_works_elsewhere(
    waterrijk: House, as_: As, beheer: Viewer, kim: Viewer
) -> None:
    add(as_(beheer))
    choosing = add(as_(kim))
    signing_in = add(as_(kim), waterrijk.members["fatima"].person.email)
    assert choosing == signing_in
    refusals = [
        as_(kim).post(f"/people/{one.pk}/link/").content.decode().count("Wachtwoord vergeten?")
        for one in queries_of(kim, EMAIL, "fatima@waterrijk.example")
    ]
    assert refusals == [1, 1]


def queries_of(viewer: Viewer, *emails: str) -> list[Membership]:
    with acting(viewer):
        return list(queries.members(viewer).filter(person__email__in=emails))


@pytest.mark.usefixtures("waterrijk")
def test_where_mail_is_sent_the_page_says_the_same_of_everybody(
    as_: As,
    beheer: Viewer,
    kim: Viewer,
    settings: Any,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    add(as_(beheer))
    settings.SENDS_MAIL = True
    emails = [EMAIL, "fatima@waterrijk.example", "nieuw@zorgkompas.example"]
    with django_capture_on_commit_callbacks(execute=True):
        pages = [add(as_(kim), email).replace(email, "…") for email in emails]
    assert pages[0] == pages[1] == pages[2]
    assert NEUTRAL in pages[0]
    assert [message.to for message in mail.outbox] == [[email] for email in emails]
    assert "/accounts/login/" in str(mail.outbox[0].body)
    assert "/accounts/login/" in str(mail.outbox[1].body)


def test_nothing_of_the_person_is_changed_from_elsewhere(
    waterrijk: House, zorgkompas: House, as_: As, kim: Viewer
) -> None:
    fatima = waterrijk.members["fatima"].person
    add(as_(kim), fatima.email.upper(), name="F. van Elders", language="en")
    there = member_in(zorgkompas, fatima.email)
    as_(kim).post(
        f"/people/{there.pk}/",
        {"name": "Iemand Anders", "roles": ["manager"], "email": "x@x.example", "language": "en"},
    )
    assert member_in(zorgkompas, fatima.email).name == "Iemand Anders"
    kept = Person.objects.get(pk=fatima.pk)
    assert (kept.name, kept.email, kept.language) == (fatima.name, fatima.email, fatima.language)
    assert kept.password == fatima.password
    assert member_in(waterrijk, fatima.email).name == "Fatima El Amrani"


@pytest.fixture
def both(waterrijk: House, zorgkompas: House) -> tuple[Client, Membership, Membership]:
    """Fatima signed in, with her membership here and a newer one in an organisation that stands first by name."""
    here = waterrijk.members["fatima"]
    with acting(System.SETUP):
        zorgkompas.organisation.name = "AAA Zorg"
        zorgkompas.organisation.save()
        there = actions.join(
            zorgkompas.organisation,
            email=here.person.email,
            name="Fatima El Amrani",
            roles=[Role.PROFESSIONAL, Role.STEWARD],
        )
    return signed_in(here.person), here, there


Both = tuple[Client, Membership, Membership]


def test_another_organisation_does_not_become_where_somebody_acts(both: Both) -> None:
    client, here, _there = both
    assert acts_in(client) == here.pk


def test_one_chooses_in_which_organisation_one_acts(both: Both) -> None:
    client, here, there = both
    menu = client.get("/more/").content.decode()
    assert f'value="{there.pk}"' in menu
    assert "AAA Zorg" in menu
    assert client.post("/people/act-in/", {"membership": str(there.pk)}).url == "/"
    assert acts_in(client) == there.pk
    client.post("/role/", {"role": "steward"})
    client.post("/people/act-in/", {"membership": str(here.pk)})
    assert acts_in(client) == here.pk
    client.post("/people/act-in/", {"membership": str(there.pk)})
    viewer = client.get("/more/").wsgi_request.viewer  # type: ignore[attr-defined]
    assert viewer.role is Role.PROFESSIONAL, "a role is taken in one organisation only"


def test_who_works_in_one_organisation_has_nothing_to_choose(as_: As, joost: Viewer) -> None:
    assert "/people/act-in/" not in as_(joost).get("/more/").content.decode()


def test_only_a_live_membership_of_ones_own_is_chosen(waterrijk: House, both: Both) -> None:
    client, here, there = both
    for wanted in (str(waterrijk.members["marga"].pk), "", "x", "\x00", str(there.organisation_id)):
        assert client.post("/people/act-in/", {"membership": wanted}).status_code == 404
    assert client.get(f"/people/act-in/?membership={there.pk}").status_code == 405
    client.post("/people/act-in/", {"membership": str(there.pk)})
    with acting(System.SETUP):
        Membership.unscoped.filter(pk=there.pk).update(ended=clock.now().date())
    assert acts_in(client) == here.pk
    assert client.post("/people/act-in/", {"membership": str(there.pk)}).status_code == 404
    assert "AAA Zorg" not in client.get("/more/").content.decode()


def put(client: Client, text: str, **headers: str) -> Any:
    told = json.dumps({"version": 0, "fields": {"text": text}})
    return client.put(
        DRAFT, told, content_type="application/json", headers={"Accept": "application/json", **headers}
    )


def test_what_is_private_here_is_not_there(both: Both) -> None:
    client, here, there = both
    assert put(client, "alleen hier").status_code == 200
    client.post("/catch/", {"text": "hier gevangen"})
    assert "hier gevangen" in client.get("/catch/").content.decode()
    client.post("/people/act-in/", {"membership": str(there.pk)})
    assert client.get(DRAFT).json()["fields"] == {}
    for url in ("/week/", "/catch/", "/more/", "/week/focus/", "/insights/"):
        page = client.get(url, follow=True).content.decode()
        assert "alleen hier" not in page
        assert "hier gevangen" not in page
    client.post("/people/act-in/", {"membership": str(here.pk)})
    assert client.get(DRAFT).json()["fields"] == {"text": "alleen hier"}


def test_a_page_from_before_the_choice_saves_nothing_in_the_other_organisation(both: Both) -> None:
    """The words in a tab that is still open belong to the organisation in which it was opened."""
    client, here, there = both
    page = client.get("/catch/").content.decode()
    assert f'name="acting_as" value="{here.pk}"' in page
    client.post("/people/act-in/", {"membership": str(there.pk)})
    late = put(client, "van hier", **{"X-Acting-As": str(here.pk)})
    assert late.status_code == 400
    assert "andere organisatie" in late.json()["message"]
    answer = client.post("/catch/", {"text": "van hier", "acting_as": str(here.pk)})
    assert answer.status_code == 400
    assert "andere organisatie" in answer.content.decode()
    assert "van hier" not in client.get("/catch/").content.decode()
    assert put(client, "van daar", **{"X-Acting-As": str(there.pk)}).status_code == 200
    assert client.post("/catch/", {"text": "van daar", "acting_as": str(there.pk)}).status_code == 302


def test_a_browser_keeps_the_words_of_each_organisation_apart(both: Both) -> None:
    client, here, there = both
    assert f'data-person="{here.person_id}:{here.pk}"' in client.get("/catch/").content.decode()
    client.post("/people/act-in/", {"membership": str(there.pk)})
    assert f'data-person="{here.person_id}:{there.pk}"' in client.get("/catch/").content.decode()
