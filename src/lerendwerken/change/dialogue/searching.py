"""What can be found in the team's dialogues, after the reveal and before it only the case itself."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.change.dialogue.models import Courage, Decision, Dialogue, Dissent, Position


def _page(row: Any) -> str:
    return reverse("dialogue:one", args=[row.dialogue_id])


def _inside(kind: Any, model: Any, *fields: str) -> Source:
    """Something that stands in a dialogue and has its week."""
    return Source(
        kind=kind,
        rows=lambda viewer: model.objects.visible_to(viewer),
        fields=fields,
        link=_page,
        week="created",
    )


register(
    Source(
        kind=_("team dialogue"),
        rows=lambda viewer: Dialogue.objects.visible_to(viewer),
        fields=("case", "background"),
        link=lambda row: reverse("dialogue:one", args=[row.pk]),
    ),
    Source(
        kind=_("answer in a team dialogue"),
        rows=lambda viewer: Dialogue.objects.visible_to(viewer).exclude(partner_kind="coach"),
        fields=("partner_text",),
        link=lambda row: reverse("dialogue:one", args=[row.pk]),
        by_partner=True,
    ),
    _inside(_("position in a dialogue"), Position, "text", "objection"),
    _inside(_("answer to the courage question"), Courage, "text"),
    _inside(_("dissent"), Dissent, "text"),
    _inside(_("decision of a dialogue"), Decision, "text"),
)
