"""The pages of using a practice: starting it on today's work, and closing that."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, queries
from lerendwerken.learning.practices.forms import StartForm, StopForm
from lerendwerken.learning.practices.models import Use


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """Start a practice on a piece of today's work; the sparring that goes with it follows."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.version_to_start(viewer, version)
    if request.method == "GET" and not agreed.holds(viewer, row.work_process.team_id):
        return redirect("week")  # which says what is missing and whom to ask, before anybody writes
    if request.method == "GET" and not row.current:
        messages.info(request, _("Your team changed or stopped this practice. This is how it is now."))
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
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
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
