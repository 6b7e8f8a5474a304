"""What of somebody's own thread goes along to a partner. Registered with sparring (`context.OwnThread`)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.urls import reverse

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import queries, thread
from lerendwerken.learning.sparring.context import Earlier


def is_on(viewer: Viewer) -> bool:
    """Whether the viewer wants to be reminded of what they wrote."""
    return queries.thread_is_on(viewer)


def fitting(viewer: Viewer, about: str, week: date, *, most: int, asked_for: bool = False) -> list[Earlier]:
    """What the viewer wrote weeks before a week (its Monday) that has to do with a text, the best first.

    Nothing while the thread is off. `asked_for`: also what came back in the last four weeks.
    """
    if not queries.thread_is_on(viewer):
        return []
    found = thread.not_lately(viewer, thread.pieces(viewer, week), week, asked_for=asked_for)
    return [_lent(piece) for piece in thread.best(found, about, most)]


def standing(viewer: Viewer, these: Collection[tuple[str, uuid.UUID]]) -> list[Earlier]:
    """These words by kind and key as they stand now; nothing while the thread is off."""
    if not these or not queries.thread_is_on(viewer):
        return []
    return [_lent(piece) for piece in thread.standing(viewer, these)]


def _lent(piece: thread.Piece) -> Earlier:
    url = reverse("insights:earlier", args=[piece.kind, piece.of])
    return Earlier(piece.kind, piece.of, piece.week, piece.text, piece.language, str(piece.kind.label), url)
