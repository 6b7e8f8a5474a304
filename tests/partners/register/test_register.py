"""The register of AI systems: everybody reads it, the administrator keeps it, and it is a gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.ai.partners import actions, prompts, queries
from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import House

As = Callable[[Viewer], Client]


@pytest.fixture
def model(settings: Any) -> None:
    """A language model, connected by the environment."""
    settings.AI_BASE_URL = "https://ai.waterrijk.example/v1"
    settings.AI_MODEL = settings.AI_NAME = "taalmodel-7"


@pytest.fixture
def chatbot(beheer: Viewer) -> RegisterEntry:
    """A chatbot over the bridge, not in use yet."""
    with acting(beheer):
        return actions.put_in_register(
            name="Kantoorbot", kind="chatbot", supplier="Leverancier", exit_plan="De coach.", by=beheer
        )


def text(client: Client, url: str = "/ai/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def in_english(viewer: Viewer) -> None:
    Person.objects.filter(pk=viewer.person).update(language="en")


def test_everybody_reads_it_and_only_the_administrator_finds_buttons(
    as_: As,
    chatbot: RegisterEntry,
    fatima: Viewer,
    marga: Viewer,
    henk: Viewer,
    council: Viewer,
    beheer: Viewer,
) -> None:
    for viewer in (fatima, marga, henk, council):
        page = text(as_(viewer))
        assert "Kantoorbot" in page
        assert "De coach." in page
        assert str(chatbot.pk) not in page.replace(f"k{chatbot.pk.hex}", "")
    assert f"/ai/{chatbot.pk}/switch/" in text(as_(beheer))


def test_only_the_administrator_keeps_it(
    as_: As, chatbot: RegisterEntry, fatima: Viewer, marga: Viewer, henk: Viewer, council: Viewer
) -> None:
    for viewer in (fatima, marga, henk, council):
        client = as_(viewer)
        assert client.get("/ai/new/").status_code == 403
        assert client.post("/ai/new/", {"name": "Van mij", "kind": "chatbot"}).status_code == 403
        assert client.post(f"/ai/{chatbot.pk}/", {"name": "Van mij", "kind": "chatbot"}).status_code == 403
        assert client.post(f"/ai/{chatbot.pk}/switch/", {"status": "in_use"}).status_code == 403
        assert client.post("/ai/connected/").status_code == 403
        with acting(viewer):
            for act in (
                lambda viewer=viewer: actions.put_in_register(name="Van mij", kind="chatbot", by=viewer),
                lambda viewer=viewer: actions.change(chatbot, name="Van mij", kind="chatbot", by=viewer),
                lambda viewer=viewer: actions.switch_on(chatbot, by=viewer),
                lambda viewer=viewer: actions.switch_off(chatbot, by=viewer),
                lambda viewer=viewer: actions.register_connected(by=viewer),
            ):
                with pytest.raises(Forbidden):
                    act()
            assert [(row.name, row.status) for row in queries.register(viewer)] == [("Kantoorbot", "off")]


def test_another_organisation_gets_the_same_answer_as_for_nothing(
    as_: As, chatbot: RegisterEntry, zorgkompas: House
) -> None:
    kim = zorgkompas.viewer("beheer")
    client = as_(kim)
    assert "Kantoorbot" not in text(client)
    for key in (chatbot.pk, uuid4()):
        assert client.get(f"/ai/{key}/").status_code == 404
        assert client.post(f"/ai/{key}/", {"name": "Van ons", "kind": "chatbot"}).status_code == 404
        assert client.post(f"/ai/{key}/switch/", {"status": "in_use"}).status_code == 404
    with acting(kim), pytest.raises(NotFound):
        actions.switch_on(chatbot, by=kim)


def test_add_change_and_switch(as_: As, beheer: Viewer, fatima: Viewer) -> None:
    client = as_(beheer)
    key = new_id()
    for _again in range(2):
        sent = client.post(
            "/ai/new/", {"name": "Kantoorbot", "kind": "chatbot", "risk": "Praat naar de mond", "key": key}
        )
        assert sent.url == "/ai/"
    assert "Praat naar de mond" in text(as_(fatima))
    with acting(fatima):
        assert queries.chatbots(fatima) == []
    client.post(f"/ai/{key}/switch/", {"status": "in_use"})
    with acting(fatima):
        assert [row.pk for row in queries.chatbots(fatima)] == [key]
    assert 'value="Kantoorbot"' in text(client, f"/ai/{key}/")
    client.post(f"/ai/{key}/", {"name": "Kantoorbot 2", "kind": "chatbot"})
    client.post(f"/ai/{key}/switch/", {"status": "off"})
    with acting(fatima):
        assert queries.chatbots(fatima) == []
        [row] = queries.register(fatima)
        assert (row.name, row.risk) == ("Kantoorbot 2", "")
    verbs = list(
        AuditLine.objects.filter(verb__startswith="partners.")
        .order_by("number")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "partners.put_in_register",
        "partners.switch_on",
        "partners.change",
        "partners.switch_off",
    ]


def test_switching_twice_is_one_act(chatbot: RegisterEntry, beheer: Viewer) -> None:
    with acting(beheer):
        actions.switch_on(chatbot, by=beheer)
        actions.switch_on(chatbot, by=beheer)
    assert AuditLine.objects.filter(verb="partners.switch_on").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\x00b"},
        {"name": "Kantoorbot"},
        {"kind": "robot"},
        {"kind": ""},
        {"kind": "model"},
        {"purpose": "x" * 601},
    ],
)
def test_what_cannot_be_kept_comes_back(
    as_: As, chatbot: RegisterEntry, beheer: Viewer, wrong: dict[str, str]
) -> None:
    sent = {"name": "Iets anders", "kind": "chatbot", "key": new_id()} | wrong
    answer = as_(beheer).post("/ai/new/", sent)
    assert answer.status_code == 200
    assert 'class="problem"' in answer.content.decode()
    with acting(beheer):
        assert queries.register(beheer).count() == 1


def test_a_name_that_is_taken_cannot_be_taken_by_a_change(chatbot: RegisterEntry, beheer: Viewer) -> None:
    with acting(beheer):
        other = actions.put_in_register(name="Tweede", kind="chatbot", by=beheer)
        with pytest.raises(BadInput) as refused:
            actions.change(other, name="Kantoorbot", kind="chatbot", by=beheer)
        assert refused.value.field == "name"


def test_markup_is_shown_as_text(as_: As, beheer: Viewer) -> None:
    evil = "<img src=x onerror=alert(1)>"
    client = as_(beheer)
    client.post("/ai/new/", {"name": evil, "kind": "chatbot", "purpose": evil, "key": new_id()})
    page = text(client)
    assert evil not in page
    assert "&lt;img src=x" in page


@pytest.mark.usefixtures("model")
def test_a_connected_model_stays_silent_until_it_is_in_the_register(
    as_: As, beheer: Viewer, fatima: Viewer
) -> None:
    in_english(fatima)
    in_english(beheer)
    with acting(fatima):
        assert queries.endpoint(fatima) is None
    page = text(as_(fatima))
    assert "A language model is connected, but not in use" in page
    assert "ai.waterrijk.example" in page
    assert "/ai/connected/" not in page
    client = as_(beheer)
    assert "/ai/connected/" in text(client)
    client.post("/ai/connected/")
    client.post("/ai/connected/")
    with acting(fatima):
        found = queries.endpoint(fatima)
        assert found is not None
        assert found.model == "taalmodel-7"
        assert queries.register(fatima).count() == 1
    assert "A language model is connected, but not in use" not in text(as_(fatima))


@pytest.mark.usefixtures("model")
def test_a_connected_model_that_was_switched_off_is_switched_on_again(as_: As, beheer: Viewer) -> None:
    client = as_(beheer)
    client.post("/ai/connected/")
    with acting(beheer):
        [row] = queries.register(beheer)
        actions.switch_off(row, by=beheer)
        assert queries.endpoint(beheer) is None
    client.post("/ai/connected/")
    with acting(beheer):
        assert queries.endpoint(beheer) is not None
        assert queries.register(beheer).count() == 1


@pytest.mark.usefixtures("model")
def test_a_name_in_the_way_is_told(as_: As, beheer: Viewer) -> None:
    with acting(beheer):
        actions.put_in_register(name="taalmodel-7", kind="chatbot", by=beheer)
    assert as_(beheer).post("/ai/connected/").url == "/ai/"
    with acting(beheer):
        assert queries.endpoint(beheer) is None


def test_without_a_model_there_is_nothing_to_connect(as_: As, beheer: Viewer, settings: Any) -> None:
    settings.AI_BASE_URL = settings.AI_MODEL = ""
    assert "/ai/connected/" not in text(as_(beheer))
    assert as_(beheer).post("/ai/connected/").status_code == 404


def test_the_prompts_are_readable(as_: As, fatima: Viewer) -> None:
    in_english(fatima)
    page = text(as_(fatima), "/ai/prompts/")
    for mode in prompts.MODES:
        assert prompts.title(mode, "en") in page
    assert page.count("<details") >= sum(len(prompts.steps(mode)) for mode in prompts.MODES)
    assert prompts.version() in page


def test_the_page_asks_the_database_the_same_number_of_questions(
    as_: As, chatbot: RegisterEntry, beheer: Viewer, fatima: Viewer
) -> None:
    client = as_(fatima)
    text(client)
    with CaptureQueriesContext(connection) as few:
        text(client)
    with acting(beheer):
        for number in range(6):
            actions.put_in_register(name=f"Systeem {number}", kind="chatbot", by=beheer)
    with CaptureQueriesContext(connection) as many:
        assert "Systeem 5" in text(client)
    assert len(few) == len(many)
