"""Values of a result as a list: take one in from a spreadsheet after seeing what it says, or take all of them along."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.ground import spreadsheets
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, Message, TooLarge
from lerendwerken.foundation.organisations.middleware import takes_a_file
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame import actions, queries, values
from lerendwerken.learning.frame.models import ResultPromise


@require_GET
def export(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Every value of a result that counts, as a file."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    promise = queries.promise_by_lineage(viewer, lineage)
    rows = queries.measurements(viewer, [lineage]).get(lineage, [])
    return _file(values.written(promise, rows), promise.title)


@require_GET
def template(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """An empty list to fill in."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return _file(values.template(), queries.promise_by_lineage(viewer, lineage).title)


@takes_a_file
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Choose a list, and see which values it would add or what is wrong in it. Nothing is written."""
    viewer, promise = _steward(request, lineage)
    if request.method == "GET":
        return _form(request, promise)
    try:
        text = spreadsheets.sent(request)
        listed = values.read(text, promise, viewer)
    except (BadInput, TooLarge) as refusal:
        return _form(request, promise, refusal.message)
    context = {"promise": promise, "listed": listed, "text": text}
    return render(request, "measurement/list_preview.html", context)


@takes_a_file  # the list comes along as a field, and every sign of it may take more room in a form than in a file
@require_POST
def confirm(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Take in the list that was shown. Where it no longer fits what is there, the page says so and nothing happens."""
    viewer, promise = _steward(request, lineage)
    try:
        count = actions.take_in_values(lineage, request.POST.get("list", ""), by=viewer)
    except (BadInput, TooLarge) as refusal:
        return _form(request, promise, refusal.message)
    told = ngettext("%(count)d value was taken in.", "%(count)d values were taken in.", count)
    messages.success(request, told % {"count": count})
    return redirect("promise", lineage=lineage)


def _steward(request: HttpRequest, lineage: uuid.UUID) -> tuple[Viewer, ResultPromise]:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    promise = queries.promise_by_lineage(viewer, lineage)
    if viewer.role is not Role.STEWARD:
        raise Forbidden(_("A steward takes in a list of values. Everybody can add one value by hand."))
    return viewer, promise


def _form(request: HttpRequest, promise: ResultPromise, problem: Message = "") -> HttpResponse:
    return render(request, "measurement/list.html", {"promise": promise, "problem": problem})


def _file(content: bytes, title: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = slugify(title)[:60] or "resultaat"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
