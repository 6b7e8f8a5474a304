"""Saving while one types: versions, other tabs, other people, and bodies of every kind."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lerendwerken.foundation.drafts import actions
from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.drafts.queries import draft_for
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import TooMuch
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import WEDNESDAY, House

As = Callable[[Viewer], Client]
URL = "/drafts/moments.focus/2026-W48/"
SCRIPT = {"Accept": "application/json"}


def put(client: Client, body: Any, url: str = URL, content_type: str = "application/json") -> Any:
    sent = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return client.put(url, sent, content_type=content_type, headers=SCRIPT)


def fields(text: str) -> dict[str, str]:
    return {"expectation": text}


def test_what_is_typed_is_kept_and_read_back(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    answer = put(client, {"version": 0, "fields": fields("korter 🙂 مرحبا")})
    assert answer.json() == {"version": 1, "saved_at": "10.00"}
    assert client.get(URL, headers=SCRIPT).json()["fields"] == fields("korter 🙂 مرحبا")


def test_a_newer_version_is_shown_and_not_overwritten(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    put(client, {"version": 0, "fields": fields("uit het ene tabblad")})
    answer = put(client, {"version": 0, "fields": fields("uit het andere")})
    assert answer.status_code == 409
    assert answer.json()["fields"] == fields("uit het ene tabblad")
    assert put(client, {"version": answer.json()["version"], "fields": fields("uit het andere")}).json() == {
        "version": 2,
        "saved_at": "10.00",
    }


def test_the_same_text_is_no_conflict_whatever_version_it_names(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    for _attempt in range(2):
        assert put(client, {"version": 0, "fields": fields("antwoord nooit gezien")}).json()["version"] == 1


def test_a_draft_can_be_thrown_away(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    put(client, {"version": 0, "fields": fields("weg ermee")})
    assert client.delete(URL, headers=SCRIPT).status_code == 200
    assert client.get(URL, headers=SCRIPT).json() == {"version": 0, "fields": {}}


def test_somebody_elses_draft_looks_like_none(
    as_: As, fatima: Viewer, joost: Viewer, marga: Viewer, sanne: Viewer
) -> None:
    put(as_(fatima), {"version": 0, "fields": fields("alleen van mij")})
    for other in (joost, marga, sanne):
        client = as_(other)
        assert client.get(URL, headers=SCRIPT).json() == {"version": 0, "fields": {}}
        assert put(client, {"version": 1, "fields": fields("van een ander")}).json()["version"] == 1
        client.delete(URL, headers=SCRIPT)
    assert as_(fatima).get(URL, headers=SCRIPT).json()["fields"] == fields("alleen van mij")


def test_nobody_needs_more_than_so_many_drafts(
    as_: As, fatima: Viewer, joost: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_DRAFTS", 12)  # fewer than the limit of a minute
    with acting(fatima):
        for number in range(actions.MOST_DRAFTS):
            actions.save_draft("moments.note", f"n{number}", fields("x"), 0, by=fatima)
        with pytest.raises(TooMuch):
            actions.save_draft("moments.note", "more", fields("x"), 0, by=fatima)
        assert actions.save_draft("moments.note", "n0", fields("verder"), 1, by=fatima).version == 2
    answer = put(as_(fatima), {"version": 0, "fields": fields("x")})
    assert answer.status_code == 429
    assert "browser bewaard" in answer.json()["message"]
    assert put(as_(joost), {"version": 0, "fields": fields("x")}).status_code == 200


UNREADABLE: dict[str, Any] = {
    "nothing": b"",
    "null": "null",
    "a number": "1",
    "a text": '"x"',
    "an array": "[]",
    "no version": {"fields": {}},
    "no fields": {"version": 0},
    "null fields": {"version": 0, "fields": None},
    "an array for fields": {"version": 0, "fields": []},
    "null in a field": {"version": 0, "fields": {"a": None}},
    "an object in a field": {"version": 0, "fields": {"a": {}}},
    "a number in a field": {"version": 0, "fields": {"a": 1}},
    "a version in words": {"version": "0", "fields": {}},
    "a broken version": '{"version": NaN, "fields": {}}',
    "an endless version": '{"version": ' + "9" * 5000 + ', "fields": {}}',
    "a yes for a version": {"version": True, "fields": {}},
    "too many fields": {"version": 0, "fields": {str(n): "" for n in range(61)}},
    "an endless name": {"version": 0, "fields": {"a" * 81: ""}},
    "half an object": '{"version": 0, "fields": {',
    "very deep": "[" * 100_000 + "]" * 100_000,
    "very deep objects": '{"fields":' * 100_000 + "1" + "}" * 100_000,
    "the same key twice": '{"version": 0, "version": 1, "fields": {}}',
    "the same field twice": '{"version": 0, "fields": {"a": "x", "a": "y"}}',
    "no UTF-8": b'{"version": 0, "fields": {"a": "\xff\xfe"}}',
    "NUL": {"version": 0, "fields": {"a": "x\x00y"}},
    "NUL in a name": {"version": 0, "fields": {"a\x00": "x"}},
    "half a character": '{"version": 0, "fields": {"a": "\\ud800"}}',
    "half a character in a name": '{"version": 0, "fields": {"\\udfff": "a"}}',
    "more than a draft": {"version": 0, "fields": {"a": "x" * 400_001}},
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_kept_is_refused_in_words(as_: As, fatima: Viewer, name: str) -> None:
    client = as_(fatima)
    answer = put(client, UNREADABLE[name])
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert client.get(URL, headers=SCRIPT).json()["version"] == 0


def test_ten_megabytes_are_too_big_and_said_so(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    body = json.dumps({"version": 0, "fields": {"a": "x" * 10_000_000}})
    answer = put(client, body)
    assert answer.status_code == 413
    assert "te groot" in answer.json()["message"]
    page = client.post("/", {"text": "x" * 10_000_000})
    assert page.status_code == 413
    assert "Dit is te groot" in page.content.decode()


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_json(as_: As, fatima: Viewer, content_type: str) -> None:
    answer = put(as_(fatima), {"version": 0, "fields": {}}, content_type=content_type)
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "url",
    [
        "/drafts/no.such/x/",
        "/drafts/moments.focus/a%20b/",
        "/drafts/moments.focus/%00/",
        "/drafts/moments.focus/%ff/",
        "/drafts/" + "a" * 100 + "/x/",
        "/drafts/moments.focus/" + "x" * 81 + "/",
    ],
)
def test_a_form_that_is_not_there_keeps_nothing(as_: As, fatima: Viewer, url: str) -> None:
    answer = put(as_(fatima), {"version": 0, "fields": {}}, url)
    assert answer.status_code == 400
    assert answer.json()["message"] == "Dit formulier is niet bekend."


def test_a_long_paste_of_the_widest_characters_fits(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    text = "🙂" * 100_000
    url = "/drafts/moments.paste/-/"
    assert put(client, {"version": 0, "fields": {"piece": text}}, url).status_code == 200
    assert client.get(url, headers=SCRIPT).json()["fields"]["piece"] == text


def test_signed_out_the_script_hears_so(client: Client) -> None:
    assert put(client, {"version": 0, "fields": {}}).status_code == 401
    assert client.get(URL, headers=SCRIPT).status_code == 401


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("texts", "conflicts"), [(("een", "twee"), 1), (("zelfde", "zelfde"), 0)])
def test_two_tabs_that_make_the_first_version_at_once(
    waterrijk: House, texts: tuple[str, str], conflicts: int
) -> None:
    """Asked of PostgreSQL, where transactions run side by side."""
    fatima = waterrijk.viewer("fatima")
    start = threading.Barrier(2)
    came: list[object] = []

    def save(text: str) -> None:
        try:
            with clock.at(WEDNESDAY), acting(fatima):
                draft_for(fatima, "moments.focus", "2026-W48")
                start.wait(10)
                came.append(actions.save_draft("moments.focus", "2026-W48", fields(text), 0, by=fatima))
        except Exception as problem:
            came.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[text]) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    overtaken = [result for result in came if isinstance(result, actions.Overtaken)]
    kept = [result for result in came if isinstance(result, Draft)]
    assert (len(overtaken), len(kept)) == (conflicts, 2 - conflicts)
    for result in overtaken:
        assert result.newer.fields == kept[0].fields
