"""What can be found in the frame: the version in force, and objections to any version."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame.models import DevelopmentQuestion, Frame, FrameObjection, Goal, ResultPromise


def _page(row: Goal | ResultPromise | DevelopmentQuestion) -> str:
    return reverse("frame:version", args=[row.frame_id])


def _of(model: type[Goal | ResultPromise | DevelopmentQuestion], viewer: Viewer) -> QuerySet[Any]:
    return model.objects.visible_to(viewer).filter(frame__in=queries.in_force(viewer))


register(
    Source(
        kind=_("frame"),
        rows=lambda viewer: Frame.objects.visible_to(viewer).filter(pk__in=queries.in_force(viewer)),
        fields=("title", "why"),
        link=lambda row: reverse("frame:version", args=[row.pk]),
        week="starts",
    ),
    Source(
        kind=_("goal"),
        rows=lambda viewer: _of(Goal, viewer),
        fields=("title", "text"),
        link=_page,
        week="created",
    ),
    Source(
        kind=_("result promise"),
        rows=lambda viewer: _of(ResultPromise, viewer),
        fields=("title", "indicator"),
        link=_page,
        week="created",
    ),
    Source(
        kind=_("development question"),
        rows=lambda viewer: _of(DevelopmentQuestion, viewer),
        fields=("text",),
        link=_page,
        week="created",
    ),
    Source(
        kind=_("objection to the frame"),
        rows=lambda viewer: FrameObjection.objects.visible_to(viewer),
        fields=("text", "why"),
        link=lambda row: reverse("frame:objection", args=[row.pk]),
        week="created",
    ),
)
