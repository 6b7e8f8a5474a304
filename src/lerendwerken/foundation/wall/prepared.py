"""Reads whose SQL is made once: most of what a small read costs is the making of its SQL, not the asking."""

from __future__ import annotations

import copy
import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from lerendwerken.foundation.wall.viewer import Role, Viewer

P = ParamSpec("P")
Read = Callable[Concatenate[Viewer, P], QuerySet[Any]]


def prepared(read: Read[P]) -> Callable[Concatenate[Viewer, P], list[Any]]:
    """Let a function that makes a query set give its rows, with SQL that is made at the first call.

    `read` makes the query set of the keys and the role of who looks, and of the keys and texts that it is given. What
    else it looks at, as the clock or the settings, stays as it was at that first call.
    """
    known: dict[object, _Prepared | None] = {}

    @functools.wraps(read)
    def rows(viewer: Viewer, *values: Any) -> list[Any]:
        kind = (connections[DEFAULT_DB_ALIAS].vendor, viewer.role, len(viewer.teams), viewer.team is None)
        if kind not in known:
            known[kind] = _prepare(read, viewer, values)
        found = known[kind]
        return found.rows([*_keys(viewer), *values]) if found else []

    return rows  # type: ignore[return-value]


@dataclass(frozen=True)
class _Prepared:
    """A query set with its SQL. For each parameter: its value, or the place of its value in what a call gives."""

    queryset: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    parameters: list[tuple[Any, int | None]]

    def rows(self, given: list[Any]) -> list[Any]:
        """The rows, asked through the connection of this thread."""
        values = tuple(
            value if place is None else _as(type(value), given[place]) for value, place in self.parameters
        )
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, values)  # type: ignore[method-assign]
        asked = self.queryset.all()
        asked.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(asked)


@dataclass(frozen=True)
class _Nobody:
    """A viewer that is nobody, as far as a reach asks: what else a read wants to know of who looks is not there."""

    role: Role
    organisation: uuid.UUID
    member: uuid.UUID
    person: uuid.UUID
    team: uuid.UUID | None
    teams: tuple[uuid.UUID, ...]


def _prepare(read: Read[...], viewer: Viewer, values: tuple[Any, ...]) -> _Prepared | None:
    """The read for nobody, and for values that are nowhere, so that each is known again; None where no row can be."""
    new = uuid.uuid4
    nobody = _Nobody(
        viewer.role, new(), new(), new(), viewer.team and new(), tuple(new() for _ in viewer.teams)
    )
    instead = [new() if isinstance(value, uuid.UUID) else new().hex for value in values]
    queryset = read(nobody, *instead)  # type: ignore[arg-type]
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = {_as(str, value): place for place, value in enumerate([*_keys(nobody), *instead])}
    return _Prepared(queryset, compiler, sql, [(each, places.get(_as(str, each))) for each in parameters])


def _keys(viewer: Viewer | _Nobody) -> list[uuid.UUID | None]:
    return [viewer.organisation, viewer.member, viewer.person, viewer.team, *viewer.teams]


def _as(kind: type, value: Any) -> Any:
    """A key as this database takes it: SQLite as its digits, PostgreSQL as it is."""
    return value.hex if kind is str and isinstance(value, uuid.UUID) else value
