"""Speaking with a language model in the OpenAI-compatible dialect: asking, reading along, failing clearly.

Nothing here knows about people, sessions or the database. A failure has a kind and never words of the
question, the answer or the key; what came before the failure has already been handed to the caller.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal, TypedDict

import aiohttp
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from yarl import URL

from lerendwerken.ai.partners import failures
from lerendwerken.ai.partners.failures import Kind, SupplierFailure
from lerendwerken.ai.partners.sse import Events, Prose, Unreadable
from lerendwerken.foundation.ground import outbound

__all__ = ["Chunk", "Endpoint", "Kind", "Message", "Probe", "SupplierFailure", "probe", "stream"]

MAX_CHARACTERS: Final = 20_000
PAUSES: tuple[float, ...] = (0.4, 1.2)
"""Seconds before the second and the third attempt; as many retries as there are pauses."""
_LONGEST_PAUSE: Final = 8.0
_LONGEST_ANSWER: Final = 600.0
_AFTER_THE_END: Final = 2.0
_MOST_BYTES: Final = 32_000_000
_PATIENT: Final = aiohttp.ClientTimeout(total=None, sock_connect=outbound.CONNECT_SECONDS)


class Message(TypedDict):
    """One message as the dialect knows it."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is spoken to.

    Attributes:
        base_url: up to and including the version, as "https://api.example/v1"; a query is kept.
        model: the name by which the supplier knows the model.
        api_key: empty for servers that ask for none.
        allowed_hosts: "host:port" that may be private or without TLS, see `outbound.check_url`.
        name: what people call it; may differ from the model.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    allowed_hosts: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer. The last one has no text and tells how the answer ended.

    Attributes:
        prompt_tokens, completion_tokens: as counted by the supplier, None when it does not tell.
        is_shortened: the answer went on and on and was ended here.
        is_streamed: False when the supplier sent everything in one piece.
    """

    text: str = ""
    is_last: bool = False
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    is_shortened: bool = False
    is_streamed: bool = True


async def stream(
    endpoint: Endpoint,
    messages: Sequence[Message],
    *,
    max_tokens: int = 900,
    timeout_first: float = 60.0,
    timeout_idle: float = 30.0,
    max_characters: int = MAX_CHARACTERS,
    session: aiohttp.ClientSession | None = None,
) -> AsyncGenerator[Chunk, None]:
    """Ask the model and give its answer piece by piece; the last chunk has `is_last`.

    Close the iterator (`contextlib.aclosing`) to stop: the connection ends with it.

    Args:
        max_tokens: what the supplier is asked to keep to.
        timeout_first: seconds until the first sign of life, retries included.
        timeout_idle: seconds between two signs of life; keep-alive comments are none.
        max_characters: the answer is ended here, whatever the supplier does.
        session: one from `outbound.session`, to keep connections open between answers.

    Raises:
        SupplierFailure: see its kinds. After a first word nothing is tried again.
    """
    deadline = asyncio.get_running_loop().time() + timeout_first
    payload = {
        "model": endpoint.model,
        "messages": list(messages),
        "max_tokens": max_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    async with _client(endpoint, session) as client:
        for pause in (*PAUSES, None):
            has_words = False
            try:
                attempt = _attempt(client, endpoint, payload, deadline, timeout_idle, max_characters)
                async with aclosing(attempt) as chunks:
                    async for chunk in chunks:
                        has_words = has_words or bool(chunk.text)
                        yield chunk
                return
            except SupplierFailure as failure:
                if has_words or pause is None or not failure.is_passing:
                    raise
                wait = max(pause * random.uniform(0.75, 1.25), failure.retry_after or 0.0)  # noqa: S311
                if wait > _LONGEST_PAUSE or asyncio.get_running_loop().time() + wait > deadline:
                    raise
            await asyncio.sleep(wait)


async def _attempt(
    client: aiohttp.ClientSession,
    endpoint: Endpoint,
    payload: dict[str, Any],
    deadline: float,
    timeout_idle: float,
    max_characters: int,
) -> AsyncGenerator[Chunk, None]:
    try:
        async with asyncio.timeout_at(deadline):
            response = await _post(client, endpoint, payload)
    except TimeoutError:
        raise SupplierFailure("timeout") from None
    try:
        async for chunk in _read(response, deadline, timeout_idle, max_characters):
            yield chunk
    finally:
        response.close()


async def _read(
    response: aiohttp.ClientResponse, deadline: float, timeout_idle: float, max_characters: int
) -> AsyncIterator[Chunk]:
    """Read along with an answer until it ends, is full, breaks off or falls silent."""
    if response.content_type in ("text/html", "application/xhtml+xml"):
        raise SupplierFailure("garbage")
    now = asyncio.get_running_loop().time
    longest = now() + _LONGEST_ANSWER
    events, prose = Events(), Prose(max_characters)
    usage: tuple[int | None, int | None] | None = None
    is_end, is_whole, received = False, False, 0
    while not prose.is_full:
        data = await _next_bytes(response, min(deadline, longest), is_end=is_end, has_words=prose.length > 0)
        received += len(data)
        try:
            for delta in events.feed(data) if data else events.close():
                if delta.error:
                    raise failures.in_stream(delta.error, has_words=prose.length > 0)
                usage = delta.usage or usage
                is_whole = is_whole or delta.is_whole
                if delta.is_alive and not is_end:
                    deadline = now() + timeout_idle
                if text := prose.feed(delta.text):
                    yield Chunk(text)
                    deadline = now() + timeout_idle
                if delta.is_end and not is_end:
                    is_end, deadline = True, now() + _AFTER_THE_END
        except Unreadable:
            raise SupplierFailure("garbage") from None
        if received > _MOST_BYTES:
            raise SupplierFailure("garbage")
        if not data or events.is_done or (is_end and usage):
            break
    if text := prose.close():
        yield Chunk(text)
    if not prose.length:
        raise SupplierFailure("empty" if events.is_empty or events.has_event else "garbage")
    if not is_end and not prose.is_full:
        raise SupplierFailure("cut")
    asked, answered = usage or (None, None)
    yield Chunk("", True, asked, answered, is_shortened=prose.is_full, is_streamed=not is_whole)


async def _next_bytes(
    response: aiohttp.ClientResponse, until: float, *, is_end: bool, has_words: bool
) -> bytes:
    """The next bytes of an answer; none when it has ended."""
    try:
        async with asyncio.timeout_at(until):
            return await response.content.readany()
    except TimeoutError:
        if is_end:
            return b""
        raise SupplierFailure("timeout") from None
    except (aiohttp.ClientError, OSError):
        if is_end:
            return b""
        raise SupplierFailure("cut", is_passing=not has_words) from None


async def _post(
    client: aiohttp.ClientSession, endpoint: Endpoint, payload: dict[str, Any]
) -> aiohttp.ClientResponse:
    """Put the question; suppliers that do not know one of our fields are asked again without it."""
    asked = dict(payload)
    while True:
        response = await _request(client, endpoint, "POST", "chat/completions", asked)
        if response.status == 200:
            return response
        try:
            body = (await response.content.read(65_536)).decode("utf-8", "replace")
        except (aiohttp.ClientError, OSError):
            body = ""
        finally:
            response.close()
        if response.status in (400, 422) and "stream_options" in body and "stream_options" in asked:
            del asked["stream_options"]
        elif response.status in (400, 422) and "max_completion_tokens" in body and "max_tokens" in asked:
            asked["max_completion_tokens"] = asked.pop("max_tokens")
        else:
            raise failures.of_status(response.status, body.lower(), _retry_after(response))


async def _request(
    client: aiohttp.ClientSession,
    endpoint: Endpoint,
    method: str,
    path: str,
    payload: dict[str, Any] | None = None,
) -> aiohttp.ClientResponse:
    try:
        outbound.check_url(endpoint.base_url, endpoint.allowed_hosts)
        base = URL(endpoint.base_url)
        data = None if payload is None else json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
        return await client.request(
            method,
            base.with_path(f"{base.raw_path.rstrip('/')}/{path}", encoded=True, keep_query=True),
            data=data,
            headers=_headers(endpoint, base),
            timeout=_PATIENT,
        )
    except outbound.UnsafeAddress:
        raise SupplierFailure("unreachable", is_forbidden=True) from None
    except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
        raise SupplierFailure("certificate") from None
    except aiohttp.ServerTimeoutError:
        raise SupplierFailure("unreachable") from None
    except aiohttp.ClientConnectorDNSError:
        raise SupplierFailure("unreachable", is_passing=True, is_nameless=True) from None
    except aiohttp.ClientConnectorError:
        raise SupplierFailure("unreachable", is_passing=True, is_refused=True) from None
    except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
        raise SupplierFailure("unreachable", is_passing=True) from None
    except aiohttp.ClientResponseError:
        raise SupplierFailure("garbage") from None
    except (aiohttp.ClientError, ValueError):
        raise SupplierFailure("unreachable") from None


def _headers(endpoint: Endpoint, base: URL) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "text/event-stream, application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "lerendwerken",
    }
    if endpoint.api_key:
        if not (endpoint.api_key.isascii() and endpoint.api_key.isprintable()):
            raise SupplierFailure("key")
        headers["Authorization"] = f"Bearer {endpoint.api_key}"
        if (base.host or "").endswith(".azure.com"):
            headers["api-key"] = endpoint.api_key
    return headers


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    """Seconds to wait; a date is read against the supplier's own clock, so that ours plays no part."""
    told = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", told):
        return float(told)
    try:
        wait = parsedate_to_datetime(told) - parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, wait.total_seconds())
    except (ValueError, TypeError):
        return None


