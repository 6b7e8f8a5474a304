"""The one door to the outside: every request to another host leaves through a session made here.

An address that somebody typed in may lead inward: to this machine, to the organisation's own network, to a
cloud's metadata service. A name may even point outward when it is checked and inward when it is used. So the
address is checked at the moment of connecting, on the very address the socket will get.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Final, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

CONNECT_SECONDS: Final = 10.0
TOTAL_SECONDS: Final = 60.0
_CONNECTIONS: Final = 512
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

# Addresses on which clouds hand out credentials. Refused even when a name was allowed; one of them is public.
_METADATA: Final = frozenset(
    ipaddress.ip_address(address)
    for address in ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254")
)
# What `is_global` of older Python versions still calls public.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b:1::/48",
        "5f00::/16",
        "fec0::/10",
    )
)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_V4_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")
# A host whose last label is a number is an IPv4 address to the operating system: 2130706433, 0x7f.1, 0177.1.
_NUMERIC_HOST: Final = re.compile(r"(?:^|\.)(?:0[xX][0-9a-fA-F]*|[0-9]+)\.?$")


class UnsafeAddress(Exception):
    """The address leads where this installation may not go. The message names the host, never the path."""


class _UnsafeSocket(OSError):
    """The refusal in the shape that passes through the layers of connecting, which know only OSError."""


def check_url(url: str, allowed: Collection[str]) -> None:
    """Refuse an address that can be seen to be unsafe before anything is looked up.

    `allowed` holds the "host:port" pairs that the administrator allowed although they are private or without
    TLS ("localhost:11434", "[::1]:8080"); a host without a port stands for port 443 and 80.

    Raises:
        UnsafeAddress: other scheme, user or password in the address, number written to hide an address, a
            private address or plain http that was not allowed.
    """
    try:
        parsed = URL(url)
        host, port = (parsed.raw_host or "").lower(), parsed.port
    except ValueError as problem:
        raise UnsafeAddress("this is not a web address") from problem
    if parsed.scheme not in _DEFAULT_PORTS:
        raise UnsafeAddress("only http and https addresses can be used")
    if not host or port is None:
        raise UnsafeAddress("this address has no host")
    if parsed.user is not None or parsed.password is not None or "@" in parsed.raw_authority:
        raise UnsafeAddress("a user name or password cannot stand in the address")
    if "\\" in url or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise UnsafeAddress("this is not a web address")
    is_allowed = (host, port) in _pairs(allowed)
    address = _literal(host)
    if address is not None:
        _check_address(address, is_allowed=is_allowed)
    if parsed.scheme == "http" and not is_allowed:
        raise UnsafeAddress(f"plain http to {host}:{port} was not allowed by the administrator")


def session(
    allowed_hosts: Collection[str] = (),
    *,
    resolver: AbstractResolver | None = None,
) -> aiohttp.ClientSession:
    """A client session that cannot be led inward.

    It keeps no cookies, follows no redirect, reads no proxy from the environment, and checks every address
    again when it connects. Close it as any `aiohttp.ClientSession`; make it inside a running event loop.

    Args:
        allowed_hosts: "host:port" pairs that may be private, as for `check_url`.
        resolver: looks names up; the operating system's resolver when left out.
    """
    pairs = _pairs(allowed_hosts)
    granted: set[tuple[str, int]] = set()

    def checked_socket(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, where = info
        text, port = str(where[0]), int(where[1])
        try:
            _check_address(_address(text), is_allowed=(text, port) in granted or (text, port) in pairs)
        except UnsafeAddress as refusal:
            raise _UnsafeSocket(str(refusal)) from None
        return socket.socket(family=family, type=kind, proto=protocol)

    async def guard(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        check_url(str(request.url), allowed_hosts)
        try:
            response = await handler(request)
        except aiohttp.ClientConnectorError as problem:
            if isinstance(problem.os_error, _UnsafeSocket):
                raise UnsafeAddress(str(problem.os_error)) from None
            raise
        if response.status in _REDIRECTS:
            response.close()
            raise UnsafeAddress(f"{request.url.raw_host} sends us on to another address")
        return response

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=_CheckedResolver(resolver or aiohttp.ThreadedResolver(), pairs, granted),
            use_dns_cache=False,
            socket_factory=checked_socket,
            limit=_CONNECTIONS,
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS, sock_connect=CONNECT_SECONDS),
        middlewares=(guard,),
        trust_env=False,
    )


class _CheckedResolver(AbstractResolver):
    """Looks a name up and refuses it whole when one of its addresses is unsafe."""

    def __init__(
        self, inner: AbstractResolver, pairs: frozenset[tuple[str, int]], granted: set[tuple[str, int]]
    ) -> None:
        self._inner = inner
        self._pairs = pairs
        self._granted = granted

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        is_allowed = (host.lower(), port) in self._pairs
        found = await self._inner.resolve(host, port, family)
        for result in found:
            _check_address(_address(result["host"]), is_allowed=is_allowed)
        if is_allowed:
            self._granted.update((result["host"], port) for result in found)
        return found

    async def close(self) -> None:
        await self._inner.close()


def _pairs(allowed: Collection[str]) -> frozenset[tuple[str, int]]:
    pairs: set[tuple[str, int]] = set()
    for entry in allowed:
        bare = entry.strip()
        try:
            parsed = URL(f"//[{bare}]" if bare.count(":") > 1 and "[" not in bare else f"//{bare}")
            host, port = (parsed.raw_host or "").lower(), parsed.explicit_port
        except ValueError:
            continue
        ports = (port,) if port is not None else tuple(_DEFAULT_PORTS.values())
        pairs.update((host, each) for each in ports if host)
    return frozenset(pairs)


def _literal(host: str) -> Address | None:
    """The address that a host is written as, or None for a name."""
    if ":" in host:
        return _address(host)
    if not _NUMERIC_HOST.search(host):
        return None
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        raise UnsafeAddress(f"{host} is an address written in an unusual way") from None


def _address(text: str) -> Address:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        raise UnsafeAddress(f"{text} is not an address") from None


def _check_address(address: Address, *, is_allowed: bool) -> None:
    for each in (address, *_embedded(address)):
        if _is_never(each):
            raise UnsafeAddress(f"{address} is an address that is never used")
        if not _is_public(each, outermost=each is address) and not is_allowed:
            raise UnsafeAddress(f"{address} is a private address that was not allowed by the administrator")


def _embedded(address: Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for (mapped, compatible, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or (address in _V4_COMPATIBLE and int(address) > 1):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(each for each in found if each is not None)


def _is_never(address: Address) -> bool:
    if address in _METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
        return True
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_reserved or address in ipaddress.IPv4Network("0.0.0.0/8")
    return False


def _is_public(address: Address, *, outermost: bool) -> bool:
    if (
        outermost
        and isinstance(address, ipaddress.IPv6Address)
        and (address.ipv4_mapped or address in _NAT64)
    ):
        return True  # what counts is the IPv4 address inside, checked by itself
    same_version = (network for network in _NOT_PUBLIC if network.version == address.version)
    return address.is_global and not any(address in network for network in same_version)
