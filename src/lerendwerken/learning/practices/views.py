"""The pages of practices: how a team works now, who changes it, and starting it on today's work."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, queries
from lerendwerken.learning.practices.forms import ChangeForm, ForceForm, NameForm, StartForm, StopForm
from lerendwerken.learning.practices.models import Use, WorkProcess


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """How the own team works, what it is asked to change, and how other teams work; POST names a work process."""
    viewer = _viewer(request)
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
        "practices": queries.practices_of_team(viewer, viewer.team) if viewer.team else [],
        "proposed": queries.proposed(viewer, viewer.team) if viewer.team else [],
        "open_uses": queries.my_open_uses(viewer),
        "elsewhere": queries.practices_elsewhere(viewer),
    }
    return render(request, "practices/list.html", context)


@require_GET
def process(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """One practice: how it is now, what is asked of the AI, why it is so, and, for the team, its uses."""
    viewer = _viewer(request)
    row = queries.process_for(viewer, process)
    versions = queries.versions(viewer, row)
    context = {
        "process": row,
        "version": next((version for version in versions if version.current), None),
        "earlier": [version for version in versions if not version.current],
        "ours": row.team_id in viewer.teams,
        "proposed": queries.proposed_for(viewer, row),
        "uses": queries.recent_uses(viewer, row),
    }
    return render(request, "practices/process.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Propose how a work process is done from now on, beginning with how it is done now."""
    viewer = _viewer(request)
    row = queries.process_to_change(viewer, process)
    version = queries.practice_in_force(viewer, row)
    if request.method == "GET":
        form = ChangeForm.open(request, about=str(row.pk), initial=ChangeForm.prefilled(version))
    else:
        form = ChangeForm.submitted(request, about=str(row.pk))
        if form.is_valid():
            try:
                return _proposed(request, form, row)
            except BadInput as refusal:
                form.refuse(refusal)
    return render(request, "practices/propose.html", {"form": form, "process": row, "version": version})


def _proposed(request: HttpRequest, form: ChangeForm, process: WorkProcess) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    draft = actions.propose_change(process, **form.given(), reason=reason, key=form.key, by=_viewer(request))
    form.done()
    messages.success(request, _("Your team sees what you propose."))
    return redirect("practices:proposed", draft.pk)


@require_http_methods(["GET", "POST"])
def proposed(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """One proposed change; with POST the facilitator puts it in force, in the words on the form."""
    viewer = _viewer(request)
    row = queries.draft_for(viewer, draft)
    about = str(row.pk)
    if request.method == "GET":
        form = ForceForm.open(
            request, about=about, initial={**ForceForm.prefilled(row), "reason": row.reason}
        )
    else:
        form = ForceForm.submitted(request, about=about)
        if form.is_valid():
            try:
                actions.put_in_force(row, **form.given(), reason=form.cleaned_data["reason"], by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                messages.success(request, _("In force. From now on your team works this way."))
                return redirect("practices:process", row.work_process_id)
    context = {
        "draft": row,
        "form": form,
        "version": queries.practice_in_force(viewer, row.work_process),
        "facilitates": row.team_id in viewer.facilitates,
        "mine": row.author_id == viewer.member,
        "voice": "own" if row.author_id == viewer.member else "other",
    }
    return render(request, "practices/proposed.html", context)


@require_POST
def withdraw(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Take a proposed change back."""
    viewer = _viewer(request)
    row = queries.draft_for(viewer, draft)
    actions.withdraw(row, by=viewer)
    messages.success(request, _("Taken back. The practice stays as it is."))
    return redirect("practices:process", row.work_process_id)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """Start a practice on a piece of today's work; the sparring that goes with it follows."""
    viewer = _viewer(request)
    row = queries.version_to_start(viewer, version)
    if request.method == "GET" and not row.current:
        messages.info(request, _("Your team has a newer version of this practice. This is how it is now."))
        return redirect("practices:process", row.work_process_id)
    form = StartForm.open(request, about=str(row.pk))
    if request.method == "POST":
        form = StartForm.submitted(request, about=str(row.pk))
        if form.is_valid():
            try:
                week = weeks.monday(clock.today(viewer.zone))
                begun = actions.start(
                    row, piece=form.cleaned_data["piece"], week=week, key=form.key, by=viewer
                )
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                return redirect("sparring:practice", begun.pk)
    return render(request, "practices/start.html", {"form": form, "version": row})


@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, use: uuid.UUID) -> HttpResponse:
    """One use of a practice, and its end: the check done, not done, or stopped and why."""
    viewer = _viewer(request)
    row = queries.use_for(viewer, use)
    about = str(row.pk)
    form = StopForm.open(request, about=about, initial={"stopped_why": row.stopped_why})
    if request.method == "POST":
        state = request.POST.get("check_state", "")
        if state == Use.Check.STOPPED:
            form = StopForm.submitted(request, about=about)
        if state != Use.Check.STOPPED or form.is_valid():
            why = form.cleaned_data["stopped_why"] if state == Use.Check.STOPPED else ""
            try:
                actions.end_use(row, check_state=state, stopped_why=why, by=viewer)
            except BadInput as refusal:
                if refusal.field != "stopped_why":
                    raise
                form.refuse(refusal)
            else:
                form.done()
                messages.success(request, _("Kept. Your team sees how it ended."))
                return redirect("practices:process", row.version.work_process_id)
    this_week = row.week == weeks.monday(clock.today(viewer.zone))
    mine = row.author_id == viewer.member
    context = {
        "use": row,
        "form": form,
        "mine": mine,
        "closable": mine and (this_week or row.check_state == Use.Check.OPEN),
    }
    return render(request, "practices/use.html", context)
