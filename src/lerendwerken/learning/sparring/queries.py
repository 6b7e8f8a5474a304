"""Reads of one's own sparring sessions."""

from __future__ import annotations

import uuid
from datetime import date

from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.models import Placeholder, SparringSession, Turn


def session_for(viewer: Viewer, session: uuid.UUID) -> SparringSession:
    """One of the viewer's own sessions. Raises `NotFound`."""
    found: SparringSession | None = (
        SparringSession.objects.visible_to(viewer)
        .select_related("entry", "piece", "version__work_process")
        .filter(pk=session)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def sessions_in_week(viewer: Viewer, week: date) -> list[SparringSession]:
    """The viewer's sessions of a week, newest first."""
    return list(SparringSession.objects.visible_to(viewer).filter(week=week).order_by("-created"))


def open_session(viewer: Viewer, week: date, mode: str = "") -> SparringSession | None:
    """The newest session of the week that has not been closed; the first three minutes need no closing."""
    rows = SparringSession.objects.visible_to(viewer).filter(week=week, closed_at=None)
    rows = rows.exclude(mode=SparringSession.Mode.FIRST)
    if mode:
        rows = rows.filter(mode=mode)
    return rows.order_by("-created").first()


def session_of_use(viewer: Viewer, use: uuid.UUID) -> SparringSession | None:
    """The viewer's session that serves a use of a practice."""
    return SparringSession.objects.visible_to(viewer).filter(use=use).first()


def turns(viewer: Viewer, session: SparringSession) -> list[Turn]:
    """The turns of a session in order."""
    return list(Turn.objects.visible_to(viewer).filter(session=session).order_by("number"))


def turn_for(viewer: Viewer, session: uuid.UUID, turn: uuid.UUID) -> Turn:
    """One turn of one session, both the viewer's own. Raises `NotFound`."""
    found: Turn | None = (
        Turn.objects.visible_to(viewer).select_related("session").filter(pk=turn, session=session).first()
    )
    if found is None:
        raise NotFound
    return found


def masking_key(viewer: Viewer, session: SparringSession) -> dict[str, str]:
    """What the placeholders of a session stand for."""
    rows = Placeholder.objects.visible_to(viewer).filter(session=session)
    return dict(rows.values_list("placeholder", "original"))


def asked_before(viewer: Viewer, since: date) -> set[str]:
    """The coach's questions of the last weeks: it does not repeat itself."""
    rows = Turn.objects.visible_to(viewer).filter(session__week__gte=since, partner=Turn.Partner.COACH)
    return {question for ids in rows.values_list("question_ids", flat=True) for question in ids}
