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
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame._measured import baseline_is_open
from lerendwerken.learning.frame._rows import add_once, fresh, percentage, sane
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
    key: uuid.UUID | None = None,
) -> Measurement:
    """Write down a measured value of a promise, in its unit: claimed until somebody else confirms it.

    `source` "baseline" is for a promise whose baseline was still to be measured; `trial` is a proposal's
    lineage.

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
    )
    row, new = add_once(row, by)
    if new:
        audit.write(by, "frame.measure", row.pk)
    return row


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
