"""The pages on which a steward prepares a version of the frame and decides it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.drafts.writing import WritingForm
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.organisations.queries import teams
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, objections, queries
from lerendwerken.learning.frame._rows import mark, steward
from lerendwerken.learning.frame._versions import Part, a_year_from
from lerendwerken.learning.frame.forms import DecideForm, FrameForm, GoalForm, PromiseForm, QuestionForm
from lerendwerken.learning.frame.meeting import standing_words
from lerendwerken.learning.frame.models import Frame
from lerendwerken.learning.frame.views import parts_of

F = TypeVar("F", bound=WritingForm)
Save = Callable[[str], object]


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin: a copy of the version in force at once, a first frame with its name and its why."""
    viewer = _steward(request)
    if queries.draft_frame(viewer) is not None:
        return redirect("frame:edit")
    if queries.frame_in_force(viewer) is not None:
        if request.method == "POST":
            actions.start_draft(by=viewer)
            return redirect("frame:edit")
        return redirect("frame:home")
    today = clock.today(viewer.zone)
    form = _form(FrameForm, request, "", {"starts": today, "ends": a_year_from(today)})

    def save(_seen: str) -> None:
        actions.start_draft(**form.cleaned_data, key=form.key, by=viewer)

    return _saved(request, form, save, "frame/words.html", {"first": True}, _("Now the first goal."))


@require_POST
def start_next_period(request: HttpRequest) -> HttpResponse:
    """Begin the version for the period after the present one."""
    actions.start_next_period(by=_steward(request))
    return redirect("frame:edit")


@require_POST
def prepare_again(request: HttpRequest, frame: uuid.UUID) -> HttpResponse:
    """The version that is decided for a period to come can be changed again."""
    viewer = _steward(request)
    actions.prepare_again(queries.frame_for(viewer, frame), by=viewer)
    messages.success(request, _("This version is in preparation again. Stewards alone see it now."))
    return redirect("frame:edit")


