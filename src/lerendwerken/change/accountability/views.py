"""The pages of statements."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.change.accountability import actions, queries, showing
from lerendwerken.change.accountability.forms import ReplyForm, StatementForm
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.insights import mirroring


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined,no-any-return]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """One's own statements; for a manager also those that were sent to them."""
    viewer = _viewer(request)
    received = queries.sent_to(viewer)
    manages = viewer.role is Role.MANAGER or organisations.teams_managed_by(viewer).exists()
    shown = {
        "period": queries.period(viewer),
        "manager": queries.manager(viewer),
        "drafts": queries.drafts(viewer),
        "mine": queries.statements(viewer),
        "received": received,
        "manages": manages or bool(received),
        "writes": viewer.team is not None,
        "news": viewer.team is not None and queries.has_news(viewer),
        "waits": not agreed.holds(viewer, viewer.team),
    }
    return render(request, "accountability/home.html", shown)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a statement, out of what one shared already."""
    viewer = _viewer(request)
    draft = queries.draft(viewer)
    whole = "whole" in request.GET
    period = (
        queries.Period(draft.first_week, draft.last_week) if draft else queries.period(viewer, whole=whole)
    )
    made = queries.prefill(viewer, period.first_week, period.last_week, again=whole or draft is not None)
    options = showing.statement_form_options(viewer, made, draft)
    about = showing.about(draft, period)
    if request.method == "POST":
        form = StatementForm.submitted(request, about=about, **options)
        if form.is_valid():
            try:
                kept = actions.write_draft(
                    title=form.cleaned_data["title"],
                    parts=form.parts,
                    results=form.lineages,
                    different=form.cleaned_data["different"],
                    failed=form.cleaned_data["failed"],
                    need=form.cleaned_data["need"],
                    first_week=period.first_week,
                    last_week=period.last_week,
                    key=draft.pk if draft else form.key,
                    by=viewer,
                )
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                return redirect("accountability:preview", kept.pk)
    else:
        form = StatementForm.open(request, about=about, initial=showing.initial(made, draft), **options)
        if "mirror" in request.GET:
            showing.carry(form, mirroring.seen(viewer))
    shown = {
        "form": form,
        "draft": draft,
        "period": period,
        "manager": queries.manager(viewer),
        "results": showing.results_in_words(form),
        "more": made.more,
        "waits": not agreed.holds(viewer, viewer.team),
        "is_part": draft is None and not whole and period != queries.period(viewer, whole=True),
    }
    return render(request, "accountability/write.html", shown)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Exactly what the manager will see, and what does not go along; from here it is sent."""
    viewer = _viewer(request)
    row = queries.draft_for(viewer, draft)
    manager = queries.manager(viewer)
    problem: BadInput | None = None
    if request.method == "POST":
        try:
            statement = actions.send(row, by=viewer)
        except BadInput as refusal:
            problem = refusal
        else:
            return redirect("accountability:one", statement.pk)
    letter = showing.preview(viewer, row, manager)
    shown = {
        "draft": row,
        "letter": letter,
        "manager": manager,
        "waits": not agreed.holds(viewer, viewer.team),
        "problem": problem,
    }
    return render(request, "accountability/preview.html", shown, status=400 if problem else 200)


@require_POST
def throw_away(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Delete a statement in the making."""
    viewer = _viewer(request)
    actions.throw_away(queries.draft_for(viewer, draft), by=viewer)
    return redirect("accountability:home")


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, statement: uuid.UUID) -> HttpResponse:
    """A sent statement with its reply; the manager to whom it was sent replies here."""
    viewer = _viewer(request)
    row = queries.statement_for(viewer, statement)
    reply = queries.reply_to(viewer, row)
    mine = row.owner_id == viewer.member
    form: ReplyForm | None = None
    if request.method == "POST":
        form = ReplyForm.submitted(request, about=str(row.pk))
        if form.is_valid():
            try:
                actions.reply(row, text=form.cleaned_data["text"], key=form.key, by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                return redirect("accountability:one", row.pk)
    elif not mine and reply is None:
        form = ReplyForm.open(request, about=str(row.pk))
    shown = {
        "statement": row,
        "letter": showing.sent(viewer, row),
        "reply": reply,
        "form": form if not mine and reply is None else None,
        "mine": mine,
        "again_to": queries.again_to(viewer, row),
    }
    return render(request, "accountability/one.html", shown)


@require_POST
def again(request: HttpRequest, statement: uuid.UUID) -> HttpResponse:
    """Send an older statement to the manager of now as well."""
    viewer = _viewer(request)
    copy = actions.send_again(queries.my_statement_for(viewer, statement), by=viewer)
    return redirect("accountability:one", copy.pk)
