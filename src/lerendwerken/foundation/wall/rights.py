"""What the law gives a person: everything they wrote in one piece, throwing away what is theirs, and being erased.

Each model says itself what happens to its rows (`on_erasure`), so a new model cannot be forgotten:
`tests/wall/test_rights.py` erases somebody and looks for them everywhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction

from lerendwerken.foundation.ground import audit, erasures
from lerendwerken.foundation.wall.models import OnErasure, Walled
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.viewer import System, Viewer

_PERSONAL = ("owner", "author")
MEMBERSHIP = "membership"  # the kind of an erasure of a whole person; else it is the label of a model


def export(viewer: Viewer) -> dict[str, list[dict[str, Any]]]:
    """Everything the viewer wrote, by kind, and no words of others that stand in the same row.

    Pasted pieces hold data of citizens or clients and stay out.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for model in walled_models():
        if not model.exported:
            continue
        mine = _of(model, viewer.member)
        if mine is None:
            continue
        for key in filter(None, model.written_by.values()):
            mine |= models.Q(**{key: viewer.member})
        rows = model.objects.visible_to(viewer).filter(mine)
        if model.not_exported is not None:
            rows = rows.exclude(model.not_exported)
        if rows:
            found[model._meta.label] = [_written(row, viewer.member) for row in rows]
    return found


def erase_row(row: Walled) -> None:
    """Delete a row for good, because a person wants it gone: a restore of an older backup deletes it again.

    Not for what goes because it became something else: that would be lost with the something when a backup is put
    back. Call it inside the transaction of the action.
    """
    erasures.record(row._meta.label, row.pk, row.organisation_id)
    row.delete()


@transaction.atomic
def erase(member: uuid.UUID) -> None:
    """Erase a member: their own rows go, their name goes from what was shared. Run as `System.KEEPER`.

    The erasure itself is kept, so that it is repeated after a backup is put back; it holds no content.
    """
    memberships = apps.get_model("organisations", "Membership").unscoped
    organisation = memberships.filter(pk=member).values_list("organisation", flat=True).first()
    _erase(member)
    erasures.record(MEMBERSHIP, member, organisation)
    audit.write(System.KEEPER, "wall.erase", member)


@transaction.atomic
def replay(known: Iterable[erasures.Entry]) -> int:
    """Erase again what a backup brought back; how many things were still there. Run as `System.KEEPER`."""
    known = list(known)
    again = sum(_erase_again(entry) for entry in known)
    erasures.keep(known)
    return again


def _erase_again(entry: erasures.Entry) -> bool:
    if entry.kind == MEMBERSHIP:
        memberships = apps.get_model("organisations", "Membership").unscoped
        is_there = bool(memberships.filter(pk=entry.row).exists())
        _erase(entry.row)
        return is_there
    try:
        model = apps.get_model(entry.kind)
    except (LookupError, ValueError):
        return False  # a kind that this version no longer has
    if not issubclass(model, Walled):
        return False
    gone, _kinds = model.unscoped.filter(pk=entry.row).delete()
    # What was being typed in it went with it; the key of its form is that of the thing.
    apps.get_model("drafts", "Draft").unscoped.filter(about=str(entry.row)).delete()
    return bool(gone)


def _erase(member: uuid.UUID) -> None:
    for model in reversed(walled_models()):
        mine = _of(model, member)
        if mine is None:
            continue
        if model.on_erasure is OnErasure.DELETE:
            model.unscoped.filter(mine).delete()
        elif model.on_erasure is OnErasure.UNNAME:
            for name in _members_in(model):
                model.unscoped.filter(**{name: member}).update(**{name: None})
    _sign_in_goes_too(member)


def _sign_in_goes_too(member: uuid.UUID) -> None:
    """Delete the membership, and the person when it was their last, signed out everywhere."""
    memberships = apps.get_model("organisations", "Membership").unscoped
    person = memberships.filter(pk=member).values_list("person", flat=True).first()
    memberships.filter(pk=member).delete()
    if person and not memberships.filter(person=person).exists():
        # What a session holds is read by nobody but its browser; no key of the database leads to it.
        sessions = apps.get_model("usersessions", "UserSession").objects.filter(user=person)
        keys = list(sessions.values_list("session_key", flat=True))
        apps.get_model("sessions", "Session").objects.filter(pk__in=keys).delete()
        apps.get_model("organisations", "Person").objects.filter(pk=person).delete()


def _of(model: type[Walled], member: uuid.UUID) -> models.Q | None:
    """The rows of a model that are somebody's own; None for models without people."""
    names = [name for name in _PERSONAL if name in _members_in(model)]
    if not names:
        return None
    rule = models.Q()
    for name in names:
        rule |= models.Q(**{name: member})
    return rule


def _members_in(model: type[Walled]) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model is not None
        and getattr(field.related_model, "__name__", "") == "Membership"
    ]


def _written(row: Walled, member: uuid.UUID) -> dict[str, Any]:
    """The fields of a row without the words that somebody else wrote in it."""
    is_own = any(getattr(row, f"{name}_id", None) == member for name in _PERSONAL)
    written = {}
    for field in row._meta.concrete_fields:
        key = row.written_by.get(field.name)
        by_member = is_own if key is None else bool(key) and getattr(row, f"{key}_id") == member
        if field.name != "organisation" and (by_member or field.name in ("id", "created")):
            written[field.name] = field.value_from_object(row)
    return written
