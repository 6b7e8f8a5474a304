"""What holds for every request: its language, what a browser may keep, and how big it may be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from lerendwerken.config import asgi
from lerendwerken.config.asgi import Receive
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.viewer import Viewer

As = Callable[[Viewer], Client]
SCRIPT = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("accept", "language"), [("nl", "nl"), ("en-GB,en;q=0.9", "en"), ("fr", "nl"), ("", "nl")]
)
@pytest.mark.django_db
def test_signed_out_the_language_follows_the_browser(accept: str, language: str) -> None:
    answer = Client(headers={"Accept-Language": accept}).get("/accounts/login/")
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in answer.content.decode()


def test_signed_in_it_follows_the_person(as_: As, fatima: Viewer) -> None:
    Person.objects.filter(pk=fatima.person).update(language="en")
    answer = as_(fatima).get("/more/")
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en">' in answer.content.decode()
    other = Client(headers={"Accept-Language": "nl"}).get("/accounts/login/")
    assert '<html lang="nl">' in other.content.decode(), "nothing stays behind for the next request"


def test_a_chosen_language_is_remembered_for_the_person(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    assert client.post("/language/", {"language": "en", "next": "/week/"}).url == "/week/"
    assert Person.objects.get(pk=fatima.person).language == "en"
    assert '<html lang="en">' in as_(fatima).get("/more/").content.decode()


@pytest.mark.parametrize("language", ["", "fr", "x" * 500, "\x00"])
def test_a_language_that_we_do_not_speak_changes_nothing(as_: As, fatima: Viewer, language: str) -> None:
    assert as_(fatima).post("/language/", {"language": language}).status_code == 302
    assert Person.objects.get(pk=fatima.person).language == "nl"


def test_signed_out_the_choice_is_in_a_cookie(client: Client, db: None) -> None:
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en">' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    "url", ["/", "/week/", "/nergens/", "/people/", "/accounts/2fa/", "/drafts/moments.focus/-/"]
)
def test_a_browser_keeps_nothing_of_who_was_signed_in(as_: As, fatima: Viewer, url: str) -> None:
    assert "no-store" in as_(fatima).get(url).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("get", "/"),
        ("get", "/week/"),
        ("post", "/role/"),
        ("put", "/drafts/moments.focus/-/"),
        ("post", "/sparring/"),
    ],
)
@pytest.mark.django_db
def test_a_script_that_is_signed_out_is_told_so(client: Client, method: str, url: str) -> None:
    answer = getattr(client, method)(url, headers=SCRIPT)
    assert answer.status_code == 401
    assert answer.json()["message"]


def test_a_forged_form_is_refused_in_words(fatima: Viewer) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "nl"})
    client.force_login(Person.objects.get(pk=fatima.person))
    assert client.post("/role/", {"role": "professional"}).status_code == 403
    answer = client.put("/drafts/moments.focus/-/", "{}", content_type="application/json", headers=SCRIPT)
    assert answer.status_code == 403
    assert answer.json()["message"]


def test_a_session_is_no_key_for_anything_else(as_: As, fatima: Viewer) -> None:
    """A cookie counts as a cookie only: not in a header, not in an address."""
    key = as_(fatima).cookies["sessionid"].value
    for headers, url in (
        ({"Authorization": f"Bearer {key}"}, "/"),
        ({"X-Session-Token": key}, "/"),
        ({}, f"/?sessionid={key}"),
        ({}, f"/?token={key}"),
    ):
        assert Client().get(url, headers=headers).status_code == 302


def test_more_fields_than_any_form_has_are_refused(as_: As, fatima: Viewer) -> None:
    answer = as_(fatima).post(
        "/week/focus/", "&".join(["a=b"] * 500), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert answer.content.decode().count("<main") == 1


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00", b"=&=&&=", b"question=%ED%A0%80&view=%00%FF", b"key=%F0%28%8C%28"]
)
def test_broken_forms_are_no_fault_of_ours(as_: As, fatima: Viewer, body: bytes) -> None:
    for url in ("/week/focus/", "/first/", "/catch/", "/sparring/", "/role/", "/language/"):
        answer = as_(fatima).post(url, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data", "x/y", ""])
def test_a_wrong_kind_of_body_is_no_fault_of_ours(as_: As, fatima: Viewer, content_type: str) -> None:
    for url in ("/week/focus/", "/first/", "/catch/", "/sparring/", "/role/"):
        answer = as_(fatima).post(url, b'{"a": [1]}', content_type=content_type)
        assert answer.status_code < 500


@async_to_sync
async def received(
    *messages: dict[str, object], path: str = "/week/focus/"
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """What the application gets to read of a request, and the scope in which it is marked."""
    waiting = list(messages)

    async def receive() -> dict[str, object]:
        return waiting.pop(0)

    scope: dict[str, object] = {"type": "http", "path": path}
    bounded = asgi._bounded(scope, receive)
    read = []
    while True:
        read.append(await bounded())
        if read[-1]["type"] != "http.request" or not read[-1]["more_body"]:
            return scope, read


def piece(size: int, *, more: bool = True) -> dict[str, object]:
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


def test_a_body_without_an_announced_length_is_bounded_too() -> None:
    scope, read = received(piece(1_000_000), piece(1_000_000), piece(10, more=False))
    assert scope[asgi.TOO_LARGE]
    assert sum(len(message["body"]) for message in read) == 1_000_000  # type: ignore[arg-type]
    scope, read = received(piece(1_000_000), piece(400_000, more=False))
    assert asgi.TOO_LARGE not in scope
    scope, read = received(piece(2_000_000), {"type": "http.disconnect"})
    assert read[-1]["type"] == "http.disconnect"


def test_who_sends_without_end_is_cut_off() -> None:
    scope, read = received(*[piece(1_000_000) for _ in range(100)])
    assert scope[asgi.TOO_LARGE]
    assert len(read) == 2
    scope, read = received(*[piece(1_000_000) for _ in range(100)], path="/first/")
    assert scope[asgi.TOO_LARGE]
    assert len(read) == 23, "there a document of 20 MB may come along, and no more"


@async_to_sync
async def read_of(receive: Receive, *, announced: int | None = None) -> tuple[dict[str, object], str]:
    """The scope of a request after its first piece was asked for, and what kind of piece that was."""
    length = [] if announced is None else [(b"content-length", str(announced).encode())]
    scope: dict[str, object] = {"type": "http", "headers": length, "path": "/week/focus/"}
    message = await asgi._bounded(scope, receive)()
    return scope, message["type"]


def test_what_is_announced_far_too_big_is_refused_before_it_comes() -> None:
    async def never() -> dict[str, object]:
        raise AssertionError("nothing is read")

    scope, kind = read_of(never, announced=1_073_741_824)
    assert (scope[asgi.TOO_LARGE], kind) == (True, "http.request")


def test_who_falls_silent_halfway_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "LONGEST_SILENCE", 0.01)

    async def silent() -> dict[str, object]:
        return await asyncio.get_running_loop().create_future()

    _scope, kind = read_of(silent, announced=10)
    assert kind == "http.disconnect"


@async_to_sync
async def waited(*messages: dict[str, object]) -> list[str]:
    """What a stream hears that waits for its reader to go, after the request was read whole."""
    waiting = list(messages)

    async def receive() -> dict[str, object]:
        return waiting.pop(0)

    bounded = asgi._bounded({"type": "http", "headers": []}, receive)
    return [str((await bounded())["type"]) for _ in range(2)]


def test_a_stream_hears_only_that_its_reader_has_gone() -> None:
    gone = {"type": "http.disconnect"}
    assert waited(piece(1, more=False), piece(1), gone) == ["http.request", "http.disconnect"]


@async_to_sync
async def answer_to(*messages: dict[str, object]) -> list[dict[str, object]]:
    """What the whole application answers to a form that is sent in pieces."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/accounts/login/",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), (b"accept-language", b"nl")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    waiting, said = list(messages), []

    async def receive() -> dict[str, object]:
        while not waiting:
            await asyncio.sleep(3600)
        return waiting.pop(0)

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    await asgi.application(scope, receive, send)
    return said


@pytest.mark.django_db(transaction=True)
def test_what_went_on_too_long_gets_the_page_that_says_so() -> None:
    start, body, *_ = answer_to(piece(1_000_000), piece(1_000_000, more=False))
    assert start["status"] == 413
    assert "Dit is te groot" in body["body"].decode()  # type: ignore[attr-defined]


@async_to_sync
async def head_of(path: str) -> dict[bytes, bytes]:
    """The headers with which the whole application answers."""
    said: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    await asgi.application(scope, receive, send)
    return dict(said[0]["headers"])  # type: ignore[call-overload,no-any-return]


def test_a_browser_makes_nothing_else_of_a_file_of_ours() -> None:
    head = {name.lower(): value for name, value in head_of("/static/shell/base.css").items()}
    assert head[b"content-type"].startswith(b"text/css")
    assert head[b"x-content-type-options"] == b"nosniff"
