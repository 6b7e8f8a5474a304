"""The readers of the bench: each sends one request and notes when the first and the last words came."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 60.0
"""Seconds that one answer may take."""


@dataclass(frozen=True)
class Request:
    """One POST to a port of this machine. `marks` are the bytes by which a piece with words is known."""

    port: int
    path: str
    body: bytes
    headers: Mapping[str, str]
    marks: bytes


@dataclass(frozen=True)
class Heard:
    """One answer: seconds until its first words, seconds between its first and last words, and all its bytes."""

    first: float
    between: float
    body: bytes


async def together(requests: Sequence[Request]) -> list[Heard | None]:
    """Send all requests at the same moment and read every answer to its end; None for one that failed."""
    return list(await asyncio.gather(*(_listen(request) for request in requests)))


async def _listen(request: Request) -> Heard | None:
    try:
        async with asyncio.timeout(LONGEST):
            return await _read(request)
    except (OSError, TimeoutError, ValueError):
        return None


async def _read(request: Request) -> Heard | None:
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", request.port)
    try:
        writer.write(_head(request) + request.body)
        received, scanned = bytearray(), 0
        first = last = 0.0
        while piece := await reader.read(65_536):
            received += piece
            if received.find(request.marks, scanned) >= 0:
                last = time.perf_counter()
                first = first or last
            scanned = max(0, len(received) - len(request.marks) + 1)
    finally:
        writer.close()
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0] or not first:
        return None
    return Heard(first - began, last - first, whole(body))


def _head(request: Request) -> bytes:
    headers = {"Host": f"127.0.0.1:{request.port}", "Connection": "close", **request.headers}
    headers["Content-Length"] = str(len(request.body))
    lines = [f"POST {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def whole(body: bytes) -> bytes:
    """A chunked body (RFC 9112, 7.1) in one piece. Raises `ValueError` when it was cut off."""
    whole, rest = bytearray(), body
    while True:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        if not length:
            return bytes(whole)
        whole += rest[:length]
        rest = rest[length + 2 :]


def words_in(body: bytes, event: str) -> str:
    """The words that the events of this name bring."""
    words = ""
    for lines in body.decode().split("\n\n"):
        named = dict(line.split(": ", 1) for line in lines.split("\n") if ": " in line)
        if named.get("event") == event:
            words += json.loads(named["data"])["text"]
    return words
