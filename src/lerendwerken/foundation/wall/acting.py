"""`acting(viewer)`: without it a connection is powerless.

On PostgreSQL it opens a transaction and sets, for that transaction only, the database role and who looks; row-level
security does the rest. On SQLite it sets the viewer, and the guard raises on any query on a walled table outside it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lerendwerken.foundation.wall.viewer import AnyViewer, Person, System, Viewer

WEB_ROLE, JOBS_ROLE = "lw_web", "lw_jobs"

_acting: ContextVar[AnyViewer | None] = ContextVar("acting", default=None)
_migrating: ContextVar[bool] = ContextVar("migrating", default=False)


class NotActing(RuntimeError):
    """A walled table was touched without a viewer: a fault of ours, never of a user."""


def current() -> AnyViewer | None:
    """Who acts now, if anybody."""
    return _acting.get()


@contextmanager
def acting(viewer: AnyViewer) -> Iterator[None]:
    """Let everything inside see and do just what `viewer` may. May be nested; the outer viewer comes back after."""
    before = _acting.get()
    token = _acting.set(viewer)
    try:
        if connection.vendor == "postgresql":
            is_inside = connection.in_atomic_block
            with transaction.atomic():
                _tell(viewer)
                yield
                if is_inside:  # a savepoint keeps SET LOCAL when it is released: put back what was there
                    _tell(before)
        else:
            yield
    finally:
        _acting.reset(token)


@contextmanager
def migrating() -> Iterator[None]:
    """Let migrations and the tests' own cleaning pass the guard: they work on tables, not on anybody's rows."""
    token = _migrating.set(True)
    try:
        yield
    finally:
        _migrating.reset(token)


def start_migrating(**kwargs: object) -> None:
    """Signal `pre_migrate`: the guard steps aside."""
    _migrating.set(True)


def stop_migrating(**kwargs: object) -> None:
    """Signal `post_migrate`: the guard is back."""
    _migrating.set(False)


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A database execute wrapper that raises `NotActing` on a query on a walled table outside `acting`."""
    if _acting.get() is None and not _migrating.get() and _walled_tables().search(sql):
        raise NotActing("a walled table was used outside acting(viewer)")
    return execute(sql, params, many, context)


def place_guard(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Signal `connection_created`: every connection has the guard."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


_pattern: re.Pattern[str] | None = None


def _walled_tables() -> re.Pattern[str]:
    global _pattern
    if _pattern is None:
        names = [re.escape(m._meta.db_table) for m in apps.get_models() if hasattr(m, "reach")]
        _pattern = re.compile(f'"(?:{"|".join(names)})"')
    return _pattern


def _tell(viewer: AnyViewer | None) -> None:
    names = ("role", "lw.member", "lw.person", "lw.organisation", "lw.teams", "lw.role", "lw.system")
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", _settings(viewer))


def _settings(viewer: AnyViewer | None) -> list[str]:
    match viewer:
        case Viewer():
            teams = ",".join(str(team) for team in viewer.teams)
            return [
                WEB_ROLE,
                *map(_text, (viewer.member, viewer.person, viewer.organisation)),
                teams,
                viewer.role.value,
                "",
            ]
        case Person():
            return [WEB_ROLE, "", str(viewer.person), "", "", "", ""]
        case System():
            return [JOBS_ROLE, "", "", "", "", "", viewer.value]
        case None:
            return ["none", "", "", "", "", "", ""]


def _text(key: uuid.UUID) -> str:
    return str(key)
