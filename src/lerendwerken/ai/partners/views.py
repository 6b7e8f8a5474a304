"""Our AI systems: a register that everybody reads and the administrator keeps."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners import actions, budgets, prompts, publication, queries, wording
from lerendwerken.ai.partners.forms import EntryForm
from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Role, Viewer


@dataclass(frozen=True)
class Prompt:
    """What a partner is told in one mode, step by step."""

    mode: str
    title: str
    number: int  # of the version of the organisation's words, 0 for ours
    steps: list[tuple[str, str]]


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Every AI system of the organisation, what is connected, and what works without any."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    host = queries.connected_host()
    entry = queries.connected_entry(viewer) if host else None
    context = {
        "entries": queries.register(viewer),
        "host": host,
        "model": settings.AI_MODEL,
        "connected": entry,
        "speaks": entry is not None and entry.status == RegisterEntry.Status.IN_USE,
        "keeps": viewer.role is Role.ADMINISTRATOR,
        "today": clock.today(viewer.zone),
        "connected_entries": {row.entry_id for row in queries.suppliers(viewer) if row.is_on},
        "week": budgets.own_week(viewer, weeks.monday(clock.today(viewer.zone))),
    }
    return render(request, "partners/register.html", context)


@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """The register in the structure of the Dutch algorithm register, for everybody who may read the register."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    name = organisations.organisation_of(viewer).name
    found = publication.published(queries.register(viewer), name)
    answer = JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="algoritmeregister.json"'
    return answer


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, entry: uuid.UUID | None = None) -> HttpResponse:
    """Add an AI system, or change what the register says about one."""
    viewer = _keeper(request)
    row = queries.entry_for(viewer, entry) if entry else None
    about = str(entry) if entry else "new"
    if request.method == "POST":
        form = EntryForm.submitted(request, about=about)
        if form.is_valid() and _kept(form, row, viewer):
            form.done()
            messages.success(request, _("Kept in the register. Everybody can read it."))
            return redirect("ai")
    else:
        given = {name: getattr(row, name) for name in EntryForm.base_fields} if row else {}
        form = EntryForm.open(request, about=about, initial=given)
    return render(request, "partners/edit.html", {"form": form, "row": row})


@require_POST
def switch(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """Take a system into use, or out of it."""
    viewer = _keeper(request)
    row = queries.entry_for(viewer, entry)
    if request.POST.get("status") == RegisterEntry.Status.IN_USE:
        try:
            actions.switch_on(row, by=viewer)
        except Conflict as refusal:
            messages.error(request, str(refusal.message))
            return redirect("ai")
        messages.success(request, _("In use from now on."))
    else:
        actions.switch_off(row, by=viewer)
        messages.success(request, _("Not in use from now on. Nothing goes to it any more."))
    return redirect("ai")


@require_POST
def connected(request: HttpRequest) -> HttpResponse:
    """Put the connected model in the register and in use."""
    viewer = _keeper(request)
    try:
        entry = actions.register_connected(by=viewer)
    except BadInput as refusal:
        messages.error(request, str(refusal.message))
        return redirect("ai")
    messages.success(request, _("In the register and in use. Complete what everybody should know about it."))
    return redirect("ai-edit", entry=entry.pk)


@require_GET
def read_prompts(request: HttpRequest) -> HttpResponse:
    """Everything that a partner is told before it gets anybody's words."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    language: prompts.Language = viewer.language if viewer.language in prompts.LANGUAGES else "nl"
    steps = {
        "questions": _("Questions"),
        "differences": _("Differences"),
        "options": _("Options"),
        "draft": _("Draft text"),
    }
    in_force = wording.in_force(viewer)
    shown = []
    for mode in prompts.MODES:
        own = in_force.get((mode, language))
        words = wording.own(own)
        told = [
            (steps[step], prompts.readable(mode, step, language=language, words=words))
            for step in prompts.steps(mode)
        ]
        shown.append(Prompt(mode, prompts.title(mode, language), own.number if own else wording.OURS, told))
    context = {"prompts": shown, "version": prompts.version(), "language": language}
    return render(request, "partners/prompts.html", context)


def _keeper(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.role is not Role.ADMINISTRATOR:
        raise Forbidden(_("The administrator keeps this register. Everybody can read it."))
    return viewer


def _kept(form: EntryForm, row: RegisterEntry | None, viewer: Viewer) -> bool:
    try:
        if row is None:
            actions.put_in_register(**form.cleaned_data, key=form.key, by=viewer)
        else:
            actions.change(row, **form.cleaned_data, by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return False
    return True
