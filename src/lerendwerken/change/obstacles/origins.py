"""Out of which work an obstacle comes: the words with which its form opens, so that nothing is typed twice.

Nothing but those words is kept, as the writer leaves them: an obstacle reaches further than what the team alone sees.
A room above registers how it is read; this room never imports it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from lerendwerken.change.proposals import queries as proposals
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.weekcycle import queries as weekcycle

Read = Callable[[Viewer, uuid.UUID], str]
_reads: dict[str, Read] = {
    "proposal": lambda viewer, key: proposals.team_proposal_for(viewer, key).title,
    "experiment": lambda viewer, key: weekcycle.experiment_for(viewer, key).tried,
    "practice": lambda viewer, key: practices.process_for(viewer, key).name,
}


def register(kind: str, read: Read) -> None:
    """Let a room above say how something of it is called, for who may see it. `read` raises `NotFound`."""
    _reads[kind] = read


def words_of(viewer: Viewer, kind: str, key: uuid.UUID) -> str:
    """How the thing is called out of which an obstacle comes. Raises `NotFound`."""
    if kind not in _reads:
        raise NotFound
    return _reads[kind](viewer, key)
