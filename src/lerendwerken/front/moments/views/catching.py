"""Catching a thought from anywhere, and placing it later."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.front.moments.forms import CatchForm
from lerendwerken.front.moments.views import viewer_of
from lerendwerken.learning.weekcycle import actions, queries


@require_http_methods(["GET", "POST"])
def catch(request: HttpRequest) -> HttpResponse:
    """One field. The script sends it from any page; without script this is a page of its own."""
    viewer = viewer_of(request)
    for_script = request.headers.get("Accept", "").startswith("application/json")
    form = CatchForm.open(request) if request.method == "GET" else CatchForm.submitted(request)
    if request.method == "POST" and form.is_valid():
        actions.catch(form.cleaned_data["text"], key=form.key, by=viewer)
        if for_script:
            return JsonResponse({"kept": True})
        form.done()
        return redirect("catch")
    if request.method == "POST" and for_script:
        raise BadInput(str(form.errors.get("text", [""])[0]))
    return render(request, "moments/catch.html", {"form": form, "caught": queries.caught(viewer)})


@require_POST
def place(request: HttpRequest, thought: uuid.UUID) -> HttpResponse:
    """It has found its place."""
    viewer = viewer_of(request)
    actions.place(queries.caught_for(viewer, thought), by=viewer)
    return redirect("catch")


@require_POST
def throw_away(request: HttpRequest, thought: uuid.UUID) -> HttpResponse:
    """It is not wanted any more: gone."""
    viewer = viewer_of(request)
    actions.throw_away(queries.caught_for(viewer, thought), by=viewer)
    return redirect("catch")
