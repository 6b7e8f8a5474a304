"""Connections with language models: the administrator makes them, keys stay hidden, order and budgets hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lerendwerken.ai.partners import actions, budgets, counts, queries, suppliers, wire
from lerendwerken.ai.partners.energy import UNKNOWN, Energy
from lerendwerken.ai.partners.models import RegisterEntry, Supplier, Usage
from lerendwerken.ai.partners.routes import is_in_use, routes
from lerendwerken.ai.partners.wire import Probe
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, TooMuch
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import WEDNESDAY, House

As = Callable[[Viewer], Client]
SECRET = "sk-zeer-geheim-42"
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _no_model_of_the_installation(settings: Any) -> None:
    settings.AI_BASE_URL = settings.AI_MODEL = settings.AI_NAME = ""


@pytest.fixture
def entry(beheer: Viewer) -> RegisterEntry:
    """A language model in the register and in use."""
    with acting(beheer):
        row = actions.put_in_register(name="Taalmodel", kind="model", model="groot-1", by=beheer)
        actions.switch_on(row, by=beheer)
    return row


def connect(entry: RegisterEntry, by: Viewer, name: str = "Huisleverancier", **changes: Any) -> Supplier:
    values: dict[str, Any] = {
        "base_url": f"https://{name.lower()}.example/v1",
        "model": "groot-1",
        "api_key": SECRET,
    }
    with acting(by):
        row = suppliers.keep(None, entry=entry.pk, name=name, by=by, **(values | changes))
        suppliers.switch(row, on=True, by=by)
    return row


def names(viewer: Viewer, mode: str = "") -> list[str]:
    with acting(viewer):
        return [route.endpoint.name for route in routes(viewer, mode)]


def test_the_administrator_makes_changes_and_switches_by_the_pages(
    as_: As, entry: RegisterEntry, beheer: Viewer, fatima: Viewer
) -> None:
    client = as_(beheer)
    sent = {
        "name": "Huisleverancier",
        "entry": str(entry.pk),
        "base_url": "https://ai.huis.example/v1",
        "model": "groot-1",
        "api_key": SECRET,
        "may_be_private": "no",
        "price_in": "0,15",
        "price_out": "0,60",
        "watts": "",
        "key": str(uuid4()),
    }
    assert client.post("/ai/connections/new/", sent).url == "/ai/connections/"
    assert client.post("/ai/connections/new/", sent).url == "/ai/connections/"
    with acting(beheer):
        [row] = queries.suppliers(beheer)
    assert row.price_in == Decimal("0.15")
    assert names(fatima) == []
    client.post(f"/ai/connections/{row.pk}/switch/", {"on": "yes"})
    assert names(fatima) == ["Huisleverancier"]
    changed = sent | {"name": "Nieuwe naam", "api_key": ""}
    assert client.post(f"/ai/connections/{row.pk}/", changed).url == "/ai/connections/"
    with acting(fatima):
        [route] = routes(fatima)
        assert (route.endpoint.name, route.endpoint.api_key) == ("Nieuwe naam", SECRET)
    client.post(f"/ai/connections/{row.pk}/switch/", {"on": "no"})
    assert names(fatima) == []
    verbs = set(AuditLine.objects.values_list("verb", flat=True))
    assert {"partners.keep_supplier", "partners.switch_supplier"} <= verbs


def test_a_key_is_never_shown_again_nor_exported(
    as_: As, entry: RegisterEntry, beheer: Viewer, fatima: Viewer
) -> None:
    row = connect(entry, beheer)
    client = as_(beheer)
    for url in ("/ai/", "/ai/connections/", f"/ai/connections/{row.pk}/", "/ai/register.json"):
        page = client.get(url).content.decode()
        assert SECRET not in page
        assert row.sealed_key not in page
    with acting(beheer):
        exported = json.dumps(rights.export(beheer), default=str)
    assert SECRET not in exported
    assert row.sealed_key not in exported
    with migrating():
        assert SECRET not in Supplier.unscoped.get().sealed_key
    assert SECRET not in repr(row)
    assert SECRET not in repr(routes_of(fatima))


def routes_of(viewer: Viewer) -> list[Any]:
    with acting(viewer):
        return list(routes(viewer))


def test_a_key_does_not_go_along_to_another_host(entry: RegisterEntry, beheer: Viewer) -> None:
    row = connect(entry, beheer)
    with acting(beheer):
        suppliers.keep(
            row, entry=entry.pk, name="A", base_url="https://huisleverancier.example/v2", model="m", by=beheer
        )
        assert routes_of(beheer)[0].endpoint.api_key == SECRET
        suppliers.keep(
            row, entry=entry.pk, name="A", base_url="https://elders.example/v1", model="m", by=beheer
        )
    assert routes_of(beheer)[0].endpoint.api_key == ""


def test_only_the_administrator_of_this_organisation(
    as_: As,
    entry: RegisterEntry,
    beheer: Viewer,
    fatima: Viewer,
    marga: Viewer,
    henk: Viewer,
    zorgkompas: House,
) -> None:
    row = connect(entry, beheer)
    for viewer in (fatima, marga, henk):
        client = as_(viewer)
        for url in ("", "new/", "order/", "budgets/", f"{row.pk}/"):
            assert client.get(f"/ai/connections/{url}").status_code == 403
        for url in ("new/", "order/", "budgets/", f"{row.pk}/", f"{row.pk}/switch/", f"{row.pk}/test/"):
            assert client.post(f"/ai/connections/{url}").status_code == 403
        with acting(viewer), pytest.raises(Forbidden):
            suppliers.switch(row, on=False, by=viewer)
        with acting(viewer), pytest.raises(Forbidden):
            suppliers.set_chains({}, by=viewer)
    other = as_(zorgkompas.viewer("beheer"))
    for url in ("", "switch/", "test/"):
        assert other.post(f"/ai/connections/{row.pk}/{url}").status_code == 404
    assert names(zorgkompas.viewer("sanne")) == []


@pytest.mark.parametrize(
    "base_url",
    [
        "http://10.0.0.7:8000/v1",
        "https://127.0.0.1/v1",
        "https://[::1]/v1",
        "http://ai.example/v1",
        "https://sleutel@ai.example/v1",
        "https://2130706433/v1",
        "ftp://ai.example/",
        "https://169.254.169.254/v1",
        "geen adres",
        "https://[",
    ],
)
def test_an_address_inside_is_refused_unless_it_is_allowed(
    entry: RegisterEntry, beheer: Viewer, base_url: str
) -> None:
    with pytest.raises(BadInput) as refused:
        connect(entry, beheer, base_url=base_url)
    assert refused.value.field == "base_url"


def test_a_private_host_can_be_allowed_but_never_that_of_a_cloud(
    entry: RegisterEntry, beheer: Viewer
) -> None:
    connect(entry, beheer, base_url="http://10.0.0.7:8000/v1", may_be_private=True)
    assert routes_of(beheer)[0].endpoint.allowed_hosts == {"10.0.0.7:8000"}
    with pytest.raises(BadInput):
        connect(entry, beheer, "B", base_url="http://169.254.169.254/v1", may_be_private=True)


def test_nothing_goes_to_a_connection_whose_system_is_not_in_use(
    entry: RegisterEntry, beheer: Viewer, fatima: Viewer
) -> None:
    connect(entry, beheer)
    [route] = routes_of(fatima)
    with acting(beheer):
        actions.switch_off(entry, by=beheer)
    assert names(fatima) == []
    with acting(fatima):
        assert not is_in_use(fatima, route)
        assert queries.endpoint(fatima) is None


def test_the_order_follows_the_mode(
    as_: As, entry: RegisterEntry, beheer: Viewer, fatima: Viewer, settings: Any
) -> None:
    first, second, third = (connect(entry, beheer, name) for name in ("Een", "Twee", "Drie"))
    assert names(fatima) == ["Een", "Twee", "Drie"]
    client = as_(beheer)
    sent = {"first_": str(third.pk), "first_decide": str(second.pk), "then_decide": str(first.pk)}
    assert client.post("/ai/connections/order/", sent).url == "/ai/connections/"
    assert names(fatima, "analyse") == ["Drie", "Een", "Twee"]
    assert names(fatima, "decide") == ["Twee", "Een", "Drie"]
    page = client.get("/ai/connections/order/").content.decode()
    assert f'<option value="{second.pk}" selected>' in page
    assert client.post("/ai/connections/order/", {"first_": str(uuid4())}).status_code == 200
    with acting(beheer), pytest.raises(BadInput):
        suppliers.set_chains({"": [str(uuid4())]}, by=beheer)
    settings.AI_BASE_URL, settings.AI_MODEL = "https://installatie.example/v1", "eigen"
    settings.AI_NAME = "eigen"
    with acting(beheer):
        actions.register_connected(by=beheer)
        suppliers.set_chains({"": ["installation"]}, by=beheer)
    assert names(fatima)[0] == "eigen"


def use(viewer: Viewer, tokens: int, supplier: Supplier, energy: Energy = UNKNOWN) -> None:
    with acting(viewer):
        route = next(r for r in routes(viewer) if r.supplier == supplier.pk)
        actions.note_use(route, tokens_in=tokens // 2, tokens_out=tokens // 2, energy=energy, by=viewer)


def test_a_budget_of_a_person_ends_with_the_day(
    as_: As, entry: RegisterEntry, beheer: Viewer, fatima: Viewer, joost: Viewer
) -> None:
    row = connect(entry, beheer)
    sent = {"person_tokens": "1000", "organisation_tokens": "", "person_euro": "", "organisation_euro": ""}
    assert as_(beheer).post("/ai/connections/budgets/", sent).url == "/ai/connections/"
    use(fatima, 900, row)
    with acting(fatima):
        assert budgets.over(fatima) == ""
    use(fatima, 100, row)
    with acting(fatima):
        assert budgets.over(fatima) == "mine"
    with acting(joost):
        assert budgets.over(joost) == ""
    with clock.at(WEDNESDAY + timedelta(days=1)), acting(fatima):
        assert budgets.over(fatima) == ""


def test_a_budget_of_all_is_shared_and_counts_money_where_prices_are_known(
    entry: RegisterEntry, beheer: Viewer, fatima: Viewer, joost: Viewer, zorgkompas: House
) -> None:
    row = connect(entry, beheer, price_in=Decimal(2), price_out=Decimal(6))
    with acting(beheer):
        suppliers.set_budgets(
            person_tokens=None,
            organisation_tokens=None,
            person_euro=None,
            organisation_euro=Decimal("0.01"),
            by=beheer,
        )
    use(fatima, 2000, row)  # 0.008 euro
    with acting(joost):
        assert budgets.over(joost) == ""
    use(joost, 600, row)
    with acting(fatima):
        assert budgets.over(fatima) == "ours"
    sanne = zorgkompas.viewer("sanne")
    with acting(sanne):
        assert budgets.over(sanne) == ""


def test_the_administrator_sees_a_sum_of_five_people_or_more_only(
    as_: As, entry: RegisterEntry, beheer: Viewer, waterrijk: House
) -> None:
    row = connect(entry, beheer)
    people = [waterrijk.viewer(login) for login in ("fatima", "joost", "noor", "pieter")]
    last_week = WEDNESDAY - timedelta(days=7)
    with clock.at(last_week):
        for viewer in people:
            use(viewer, 1000, row)
            use(viewer, 1000, row)
    with acting(beheer):
        assert counts.of_suppliers(beheer, MONDAY - timedelta(days=7)) == {row.pk: None}
    page = as_(beheer).get("/ai/connections/").content.decode()
    assert "minder dan vijf mensen" in page
    assert "8000" not in page
    with clock.at(last_week):
        use(waterrijk.viewer("samira"), 1000, row)
    assert "9000 tokens" in as_(beheer).get("/ai/connections/").content.decode().replace(".", "")


def test_use_is_for_its_owner(
    as_: As, entry: RegisterEntry, beheer: Viewer, fatima: Viewer, joost: Viewer
) -> None:
    row = connect(entry, beheer)
    use(fatima, 1000, row, Energy(0.02, 0.04, "ecologits"))
    use(fatima, 1000, row)
    for viewer, seen in ((fatima, 2), (joost, 0), (beheer, 0)):
        with acting(viewer):
            assert Usage.objects.visible_to(viewer).count() == seen
    with acting(fatima):
        week = budgets.own_week(fatima, MONDAY)
    assert (week.answers, week.unknown, week.low, week.high) == (2, 1, 0.02, 0.04)
    assert "0,02 tot 0,04 Wh" in as_(fatima).get("/ai/").content.decode()
    assert "Energie van jouw week" not in as_(joost).get("/ai/").content.decode()


def test_the_test_says_what_is_wrong_in_words_and_is_limited(
    as_: As, entry: RegisterEntry, beheer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = connect(entry, beheer)
    found = Probe("key")

    async def probe(endpoint: object, *, timeout: float) -> Probe:
        return found

    monkeypatch.setattr(wire, "probe", probe)
    client = as_(beheer)
    url = f"/ai/connections/{row.pk}/test/"
    assert client.get(url).status_code == 405
    assert "neemt de sleutel niet aan" in client.post(url).content.decode()
    found = Probe("", 1.234)
    assert "na 1,2 seconden" in client.post(url).content.decode()
    found = Probe("model", None, ("klein", "<b>groot</b>"))
    page = client.post(url).content.decode()
    assert "klein" in page
    assert "<b>groot" not in page
    for _ in range(7):
        client.post(url)
    assert client.post(url).status_code == 429
    with acting(beheer), pytest.raises(TooMuch):
        suppliers.may_test(by=beheer)
    assert as_(beheer).post("/ai/connections/installation/test/").status_code == 404


def test_the_register_goes_out_in_the_structure_of_the_algorithm_register(
    as_: As, entry: RegisterEntry, beheer: Viewer, fatima: Viewer
) -> None:
    with acting(beheer):
        actions.change(
            entry,
            name="Taalmodel",
            kind="model",
            model="groot-1",
            purpose="Meedenken",
            oversight="De vakgroep",
            risk_class="limited",
            risk_reason="Mensen praten ermee.",
            contact="ai@waterrijk.example",
            supplier="Leverancier",
            review_on=date(2026, 11, 1),
            by=beheer,
        )
    client = as_(fatima)
    [told] = client.get("/ai/register.json").json()
    assert told["standard_version"] == "1.0"
    assert told["organization"] == "Gemeente Waterrijk"
    assert (told["status"], told["provider"], told["human_intervention"]) == (
        "In gebruik",
        "Leverancier",
        "De vakgroep",
    )
    assert "beperkt risico" in told["risks"]
    assert told["lawful_basis"] == ""
    page = client.get("/ai/").content.decode()
    assert "deze dag is voorbij" in page
    assert "ai@waterrijk.example" in page


def test_what_the_law_prohibits_is_never_in_use(as_: As, entry: RegisterEntry, beheer: Viewer) -> None:
    with acting(beheer):
        with pytest.raises(BadInput):
            actions.change(
                entry, name="Taalmodel", kind="model", model="x", risk_class="prohibited", by=beheer
            )
        entry = queries.entry_for(beheer, entry.pk)
        actions.switch_off(entry, by=beheer)
        actions.change(entry, name="Taalmodel", kind="model", model="x", risk_class="prohibited", by=beheer)
        with pytest.raises(Conflict):
            actions.switch_on(entry, by=beheer)
    as_(beheer).post(f"/ai/{entry.pk}/switch/", {"status": "in_use"})
    with acting(beheer):
        assert queries.entry_for(beheer, entry.pk).status == "off"
