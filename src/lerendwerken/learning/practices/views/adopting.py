"""The pages of taking over a practice of another team, and of saying what came of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, adopted, queries
from lerendwerken.learning.practices.forms import AdoptForm, ResultForm
from lerendwerken.learning.practices.views.reading import shown


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """Propose to the own team to take over a practice of another team."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.version_to_adopt(viewer, version)
    if request.method == "GET" and not agreed.holds(viewer, viewer.team):
        return redirect("week")  # which says what is missing and whom to ask, before anybody writes
    about = str(row.pk)
    if request.method == "GET":
        form = AdoptForm.open(request, about=about, initial={"name": row.work_process.name})
    else:
        form = AdoptForm.submitted(request, about=about)
        if form.is_valid():
            try:
                draft = actions.adopt(row, **form.cleaned_data, key=form.key, by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                messages.success(request, _("Your team sees what you propose."))
                return redirect("practices:proposed", draft.pk)
    return render(request, "practices/adopt.html", {"form": form, "version": row})


@require_POST
def result(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Say what came of a practice that the team took over."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.process_for(viewer, process)
    adoption = adopted.adoption_of(viewer, row)
    if adoption is None:
        raise NotFound
    form = ResultForm.submitted(request, about=str(row.pk))
    if form.is_valid():
        try:
            actions.record_result(adoption, **form.cleaned_data, key=form.key, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Kept. It stands here, and with the team that it came from."))
            return redirect("practices:process", row.pk)
    return shown(request, row, form)
