"""The pages of the mirror."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import mirroring
from lerendwerken.learning.insights.forms import MirrorForm, MirrorSeenForm
from lerendwerken.learning.insights.mirroring import NOW, THEN


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@require_http_methods(["GET", "POST"])
def mirror(request: HttpRequest) -> HttpResponse:
    """One's own unaided work, then and now, side by side; a piece is kept here."""
    viewer = _viewer(request)
    form = MirrorForm.submitted(request) if request.method == "POST" else MirrorForm.open(request)
    if request.method == "POST" and form.is_valid():
        try:
            mirroring.keep(
                task=form.cleaned_data["task"], text=form.cleaned_data["text"], key=form.key, by=viewer
            )
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Kept, for you alone."))
            return redirect("insights:mirror")
    return _page(request, viewer, form, None)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Write what one sees in the two."""
    viewer = _viewer(request)
    form = MirrorSeenForm.submitted(request)
    if form.is_valid():
        try:
            mirroring.see(form.cleaned_data["sees"], by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Kept, for you alone."))
            return redirect("insights:mirror")
    return _page(request, viewer, None, form)


@require_POST
def throw_away(request: HttpRequest, work: uuid.UUID) -> HttpResponse:
    """Throw one of the pieces away."""
    viewer = _viewer(request)
    mirroring.throw_away(mirroring.piece_for(viewer, work), by=viewer)
    messages.success(request, _("Thrown away. It is gone."))
    return redirect("insights:mirror")


def _page(
    request: HttpRequest, viewer: Viewer, form: MirrorForm | None, seen: MirrorSeenForm | None
) -> HttpResponse:
    """The pieces that are there, and the form for what comes next: the second piece, or what one sees."""
    pieces = mirroring.pieces(viewer)
    then, now = pieces.get(THEN), pieces.get(NOW)
    if now:
        seen = seen or MirrorSeenForm.open(request, initial={"sees": now.sees})
    else:
        form = form or MirrorForm.open(request)
    context = {"then": then, "now": now, "form": None if now else form, "seen": seen if now else None}
    return render(request, "insights/mirror.html", context)
