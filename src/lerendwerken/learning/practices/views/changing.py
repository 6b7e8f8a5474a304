"""The pages of changing a practice: proposing, talking, deciding, stopping."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, comparing, queries
from lerendwerken.learning.practices.forms import (
    ChangeForm,
    DeclineForm,
    ForceForm,
    StopPracticeForm,
    VoiceForm,
)
from lerendwerken.learning.practices.models import PracticeDraft, WorkProcess


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, process: uuid.UUID) -> HttpResponse:
    """Propose how a work process is done from now on, beginning with how it is done now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.process_to_change(viewer, process)
    if request.method == "GET" and not agreed.holds(viewer, row.team_id):
        return redirect("week")  # which says what is missing and whom to ask, before anybody writes
    version = next(iter(queries.versions(viewer, row)), None)
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
    draft = actions.propose_change(process, **form.given(), reason=reason, key=form.key, by=form.viewer)
    form.done()
    messages.success(request, _("Your team sees what you propose."))
    return redirect("practices:proposed", draft.pk)


@require_http_methods(["GET", "POST"])
def proposed(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """One proposed change; with POST the facilitator puts it in force, in the words on the form."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.draft_for(viewer, draft)
    if request.method == "GET":
        return _page(request, row)
    form = ForceForm.submitted(request, about=str(row.pk))
    if form.is_valid():
        try:
            actions.put_in_force(row, **form.given(), reason=form.cleaned_data["reason"], by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("In force. From now on your team works this way."))
            return redirect("practices:process", row.work_process_id)
    return _page(request, row, form=form)


@require_POST
def decline(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The facilitator decides that a change does not go in force, with the reason."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.draft_for(viewer, draft)
    form = DeclineForm.submitted(request, about=str(row.pk))
    if form.is_valid():
        try:
            actions.decline(row, reason=form.cleaned_data["declined_why"], by=viewer)
        except BadInput as refusal:
            form.refuse(BadInput(refusal.message, "declined_why"))
        else:
            form.done()
            messages.success(request, _("Decided. The practice stays as it is; your team reads why."))
            return redirect("practices:proposed", row.pk)
    return _page(request, row, declining=form)


@require_POST
def speak(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Be for a proposed change, or object, in a line or two."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.draft_for(viewer, draft)
    form = VoiceForm.submitted(request, about=str(row.pk))
    if form.is_valid():
        kind, text = request.POST.get("kind", ""), form.cleaned_data["text"]
        try:
            actions.speak(row, kind=kind, text=text, key=form.key, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Kept. Your team sees it."))
            return redirect("practices:proposed", row.pk)
    return _page(request, row, speaking=form)


def _page(
    request: HttpRequest,
    row: PracticeDraft,
    *,
    form: ForceForm | None = None,
    declining: DeclineForm | None = None,
    speaking: VoiceForm | None = None,
) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    about = str(row.pk)
    prefilled = {**ForceForm.prefilled(row), "reason": row.reason}
    version = row.adopted_from or next(iter(queries.versions(viewer, row.work_process)), None)
    voices = queries.voices(viewer, row.pk)
    mine = row.author_id == viewer.member
    said = next((voice.text for voice in voices if voice.author_id == viewer.member), "")
    context = {
        "draft": row,
        "form": form or ForceForm.open(request, about=about, initial=prefilled),
        "declining": declining or DeclineForm.open(request, about=about),
        "speaking": speaking or VoiceForm.open(request, about=about, initial={"text": said}),
        "voices": voices,
        "version": version,
        "comparison": comparing.compare(version, row) if version else None,
        "facilitates": row.team_id in viewer.facilitates,
        "open": row.declined_at is None,
        "mine": mine,
        "voice": "own" if mine else "other",
    }
    return render(request, "practices/proposed.html", context)


@require_POST
def withdraw(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Take a proposed change back."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.draft_for(viewer, draft)
    actions.withdraw(row, by=viewer)
    messages.success(request, _("Taken back. The practice stays as it is."))
    return redirect("practices:process", row.work_process_id)


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """Stop a practice on evidence."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.version_to_stop(viewer, version)
    form = StopPracticeForm.open(request, about=str(row.pk))
    if request.method == "POST":
        form = StopPracticeForm.submitted(request, about=str(row.pk))
        if form.is_valid():
            try:
                actions.stop(row, **form.cleaned_data, key=form.key, by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                messages.success(request, _("Stopped. That is a result: everybody can read what you saw."))
                return redirect("practices:process", row.work_process_id)
    return render(request, "practices/stop.html", {"form": form, "version": row})
