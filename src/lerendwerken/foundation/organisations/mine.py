"""One's own page of rights: everything I wrote in one file, the name that stays, being erased."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import actions, exporting, queries
from lerendwerken.foundation.organisations.actions.leaving import EXPORT_KEPT, LATE
from lerendwerken.foundation.organisations.middleware import for_leavers
from lerendwerken.foundation.organisations.models import ExportFile
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.models import OnErasure
from lerendwerken.foundation.wall.viewer import Viewer


@for_leavers
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What somebody may do with what is theirs."""
    viewer = _viewer(request)
    file = queries.export_of(viewer)
    late = bool(file and not file.ready and clock.now() - file.created > LATE)
    context = _about(viewer) | {"file": file, "late": late, "left": _others_left(request, viewer)}
    if file and file.ready:
        context["fetch_until"] = file.created + EXPORT_KEPT
    return render(request, "organisations/mine.html", context)


@for_leavers
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have everything put in one file."""
    viewer = _viewer(request)
    actions.ask_export(by=viewer)
    return _back(viewer)


@for_leavers
@require_GET
def fetch(request: HttpRequest, export: uuid.UUID) -> HttpResponse:
    """The file itself."""
    file: ExportFile = queries.export_for(_viewer(request), export)
    response = HttpResponse(bytes(file.content), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{exporting.name_of(file.pk)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_leavers
@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """Choose whether one's name stays with what one shared."""
    viewer = _viewer(request)
    actions.choose_name(request.POST.get("keeps_name") == "yes", by=viewer)
    messages.success(request, _("Kept."))
    return _back(viewer)


@for_leavers
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays when somebody is erased, and doing it."""
    viewer = _viewer(request)
    problem = ""
    if request.method == "POST":
        try:
            actions.erase_me(request.POST.get("typed", ""), by=viewer)
        except BadInput as refusal:
            problem = str(refusal.message)
        else:
            return _gone(request)
    counted = rights.own_counts(viewer)
    context = _about(viewer) | {
        "problem": problem,
        "goes": [(capfirst(str(m._meta.verbose_name)), n) for m, n in counted if _goes(m.on_erasure)],
        "stays": [(capfirst(str(m._meta.verbose_name)), n) for m, n in counted if not _goes(m.on_erasure)],
        "elsewhere": len(queries.memberships_of(request.user)) > 1,  # type: ignore[arg-type]
    }
    return render(request, "organisations/mine_erase.html", context, status=400 if problem else 200)


def _goes(on_erasure: OnErasure) -> bool:
    return on_erasure is OnErasure.DELETE


def _gone(request: HttpRequest) -> HttpResponse:
    """The last page: nobody is signed in any more, unless there is another organisation."""
    if queries.memberships_of(request.user):  # type: ignore[arg-type]
        request.session.pop("membership", None)
        return redirect("/")
    request.session.flush()
    request.user = AnonymousUser()
    request.viewer = None  # type: ignore[attr-defined]
    return render(request, "organisations/erased.html")


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _about(viewer: Viewer) -> dict[str, Any]:
    """Who it is about, and for who left until when."""
    member = queries.membership_of(viewer)
    until = queries.day_of_forgetting(member) if member.ended else None
    return {
        "member": member,
        "until": until,
        "base": "shell/plain.html" if member.ended else "shell/page.html",
    }


def _others_left(request: HttpRequest, viewer: Viewer) -> list[Any]:
    return [membership for membership in request.left if membership.pk != viewer.member]  # type: ignore[attr-defined]


def _back(viewer: Viewer) -> HttpResponse:
    member = queries.membership_of(viewer)
    return redirect(reverse("mine") + (f"?left={member.pk}" if member.ended else ""))
