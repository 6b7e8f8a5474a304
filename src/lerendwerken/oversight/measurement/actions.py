"""What people do so that something can be counted."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle.rules import OVER, refuse_unless_open, this_week
from lerendwerken.oversight.measurement import queries
from lerendwerken.oversight.measurement.models import Pulse


@transaction.atomic
def give_pulse(week: date, energy: int, *, by: Viewer) -> Pulse:
    """Say how much energy work gave this week, from 1 (little) to 5 (a lot). Again in the same week changes it.

    The week before can still get its first answer. Nobody but the person sees it.

    Raises `Forbidden` for another week, `BadInput` for another number or a day that is no Monday.
    """
    refuse_unless_open(week, by=by, late=True)
    if energy not in range(1, 6):
        raise BadInput(_("Choose a number from 1 to 5."), "energy")
    pulse = queries.pulse(by, week)
    if pulse is None:
        pulse = Pulse(organisation_id=by.organisation, owner_id=by.member, week=week, energy=energy)
        try:
            with transaction.atomic():
                pulse.add()
        except IntegrityError:
            raise Conflict from None
    elif week < this_week(by):
        raise Forbidden(OVER)
    elif pulse.energy != energy:
        pulse.energy = energy
        pulse.save(update_fields=["energy"])
    audit.write(by, "measurement.give_pulse", pulse.pk)
    return pulse
