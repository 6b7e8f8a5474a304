"""What was measured keeps its meaning, whatever a later version of the frame says."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame.models import Measurement, ResultPromise


def means_what_was_measured(rows: Iterable[ResultPromise], by: Viewer, *, named: bool = False) -> None:
    """Let promises in preparation go on only in the unit and the direction in which they have been measured.

    Asked again when a version comes in force, for somebody can measure while it is prepared; `named` then says
    which result it is. Raises `BadInput`.
    """
    drafted = {row.lineage: row for row in rows}
    in_force = queries.frame_in_force(by)
    measured = queries.measurements(by, drafted)
    for then in queries.promises(by, in_force) if in_force and measured else ():
        row = drafted.get(then.lineage)
        if row is not None and row.lineage in measured:
            try:
                _same_meaning(row, then)
            except BadInput as refusal:
                if not named:
                    raise
                raise BadInput(format_lazy("{}: {}", row.title, refusal.message)) from None


def baseline_is_open(promise: ResultPromise, by: Viewer) -> None:
    """A baseline is measured once: who could measure it again later could move the result. Raises `BadInput`."""
    measured = Measurement.objects.visible_to(by).filter(
        promise=promise.lineage, source=Measurement.Source.BASELINE, confirmed_at__isnull=False
    )
    if promise.baseline is not None or measured.exists():
        raise BadInput(
            _("This result has its baseline already. A steward can correct it in a new version of the frame.")
        )


def _same_meaning(promise: ResultPromise, then: ResultPromise) -> None:
    """Raises `BadInput` where `promise` would tell values of `then` in another unit or the other way round."""
    if promise.unit != then.unit:
        if not then.unit:
            raise BadInput(
                _("This result has been measured without a unit. Make a new result for another unit."), "unit"
            )
        words = _("This result has been measured in %(unit)s. Make a new result for another unit.")
        raise BadInput(words % {"unit": then.unit}, "unit")
    if promise.better != then.better:
        raise BadInput(
            _("This result has been measured. Make a new result if something else is better."), "better"
        )
