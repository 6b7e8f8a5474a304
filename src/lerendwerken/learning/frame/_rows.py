"""What every action on the frame does: check the right, check the words, write once."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.wall.models import Common
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame.models import Challenge, DevelopmentQuestion, Frame, Goal, ResultPromise

Row = TypeVar("Row", bound=Common)
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)
FIELDS: Mapping[type[Common], list[str]] = {  # what stewards write in each kind of row
    Frame: ["title", "why", "starts", "ends"],
    Goal: ["title", "text", "challenges"],
    ResultPromise: [
        *("goal", "title", "indicator", "unit", "kind", "term"),
        *("better", "baseline", "baseline_by", "target", "due"),
    ],
    DevelopmentQuestion: ["goal", "team", "text"],
}


class Overtaken(Conflict):
    """The row says something else than whoever changes it saw."""

    message = _("This was changed just before you. Look at what stands there now, then keep yours.")


def steward(by: Viewer) -> None:
    """Raises `Forbidden` for who does not act as a steward."""
    if by.role is not Role.STEWARD:
        raise Forbidden(_("A steward edits the frame. Everybody can read it."))


def in_draft(frame: Frame, by: Viewer) -> None:
    """Hold the draft for this transaction. Raises `Conflict` when it is not in preparation any more."""
    held = Frame.objects.visible_to(by).select_for_update().filter(pk=frame.pk, in_force_from=None)
    if held.first() is None:
        raise Conflict(
            _("This version is not in preparation any more. Start a new version to change the frame.")
        )


def same_frame(frame: Frame, *rows: Common | None) -> None:
    """Raises `Forbidden` for a row that stands in another version."""
    if any(row is not None and row.frame_id != frame.pk for row in rows):  # type: ignore[attr-defined]
        raise Forbidden(_("This belongs to another version of the frame, which stays as it was."))


def mark(row: Common) -> str:
    """What a row says as one short mark (SHA-256), which goes along with the form that changes it."""
    said = [str([*value] if isinstance(value, tuple) else value) for value in written(row)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def written(row: Common, instead: Mapping[object, object] | None = None) -> tuple[object, ...]:
    """What a steward wrote in a row, with keys of other rows replaced by what `instead` gives for them."""
    said = [getattr(row, row._meta.get_field(name).attname) for name in FIELDS[type(row)]]  # type: ignore[union-attr]
    return tuple(
        tuple(value) if isinstance(value, list) else (instead or {}).get(value, value) for value in said
    )


def as_seen(row: Common | None, seen: str, by: Viewer) -> None:
    """Let a row be changed only while it still has the mark that was `seen`; '' asks nothing.

    Raises `Overtaken`.
    """
    if row is None or not seen:
        return
    standing = type(row).objects.visible_to(by).filter(pk=row.pk).first()
    if standing is not None and mark(standing) != seen:
        raise Overtaken


def required(words: str, field: str) -> str:
    """The words without space around them. Raises `BadInput` when nothing is left."""
    kept = words.replace("\x00", "").strip()
    if not kept:
        raise BadInput(_("Fill this in. One line is enough."), field)
    return kept


def add_once(row: Row, by: Viewer) -> tuple[Row, bool]:
    """Insert a row, or give the one that the same person already made with this key; True when it is new.

    Raises `Conflict` when the key is somebody else's.
    """
    checked(row)
    try:
        with transaction.atomic():
            return row.add(), True
    except IntegrityError:
        mine = type(row).objects.visible_to(by).filter(pk=row.pk, author=by.member).first()
        if mine is None:
            raise Conflict from None
        return mine, False


def change(row: Common, fields: Iterable[str], by: Viewer) -> None:
    """Save the fields of an existing row. Raises `NotFound` when it was removed in the meantime."""
    checked(row)
    if not type(row).objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotFound
    row.save(update_fields=[*fields])


def checked(row: models.Model, unless_empty: Iterable[str] = ()) -> None:
    """Raises `BadInput` at the first field that the table cannot hold: too long, no choice, no number."""
    left_out = {field.name for field in row._meta.fields if not _has_words_or_numbers(row, field)}
    left_out |= {name for name in unless_empty if not getattr(row, name)}
    try:
        row.clean_fields(exclude=left_out)
    except ValidationError as problem:
        field, messages = next(iter(problem.message_dict.items()))
        raise BadInput(messages[0], field) from None


def _has_words_or_numbers(row: models.Model, field: models.Field[Any, Any]) -> bool:
    """Keys come from our own queries and lists are checked by hand; nothing where nothing may be is fine."""
    if field.is_relation or field.primary_key or isinstance(field, models.JSONField):
        return False
    return not (field.null and getattr(row, field.attname) is None)


def fresh(by: Viewer, key: uuid.UUID | None) -> dict[str, object]:
    """What a new row starts with: its organisation, its author and, where the form brought one, its key."""
    named: dict[str, object] = {"organisation_id": by.organisation, "author_id": by.member}
    return named | ({"id": key} if key else {})


def chosen_challenges(chosen: Iterable[str]) -> list[str]:
    """The chosen challenges in their own order. Raises `BadInput` for another one."""
    wanted = set(chosen)
    if not wanted <= set(Challenge.values):
        raise BadInput(_("Choose from the five challenges."), "challenges")
    return [value for value in Challenge.values if value in wanted]


def period(starts: date, ends: date) -> tuple[date, date]:
    """The first and the last day of a period.

    Raises `BadInput` for a year that nobody means, or a last day that is not the later one.
    """
    sane(starts, "starts")
    if sane(ends, "ends") <= starts:
        raise BadInput(_("The last day lies before the first. Look at both."), "ends")
    return starts, ends


def promise_makes_sense(promise: ResultPromise, frame: Frame) -> None:
    """Raises `BadInput` for what nobody can keep: no baseline nor a date for one, or both, a target behind it."""
    checked(promise)
    sane(promise.due, "due")
    if promise.due <= frame.starts:
        raise BadInput(_("This date lies before the frame begins. Choose a later one."), "due")
    percentage(promise.target, promise.unit, "target")
    if promise.baseline is None:
        if promise.baseline_by is None:
            raise BadInput(_("Fill in the baseline, or by when it is measured."), "baseline")
        sane(promise.baseline_by, "baseline_by")
        return
    if promise.baseline_by is not None:
        raise BadInput(
            _("There is a baseline and a day by which it will be measured. Leave one of the two empty."),
            "baseline_by",
        )
    percentage(promise.baseline, promise.unit, "baseline")
    way = promise.target - promise.baseline
    if (way if promise.better == ResultPromise.Better.UP else -way) <= 0:
        raise BadInput(
            _("The target is not better than the baseline. Look at both numbers and at what is better."),
            "target",
        )


def percentage(value: Decimal, unit: str, field: str) -> None:
    """Raises `BadInput` for a percentage that is no part of a whole. A number that is none is for `checked`."""
    if unit.strip() == "%" and value.is_finite() and not 0 <= value <= 100:
        raise BadInput(_("A percentage lies between 0 and 100."), field)


def sane(day: date, field: str) -> date:
    """The day itself. Raises `BadInput` for a year that nobody means."""
    if not EARLIEST <= day < LATEST:
        raise BadInput(_("This date cannot be right. Look at the year."), field)
    return day