@asynccontextmanager
async def _client(
    endpoint: Endpoint, session: aiohttp.ClientSession | None
) -> AsyncIterator[aiohttp.ClientSession]:
    if session is not None:
        yield session
        return
    async with outbound.session(endpoint.allowed_hosts) as own:
        yield own


Problem = Kind | Literal["", "forbidden", "name", "refused", "whole"]
_ADVICE: Final[dict[Problem, Promise]] = {
    "": _("The connection works."),
    "unreachable": _("Nothing answers as a language model at this address. It often ends in /v1."),
    "garbage": _("What answers at this address does not speak as a language model. It often ends in /v1."),
    "name": _("The name in this address does not exist. Check how it is spelled."),
    "refused": _("Nothing listens at this address. Check its port, and whether the server is running."),
    "forbidden": _(
        "This address is private or has no TLS. An administrator has to allow its host and port first."
    ),
    "certificate": _("The certificate of this address cannot be trusted. Check its name and its date."),
    "key": _("The supplier does not accept the key. Check that it is whole and still valid."),
    "model": _("The supplier does not have a model of this name, or not for this key."),
    "quota": _("The key works, but the credit with the supplier is used up."),
    "busy": _("The supplier is busy or has a fault. Try again later."),
    "cut": _("The answer broke off. Try again later."),
    "timeout": _("The address can be reached, but no answer came in time."),
    "whole": _("The model answers all at once instead of word by word. It can be used; people wait longer."),
    "empty": _(
        "The model answers without words. It may only think aloud or call tools; choose another model."
    ),
}


