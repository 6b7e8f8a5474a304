"""Requests that try to lead the installation inward: one test per row of the list of attacks."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from lerendwerken.foundation.ground import outbound
from lerendwerken.foundation.ground.outbound import UnsafeAddress, check_url

INWARD = [
    "https://127.0.0.1/v1",
    "https://127.1.2.3:8443/v1",
    "https://[::1]/v1",
    "https://0.0.0.0/",
    "https://[::]/",
    "https://10.0.0.5/v1",
    "https://172.16.9.9/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[fc00::1]/",
    "https://[fec0::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a9fe:a9fe::1]/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[ff02::1]/",
]
DISGUISED = [
    "https://2130706433/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://①②⑦.⓪.⓪.①/",
    "https://user@models.example/",
    "https://user:word@models.example/",
    "https://models.example@127.0.0.1/",
    "https://127.0.0.1%2f@models.example/",
    "https://models.example\\@127.0.0.1/",
    "https://models.example/\r\nHost: inside",
    " https://models.example/",
]
NO_WEB_ADDRESS = [
    "",
    "models.example",
    "//models.example/v1",
    "file:///etc/passwd",
    "gopher://models.example/",
    "ftp://models.example/",
    "unix:///run/docker.sock",
    "https://",
    "https:///v1",
    "https://[::1",
    "https://models.example:99999/",
]


@pytest.mark.parametrize("url", [*INWARD, *DISGUISED, *NO_WEB_ADDRESS])
def test_refuses_an_address_that_leads_inward(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        check_url(url, ())


@pytest.mark.parametrize(
    "url",
    [
        "https://api.models.example/v1",
        "https://api.models.example:8443/v1",
        "https://93.184.216.34/",
        "https://[2606:4700::1111]/",
        "https://[::ffff:93.184.216.34]/",
        "https://[64:ff9b::5db8:d822]/",
        "https://3com.example/",
        "https://models.example/a@b",
    ],
)
def test_lets_a_public_address_through(url: str) -> None:
    check_url(url, ())


def test_plain_http_only_where_the_administrator_allowed_it() -> None:
    with pytest.raises(UnsafeAddress, match="plain http"):
        check_url("http://models.example/v1", ())
    check_url("http://models.example/v1", ["models.example:80"])
    check_url("http://models.example/v1", ["models.example"])


def test_allowed_is_the_host_and_the_port_together() -> None:
    allowed = ["127.0.0.1:11434", "[::1]:8080"]
    check_url("http://127.0.0.1:11434/v1", allowed)
    check_url("http://[::1]:8080/v1", allowed)
    for url in (
        "http://127.0.0.1:11435/v1",
        "http://127.0.0.1/v1",
        "http://[::1]:8081/v1",
        "http://localhost:11434/",
    ):
        with pytest.raises(UnsafeAddress):
            check_url(url, allowed)


def test_no_allowance_opens_the_metadata_service() -> None:
    for url in ("http://169.254.169.254/", "http://[::ffff:a9fe:a9fe]/", "http://[fd00:ec2::254]/"):
        with pytest.raises(UnsafeAddress):
            check_url(url, ["169.254.169.254", "::ffff:a9fe:a9fe", "fd00:ec2::254"])


def test_the_refusal_names_the_host_and_never_what_was_asked_there() -> None:
    with pytest.raises(UnsafeAddress) as refusal:
        check_url("https://10.0.0.5/v1/secret?token=abc", ())
    assert "10.0.0.5" in str(refusal.value)
    assert "secret" not in str(refusal.value)
    assert "abc" not in str(refusal.value)


class Names(AbstractResolver):
    """A name service whose answers change from one question to the next."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        return None


Visit = Callable[[int], Awaitable[None]]


