"""The pages where practices are read: the list, one of them, two beside each other, one for the wall."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, adopted, comparing, queries
from lerendwerken.learning.practices.forms import NameForm, ResultForm
from lerendwerken.learning.practices.models import WorkProcess


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """How the own team works, what it is asked to change, and how other teams work; POST names a work process."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    form = NameForm.submitted(request) if request.method == "POST" else NameForm.open(request)
    if request.method == "POST" and form.is_valid():
        try:
            named = actions.name_process(form.cleaned_data["name"], key=form.key, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            return redirect("practices:propose", named.pk)
    context = {
        "form": form,
        "waits": not agreed.holds(viewer, viewer.team),
        "practices": queries.practices_of_team(viewer, viewer.team) if viewer.team else [],
        "proposed": queries.proposed(viewer, viewer.team) if viewer.team else [],
        "open_uses": queries.my_open_uses(viewer),
        "elsewhere": queries.practices_elsewhere(viewer),
        "stopped": queries.stopped_now(viewer),
    }
    return render(request, "practices/list.html", context)


@require_GET
def process(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """One practice: how it is now, why, where it came from and went to, and, for the team, what was done with it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return shown(request, queries.process_for(viewer, process))


def shown(request: HttpRequest, row: WorkProcess, result_form: ResultForm | None = None) -> HttpResponse:
    """The page of one practice; `result_form` is one that was sent and cannot be kept as it is."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    versions = queries.versions(viewer, row)
    stops = queries.stops(viewer, row)
    version = next((version for version in versions if version.current), None)
    drafts = queries.proposed_for(viewer, row)
    ours, origin = row.team_id in viewer.teams, adopted.origin(viewer, row)
    context: dict[str, Any] = {
        "process": row,
        "version": version,
        "stopped": stops.get(versions[0].pk) if versions and version is None else None,
        "earlier": [(old, stops.get(old.pk)) for old in versions if not old.current],
        "before": versions[1] if version and len(versions) > 1 else None,
        "ours": ours,
        "waits": not agreed.holds(viewer, row.team_id if ours else viewer.team),
        "facilitates": row.team_id in viewer.facilitates,
        "origin": origin,
        "adopters": adopted.adopters(viewer, row),
        "standing": queries.standing_of(viewer, row),
        "proposed": [draft for draft in drafts if draft.declined_at is None],
        "declined": [draft for draft in drafts if draft.declined_at is not None],
        "voices": queries.voices(viewer, version.pk) if version else [],
        "uses": queries.recent_uses(viewer, row),
    }
    if ours and origin:
        context["result_form"] = result_form or ResultForm.open(request, about=str(row.pk))
    return render(request, "practices/process.html", context)


@require_GET
def compare(request: HttpRequest, before: uuid.UUID, after: uuid.UUID) -> HttpResponse:
    """Two versions side by side: of one practice, or a copy beside its original."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    first, second = queries.version_for(viewer, before), queries.version_for(viewer, after)
    context = {
        "before": first,
        "after": second,
        "comparison": comparing.compare(first, second),
        "one_practice": first.work_process_id == second.work_process_id,
        "versions": queries.versions(viewer, second.work_process),
    }
    return render(request, "practices/compare.html", context)


@require_GET
def wall(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """One practice as a page to print and put on the wall."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return render(request, "practices/wall.html", {"version": queries.version_for(viewer, version)})
