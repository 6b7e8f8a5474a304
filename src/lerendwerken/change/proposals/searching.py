"""What can be found among the proposals: from a draft to a result, and what was answered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.change.proposals.models import (
    Answer,
    Proposal,
    ProposalDraft,
    Reaction,
    RealisedProposal,
    TeamProposal,
)

_FIELDS = ("title", "idea", "expected", "risk")


def _page(row: Any) -> str:
    return reverse("proposals:one", args=[row.lineage])


# The widest first: of the same proposal the copy that fits best is shown once.
register(
    Source(
        kind=_("realised proposal"),
        rows=lambda viewer: RealisedProposal.objects.visible_to(viewer),
        fields=(*_FIELDS, "result"),
        link=_page,
        week="created",
    ),
    Source(
        kind=_("proposal put forward"),
        rows=lambda viewer: Proposal.objects.visible_to(viewer),
        fields=(*_FIELDS, "dissent"),
        link=_page,
        week="put_at",
    ),
    Source(
        kind=_("proposal with the team"),
        rows=lambda viewer: TeamProposal.objects.visible_to(viewer),
        fields=_FIELDS,
        link=_page,
        week="drafted",
    ),
    Source(
        kind=_("proposal in the making"),
        rows=lambda viewer: ProposalDraft.objects.visible_to(viewer),
        fields=_FIELDS,
        link=lambda row: reverse("proposals:edit", args=[row.pk]),
        week="drafted",
    ),
    Source(
        kind=_("answer to a proposal"),
        rows=lambda viewer: Answer.objects.visible_to(viewer).select_related("proposal"),
        fields=("reason",),
        link=lambda row: _page(row.proposal),
        week="created",
    ),
    Source(
        kind=_("reaction of a colleague"),
        rows=lambda viewer: Reaction.objects.visible_to(viewer).select_related("proposal"),
        fields=("text",),
        link=lambda row: _page(row.proposal),
        week="created",
    ),
)
