"""Reach is declared once per model, keeps its promises in the tables themselves, and means the same to both walls."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.models import Walled
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.reach import WIDTH, Reach, rule
from lerendwerken.foundation.wall.viewer import Viewer

SOURCE = Path(__file__).resolve().parents[2] / "src" / "lerendwerken"
OPEN_TABLES = {
    # Tables without a reach, each with the reason.
    "organisations.Person": "signing in, before there is a viewer",
    "organisations.Organisation": "its name and settings; read by key of the viewer's own",
    "ground.AuditLine": "keyed digests only",
    "ground.Erasure": "keys of rows that are gone",
    "ground.Job": "names of tasks and keys",
    "ground.Heartbeat": "when a worker was alive",
}


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("lerendwerken.")]


@pytest.mark.once
def test_every_table_of_ours_has_a_reach_or_a_reason() -> None:
    without = {m._meta.label for m in ours() if not issubclass(m, Walled)}
    assert without == set(OPEN_TABLES)


@pytest.mark.once
@pytest.mark.parametrize("model", walled_models(), ids=lambda m: m._meta.label)
def test_no_key_points_to_a_narrower_reach(model: type[Walled]) -> None:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, Walled):
            assert WIDTH[model.reach] <= WIDTH[target.reach], f"{model._meta.label}.{field.name}"


@pytest.mark.once
@pytest.mark.parametrize("model", walled_models(), ids=lambda m: m._meta.label)
def test_there_is_no_way_back_around_the_manager(model: type[Walled]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.related_name == "+", f"{model._meta.label}.{field.name}"
    assert model._meta.managers[0].name == "unscoped"
    assert "verbose_name" in model._meta.original_attrs, "people read the name of a kind: give it one"


@pytest.mark.once
def test_unscoped_is_used_only_where_it_may_be() -> None:
    allowed = {"counts.py", "tasks.py"}
    found = []
    for path in SOURCE.rglob("*.py"):
        inside = path.relative_to(SOURCE).parts
        if path.name in allowed or "migrations" in inside or inside[:2] == ("foundation", "wall"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {
                "unscoped",
                "_base_manager",
                "_default_manager",
            }:
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert found == []


@pytest.mark.once
def test_the_guided_pages_hold_no_database_code() -> None:
    found = []
    for path in (SOURCE / "front" / "moments").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db"):
                found.append(f"{path.name}:{node.lineno}")
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "add"}:
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


@pytest.mark.once
def test_every_public_query_names_its_viewer() -> None:
    found = []
    for path in SOURCE.rglob("queries.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [
                    argument.arg
                    for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                ]
                if _reads(node) and not {"viewer", "by", "person"} & set(names):
                    found.append(f"{path.relative_to(SOURCE)}:{node.name}")
    assert found == []


def _reads(function: ast.FunctionDef) -> bool:
    """Whether a function touches the database at all; arithmetic needs no viewer."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(function)
    ) or any(isinstance(node, ast.Name) and node.id.startswith("_") for node in ast.walk(function))


@pytest.mark.postgresql
@pytest.mark.parametrize("model", walled_models(), ids=lambda m: m._meta.label)
def test_every_walled_table_is_behind_row_level_security(model: type[Walled], db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE relname = %s", [model._meta.db_table])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_table_privilege('lw_web', %s, 'UPDATE')", [model._meta.db_table])
        assert cursor.fetchone() == (not model.sent,), "what was sent cannot be changed"


@pytest.mark.postgresql
def test_both_walls_give_the_same_rows(every_kind_of_row: None, everybody: list[Viewer]) -> None:
    """Row-level security alone against the ORM's rule alone, for every model and viewer."""
    from lerendwerken.foundation.wall.acting import migrating

    seen_by_somebody = set()
    for model in walled_models():
        for viewer in everybody:
            with migrating():
                by_rule = set(model.unscoped.filter(rule(model.reach, viewer)).values_list("pk", flat=True))
            with acting(viewer):
                by_policy = set(model.unscoped.values_list("pk", flat=True))
            if model._meta.label == "organisations.Membership":
                by_policy = {pk for pk in by_policy if pk in by_rule or pk != viewer.member}
            assert by_rule == by_policy, (model._meta.label, viewer.role)
            if by_rule:
                seen_by_somebody.add(model._meta.label)
    missing = {m._meta.label for m in walled_models()} - seen_by_somebody
    assert missing == set(), f"no row of these kinds was tried: {sorted(missing)}"


def test_the_reaches_are_the_five_of_the_design() -> None:
    assert {r.value for r in Reach} == {"owner", "addressed", "team", "put_forward", "organisation"}
