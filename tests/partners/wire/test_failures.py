"""Everything a supplier can do wrong: the words so far are there, and what is wrong has the right name."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lerendwerken.ai.partners import sse, wire
from lerendwerken.ai.partners.wire import Endpoint
from tests.partners.wire.supplying import (
    DONE,
    GOOD,
    GOOD_TEXT,
    KEY,
    QUESTION,
    Handler,
    Supplier,
    dropping_after,
    hanging_after,
    in_turn,
    listen,
    refusing,
    sending,
    token,
)

BEGUN = (token("Lengte is "), token("misschien"))
BEGUN_TEXT = "Lengte is misschien"
SECRET_WORDS = "mevrouw De Boer aan de Lindelaan"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"error": {"message": "Incorrect API key provided"}}, "key"),
        (403, "Forbidden", "key"),
        (402, {"error": {"message": "Payment required"}}, "quota"),
        (404, {"error": {"message": "model 'klein' not found, try pulling it first"}}, "model"),
        (
            404,
            {"error": {"code": "DeploymentNotFound", "message": "The API deployment does not exist."}},
            "model",
        ),
        (404, "404 page not found", "unreachable"),
        (404, "<html><title>Model not found</title></html>", "unreachable"),
        (405, "Method not allowed", "unreachable"),
        (400, {"error": {"message": "invalid model ID", "code": "invalid_model"}}, "model"),
        (400, {"error": {"message": "Your credit balance is too low"}}, "quota"),
        (400, {"error": {"message": "This model's maximum context length is 8192 tokens"}}, "garbage"),
        (413, "too large", "garbage"),
        (418, "", "garbage"),
        (408, "", "timeout"),
        (
            429,
            {"error": {"code": "insufficient_quota", "message": "You exceeded your current quota"}},
            "quota",
        ),
        (429, {"error": {"message": "Rate limit reached"}}, "busy"),
        (500, "oops", "busy"),
        (503, "", "busy"),
        (529, {"type": "error", "error": {"type": "overloaded_error"}}, "busy"),
        (204, "", "garbage"),
    ],
)
def test_every_refusal_has_its_kind(supplier: Supplier, status: int, body: object, kind: str) -> None:
    supplier.answer = refusing(status, body)
    assert listen(supplier.endpoint()).kind == kind


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_fault_is_tried_again_twice(supplier: Supplier, status: int) -> None:
    supplier.answer = in_turn(refusing(status), refusing(status), sending(*GOOD))
    assert listen(supplier.endpoint()).text == GOOD_TEXT
    assert len(supplier.asked) == 3
    supplier.asked.clear()
    supplier.answer = refusing(status)
    assert listen(supplier.endpoint()).kind == "busy"
    assert len(supplier.asked) == 3


@pytest.mark.parametrize("status", [401, 402, 404, 400])
def test_a_lasting_fault_is_not_tried_again(supplier: Supplier, status: int) -> None:
    supplier.answer = refusing(status)
    listen(supplier.endpoint())
    assert len(supplier.asked) == 1


def test_a_short_retry_after_is_kept_to_and_a_long_one_is_passed_on(supplier: Supplier) -> None:
    supplier.answer = in_turn(refusing(429, Retry_After="0.05"), sending(*GOOD))
    assert listen(supplier.endpoint()).text == GOOD_TEXT
    supplier.asked.clear()
    supplier.answer = refusing(429, Retry_After="120")
    heard = listen(supplier.endpoint())
    assert heard.failure is not None
    assert (heard.kind, heard.failure.retry_after, len(supplier.asked)) == ("busy", 120.0, 1)


@pytest.mark.parametrize(
    ("told", "date", "seconds"),
    [
        ("Tue, 24 Nov 2026 10:02:00 GMT", "Tue, 24 Nov 2026 10:00:00 GMT", 120.0),
        ("Tue, 24 Nov 2026 09:00:00 GMT", "Tue, 24 Nov 2026 10:00:00 GMT", 0.0),
        ("nan", "Tue, 24 Nov 2026 10:00:00 GMT", None),
        ("-5", "Tue, 24 Nov 2026 10:00:00 GMT", None),
        ("straks", "morgen", None),
    ],
)
def test_retry_after_as_a_date_is_read_by_the_clock_of_the_supplier(
    supplier: Supplier, told: str, date: str, seconds: float | None
) -> None:
    supplier.answer = refusing(429, Retry_After=told, Date=date)
    heard = listen(supplier.endpoint())
    assert heard.failure is not None
    assert heard.failure.retry_after == seconds


def test_nobody_at_the_address() -> None:
    port = free_port()
    endpoint = Endpoint(f"http://127.0.0.1:{port}/v1", "klein", "", frozenset({f"127.0.0.1:{port}"}))
    assert listen(endpoint).kind == "unreachable"


def test_a_name_that_does_not_exist() -> None:
    assert listen(Endpoint("https://models.invalid/v1", "klein")).kind == "unreachable"


@pytest.mark.parametrize(
    "base_url",
    ["", "models", "file:///etc/passwd", "http://127.0.0.1:1/v1", "https://2130706433/", "http://[::1/"],
)
def test_an_address_that_is_not_allowed(base_url: str) -> None:
    heard = listen(Endpoint(base_url, "klein", KEY))
    assert heard.failure is not None
    assert heard.kind == "unreachable"
    assert heard.failure.is_forbidden


def test_a_redirect_is_not_followed(supplier: Supplier) -> None:
    supplier.answer = refusing(307, Location=f"http://127.0.0.1:{supplier.port}/v1/elders")
    assert listen(supplier.endpoint()).kind == "unreachable"
    assert len(supplier.asked) == 1


@pytest.mark.parametrize("key", ["sk-\r\nX-Evil: 1", "sleutel-é", "a\x00b"])
def test_a_key_that_fits_in_no_header(supplier: Supplier, key: str) -> None:
    assert listen(supplier.endpoint(api_key=key)).kind == "key"
    assert supplier.asked == []


def test_hanging_before_the_first_word(supplier: Supplier) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    for handler in (silent, hanging_after(), hanging_after(token("", role="assistant"))):
        supplier.answer = handler
        assert listen(supplier.endpoint(), timeout_first=0.2, timeout_idle=0.2).kind == "timeout"


def test_keep_alives_without_words_are_no_sign_of_life(supplier: Supplier) -> None:
    async def pinging(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        while True:
            await response.write(b": still here\n\n")
            await asyncio.sleep(0.02)

    supplier.answer = pinging
    assert listen(supplier.endpoint(), timeout_first=0.3).kind == "timeout"


def test_a_model_that_thinks_long_is_waited_for(supplier: Supplier) -> None:
    async def thinking(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for _ in range(10):
            await response.write(token(reasoning_content="hm "))
            await asyncio.sleep(0.05)
        for piece in GOOD:
            await response.write(piece)
        return response

    supplier.answer = thinking
    assert listen(supplier.endpoint(), timeout_first=0.3, timeout_idle=0.3).text == GOOD_TEXT


@pytest.mark.parametrize(
    ("handler", "kind"),
    [
        (hanging_after(*BEGUN), "timeout"),
        (dropping_after(*BEGUN), "cut"),
        (dropping_after(*BEGUN, b'data: {"choices": [{"del'), "cut"),
        (sending(*BEGUN), "cut"),
        (sending(*BEGUN, b"data: {kapot\n\n"), "garbage"),
        (sending(*BEGUN, b"data: [1, 2]\n\n"), "garbage"),
        (sending(*BEGUN, b'data: {"choices": [{"delta": {"content": "caf\xe9"}}]}\n\n'), "garbage"),
        (sending(*BEGUN, b"data: " + b"[" * 100_000 + b"\n\n"), "garbage"),
        (sending(*BEGUN, b"data: " + b'{"a":' * 100_000 + b"\n\n"), "garbage"),
        (sending(*BEGUN, token("x" * 5_000_000), DONE), "garbage"),
        (sending(*BEGUN, b"data: " + b"x" * 5_000_000), "garbage"),
        (sending(*BEGUN, b'data: {"error": {"message": "Internal server error"}}\n\n'), "busy"),
        (sending(*BEGUN, b'data: {"error": {"message": "Rate limit", "code": 429}}\n\n'), "busy"),
        (sending(*BEGUN, b'data: {"error": "insufficient_quota"}\n\n'), "quota"),
        (sending(*BEGUN, b'event: error\ndata: {"error": {"type": "overloaded_error"}}\n\n'), "busy"),
        (sending(*BEGUN, b'data: {"error": {"message": "iets"}}\n\n'), "cut"),
    ],
)
def test_what_goes_wrong_halfway_leaves_the_words_so_far(
    supplier: Supplier, handler: Handler, kind: str
) -> None:
    supplier.answer = handler
    heard = listen(supplier.endpoint(), timeout_idle=0.3)
    assert (heard.text, heard.kind) == (BEGUN_TEXT, kind)
    assert len(supplier.asked) == 1
    assert heard.last is None


@pytest.mark.parametrize(
    ("handler", "kind"),
    [
        (sending(), "empty"),
        (sending(b"\n\n  \n"), "empty"),
        (sending(DONE), "empty"),
        (sending(*(token(finish=None) for _ in range(3)), token(finish="stop"), DONE), "empty"),
        (sending(token(reasoning_content="Ik denk na."), token(finish="stop"), DONE), "empty"),
        (sending(token("<think>Ik denk na."), token(finish="length"), DONE), "empty"),
        (
            sending(token(tool_calls=[{"function": {"name": "zoek"}}]), token(finish="tool_calls"), DONE),
            "empty",
        ),
        (sending(token(finish="content_filter"), DONE), "empty"),
        (sending(b"\x00\xff\xfe\x80" * 1000), "garbage"),
        (sending(b"Welkom bij het wifi van het gemeentehuis"), "garbage"),
        (sending(b"<html>Log in</html>", content_type="text/html"), "garbage"),
        (sending('data: {"choices": []}\n\n'.encode("utf-16")), "garbage"),
        (sending(b"{kapot", content_type="application/json"), "garbage"),
        (sending(b"[]", content_type="application/json"), "garbage"),
        (sending(b'"tekst"', content_type="application/json"), "garbage"),
        (sending(b'{"choices": "geen"}', content_type="application/json"), "garbage"),
        (sending(b'{"choices": [{"message": {"content": null}}]}', content_type="application/json"), "empty"),
        (sending(b'{"detail": "vreemd"}', content_type="application/json"), "garbage"),
        (sending(b"{" + b" " * 2_000_000, content_type="application/json"), "garbage"),
        (sending(b'data: {"choices": [7], "usage": []}\n\n', DONE), "empty"),
        (sending(b'data: {"choices": [{"delta": "tekst"}]}\n\n', DONE), "empty"),
    ],
)
def test_what_is_no_answer_at_all(supplier: Supplier, handler: Handler, kind: str) -> None:
    supplier.answer = handler
    heard = listen(supplier.endpoint(), timeout_first=5)
    assert (heard.text, heard.kind) == ("", kind)


def test_endless_noise_is_left(supplier: Supplier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_MOST_BYTES", 200_000)

    async def noise(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        while True:
            await response.write(b"ruis ruis ruis\n" * 100)

    supplier.answer = noise
    assert listen(supplier.endpoint()).kind == "garbage"


def test_endless_thinking_is_left(supplier: Supplier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_LONGEST_ANSWER", 0.3)

    async def thinking(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        while True:
            await response.write(token(reasoning_content="hm "))
            await asyncio.sleep(0.01)

    supplier.answer = thinking
    assert listen(supplier.endpoint()).kind == "timeout"


def test_dropping_before_the_first_word_is_tried_again(supplier: Supplier) -> None:
    supplier.answer = in_turn(dropping_after(), dropping_after(token("", role="assistant")), sending(*GOOD))
    assert listen(supplier.endpoint()).text == GOOD_TEXT


def test_an_error_as_first_event_is_tried_again(supplier: Supplier) -> None:
    busy = b'data: {"error": {"message": "overloaded", "code": 503}}\n\n'
    supplier.answer = in_turn(sending(busy), sending(*GOOD))
    assert listen(supplier.endpoint()).text == GOOD_TEXT


def test_a_failure_tells_nothing_of_key_question_or_answer(supplier: Supplier) -> None:
    leaks = {"error": {"message": f"key {KEY} said {SECRET_WORDS}: {QUESTION[0]['content']}"}}
    for handler in (
        refusing(401, leaks),
        refusing(400, leaks),
        refusing(500, leaks),
        sending(*BEGUN, b"data: " + json.dumps(leaks).encode() + b"\n\n"),
        sending(*BEGUN, b"data: {" + SECRET_WORDS.encode() + b"\n\n"),
    ):
        supplier.answer = handler
        failure = listen(supplier.endpoint()).failure
        assert failure is not None
        told = f"{failure} {failure!r} {failure.args} {vars(failure)}"
        for word in (KEY, SECRET_WORDS, QUESTION[0]["content"], BEGUN_TEXT):
            assert word not in told


@pytest.fixture
def raw_port() -> Iterator[int]:
    """A server that speaks no HTTP at all."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.recv(65_536)
            connection.sendall(b"220 mail.example ESMTP\r\n\x00\xff\r\n\r\n")
            connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_something_that_is_no_web_server(raw_port: int) -> None:
    allowed = frozenset({f"127.0.0.1:{raw_port}"})
    assert listen(Endpoint(f"http://127.0.0.1:{raw_port}/v1", "klein", "", allowed)).kind == "garbage"
    assert listen(Endpoint(f"https://127.0.0.1:{raw_port}/v1", "klein", "", allowed)).kind == "certificate"


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "own.pem").write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem")
    return context


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    async def run() -> str:
        async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        server = await asyncio.start_server(hello, "127.0.0.1", 0, ssl=own_certificate(tmp_path))
        port = server.sockets[0].getsockname()[1]
        endpoint = Endpoint(f"https://127.0.0.1:{port}/v1", "klein", KEY, frozenset({f"127.0.0.1:{port}"}))
        try:
            async for _ in wire.stream(endpoint, QUESTION):
                pass
        except wire.SupplierFailure as failure:
            return failure.kind
        finally:
            server.close()
        return ""

    assert asyncio.run(run()) == "certificate"


@pytest.mark.parametrize("piece", [b"x" * 50_000, b"data: [1,\n", b"data: {\n"])
def test_one_event_is_bounded(piece: bytes) -> None:
    events = sse.Events()
    with pytest.raises(sse.Unreadable):
        list(chain.from_iterable(events.feed(b"data: " + piece) for _ in range(100)))


def test_white_space_without_end_gives_no_words() -> None:
    prose = sse.Prose(100)
    assert "".join(prose.feed(" \n") for _ in range(10_000)) == ""
    assert prose.feed(" Ja.") == "Ja."
