"""Writing a proposal and giving it to the team."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.change.proposals import actions, queries
from lerendwerken.change.proposals.forms import ProposalForm, TeamForm
from lerendwerken.change.proposals.views.page import shown
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.frame.models import ResultPromise
from lerendwerken.learning.insights import queries as insights
from lerendwerken.learning.weekcycle import queries as weekcycle


@dataclass(frozen=True)
class _Source:
    """Out of what a proposal is written: nothing, an own insight or an own experiment."""

    about: str = ""
    text: str = ""
    language: str = ""
    initial: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new proposal, out of `?insight=` or `?experiment=` where somebody came from one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    source = _source(request, viewer)
    promises = _promises(viewer)
    if request.method == "POST":
        form = ProposalForm.submitted(request, about=source.about, promises=promises)
        if form.is_valid():
            try:
                row = actions.write_draft(**form.given(), from_text=source.text, key=form.key, by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                return redirect("proposals:one", row.lineage)
    else:
        form = ProposalForm.open(request, about=source.about, initial=source.initial, promises=promises)
    return render(
        request,
        "proposals/write.html",
        {"form": form, "from_text": source.text, "from_language": source.language},
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Go on with a proposal in the making."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.draft_for(viewer, draft)
    about, promises = str(row.pk), _promises(viewer)
    if request.method == "POST":
        form = ProposalForm.submitted(request, about=about, promises=promises)
        if form.is_valid():
            try:
                actions.edit_draft(row, **form.given(), by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                return redirect("proposals:one", row.lineage)
    else:
        form = ProposalForm.open(
            request, about=about, initial=ProposalForm.initial_of(row), promises=promises
        )
    context = {"form": form, "from_text": row.from_text, "from_language": row.language, "row": row}
    return render(request, "proposals/write.html", context)


@require_POST
def to_team(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Give a proposal in the making to the team."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.draft_for(viewer, draft)
    form = TeamForm.submitted(request, about=str(row.lineage), auto_id="team_%s")
    if form.is_valid():
        try:
            actions.put_to_team(row, with_names=form.cleaned_data["with_names"], by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Your team sees this proposal now."))
            return redirect("proposals:one", row.lineage)
    return shown(request, row.lineage, team=form)


@require_POST
def throw_away(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Throw a proposal in the making away."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    actions.throw_away(queries.draft_for(viewer, draft), by=viewer)
    messages.success(request, _("Thrown away. It is gone."))
    return redirect("proposals:list")


def _promises(viewer: Viewer) -> list[ResultPromise]:
    in_force = frame.frame_in_force(viewer)
    return frame.promises(viewer, in_force) if in_force else []


def _source(request: HttpRequest, viewer: Viewer) -> _Source:
    if "insight" in request.GET:
        insight = insights.insight_for(viewer, _uuid(request.GET["insight"]))
        with translation.override(insight.language):
            lines = [
                (_("First I thought"), insight.before),
                (_("Now I think"), insight.now),
                (_("because"), insight.because),
            ]
        text = "\n".join(f"{begin} {said}" for begin, said in lines if said)
        return _Source(f"insight-{insight.pk}", text, insight.language, {"idea": insight.now})
    if "experiment" in request.GET:
        tried = weekcycle.experiment_for(viewer, _uuid(request.GET["experiment"]))
        if tried.author_id != viewer.member:
            raise NotFound
        text = "\n".join(part for part in (tried.tried, tried.outcome) if part)
        filled = {"idea": tried.tried, "expected": tried.outcome}
        return _Source(f"experiment-{tried.pk}", text, tried.language, filled)
    return _Source()


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None
