"""What can be found in the week: one's own moments, notes and thoughts, and the team's questions and experiments."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.foundation.ground import weeks
from lerendwerken.learning.weekcycle.models import (
    Caught,
    Experiment,
    LearningQuestion,
    MomentEntry,
    WeekNote,
)

_ENTRY = (
    "expectation",
    "if_then",
    "kept",
    "rejected",
    "claim",
    "claim_source",
    "conclusion",
    "theme_line",
)


def _week(row: Any) -> str:
    return reverse("past-week", args=[weeks.slug(row.week)])


register(
    Source(
        kind=_("what you wrote in a moment"),
        rows=lambda viewer: MomentEntry.objects.visible_to(viewer),
        fields=_ENTRY,
        link=_week,
    ),
    Source(
        kind=_("note at a past week"),
        rows=lambda viewer: WeekNote.objects.visible_to(viewer),
        fields=("text",),
        link=_week,
    ),
    Source(
        kind=_("caught thought"),
        rows=lambda viewer: Caught.objects.visible_to(viewer).filter(placed=False),
        fields=("text",),
        link=lambda row: reverse("catch"),
        week="created",
    ),
    Source(
        kind=_("learning question"),
        rows=lambda viewer: LearningQuestion.objects.visible_to(viewer),
        fields=("text",),
        link=lambda row: reverse("team-of", args=[row.team_id]),
    ),
    Source(
        kind=_("experiment"),
        rows=lambda viewer: Experiment.objects.visible_to(viewer).select_related("work_process"),
        fields=("work_process__name", "piece", "tried", "expects", "outcome", "evidence"),
        link=lambda row: reverse("practices:process", args=[row.work_process_id]),
    ),
)
