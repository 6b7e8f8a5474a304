"""What a page costs, against the statements that it asks of the database, asked again through the same connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test import Client

from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import migrating
from tests.scale.measuring import Row, median_seconds

WHO = "fatima@waterrijk.example"
PAGES = ("/week/", "/team/", "/proposals/", "/results/")
TIMES = 40

Asked = list[tuple[str, Any]]


def rows() -> Iterator[Row]:
    """Each page in milliseconds, as somebody of the demo gets it."""
    client = Client(headers={"Accept-Language": "nl"}, SERVER_NAME="localhost")
    client.force_login(Person.objects.get(email=WHO))
    for path in PAGES:
        page = _getting(client, path)
        asked = _asked_by(page)
        taken = median_seconds(page, TIMES)
        with migrating():
            floor = median_seconds(lambda asked=asked: _ask_again(asked), TIMES)  # type: ignore[misc]
        yield Row(f"GET {path}", taken * 1000, floor * 1000, "ms", f"its {len(asked)} SELECTs alone")


def _getting(client: Client, path: str) -> Callable[[], None]:
    def get() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        assert answer.content

    return get


def _asked_by(page: Callable[[], None]) -> Asked:
    asked: Asked = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    page()
    with connection.execute_wrapper(listen):
        page()
    return asked


def _ask_again(asked: Asked) -> None:
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            cursor.fetchall()
