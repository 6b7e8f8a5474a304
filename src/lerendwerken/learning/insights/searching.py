"""What can be found among the insights: one's own, and what the team shared."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.learning.insights.models import Insight, MirrorWork, SharedInsight

_FIELDS = ("before", "now", "because")

register(
    Source(
        kind=_("insight"),
        rows=lambda viewer: Insight.objects.visible_to(viewer),
        fields=_FIELDS,
        link=lambda row: reverse("insights:edit", args=[row.pk]),
    ),
    Source(
        kind=_("shared insight"),
        rows=lambda viewer: SharedInsight.objects.visible_to(viewer),
        fields=(*_FIELDS, "question_text"),
        link=lambda row: reverse("insights:list") + "#h-team",
    ),
    Source(
        kind=_("mirror"),
        rows=lambda viewer: MirrorWork.objects.visible_to(viewer),
        fields=("task", "text", "sees"),
        link=lambda row: reverse("insights:mirror"),
    ),
)
