"""Every route for every kind of viewer, against `routes.txt`. A route without a row fails.

A row says what each viewer gets for a thing of Fatima's, or of her team or organisation:

    route METHOD | owner 200 teammate 404 otherteam 404 manager 404 steward 404 administrator 404 council 404 …

302 is an act that was done, or a page that sends one on. What a viewer may not reach is 404, the same as a key that
does not exist. Run with LERENDWERKEN_WRITE_ROUTES=1 to write the file anew, and read the difference.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lerendwerken.foundation.organisations.models import Person
from tests.wall.things import Things

TABLE = Path(__file__).parent / "routes.txt"
VIEWERS = {
    "owner": "fatima@waterrijk.example",
    "teammate": "joost@waterrijk.example",
    "otherteam": "samira@waterrijk.example",
    "manager": "marga@waterrijk.example",
    "steward": "henk@waterrijk.example",
    "administrator": "beheer@waterrijk.example",
    "council": "or@waterrijk.example",
    "other-org": "sanne@zorgkompas.example",
}
SECRETS = {"interop:feed", "notices:off"}  # opened by what stands in the address, and by nothing else
OURS = "lerendwerken."


def routes(patterns: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every route of ours: its name and its path with the arguments still in it."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith(OURS):
            yield f"{space}{pattern.name}", prefix + str(pattern.pattern)


def arguments(path: str) -> list[str]:
    """The names of the arguments in a path."""
    return re.findall(r"<(?:\w+:)?(\w+)>", path)


def filled(path: str, values: dict[str, str]) -> str:
    """The path with values for its arguments."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match.group(1)], path)


def answer(client: Client, method: str, path: str) -> HttpResponseBase:
    """What somebody gets, and nothing stays changed."""
    point = transaction.savepoint()
    try:
        return client.get(path) if method == "GET" else client.post(path)
    finally:
        transaction.savepoint_rollback(point)


def told(things: Things) -> dict[str, str]:
    """What everybody gets everywhere: the whole table."""
    clients = {}
    for kind, email in VIEWERS.items():
        clients[kind] = Client(raise_request_exception=False)
        clients[kind].force_login(Person.objects.get(email=email))
    table = {}
    for name, path in routes():
        values = things.values(name, arguments(path))
        for method in ("GET", "POST"):
            at = filled(path, values)
            statuses = {kind: answer(client, method, at).status_code for kind, client in clients.items()}
            if set(statuses.values()) != {405}:
                table[f"{name} {method}"] = " ".join(f"{kind} {status}" for kind, status in statuses.items())
    return table


def read() -> dict[str, str]:
    """The table as it stands in the file."""
    lines = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return {route.strip(): cells.strip() for route, cells in rows}


def write(table: dict[str, str]) -> None:
    """Write the file anew, keeping its head."""
    kept = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    head = [line for line in kept if line.startswith("#")]
    width = max(map(len, table))
    rows = [f"{route:<{width}} | {cells}" for route, cells in sorted(table.items())]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def every_name_leads_to_one_place() -> None:
    """A name of two routes would show one of them in the table, and lead people to either."""
    names = [name for name, _ in routes()]
    assert [name for name in names if names.count(name) > 1] == []
    for _, path in routes():
        steps = [step for step in path.split("/") if step]
        assert all(step != after for step, after in pairwise(steps)), path


def everybody_gets_what_the_table_says(things: Things) -> None:
    table = told(things)
    if os.environ.get("LERENDWERKEN_WRITE_ROUTES"):
        write(table)
    assert "500" not in " ".join(table.values()).split()
    assert table == read()


def a_key_that_does_not_exist_is_answered_like_a_foreign_one(things: Things) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(email=VIEWERS["teammate"]))
    compared = 0
    for name, path in routes():
        names = arguments(path)
        real = things.values(name, names)
        keys = [argument for argument in names if re.fullmatch(r"[0-9a-f-]{36}", real[argument])]
        row = read().get(f"{name} GET", "")
        if not keys or "owner 200 teammate 404" not in row:
            continue
        none = real | {argument: str(uuid.uuid4()) for argument in keys}
        foreign, missing = (answer(client, "GET", filled(path, values)) for values in (real, none))
        assert foreign.status_code == missing.status_code == 404
        assert _without_key(foreign, real) == _without_key(missing, none)
        compared += 1
    assert compared >= 5


def what_is_private_is_nobody_elses(things: Things) -> None:
    """No route about a row of one's own shows it to anybody else, whatever the table says."""
    for name, path in routes():
        if not set(arguments(path)) & things.private:
            continue
        for method in ("GET", "POST"):
            cells = read().get(f"{name} {method}", "").split()
            others = dict(zip(cells[2::2], cells[3::2], strict=True))
            assert set(others.values()) <= {"404"}, (name, method, others)


def the_signed_out_get_no_page(things: Things) -> None:
    client = Client(raise_request_exception=False)
    for name, path in routes():
        status = answer(client, "GET", filled(path, things.values(name, arguments(path)))).status_code
        public = name in {"healthz", "readyz", "metrics", "set_language", "account_reset_password_from_key"}
        assert public or status in {302, 405} or (name in SECRETS and status == 404), (name, status)


def test_every_route(things: Things) -> None:
    """One walk with one demo: the table, foreign keys, private rows, the signed-out."""
    every_name_leads_to_one_place()
    everybody_gets_what_the_table_says(things)
    a_key_that_does_not_exist_is_answered_like_a_foreign_one(things)
    what_is_private_is_nobody_elses(things)
    the_signed_out_get_no_page(things)


def _without_key(response: HttpResponseBase, values: dict[str, str]) -> bytes:
    content: bytes = b"".join(getattr(response, "streaming_content", [])) or response.content  # type: ignore[attr-defined]
    for value in values.values():
        content = content.replace(value.encode(), b"KEY")
    return re.sub(rb'(csrfmiddlewaretoken" value=|nonce=|csrf[-_]?token["=: ]+)"?[^"\s>]+"?', b"", content)
