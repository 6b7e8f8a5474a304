"""The second wall: PostgreSQL's row-level security, raised again after every migration from the declared reaches.

A new table has no grants until this ran, so a model without a policy is out of reach, never open.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models

from lerendwerken.foundation.wall.acting import JOBS_ROLE, WEB_ROLE, migrating
from lerendwerken.foundation.wall.models import Walled
from lerendwerken.foundation.wall.reach import OWN_MEMBERSHIPS, POLICY, Reach
from lerendwerken.foundation.wall.viewer import System

_SYSTEM = "current_setting('lw.system', true)"


def walled_models() -> list[type[Walled]]:
    """Every model with a reach."""
    return [model for model in apps.get_models() if issubclass(model, Walled)]


def raise_wall(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Give the two roles their grants and every walled table its policies. Does nothing on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with migrating(), connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def statements() -> list[str]:
    """The whole wall in SQL, safe to run again."""
    made = [_make_role(WEB_ROLE), _make_role(JOBS_ROLE)]
    for role in (WEB_ROLE, JOBS_ROLE):
        made += [
            f"GRANT USAGE ON SCHEMA public TO {role}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            f"GRANT SELECT ON django_migrations TO {role}",
        ]
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            made += _for_table(model)
    return made


def _make_role(role: str) -> str:
    return (
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
        f"EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def _for_table(model: type[models.Model]) -> list[str]:
    table = f'"{model._meta.db_table}"'
    everything = f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO"
    if not issubclass(model, Walled):
        roles = f"{WEB_ROLE}, {JOBS_ROLE}"
        if getattr(model, "append_only", False):
            return [f"REVOKE ALL ON {table} FROM {roles}", f"GRANT SELECT, INSERT ON {table} TO {roles}"]
        return [f"{everything} {roles}"]
    rights = "SELECT, INSERT" if model.sent else "SELECT, INSERT, UPDATE, DELETE"
    return [
        f"REVOKE ALL ON {table} FROM {WEB_ROLE}, {JOBS_ROLE}",
        f"GRANT {rights} ON {table} TO {WEB_ROLE}",
        f"{everything} {JOBS_ROLE}",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        *_policy(table, "reach", WEB_ROLE, POLICY[model.reach]),
        *_policy(table, "keeper", JOBS_ROLE, f"{_SYSTEM} = '{System.KEEPER.value}'"),
        *(_opening_policies(table, model)),
        *(_organisation_policies(table, model)),
    ]


def _opening_policies(table: str, model: type[Walled]) -> list[str]:
    """What a system viewer with one purpose reaches: only the tables that name it."""
    return [
        statement
        for system in model.opened_by
        for statement in _policy(table, system.value, JOBS_ROLE, f"{_SYSTEM} = '{system.value}'")
    ]


def _organisation_policies(table: str, model: type[Walled]) -> list[str]:
    """Making an organisation, and finding one's own memberships, come before there is a member to act."""
    if model._meta.app_label != "organisations" or model.reach is not Reach.ORGANISATION:
        return []
    made = _policy(table, "setup", JOBS_ROLE, f"{_SYSTEM} = '{System.SETUP.value}'")
    if model.__name__ == "Membership":
        made += _policy(table, "own", WEB_ROLE, OWN_MEMBERSHIPS, command="SELECT")
    return made


def _policy(table: str, name: str, role: str, using: str, command: str = "ALL") -> list[str]:
    check = f" WITH CHECK ({using})" if command == "ALL" else ""
    return [
        f"DROP POLICY IF EXISTS lw_{name} ON {table}",
        f"CREATE POLICY lw_{name} ON {table} FOR {command} TO {role} USING ({using}){check}",
    ]
