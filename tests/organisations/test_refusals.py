"""A page that says no is a page like any other: the same menu, plain words, a way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from tests.houses import House

As = Callable[[Viewer], Client]
SCRIPT = {"Accept": "application/json"}
NOWHERE = "/nergens/"
MOST_QUERIES = 8


def menu(page: str) -> list[str]:
    """What stands in the main menu."""
    found = re.search(r'<nav class="nav".*?<span class="end">', page, re.S)
    return re.findall(r"<a [^>]*>([^<]+)</a>", found[0]) if found else []


@pytest.mark.parametrize("url", [NOWHERE, "/role/", "/proposals/00000000-0000-0000-0000-000000000000/"])
def test_a_page_of_refusal_has_the_menu_of_who_looks(
    as_: As, fatima: Viewer, beheer: Viewer, url: str
) -> None:
    page = as_(fatima).get(url).content.decode()
    assert menu(page)[:2] == ["Week", "Werkwijzen"]
    assert "FE, jouw menu" in page
    assert "Naar je week" in page
    assert page.count("<main") == page.count("<h1") == 1
    assert menu(as_(beheer).get(url).content.decode()) == ["AI-systemen", "Mensen"]


def test_an_address_that_does_not_exist_tells_a_stranger_nothing(client: Client, waterrijk: House) -> None:
    answer = client.get(NOWHERE)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert menu(page) == []
    assert "jouw menu" not in page
    assert "Waterrijk" not in page


def test_an_address_that_does_not_exist_follows_the_role_that_was_taken(waterrijk: House) -> None:
    member = waterrijk.members["henk"]
    member.roles = ["steward", "administrator"]
    with acting(System.SETUP):
        member.save()
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(Person.objects.get(pk=member.person_id))
    assert menu(client.get(NOWHERE).content.decode())[0] == "Kader"
    client.post("/role/", {"role": "administrator"})
    assert menu(client.get(NOWHERE).content.decode())[0] == "AI-systemen"


@pytest.mark.parametrize("url", [NOWHERE, "/role/"])
def test_a_page_of_refusal_asks_little_of_the_database(as_: As, fatima: Viewer, url: str) -> None:
    client = as_(fatima)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url)
    read = [query["sql"] for query in asked if " FROM " in query["sql"]]
    assert len(read) <= MOST_QUERIES, read


def test_a_page_of_refusal_that_cannot_be_made_becomes_the_plainest_page(
    as_: As, fatima: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(viewer: Viewer) -> Any:
        raise RuntimeError("broken")

    client = as_(fatima)
    client.raise_request_exception = False
    monkeypatch.setattr(queries, "surroundings", broken)
    for url in (NOWHERE, "/role/"):
        answer = client.get(url)
        assert answer.status_code == 500
        assert "Er ging iets mis aan onze kant" in answer.content.decode()


@pytest.mark.parametrize("url", ["/role/", "/language/"])
def test_a_link_to_an_address_that_takes_only_a_form_is_explained(as_: As, fatima: Viewer, url: str) -> None:
    answer = as_(fatima).get(url)
    page = answer.content.decode()
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Op dit adres staat geen pagina" in page
    assert "er is niets gedaan" in page
    assert menu(page)


def test_what_a_page_does_not_take_is_explained_too(as_: As, fatima: Viewer) -> None:
    answer = as_(fatima).post("/insights/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "neemt niet aan wat je stuurde" in answer.content.decode()


def test_signed_out_it_is_explained_without_a_menu(client: Client, db: None) -> None:
    answer = client.get("/language/", headers={"Accept-Language": "nl"})
    assert answer.status_code == 405
    assert "Op dit adres staat geen pagina" in answer.content.decode()
    assert "jouw menu" not in answer.content.decode()


def test_a_script_gets_it_in_one_line(as_: As, fatima: Viewer) -> None:
    answer = as_(fatima).get("/role/", headers=SCRIPT)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.json() == {"message": "Dit adres neemt niet aan wat je stuurde"}


def test_a_form_that_stood_open_too_long_keeps_the_menu(fatima: Viewer) -> None:
    client = Client(headers={"Accept-Language": "nl"}, enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=fatima.person))
    answer = client.post("/role/", {"role": "professional"})
    assert answer.status_code == 403
    assert menu(answer.content.decode())[0] == "Week"


def test_what_is_too_big_keeps_the_menu(as_: As, fatima: Viewer) -> None:
    answer = as_(fatima).post("/catch/", {"text": "x" * 2_000_000})
    assert answer.status_code == 413
    assert menu(answer.content.decode())[0] == "Week"
