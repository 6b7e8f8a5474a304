"""What everybody does with a result that was promised: measure it, and confirm what a colleague measured."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame import queries, values
from lerendwerken.learning.frame._measured import baseline_is_open
from lerendwerken.learning.frame._rows import add_once, fresh, percentage, required, sane, steward
from lerendwerken.learning.frame.models import Measurement


@transaction.atomic
def measure(
    lineage: uuid.UUID,
    *,
    day: date,
    value: Decimal,
    by: Viewer,
    note: str = "",
    source: str = Measurement.Source.HAND,
    trial: uuid.UUID | None = None,
    corrects: Measurement | None = None,
    key: uuid.UUID | None = None,
) -> Measurement:
    """Write down a measured value of a promise, in its unit: claimed until somebody else confirms it.

    `source` "baseline" is for a promise whose baseline was still to be measured; `trial` is a proposal's
    lineage; `corrects` the value in whose place it comes (see `correct`).

    Raises `NotFound` for a promise that does not exist, `BadInput` for a day to come or a number that cannot
    be kept, such as a percentage outside 0 to 100.
    """
    promise = queries.promise_by_lineage(by, lineage)
    percentage(value, promise.unit, "value")
    if day > clock.today(by.zone):
        raise BadInput(_("This day is still to come. Fill in the day on which it was measured."), "day")
    if source == Measurement.Source.BASELINE:
        baseline_is_open(promise, by)
    row = Measurement(
        **fresh(by, key),
        promise=promise.lineage,
        day=sane(day, "day"),
        value=value,
        note=note.strip(),
        source=source,
        trial=trial,
        corrects=corrects,
    )
    row, new = add_once(row, by)
    if new:
        audit.write(by, "frame.measure", row.pk)
    return row


@transaction.atomic
def correct(
    measurement: Measurement,
    *,
    day: date,
    value: Decimal,
    note: str,
    by: Viewer,
    key: uuid.UUID | None = None,
) -> Measurement:
    """Put another value in the place of one that turned out wrong; `note` says why. What stood there stays readable.

    Who measured it corrects it, or a steward. A value that somebody confirmed counts until its correction is confirmed
    too. Raises `Forbidden` for others, `Conflict` when it was corrected already, and as `measure`.
    """
    if measurement.author_id != by.member and by.role is not Role.STEWARD:
        raise Forbidden(_("Who measured this corrects it, or a steward."))
    why = required(note, "note")
    later = Measurement.objects.visible_to(by).filter(corrects=measurement.pk)
    if later.exclude(pk=key).exists():
        raise Conflict(_("This was corrected already. Correct the newer value."))
    return measure(
        measurement.promise,
        day=day,
        value=value,
        note=why,
        source=measurement.source,
        trial=measurement.trial,
        corrects=measurement,
        key=key,
        by=by,
    )


@transaction.atomic
def take_in_values(lineage: uuid.UUID, text: str, *, by: Viewer) -> int:
    """Write down every new value of a list (CSV) as claimed by the steward who sends it; how many they were.

    The audit line comes first: it lets one list pass at a time, so that a list which is sent twice finds everything
    there. Raises `Forbidden` for who is no steward, `NotFound`, `BadInput` for a list in which something is wrong.
    """
    steward(by)
    promise = queries.promise_by_lineage(by, lineage)
    audit.write(by, "frame.take_in_values", lineage)
    listed = values.read(text, promise, by)
    if listed.problems:
        raise BadInput(_("Something in the list is no longer right. Nothing has been changed."), "file")
    rows = [
        Measurement(**fresh(by, None), promise=lineage, day=one.day, value=one.value, note=one.note)
        for one in listed.new
    ]
    Measurement.objects.visible_to(by).bulk_create(rows)
    return len(rows)


@transaction.atomic
def confirm(measurement: Measurement, *, by: Viewer) -> Measurement:
    """Say that a measurement of somebody else is right: from then on it counts as confirmed.

    A second time adds nothing.

    Raises `Forbidden` for who measured it.
    """
    if measurement.author_id == by.member:
        raise Forbidden(_("You measured this yourself. Somebody else confirms it."))
    claimed = Measurement.objects.visible_to(by).filter(pk=measurement.pk, confirmed_at=None)
    if claimed.update(confirmed_by=by.member, confirmed_at=clock.now()):
        audit.write(by, "frame.confirm", measurement.pk)
    return queries.measurement_for(by, measurement.pk)


@transaction.atomic
def withdraw(measurement: Measurement, *, by: Viewer) -> None:
    """Take back a measurement of one's own that nobody confirmed: a typing error does not stay for ever.

    Raises `Forbidden` for one of somebody else, `Conflict` when it is confirmed, `NotFound` when it is gone.
    """
    held = Measurement.objects.visible_to(by).select_for_update().filter(pk=measurement.pk).first()
    if held is None:
        raise NotFound
    if held.author_id != by.member:
        raise Forbidden(_("Somebody else measured this. Only they can withdraw it."))
    if held.confirmed_at is not None:
        raise Conflict(_("Somebody confirmed this measurement, so it stays. Add a new one beside it."))
    rights.erase_row(held)
    audit.write(by, "frame.withdraw", measurement.pk)
