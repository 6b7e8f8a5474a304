"""The pages on which anybody objects to the frame, and on which a steward answers."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, objections, queries
from lerendwerken.learning.frame.forms import ObjectionAnswerForm, ObjectionForm
from lerendwerken.learning.frame.models import Frame, FrameObjection
from lerendwerken.learning.frame.objections import Shown


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """All objections, those without an answer first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    told = [(one, one.clock_words(viewer)) for one in objections.every(viewer)]
    waits = [(one, clock) for one, clock in told if clock or one.row.state == FrameObjection.State.QUEUED]
    context = {"waiting": waits, "answered": [entry for entry in told if entry not in waits]}
    return render(request, "frame/objections.html", context)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Object to the frame in force or the one to come, or to a part of it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    frame = queries.open_to_objections(viewer, _version(request))
    parts = list(objections.parts(viewer, frame))
    if request.method == "POST":
        form = ObjectionForm.submitted(request, about=str(frame.pk), parts=parts)
        if form.is_valid():
            row = _objected(form, frame, viewer)
            if row is not None:
                form.done()
                messages.success(
                    request, _("Your objection is sent. Everybody reads it, and sees the clock.")
                )
                return redirect("frame:objection", row.pk)
    else:
        given = {"part": request.GET.get("part", "")}
        form = ObjectionForm.open(request, about=str(frame.pk), initial=given, parts=parts)
    return render(request, "frame/object.html", {"form": form, "frame": frame})


@require_GET
def one(request: HttpRequest, objection: uuid.UUID) -> HttpResponse:
    """One objection with its clock and its answers."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return _page(request, viewer, objections.one_for(viewer, objection))


@require_POST
def answer(request: HttpRequest, objection: uuid.UUID) -> HttpResponse:
    """Answer with a reason."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    shown = objections.one_for(viewer, objection)
    versions = _later(viewer, shown)
    form = ObjectionAnswerForm.submitted(request, about=str(objection), versions=versions)
    if form.is_valid():
        chosen = form.cleaned_data.get("version", "")
        fields = form.cleaned_data | {
            "version": next((row for row in versions if str(row.pk) == chosen), None)
        }
        try:
            actions.answer(shown.row, **fields, key=form.key, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Answered. Everybody reads it, and it stays."))
            return redirect("frame:objection", objection)
    if not shown.is_for(viewer):
        raise Forbidden
    return _page(request, viewer, shown, form)


@require_POST
def take_back(request: HttpRequest, objection: uuid.UUID) -> HttpResponse:
    """Take back an objection of one's own that has no answer yet."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    actions.take_back(objections.one_for(viewer, objection).row, by=viewer)
    messages.success(request, _("Your objection is gone."))
    return redirect("frame:objections")


def _page(
    request: HttpRequest, viewer: Viewer, shown: Shown, form: ObjectionAnswerForm | None = None
) -> HttpResponse:
    if form is None and shown.is_for(viewer):
        about = str(shown.row.pk)
        form = ObjectionAnswerForm.open(request, about=about, versions=_later(viewer, shown))
    context = {
        "one": shown,
        "row": shown.row,
        "clock": shown.clock_words(viewer),
        "form": form,
        "mine": shown.row.author_id == viewer.member,
    }
    return render(request, "frame/objection.html", context)


def _later(viewer: Viewer, shown: Shown) -> list[Frame]:
    """The versions that came after the one to which somebody objected."""
    return [row for row in queries.frames(viewer) if row.number > shown.row.frame.number]


def _version(request: HttpRequest) -> uuid.UUID | None:
    """The version that is meant, where the address names one. Raises `NotFound` for what is no key."""
    key = request.GET.get("version")
    try:
        return uuid.UUID(key) if key else None
    except ValueError:
        raise NotFound from None


def _objected(form: ObjectionForm, frame: Frame, viewer: Viewer) -> FrameObjection | None:
    filled = form.cleaned_data
    lineage = uuid.UUID(filled["part"]) if filled["part"] else None
    try:
        return actions.object_to(
            lineage, text=filled["text"], why=filled["why"], frame=frame, key=form.key, by=viewer
        )
    except BadInput as refusal:
        form.refuse(refusal)
        return None