@require_GET
def edit(request: HttpRequest) -> HttpResponse:
    """The version in preparation, with everything that can be done to it."""
    viewer, draft = _draft(request)
    return _edit_page(request, viewer, draft, DecideForm.open(request, about=str(draft.pk)))


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """From now on, or from the first day of its period, this version holds."""
    viewer, draft = _draft(request)
    form = DecideForm.submitted(request, about=str(draft.pk))
    if form.is_valid():
        try:
            actions.decide(draft, reason=form.cleaned_data["reason"], by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("This version is decided. Everybody can read it, with your reason."))
            return redirect("frame:home")
    return _edit_page(request, viewer, draft, form)


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """The version in preparation goes; what is in force stays."""
    viewer, draft = _draft(request)
    actions.throw_away(draft, by=viewer)
    messages.success(request, _("The version in preparation is gone."))
    return redirect("frame:home")


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The name, the why and the period of the version in preparation."""
    viewer, draft = _draft(request)
    given = {name: getattr(draft, name) for name in ("title", "why", "starts", "ends")}
    form = _form(FrameForm, request, str(draft.pk), given)

    def save(seen: str) -> None:
        actions.edit_frame(draft, **form.cleaned_data, seen=seen, by=viewer)

    about = {"draft": draft, "row": draft}
    return _saved(request, form, save, "frame/words.html", about, _("Kept in preparation."), given)


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, goal: uuid.UUID | None = None) -> HttpResponse:
    """Add a goal, or change one."""
    viewer, draft = _draft(request)
    row = queries.goal_in(viewer, draft, goal) if goal else None
    given = {"title": row.title, "text": row.text, "challenges": row.challenges} if row else {}
    form = _form(GoalForm, request, _about(goal, draft), given)

    def save(seen: str) -> None:
        actions.put_goal(draft, **form.cleaned_data, goal=row, key=form.key, seen=seen, by=viewer)

    return _saved(request, form, save, "frame/goal.html", {"row": row}, _("Goal kept in preparation."), given)


@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, promise: uuid.UUID | None = None) -> HttpResponse:
    """Add a result promise, or change one."""
    viewer, draft = _draft(request)
    row = queries.promise_in(viewer, draft, promise) if promise else None
    given: dict[str, Any] = (
        {name: getattr(row, name) for name in PromiseForm.base_fields if name != "goal"} if row else {}
    )
    given["goal"] = str(row.goal_id) if row else request.GET.get("goal", "")
    form = _form(PromiseForm, request, _about(promise, draft), given, goals=_goals(viewer, draft))

    def save(seen: str) -> None:
        fields = form.cleaned_data | {
            "goal": queries.goal_in(viewer, draft, uuid.UUID(form.cleaned_data["goal"]))
        }
        actions.put_promise(draft, **fields, promise=row, key=form.key, seen=seen, by=viewer)

    done = _("Result kept in preparation.")
    return _saved(request, form, save, "frame/promise.html", {"row": row}, done, given)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question: uuid.UUID | None = None) -> HttpResponse:
    """Add a development question, or change one."""
    viewer, draft = _draft(request)
    row = queries.question_in(viewer, draft, question) if question else None
    given = {"text": row.text, "team": str(row.team_id or ""), "goal": str(row.goal_id)} if row else {}
    given.setdefault("goal", request.GET.get("goal", ""))
    every_team = list(teams(viewer))
    form = _form(
        QuestionForm, request, _about(question, draft), given, goals=_goals(viewer, draft), teams=every_team
    )

    def save(seen: str) -> None:
        under = queries.goal_in(viewer, draft, uuid.UUID(form.cleaned_data["goal"]))
        team = next((team for team in every_team if str(team.pk) == form.cleaned_data["team"]), None)
        actions.put_development_question(
            draft,
            goal=under,
            text=form.cleaned_data["text"],
            team=team,
            question=row,
            key=form.key,
            seen=seen,
            by=viewer,
        )

    done = _("Question kept in preparation.")
    return _saved(request, form, save, "frame/question.html", {"row": row}, done, given)


@require_POST
def remove(request: HttpRequest, kind: str, row: uuid.UUID) -> HttpResponse:
    """Take something out of the version in preparation."""
    viewer, draft = _draft(request)
    part: Part
    match kind:
        case "goal":
            part = queries.goal_in(viewer, draft, row)
        case "result":
            part = queries.promise_in(viewer, draft, row)
        case "question":
            part = queries.question_in(viewer, draft, row)
        case _:
            raise NotFound
    try:
        actions.remove(part, by=viewer)
    except BadInput as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Taken out of this version. Earlier versions keep it."))
    return redirect("frame:edit")


def _steward(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    steward(viewer)
    return viewer


def _draft(request: HttpRequest) -> tuple[Viewer, Frame]:
    viewer = _steward(request)
    draft = queries.draft_frame(viewer)
    if draft is None:
        raise NotFound(_("There is no version in preparation. Perhaps a colleague decided it just now."))
    return viewer, draft


def _goals(viewer: Viewer, draft: Frame) -> list[Any]:
    found = queries.goals(viewer, draft)
    if not found:
        raise NotFound(_("Add a goal first: every result and every question stands under one."))
    return found


def _about(row: uuid.UUID | None, draft: Frame) -> str:
    """Under what the words that are being typed are kept: a thing's own key, or what is new in this version."""
    return str(row or f"new-{draft.pk}")


def _form(kind: type[F], request: HttpRequest, about: str, given: dict[str, Any], **more: Any) -> F:
    if request.method == "POST":
        return kind.submitted(request, about=about, **more)
    return kind.open(request, about=about, initial=given, **more)


def _saved(
    request: HttpRequest,
    form: WritingForm,
    save: Save,
    template: str,
    context: dict[str, Any],
    done: str | Promise,
    given: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Do what the form asks and go back to the version, or show the form with what is still wrong.

    `given` is what the row says that is changed. Where somebody else changed it since this form was opened,
    that is shown first, and a second press keeps what stands in the form.
    """
    row = context.get("row")
    now = mark(row) if row else ""
    seen = request.POST.get("seen", now)
    other = standing_words(form, given or {}) if row and (seen != now or form.draft_version) else []
    overtaken = bool(seen != now and other)
    valid = request.method == "POST" and form.is_valid()
    if valid and not overtaken:
        try:
            save(now)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, str(done))
            return redirect("frame:edit")
    about = {"form": form, "seen": now, "standing": other, "overtaken": overtaken}
    return render(request, template, about | context)


def _edit_page(request: HttpRequest, viewer: Viewer, draft: Frame, form: DecideForm) -> HttpResponse:
    context = {
        "draft": draft,
        "parts": parts_of(viewer, draft),
        "in_force": queries.frame_in_force(viewer),
        "is_to_come": draft.starts > clock.today(viewer.zone),
        "taken": objections.taken_for_next(viewer),
        "form": form,
    }
    return render(request, "frame/edit.html", context)
