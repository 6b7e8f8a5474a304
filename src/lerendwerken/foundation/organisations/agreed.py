"""The gate before a week: without an agreement about what is recorded nothing is shared and no AI system is asked.

What was agreed stands in a room above, which registers here how it is asked; this room never imports it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import Forbidden
from lerendwerken.foundation.wall.viewer import Viewer

Gate = Callable[[Viewer, uuid.UUID | None], bool]
_gates: list[Gate] = []


class NoAgreement(Forbidden):
    """Something is shared or recorded only under an agreement, and none is in force."""

    page = "organisations/no_agreement.html"
    message = _(
        "No agreement about what is recorded is in force for this team, so nothing new begins here. Nothing "
        "that you wrote is lost. Under ‘Who sees what’ stands the agreement, and whom to ask."
    )


def guard_with(gate: Gate) -> None:
    """A room above says here how it is asked whether an agreement holds for a team (None: for who is in no team)."""
    _gates.append(gate)


def holds(viewer: Viewer, team: uuid.UUID | None) -> bool:
    """Whether an agreement is in force today for a team of the viewer's organisation, or for who is in no team."""
    return all(gate(viewer, team) for gate in _gates)


def must_hold(by: Viewer, team: uuid.UUID | None) -> None:
    """Raises `NoAgreement` where none is in force for the team."""
    if not holds(by, team):
        raise NoAgreement
