"""What rooms above bring along to a partner. They register at start; sparring never imports them.

Product rule: a request holds own turns, own thread, frame, the team's practice, and what was revealed in the one
dialogue the session serves. Nothing else, ever.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lerendwerken.foundation.wall.viewer import Viewer


@dataclass(frozen=True)
class Revealed:
    """What was revealed in a dialogue: the case, and the positions one to a line, without names."""

    case: str
    positions: str


@dataclass(frozen=True)
class Earlier:
    """Words of the viewer's own from before: kind and key where they are kept, the Monday of their week, their page."""

    kind: str
    of: uuid.UUID
    week: date
    text: str
    language: str
    name: str  # what people call the kind
    url: str


class OwnThread(Protocol):
    """How somebody's own thread is read; both give nothing while it is switched off."""

    def is_on(self, viewer: Viewer) -> bool:
        """Whether the viewer wants their thread."""

    def fitting(
        self, viewer: Viewer, about: str, week: date, *, most: int, asked_for: bool = False
    ) -> list[Earlier]:
        """What has to do with a text, the best first; `asked_for`: also what came back lately."""

    def standing(self, viewer: Viewer, these: Collection[tuple[str, uuid.UUID]]) -> list[Earlier]:
        """These words by kind and key, as they stand now."""


Provider = Callable[[Viewer, uuid.UUID], Revealed]
_providers: list[Provider] = []
_threads: list[OwnThread] = []


def provide_dialogue(provider: Provider) -> None:
    """The dialogue room says here how its revealed positions are read."""
    _providers.append(provider)


def revealed(viewer: Viewer, dialogue: uuid.UUID) -> Revealed:
    """What was revealed in a dialogue, as far as the viewer reaches it. Raises `NotFound` like the room itself."""
    return _providers[0](viewer, dialogue)


def provide_thread(thread: OwnThread) -> None:
    """The room of my thread says here how it is read."""
    _threads.append(thread)


def own_thread() -> OwnThread:
    """How somebody's own thread is read."""
    return _threads[0]
