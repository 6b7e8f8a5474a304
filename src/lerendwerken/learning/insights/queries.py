"""Reads of insights: one's own, what is due, and what teammates shared."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import QuerySet

from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights.models import Insight, Review, SharedInsight, ThreadItem, ThreadOff

MOST_DUE = 50
MOST_SHARED = 30


def insights(viewer: Viewer) -> QuerySet[Insight]:
    """The viewer's own insights, newest first, with the copy that the team reads."""
    rows = Insight.objects.visible_to(viewer).select_related("copy", "question")
    return rows.order_by("-week", "-created", "-pk")


def insight_for(viewer: Viewer, insight: uuid.UUID) -> Insight:
    """One of the viewer's own insights. Raises `NotFound`."""
    found: Insight | None = insights(viewer).filter(pk=insight).first()
    if found is None:
        raise NotFound
    return found


def insights_of_week(viewer: Viewer, week: date) -> list[Insight]:
    """The viewer's own insights of a week, newest first."""
    return list(insights(viewer).filter(week=week))


def due(viewer: Viewer, day: date) -> list[Insight]:
    """The viewer's own insights that ask to be recalled on `day`, the longest waiting first."""
    rows = Insight.objects.visible_to(viewer).filter(due__lte=day)
    return list(rows.order_by("due", "created", "pk")[:MOST_DUE])


def due_count(viewer: Viewer, day: date) -> int:
    """How many of the viewer's own insights ask to be recalled on `day`."""
    return int(Insight.objects.visible_to(viewer).filter(due__lte=day).count())


def reviews(viewer: Viewer, insight: Insight) -> list[Review]:
    """The times that the viewer recalled an insight, newest first."""
    return list(Review.objects.visible_to(viewer).filter(insight=insight).order_by("-created", "-pk"))


def shared_in_team(viewer: Viewer, limit: int = MOST_SHARED) -> list[SharedInsight]:
    """What the viewer's rhythm team shared, newest first, with who wrote it; at most `limit`."""
    if viewer.team is None:
        return []
    rows = SharedInsight.objects.visible_to(viewer).filter(team=viewer.team).select_related("author")
    return list(rows.order_by("-week", "-created", "-pk")[:limit])


def shared_beside_own(viewer: Viewer, limit: int = MOST_SHARED) -> list[SharedInsight]:
    """What the team shared and does not stand among the viewer's own insights already, newest first.

    A copy of one's own stands here only when the insight itself was thrown away.
    """
    if viewer.team is None:
        return []
    standing = Insight.objects.visible_to(viewer).exclude(copy=None).values("copy")
    rows = SharedInsight.objects.visible_to(viewer).filter(team=viewer.team).exclude(pk__in=standing)
    return list(rows.select_related("author").order_by("-week", "-created", "-pk")[:limit])


def shared_for(viewer: Viewer, shared: uuid.UUID) -> SharedInsight:
    """One shared insight of the viewer's teams. Raises `NotFound`."""
    found: SharedInsight | None = (
        SharedInsight.objects.visible_to(viewer).select_related("author").filter(pk=shared).first()
    )
    if found is None:
        raise NotFound
    return found


def thread_is_on(viewer: Viewer) -> bool:
    """Whether the viewer wants to be reminded of what they wrote."""
    return not ThreadOff.objects.visible_to(viewer).exists()


def thread_item_for(viewer: Viewer, item: uuid.UUID) -> ThreadItem:
    """Something of the viewer's own that came back. Raises `NotFound`."""
    found: ThreadItem | None = ThreadItem.objects.visible_to(viewer).filter(pk=item).first()
    if found is None:
        raise NotFound
    return found
