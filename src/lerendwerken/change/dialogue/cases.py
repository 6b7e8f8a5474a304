"""Cases that lie ready for who leads: obstacles and objections to the frame that wait for their answer.

Whoever was asked brings them to the table of their own team themselves, as words, after seeing what goes along.
"""

from __future__ import annotations

import uuid
from typing import NamedTuple

from lerendwerken.change.obstacles import queries as obstacles
from lerendwerken.change.obstacles.models import Obstacle
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import objections
from lerendwerken.learning.frame.models import FrameObjection


class Ready(NamedTuple):
    """A case that can be brought: `of` is the key of the obstacle or objection."""

    kind: str
    of: uuid.UUID
    text: str
    why: str
    language: str


def ready(viewer: Viewer) -> list[Ready]:
    """What waits for the viewer's answer and can be brought as a case; empty for who is asked nothing."""
    found = [Ready("obstacle", *_words(one.row)) for one in obstacles.asked(viewer)]
    return found + [Ready("objection", *_words(one.row)) for one in objections.asked(viewer)]


def chosen(among: list[Ready], of: str) -> Ready:
    """The case that was chosen by its key. Raises `NotFound`."""
    found = next((case for case in among if str(case.of) == of), None)
    if found is None:
        raise NotFound
    return found


def _words(row: Obstacle | FrameObjection) -> tuple[uuid.UUID, str, str, str]:
    return row.pk, row.text, row.why, row.language
