"""What rooms above bring along to a partner. They register at start; sparring never imports them.

Product rule: a request holds own turns, own thread, frame, the team's practice, and what was revealed in the one
dialogue the session serves. Nothing else, ever.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from lerendwerken.foundation.wall.viewer import Viewer


@dataclass(frozen=True)
class Revealed:
    """What was revealed in a dialogue: the case, and the positions one to a line, without names."""

    case: str
    positions: str


Provider = Callable[[Viewer, uuid.UUID], Revealed]
_providers: list[Provider] = []


def provide_dialogue(provider: Provider) -> None:
    """The dialogue room says here how its revealed positions are read."""
    _providers.append(provider)


def revealed(viewer: Viewer, dialogue: uuid.UUID) -> Revealed:
    """What was revealed in a dialogue, as far as the viewer reaches it. Raises `NotFound` like the room itself."""
    return _providers[0](viewer, dialogue)
