"""Who sees what: told from the declared reaches, to everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.text import capfirst

from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.reach import Reach, rule
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.weekcycle import actions as week
from lerendwerken.oversight.governance import reaches
from tests.houses import House

As = Callable[[Viewer], Client]
SIGNS = {
    Reach.OWNER: "self",
    Reach.ADDRESSED: "manager",
    Reach.TEAM: "team",
    Reach.PUT_FORWARD: "forward",
    Reach.ORGANISATION: "all",
}


def page_for(client: Client) -> str:
    answer = client.get("/transparency/")
    assert answer.status_code == 200
    return answer.content.decode()


def in_english(viewer: Viewer) -> None:
    Person.objects.filter(pk=viewer.person).update(language="en")


def test_every_walled_table_stands_once_under_its_own_reach(waterrijk: House) -> None:
    with translation.override("en"):
        told = sorted(
            (group.sign, kind.name)
            for group in reaches.groups(waterrijk.organisation)
            for kind in group.kinds
        )
        declared = sorted(
            (SIGNS[model.reach], capfirst(str(model._meta.verbose_name))) for model in walled_models()
        )
    assert told == declared


def test_what_is_sent_is_told_as_fixed(waterrijk: House) -> None:
    with translation.override("en"):
        fixed = {
            kind.name
            for group in reaches.groups(waterrijk.organisation)
            for kind in group.kinds
            if kind.fixed
        }
        assert fixed == {capfirst(str(model._meta.verbose_name)) for model in walled_models() if model.sent}
        assert "Accountability statement" in fixed


def test_every_table_has_a_name_of_its_own() -> None:
    with translation.override("en"):
        names = [str(model._meta.verbose_name) for model in walled_models()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("login", ["fatima", "marga", "henk", "beheer", "or"])
def test_every_role_reads_the_same(as_: As, waterrijk: House, login: str) -> None:
    viewer = waterrijk.viewer(login)
    in_english(viewer)
    page = page_for(as_(viewer))
    assert "Accountability statement" in page
    assert "kept for 30 days" in page
    assert "could read the disk" in page
    walls = "two walls" if connection.vendor == "postgresql" else "one wall"
    assert f"This installation has {walls}." in page


def test_the_signed_out_sign_in_first(client: Client, waterrijk: House) -> None:
    assert client.get("/transparency/").status_code == 302


def test_the_page_tells_the_term_of_this_organisation(as_: As, waterrijk: House, fatima: Viewer) -> None:
    waterrijk.organisation.pasted_days = 1
    waterrijk.organisation.save()
    in_english(fatima)
    assert "kept for 1 day," in page_for(as_(fatima))


def test_what_the_page_says_about_roles_is_what_the_wall_does(waterrijk: House) -> None:
    """Only a steward's role opens anything, and only what was put forward."""
    one = waterrijk.viewer("fatima")
    for reach in Reach:
        rules = {}
        for role in Role:
            viewer = Viewer(one.member, one.person, one.organisation, role, one.teams)
            rules[role] = str(rule(reach, viewer))
        differs = {role for role in Role if rules[role] != rules[Role.PROFESSIONAL]}
        assert differs == ({Role.STEWARD} if reach is Reach.PUT_FORWARD else set())


def test_the_page_asks_the_database_few_questions(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    page_for(client)
    with CaptureQueriesContext(connection) as asked:
        page_for(client)
    own = [query for query in asked if "set_config" not in query["sql"] and "SAVEPOINT" not in query["sql"]]
    assert len(own) <= 15


def test_a_term_is_set_with_a_reason_and_told_to_everybody(
    as_: As, waterrijk: House, beheer: Viewer, fatima: Viewer, henk: Viewer
) -> None:
    given = {"what": "leaver_days", "number": "14", "reason": "<b>Afgesproken</b> met de OR"}
    for wrong in ({"number": "6"}, {"number": "91"}, {"number": ""}, {"reason": " "}, {"what": "slug"}):
        answer = as_(beheer).post("/people/terms/", given | wrong)
        assert answer.status_code == 200
        assert 'data-state="error"' in answer.content.decode()
    assert as_(beheer).post("/people/terms/", given).status_code == 302
    assert as_(fatima).get("/people/terms/").status_code == 404
    in_english(fatima)
    page = page_for(as_(fatima))
    assert "as long as you are a member, and 14 days after that" in page
    assert "&lt;b&gt;Afgesproken&lt;/b&gt; met de OR" in page
    assert "Set a term" not in page
    assert as_(henk).post("/people/terms/", given | {"what": "pasted_days", "number": "1"}).status_code == 302
    assert "A pasted piece of work is kept for 1 day" in page_for(as_(fatima))


def test_that_something_was_erased_is_told_to_who_verifies_it(
    as_: As, beheer: Viewer, council: Viewer, fatima: Viewer, sanne: Viewer
) -> None:
    with acting(fatima):
        thought = week.catch("weg ermee", by=fatima)
        week.throw_away(thought, by=fatima)
    with acting(System.KEEPER):
        rights.erase(fatima.member)
        rights.erase(sanne.member)
    for viewer in (beheer, council):
        in_english(viewer)
        page = page_for(as_(viewer))
        assert page.count("A person was erased on") == 1
        assert "1 thing thrown away by who wrote it in November 2026" in page