@dataclass(frozen=True, slots=True)
class Probe:
    """What a connection test found.

    Attributes:
        problem: a word for machines, "" when all is well.
        seconds: until the first word, None when there was none.
        known_models: what the supplier says it has, when the name of the model was wrong.
    """

    problem: Problem = ""
    seconds: float | None = None
    known_models: tuple[str, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether people can spar with it."""
        return self.problem in ("", "whole")

    @property
    def advice(self) -> Promise:
        """What is wrong and what to do about it, in the reader's language."""
        return _ADVICE[self.problem]


async def probe(endpoint: Endpoint, *, timeout: float = 20.0) -> Probe:
    """Ask the model for one word within `timeout` seconds, and say what is wrong when it does not come."""
    begin = time.monotonic()
    first: float | None = None
    question: Message = {"role": "user", "content": "Answer with one word: yes."}
    try:
        async for chunk in stream(
            endpoint, [question], max_tokens=300, timeout_first=timeout, timeout_idle=timeout
        ):
            first = first if first is not None else time.monotonic() - begin
            if chunk.is_last:
                return Probe("" if chunk.is_streamed else "whole", first)
    except SupplierFailure as failure:
        problem: Problem = _precisely(failure)
        known = await _known_models(endpoint) if failure.kind == "model" else ()
        return Probe(problem, first, known)
    return Probe("empty", first)


def _precisely(failure: SupplierFailure) -> Problem:
    if failure.is_forbidden:
        return "forbidden"
    return "name" if failure.is_nameless else "refused" if failure.is_refused else failure.kind


async def _known_models(endpoint: Endpoint) -> tuple[str, ...]:
    """Names of models that the supplier has, as far as it tells; at most twenty."""
    try:
        async with _client(endpoint, None) as client, asyncio.timeout(10):
            response = await _request(client, endpoint, "GET", "models")
            found = json.loads(await response.content.read(1_000_000))
        names = [str(model["id"])[:200] for model in found["data"]]
    except (SupplierFailure, TimeoutError, aiohttp.ClientError, OSError, ValueError, TypeError, KeyError):
        return ()
    return tuple(sorted(names)[:20])
