"""The method coach's questions: everybody reads the organisation's own, the steward adds, changes and takes out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners import coach, questions
from lerendwerken.ai.partners.forms import CoachQuestionForm
from lerendwerken.ai.partners.models import CoachQuestion
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.wall.viewer import Role, Viewer


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The organisation's own questions, and what the coach asks by itself."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    language = "en" if viewer.language == "en" else "nl"
    context = {
        "questions": questions.in_force(viewer),
        "taken_out": questions.taken_out(viewer),
        "keeps": viewer.role is Role.STEWARD,
        "ours": [
            (trigger.label, coach.wordings(trigger.value, language)) for trigger in CoachQuestion.Trigger
        ],
    }
    return render(request, "partners/coach.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, coach_question: uuid.UUID | None = None) -> HttpResponse:
    """Add a question, or replace one by a new version."""
    viewer = _steward(request)
    row = questions.question_for(viewer, coach_question) if coach_question else None
    about = str(coach_question) if coach_question else "new"
    if request.method == "POST":
        form = CoachQuestionForm.submitted(request, about=about)
        if form.is_valid() and _kept(form, row, viewer):
            form.done()
            messages.success(request, _("Kept. The coach asks it from now on, with everybody."))
            return redirect("ai-coach")
    else:
        given = {name: getattr(row, name) for name in CoachQuestionForm.base_fields} if row else {}
        form = CoachQuestionForm.open(request, about=about, initial=given or {"language": viewer.language})
    return render(request, "partners/coach_edit.html", {"form": form, "row": row})


@require_GET
def versions(request: HttpRequest, coach_question: uuid.UUID) -> HttpResponse:
    """Every version of one of the organisation's own questions, also of one that was taken out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return render(
        request, "partners/coach_versions.html", {"rows": questions.versions(viewer, coach_question)}
    )


@require_POST
def take_out(request: HttpRequest, coach_question: uuid.UUID) -> HttpResponse:
    """Take a question out of the bank."""
    viewer = _steward(request)
    questions.take_out(questions.question_for(viewer, coach_question), by=viewer)
    messages.success(request, _("Taken out. The coach does not ask it any more."))
    return redirect("ai-coach")


def _steward(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.role is not Role.STEWARD:
        raise Forbidden(_("The steward adds questions for the coach. Everybody can read them."))
    return viewer


def _kept(form: CoachQuestionForm, row: CoachQuestion | None, viewer: Viewer) -> bool:
    try:
        if row is None:
            questions.add(**form.cleaned_data, key=form.key, by=viewer)
        else:
            questions.change(row, **form.cleaned_data, by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return False
    except Conflict as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True
