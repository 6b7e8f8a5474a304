"""Naming who answers for a decision maker, and saying when one is away."""

from __future__ import annotations

import uuid

from django.db import transaction

from lerendwerken.change.proposals import tasks
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries as known
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.viewer import Viewer


@transaction.atomic
def name_deputy(member: Membership, deputy: uuid.UUID | None, *, by: Viewer) -> None:
    """Name the deputy of a manager, also for what lies with them already; None: nobody.

    Raises as `organisations.actions.name_deputy`.
    """
    found = organisations.name_deputy(member, deputy, by=by)
    own = known.teams_of(by, found.pk) if found else []
    tasks.give_deputy(member.pk, found.pk if found else None, own)