def with_inner_server(visit: Visit, location: str = "") -> int:
    """Run `visit(port)` against a real server on this machine; answers how many requests reached it."""
    reached = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal reached
        reached += 1
        if request.path == "/away":
            return web.Response(
                status=307, headers={"Location": location or f"http://localhost:{request.url.port}/"}
            )
        return web.Response(text=request.headers.get("Cookie", "no cookie"), headers={"Set-Cookie": "a=b"})

    async def run() -> None:
        application = web.Application()
        application.router.add_route("*", "/{rest:.*}", answer)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            await visit(runner.addresses[0][1])
        finally:
            await runner.cleanup()

    asyncio.run(run())
    return reached


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"]
)
def test_nothing_inside_is_reached(host: str) -> None:
    async def visit(port: int) -> None:
        async with outbound.session() as client:
            for scheme in ("https", "http"):
                with pytest.raises(UnsafeAddress):
                    await client.get(f"{scheme}://{host}:{port}/")

    assert with_inner_server(visit) == 0


def test_an_allowed_host_inside_is_reached() -> None:
    async def visit(port: int) -> None:
        async with outbound.session([f"127.0.0.1:{port}", f"localhost:{port}"]) as client:
            for host in ("127.0.0.1", "localhost"):
                async with client.get(f"http://{host}:{port}/") as response:
                    assert await response.text() == "no cookie"

    assert with_inner_server(visit) == 2


def test_a_name_that_turns_inward_between_check_and_use_is_refused() -> None:
    async def visit(port: int) -> None:
        url = f"https://models.example:{port}/"
        names = Names(["93.184.216.34"], ["127.0.0.1"])
        check_url(url, ())
        assert await names.resolve("models.example") != await names.resolve("models.example")
        async with outbound.session(resolver=names) as client:
            with pytest.raises(UnsafeAddress, match="private"):
                await client.get(url)

    assert with_inner_server(visit) == 0


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["169.254.169.254"],
        ["fe80::1%2"],
        ["not an address"],
    ],
)
def test_a_public_name_with_an_inner_address_is_refused(answer: list[str]) -> None:
    async def visit(port: int) -> None:
        async with outbound.session(resolver=Names(answer)) as client:
            with pytest.raises(UnsafeAddress):
                await client.get(f"https://models.example:{port}/")

    assert with_inner_server(visit) == 0


def test_an_allowed_name_may_be_private_but_never_the_metadata_service() -> None:
    async def visit(port: int) -> None:
        async with outbound.session([f"model.inside:{port}"], resolver=Names(["127.0.0.1"])) as client:
            async with client.get(f"http://model.inside:{port}/") as response:
                assert response.status == 200
            with pytest.raises(UnsafeAddress):
                await client.get(f"https://other.inside:{port}/")
        async with outbound.session([f"model.inside:{port}"], resolver=Names(["169.254.169.254"])) as client:
            with pytest.raises(UnsafeAddress, match="never"):
                await client.get(f"http://model.inside:{port}/")

    assert with_inner_server(visit) == 1


def test_the_socket_itself_refuses_when_everything_before_it_was_fooled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbound, "_CheckedResolver", lambda inner, *_: inner)

    async def visit(port: int) -> None:
        async with outbound.session(resolver=Names(["127.0.0.1"])) as client:
            with pytest.raises(UnsafeAddress, match="private"):
                await client.get(f"https://models.example:{port}/")
        async with outbound.session(resolver=Names(["127.0.0.1", "::1"])) as client:
            with pytest.raises((UnsafeAddress, aiohttp.ClientConnectorError)):
                await client.get(f"https://models.example:{port}/")

    assert with_inner_server(visit) == 0


@pytest.mark.parametrize("location", ["", "https://models.example/", "http://169.254.169.254/"])
def test_a_redirect_is_never_followed(location: str) -> None:
    async def visit(port: int) -> None:
        async with outbound.session([f"127.0.0.1:{port}", f"localhost:{port}"]) as client:
            with pytest.raises(UnsafeAddress, match="sends us on"):
                await client.post(f"http://127.0.0.1:{port}/away", data=b"private words")

    assert with_inner_server(visit, location) == 1


def test_cookies_and_proxies_of_the_surroundings_play_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")

    async def visit(port: int) -> None:
        async with outbound.session([f"127.0.0.1:{port}"]) as client:
            for _ in range(2):
                async with client.get(f"http://127.0.0.1:{port}/") as response:
                    assert await response.text() == "no cookie"

    assert with_inner_server(visit) == 2
