"""Keeping the register of AI systems: the administrator does, everybody reads along."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.ai.partners import queries
from lerendwerken.ai.partners.energy import Energy
from lerendwerken.ai.partners.models import RegisterEntry, Usage
from lerendwerken.ai.partners.routes import Route
from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.viewer import Role, Viewer

TEXTS: Final = (
    *("supplier", "model", "purpose", "data_goes_to", "retention", "training", "risk_class", "risk_reason"),
    *("risk", "oversight", "energy", "contact", "exit_plan"),
)
_KEYS: Final = {"id", "organisation", "author"}


@transaction.atomic
def put_in_register(
    *,
    name: str,
    kind: str,
    by: Viewer,
    key: uuid.UUID | None = None,
    review_on: date | None = None,
    **texts: str,
) -> RegisterEntry:
    """Add an AI system, not in use yet. `texts` are any of `TEXTS`. The same `key` twice is one system.

    Raises `Forbidden` for who is no administrator, `BadInput` for a name that is taken or words that are too long.
    """
    _administrator(by)
    row = RegisterEntry(id=key or new_id(), organisation_id=by.organisation, author_id=by.member)
    row.review_on = review_on
    _fill(row, name, kind, texts, by)
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        mine: RegisterEntry | None = (
            RegisterEntry.objects.visible_to(by).filter(pk=row.pk, author=by.member).first()
        )
        if mine is None:
            raise _taken() from None
        return mine
    audit.write(by, "partners.put_in_register", row.pk)
    return row


@transaction.atomic
def change(
    entry: RegisterEntry, *, name: str, kind: str, by: Viewer, review_on: date | None = None, **texts: str
) -> RegisterEntry:
    """Change what the register says about a system; what is not given becomes empty.

    Raises `Forbidden` for who is no administrator, `BadInput` as `put_in_register` and for a system in use that is
    now called prohibited.
    """
    _administrator(by)
    entry.review_on = review_on
    _fill(entry, name, kind, texts, by)
    try:
        with transaction.atomic():
            entry.save(update_fields=["name", "kind", "language", "review_on", *TEXTS])
    except IntegrityError:
        raise _taken() from None
    audit.write(by, "partners.change", entry.pk)
    return entry


@transaction.atomic
def switch_on(entry: RegisterEntry, *, by: Viewer) -> None:
    """From now on people may use this system.

    Raises `Forbidden` for who is no administrator, `Conflict` for what the AI Act prohibits.
    """
    if entry.risk_class == RegisterEntry.Risk.PROHIBITED:
        raise Conflict(gettext_lazy("What the AI Act prohibits cannot be taken into use."))
    _switch(entry, RegisterEntry.Status.IN_USE, "partners.switch_on", by)


@transaction.atomic
def switch_off(entry: RegisterEntry, *, by: Viewer) -> None:
    """From now on nothing goes to this system from anywhere. Raises `Forbidden` for who is no administrator."""
    _switch(entry, RegisterEntry.Status.OFF, "partners.switch_off", by)


@transaction.atomic
def register_connected(*, by: Viewer) -> RegisterEntry:
    """Put the model that this installation is connected to in the register and in use, once.

    Raises `Forbidden` for who is no administrator, `NotFound` when no model is connected, `BadInput` when its name
    is taken by another system.
    """
    _administrator(by)
    host = queries.connected_host()
    if not host:
        raise NotFound(gettext_lazy("No language model is connected to this installation."))
    entry = queries.connected_entry(by)
    if entry is None:
        entry = put_in_register(
            name=settings.AI_NAME[:120],
            kind=RegisterEntry.Kind.MODEL,
            model=settings.AI_MODEL,
            purpose=_("Sparring about one's own work, with the prompts that everybody can read here."),
            data_goes_to=_("To %(host)s, masked, and only when somebody sends something.") % {"host": host},
            by=by,
        )
    switch_on(entry, by=by)
    return entry


@transaction.atomic
def note_use(route: Route, *, tokens_in: int, tokens_out: int, energy: Energy, by: Viewer) -> Usage:
    """Keep what one answer of a model took, for its owner: tokens, euro where prices are known, watt-hours."""
    euro = (route.price_in or Decimal(0)) * tokens_in + (route.price_out or Decimal(0)) * tokens_out
    row = Usage(
        organisation_id=by.organisation,
        owner_id=by.member,
        day=clock.today(by.zone),
        supplier_id=route.supplier,
        tokens=tokens_in + tokens_out,
        euro=euro / 1_000_000,
        energy_low=energy.low,
        energy_high=energy.high,
    )
    return row.add()


def _administrator(by: Viewer) -> None:
    if by.role is not Role.ADMINISTRATOR:
        raise Forbidden(gettext_lazy("The administrator keeps this register. Everybody can read it."))


def _switch(entry: RegisterEntry, status: RegisterEntry.Status, verb: str, by: Viewer) -> None:
    _administrator(by)
    found = RegisterEntry.objects.visible_to(by).filter(pk=entry.pk)
    if not found.exists():
        raise NotFound
    if found.exclude(status=status).update(status=status):
        audit.write(by, verb, entry.pk)
    entry.status = status


def _fill(row: RegisterEntry, name: str, kind: str, texts: dict[str, str], by: Viewer) -> None:
    if not texts.keys() <= set(TEXTS):
        raise TypeError(f"unknown texts: {texts.keys() - set(TEXTS)}")
    row.name, row.kind, row.language = name.replace("\x00", "").strip(), kind, by.language
    for field in TEXTS:
        setattr(row, field, texts.get(field, "").strip())
    if row.kind == RegisterEntry.Kind.MODEL and not row.model:
        raise BadInput(_("Fill in the name of the model as its supplier writes it."), "model")
    if row.risk_class == RegisterEntry.Risk.PROHIBITED and row.status == RegisterEntry.Status.IN_USE:
        raise BadInput(
            _("Take it out of use first: what the AI Act prohibits may not be in use."), "risk_class"
        )
    try:
        row.clean_fields(exclude=_KEYS)
    except ValidationError as problem:
        field, messages = next(iter(problem.message_dict.items()))
        raise BadInput(messages[0], field) from None


def _taken() -> BadInput:
    return BadInput(_("There is a system with this name in the register already."), "name")
