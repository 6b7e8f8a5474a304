"""The path of one turn under every fault: no word of the person is lost, next to none of the AI, nothing doubled."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.library import making
from tests.model_server import WORDS, Model
from tests.running import Installation, Server
from tests.walking import Walker, text_of

pytestmark = pytest.mark.faults

VIEW = "Ik denk dat het verslag te lang is. De wettermen maken het erger."
SAID = "Maar dan vergeet ik de mensen die niet bellen."


@pytest.fixture
def model() -> Iterator[Model]:
    """A model that speaks at a calm pace."""
    speaking = Model(pause=0.05).start()
    yield speaking
    speaking.stop()


@pytest.fixture
def place(demo: Installation, tmp_path: Path, model: Model) -> Iterator[Installation]:
    """A copy of the demo that is connected to the model."""
    copied = demo.copy(tmp_path / "copy")
    copied.environment |= model.environment
    yield copied
    copied.close()


@pytest.fixture
def server(place: Installation) -> Server:
    """Its first process, with the model put in use by the administrator."""
    served = place.serve()
    Walker(served.url, "beheer@waterrijk.example").post("/ai/connected/")
    return served


@pytest.fixture
def fatima(server: Server) -> Walker:
    """Fatima, signed in."""
    return Walker(server.url, "fatima@waterrijk.example")


def begin(walker: Walker) -> str:
    """Begin a session in which the model answers at once; its path."""
    page = walker.post("/sparring/", {"mode": "analyse", "situation": "Hoorverslagen", "view": VIEW})
    assert page.status_code == 200
    return page.url.removeprefix(walker.url).split("#")[0]


def stream_path(walker: Walker, session: str) -> str:
    """Where the answer that is being written is read."""
    found = re.search(r'data-stream-url="([^"]+)"', walker.get(session).text)
    assert found, "no answer is being written"
    return found.group(1)


def read(response: requests.Response, *, until: int = 10**9) -> tuple[str, int, bool]:
    """Read a stream: the text, the offset reached, and whether it ended."""
    text, offset, name = "", 0, ""
    for raw in response.iter_lines(chunk_size=1):
        line = raw.decode()
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("id: "):
            offset = int(line[4:])
        elif line.startswith("data: ") and name == "text":
            text += json.loads(line[6:])["text"]
            if len(text) >= until:
                return text, offset, False
        elif line.startswith("data: ") and name == "end":
            return text, offset, True
    return text, offset, False


def listen(walker: Walker, path: str, offset: int = 0) -> requests.Response:
    """Read along from a character on."""
    headers = {"Accept": "text/event-stream", "Last-Event-ID": str(offset)}
    return walker.get(path, headers=headers, stream=True)


def answer_on(page: str) -> str:
    """The words of the model on a page."""
    return " ".join(re.findall(r"woord\d+", text_of(page)))


def wait_for(walker: Walker, session: str, words: str, *, seconds: float = 20) -> str:
    """Look at a page until it says something; the page."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page = walker.get(session).text
        if words in text_of(page):
            return page
        time.sleep(0.2)
    raise AssertionError(f"never saw {words!r}")


def test_an_answer_streams_and_can_be_resumed_from_any_character(fatima: Walker) -> None:
    session = begin(fatima)
    path = stream_path(fatima, session)
    first, offset, _ = read(listen(fatima, path), until=60)
    rest, _, ended = read(listen(fatima, path, offset))
    assert ended
    assert first[:offset] + rest == WORDS


def test_a_turn_can_be_answered_with_its_own_stream(fatima: Walker, model: Model) -> None:
    session = begin(fatima)
    wait_for(fatima, session, "woord60")
    fatima.session.headers["Accept"] = "text/event-stream"
    text, _, ended = read(fatima.post(f"{session}say/", {"said": SAID}, stream=True))
    assert (text, ended) == (WORDS, True)
    assert len(model.heard) == 2


def test_a_dropped_browser_loses_nothing(fatima: Walker) -> None:
    session = begin(fatima)
    listen(fatima, stream_path(fatima, session)).close()
    page = wait_for(fatima, session, "woord60")
    assert answer_on(page) == WORDS


def test_a_killed_process_loses_no_word_of_the_person_and_the_answer_can_be_finished(
    place: Installation, server: Server, fatima: Walker
) -> None:
    session = begin(fatima)
    seen, _, _ = read(listen(fatima, stream_path(fatima, session)), until=120)
    server.kill()
    other = place.serve()
    page = wait_for(fatima.at(other.url), session, "onderbroken")
    kept = answer_on(page)
    assert "wettermen" in text_of(page)
    assert WORDS.startswith(kept)
    assert len(kept) > len(seen) - 120, "about a third of a second of AI text at most"
    going_on = re.search(r'action="([^"]+/go-on/)"', page)
    assert going_on
    fatima.post(going_on.group(1))
    page = wait_for(fatima, session, "woord60")
    assert answer_on(page).startswith(kept)


def test_a_second_process_reads_along_what_the_first_one_writes(
    place: Installation, server: Server, fatima: Walker
) -> None:
    session = begin(fatima)
    path = stream_path(fatima, session)
    other = place.serve()
    text, _, ended = read(listen(fatima.at(other.url), path))
    assert ended
    assert text == WORDS
    assert answer_on(fatima.get(session).text) == WORDS


def test_an_ordered_stop_saves_and_ends_at_once(place: Installation, server: Server, fatima: Walker) -> None:
    session = begin(fatima)
    read(listen(fatima, stream_path(fatima, session)), until=60)
    assert server.stop() < 6
    page = fatima.at(place.serve().url).get(session).text
    assert WORDS.startswith(answer_on(page))
    assert len(answer_on(page)) >= 60
    assert "onderbroken" in text_of(page)


