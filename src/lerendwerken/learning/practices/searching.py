"""What can be found in the working practices: those in force, what is proposed, and on what they were used."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.learning.practices.models import (
    AdoptionResult,
    PracticeDraft,
    PracticeVersion,
    Stop,
    Use,
    WorkProcess,
)

_FIELDS = ("work_process__name", "steps", "instruction", "check_text", "stop_rule", "reason", "outcome")


def _words(row: PracticeVersion | PracticeDraft) -> str:
    steps = [step["text"] for step in row.steps]
    said = [row.work_process.name, *steps, row.instruction, row.check_text, row.stop_rule, row.reason]
    return "\n".join(text for text in [*said, row.outcome] if text)


register(
    Source(
        kind=_("practice in force"),
        rows=lambda viewer: (
            PracticeVersion.objects.visible_to(viewer).filter(current=True).select_related("work_process")
        ),
        fields=_FIELDS,
        words=_words,
        link=lambda row: reverse("practices:process", args=[row.work_process_id]),
        week="in_force_from",
    ),
    Source(
        kind=_("work process"),
        rows=lambda viewer: WorkProcess.objects.visible_to(viewer).exclude(
            pk__in=PracticeVersion.objects.visible_to(viewer).filter(current=True).values("work_process")
        ),
        fields=("name",),
        link=lambda row: reverse("practices:process", args=[row.pk]),
        week="created",
    ),
    Source(
        kind=_("proposed change of a practice"),
        rows=lambda viewer: PracticeDraft.objects.visible_to(viewer).select_related("work_process"),
        fields=_FIELDS,
        words=_words,
        link=lambda row: reverse("practices:proposed", args=[row.pk]),
        week="created",
    ),
    Source(
        kind=_("use of a practice"),
        rows=lambda viewer: Use.objects.visible_to(viewer),
        fields=("piece", "stopped_why"),
        link=lambda row: reverse("practices:use", args=[row.pk]),
    ),
    Source(
        kind=_("practice stopped on evidence"),
        rows=lambda viewer: Stop.objects.visible_to(viewer).select_related("version"),
        fields=("evidence", "reason"),
        link=lambda row: reverse("practices:process", args=[row.version.work_process_id]),
        week="created",
    ),
    Source(
        kind=_("result of a practice that was taken over"),
        rows=lambda viewer: AdoptionResult.objects.visible_to(viewer).select_related("adoption__version"),
        fields=("text",),
        link=lambda row: reverse("practices:process", args=[row.adoption.version.work_process_id]),
        week="created",
    ),
)
