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

from lerendwerken.foundation.ground import audit, clock, erasures
from lerendwerken.foundation.wall.models import OnErasure, Walled
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.viewer import System, Viewer

_PERSONAL = ("owner", "author")
# The kinds of lines in the ledger that are about a whole person: erased; what was theirs alone deleted; no longer a
# member; a member again. Any other kind is the label of a model.
MEMBERSHIP, LEFT, ENDED, BACK = "membership", "left", "ended", "back"


def export(viewer: Viewer) -> dict[str, list[dict[str, Any]]]:
    """Everything the viewer wrote, by kind, and no words of others that stand in the same row.

    Pasted pieces hold data of citizens or clients and stay out.
    """
    found = {model._meta.label: export_of(model, viewer) for model in exported_kinds()}
    return {label: rows for label, rows in found.items() if rows}


def exported_kinds() -> list[type[Walled]]:
    """The kinds of things that somebody may take along."""
    return [model for model in walled_models() if model.exported and set(_PERSONAL) & set(_members_in(model))]


def export_of(model: type[Walled], viewer: Viewer) -> list[dict[str, Any]]:
    """What the viewer wrote of one kind, the oldest first."""
    rows = model.objects.visible_to(viewer).filter(_written_by(model, viewer.member))
    if model.not_exported is not None:
        rows = rows.exclude(model.not_exported)
    return [_written(row, viewer.member) for row in rows.order_by("created", "pk")]


def own_counts(viewer: Viewer) -> list[tuple[type[Walled], int]]:
    """Of which kinds the viewer has how many things, for who asks to be erased; no content."""
    kinds = [model for model in walled_models() if _of(model, viewer.member) is not None]
    counted = [(m, m.objects.visible_to(viewer).filter(_of(m, viewer.member)).count()) for m in kinds]
    return [(model, number) for model, number in counted if number]


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
def forget(member: uuid.UUID) -> None:
    """Delete what was a member's own, and how they signed in; what they shared stays under their name.

    For who left and chose so. Kept and repeated as an erasure. Run as `System.KEEPER`.
    """
    memberships = apps.get_model("organisations", "Membership").unscoped
    organisation = memberships.filter(pk=member).values_list("organisation", flat=True).first()
    _forget(member)
    erasures.record(LEFT, member, organisation)
    audit.write(System.KEEPER, "wall.forget", member)


@transaction.atomic
def replay(known: Iterable[erasures.Entry]) -> int:
    """Erase again what a backup brought back; how many things were still there. Run as `System.KEEPER`."""
    known = sorted(known, key=lambda entry: entry.at)
    again = sum(_erase_again(entry) for entry in known)
    erasures.keep(known)
    return again


def _erase_again(entry: erasures.Entry) -> bool:
    there = apps.get_model("organisations", "Membership").unscoped.filter(pk=entry.row, forgotten=None)
    if entry.kind == ENDED:
        return bool(there.filter(ended=None).update(ended=entry.at.date()))
    if entry.kind == BACK:
        there.update(ended=None)
        return False
    if entry.kind in (MEMBERSHIP, LEFT):
        is_there = bool(there.exists())
        (_erase if entry.kind == MEMBERSHIP else _forget)(entry.row)
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
    _delete_own(member)
    for model in walled_models():
        if model.on_erasure is OnErasure.UNNAME and _of(model, member) is not None:
            for name in _members_in(model):
                model.unscoped.filter(**{name: member}).update(**{name: None})
    memberships = apps.get_model("organisations", "Membership").unscoped
    person = memberships.filter(pk=member).values_list("person", flat=True).first()
    memberships.filter(pk=member).delete()
    if person and not memberships.filter(person=person).exists():
        sign_out(person)
        apps.get_model("organisations", "Person").objects.filter(pk=person).delete()


def _forget(member: uuid.UUID) -> None:
    memberships = apps.get_model("organisations", "Membership").unscoped
    row = memberships.filter(pk=member).first()
    if row is None:
        return
    _delete_own(member)
    today = clock.now().date()
    memberships.filter(pk=member).update(ended=row.ended or today, forgotten=today, roles=[])
    if not memberships.filter(person=row.person_id, forgotten=None).exists():
        sign_out(row.person_id)
        apps.get_model("mfa", "Authenticator").objects.filter(user=row.person_id).delete()
        apps.get_model("account", "EmailAddress").objects.filter(user=row.person_id).delete()
        person = apps.get_model("organisations", "Person").objects.get(pk=row.person_id)
        person.email = f"{person.pk}@left.invalid"  # RFC 2606: nobody has such an address
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["email", "is_active", "password"])


def _delete_own(member: uuid.UUID) -> None:
    """Delete every row that is somebody's own; the membership itself is not among them."""
    for model in reversed(walled_models()):
        if model.on_erasure is OnErasure.DELETE and model._meta.label != "organisations.Membership":
            for name in {"owner", "author", "member"} & set(_members_in(model)):
                model.unscoped.filter(**{name: member}).delete()


def sign_out(person: uuid.UUID) -> None:
    """End every session of a person, on every machine."""
    # What a session holds is read by nobody but its browser; no key of the database leads to it.
    sessions = apps.get_model("usersessions", "UserSession").objects.filter(user=person)
    keys = list(sessions.values_list("session_key", flat=True))
    apps.get_model("sessions", "Session").objects.filter(pk__in=keys).delete()
    sessions.delete()


def _written_by(model: type[Walled], member: uuid.UUID) -> models.Q:
    """The rows of a model in which somebody wrote, their own or not."""
    mine = _of(model, member) or models.Q(pk__in=[])
    for key in filter(None, model.written_by.values()):
        mine |= models.Q(**{key: member})
    return mine


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
