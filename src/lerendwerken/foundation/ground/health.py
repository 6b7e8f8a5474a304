"""Whether the installation is alive and ready, for whoever watches over it."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from lerendwerken.foundation.ground import clock, jobs

SILENT = timedelta(seconds=60)  # without a heartbeat, after which no worker is thought to be alive


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration, and somebody does the background work."""
    try:
        problem = _problem()
    except DatabaseError:
        problem = "the database does not answer"
    return HttpResponse(f"{problem or 'ready'}\n", status=503 if problem else 200, content_type="text/plain")


def _problem() -> str:
    if missing_migrations():
        return "migrations are missing"
    last = jobs.last_heartbeat()
    if last is None or clock.real_now() - last > SILENT:
        return "no worker is alive"
    return ""


def missing_migrations() -> bool:
    """Whether the database lacks a migration of this version. Raises `DatabaseError` when it does not answer."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


alive.public = ready.public = True  # type: ignore[attr-defined]
