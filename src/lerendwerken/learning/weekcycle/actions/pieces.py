"""Real work that somebody is stuck on, and thoughts caught in between."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle.models import Caught, PastedPiece


@transaction.atomic
def paste(text: str, *, view: str, by: Viewer, key: uuid.UUID | None = None) -> PastedPiece:
    """Paste a piece of real work (at most 100,000 characters) with one's own view of it (at most 2,000).

    It is kept for the organisation's term and is never shared. Raises `BadInput`.
    """
    days = organisations.organisation_of(by).pasted_days
    row = PastedPiece(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        text=words(text, 100_000, "text", required=True),
        view=words(view, 2000, "view"),
        language=by.language,
        expires=clock.today(by.zone) + timedelta(days=days),
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "weekcycle.paste", row.pk)
    return row


@transaction.atomic
def catch(text: str, *, by: Viewer, key: uuid.UUID | None = None) -> Caught:
    """Catch a thought (at most 2,000 characters), to be placed later. Raises `BadInput`."""
    row = Caught(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        text=words(text, 2000, "text", required=True),
        language=by.language,
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "weekcycle.catch", row.pk)
    return row


@transaction.atomic
def place(caught: Caught, *, by: Viewer) -> None:
    """Say that a caught thought has found its place."""
    if Caught.objects.visible_to(by).filter(pk=caught.pk, placed=False).update(placed=True):
        audit.write(by, "weekcycle.place", caught.pk)


@transaction.atomic
def throw_away(row: Caught | PastedPiece, *, by: Viewer) -> None:
    """Throw away one's own caught thought or pasted piece: what is thrown away is gone."""
    held = type(row).objects.visible_to(by).filter(pk=row.pk).first()
    if held is not None:
        rights.erase_row(held)
        audit.write(by, "weekcycle.throw_away", row.pk)