def test_stopping_an_answer_keeps_what_stands_there(fatima: Walker) -> None:
    session = begin(fatima)
    path = stream_path(fatima, session)
    read(listen(fatima, path), until=60)
    fatima.post(path.replace("/stream/", "/stop/"))
    page = wait_for(fatima, session, "Je stopte het antwoord hier")
    assert 60 <= len(answer_on(page)) < len(WORDS)


def test_nobody_else_reads_along(server: Server, fatima: Walker) -> None:
    session = begin(fatima)
    path = stream_path(fatima, session)
    for email in ("joost@waterrijk.example", "marga@waterrijk.example", "sanne@zorgkompas.example"):
        assert listen(Walker(server.url, email), path).status_code == 404


def test_a_stream_ends_with_signing_out(server: Server, fatima: Walker, model: Model) -> None:
    model.pause = 0.4
    session = begin(fatima)
    response = listen(fatima, stream_path(fatima, session))
    fatima.post("/accounts/logout/")
    _, _, ended = read(response)
    assert not ended
    assert len(model.heard) == 1


def test_a_stream_elsewhere_ends_with_a_new_password(server: Server, fatima: Walker, model: Model) -> None:
    model.pause = 0.4
    elsewhere = Walker(server.url, "fatima@waterrijk.example")
    response = listen(elsewhere, stream_path(elsewhere, begin(elsewhere)))
    fresh = "een nieuw en lang wachtwoord"
    changed = fatima.post(
        "/accounts/password/change/", {"oldpassword": "weekcyclus", "password1": fresh, "password2": fresh}
    )
    assert changed.status_code == 200
    assert "/accounts/login/" in elsewhere.get("/week/").url
    _, _, ended = read(response)
    assert not ended


def test_personal_data_is_covered_before_it_leaves_and_comes_back_in_the_answer(
    place: Installation, fatima: Walker, model: Model
) -> None:
    model.text = "Wat zou [naam 1] zelf zeggen over [zaaknummer 1] ?"
    page = fatima.post(
        "/sparring/",
        {
            "mode": "analyse",
            "situation": "Een zitting",
            "view": "Mevrouw De Boer zei dat haar zaak Z26.1187 te lang loopt.",
        },
    )
    assert "De Boer" not in model.sent(), "nothing leaves before she has seen what is covered"
    session = page.url.removeprefix(fatima.url).split("#")[0]
    preview = fatima.post(f"{session}say/", {"said": ""})
    assert "[naam 1]" in preview.text
    seen = re.search(r'name="seen" value="([^"]+)"', preview.text)
    assert seen
    fatima.post(f"{session}say/", {"said": "", "seen": seen.group(1)})
    page = wait_for(fatima, session, "zelf zeggen over Z26.1187")
    assert "De Boer" in page
    for word in ("De Boer", "Z26.1187"):
        assert word not in model.sent()
        assert word not in place.log()


def test_the_next_model_answers_when_the_first_is_gone_and_at_the_end_the_coach(
    server: Server, fatima: Walker, model: Model
) -> None:
    second = Model(text="Het tweede model spreekt.", pause=0.0).start()
    beheer = Walker(server.url, "beheer@waterrijk.example")
    assert second.server
    choices = re.findall(r'<option value="([0-9a-f-]{36})"', beheer.get("/ai/connections/new/").text)
    kept = beheer.post(
        "/ai/connections/new/",
        {
            "name": "Tweede model",
            "entry": choices[0],
            "base_url": f"http://127.0.0.1:{second.server.server_address[1]}/v1",
            "model": "tweede",
            "may_be_private": "yes",
            "watts": "300",
        },
    )
    switch = re.search(r"/ai/connections/[0-9a-f-]{36}/switch/", kept.text)
    assert switch
    beheer.post(switch.group(), {"on": "yes"})
    model.stop()
    page = wait_for(fatima, begin(fatima), "Het tweede model spreekt.")
    assert "Tweede model" in text_of(page)
    assert "Energie: ongeveer" in text_of(page)
    beheer.post("/ai/connections/budgets/", {"person_tokens": "1"})
    page = wait_for(fatima, begin(fatima), "Jouw budget voor taalmodellen is op voor vandaag")
    assert "antwoordt deze keer de methodecoach" in text_of(page)
    assert "wettermen" in text_of(page)
    beheer.post("/ai/connections/budgets/", {})
    second.stop()
    page = wait_for(fatima, begin(fatima), "antwoordt deze keer de methodecoach", seconds=30)
    assert "Het taalmodel is niet bereikbaar" in text_of(page)


def test_a_killed_process_loses_no_document(place: Installation, server: Server, fatima: Walker) -> None:
    pages = [making.words(f"Bladzijde {number} gaat over de termijn van zes weken.") for number in range(300)]
    form = {"mode": "analyse", "situation": "Hoorverslagen", "view": VIEW}
    page = fatima.post("/sparring/", form, files={"document": ("termijnen.pdf", making.pdf(pages))})
    session = page.url.removeprefix(fatima.url).split("#")[0]
    server.kill()
    shown = text_of(page.text)
    assert "termijnen.pdf" in shown
    page = wait_for(fatima.at(place.serve().url), session, "300 bladzijden, 300 passages", seconds=60)
    assert "Het lezen is onderbroken" not in text_of(page)
    opened = text_of(fatima.get(f"{session}passage/300/").text)
    assert "Bladzijde 299 gaat over de termijn" in opened
