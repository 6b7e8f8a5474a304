"""Beginning a session, and the question of the coach in the margin."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.ground.ids import own_id
from lerendwerken.foundation.ground.together import atomic
from lerendwerken.foundation.organisations.middleware import takes_a_file
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.sparring import actions, coaching, documents, queries
from lerendwerken.learning.sparring.attaching import NotKept
from lerendwerken.learning.sparring.forms import BeginForm, IntentionForm
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.sparring.views.page import to, viewer_of
from lerendwerken.learning.weekcycle import queries as weekcycle


@takes_a_file
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a session: what it is about and one's own view first."""
    viewer = viewer_of(request)
    week = weeks.monday(clock.today(viewer.zone))
    confident = weekcycle.asks_confidence(viewer, week)
    deepens = request.POST.get("moment") == "deepen"
    if request.method == "POST":
        form = BeginForm.submitted(request, with_confidence=confident)
        if form.is_valid():
            try:
                with atomic():
                    session = actions.begin(
                        form.cleaned_data["mode"],
                        situation=form.cleaned_data["situation"],
                        view=form.cleaned_data["view"],
                        confidence=form.cleaned_data.get("confidence"),
                        skipped="skip" in request.POST,
                        entry=weekcycle.entry(viewer, week, "deepen"),
                        week=week,
                        analysed=deepens,
                        key=form.key,
                        by=viewer,
                    )
                    attached = documents.attach_sent(request, session, key=form.key, by=viewer)
            except (BadInput, NotKept) as refusal:
                form.refuse(refusal)
            else:
                form.done()
                if attached:
                    return to(session, "#documents")
                turn = actions.ask_first(session, by=viewer)
                return to(session, "#now" if turn else "#answer")
    else:
        question = weekcycle.current_question(viewer)
        initial = {"mode": request.GET.get("mode", "analyse"), "situation": question.text if question else ""}
        form = BeginForm.open(request, initial=initial, with_confidence=confident)
    return render(request, "sparring/begin.html", {"form": form, "deepens": deepens})


@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest, use: uuid.UUID) -> HttpResponse:
    """Begin the session that serves a use of a practice, with one line of one's own first: one session a use.

    The team knows the key of the use, so the session's own key is another one.
    """
    viewer = viewer_of(request)
    there = queries.session_of_use(viewer, use)
    if there is not None:
        return redirect("sparring:session", there.pk)
    started = practices.use_for(viewer, use)
    if started.author_id != viewer.member:
        raise NotFound
    about = str(started.pk)
    if request.method == "GET":
        form = IntentionForm.open(request, about=about)
    else:
        form = IntentionForm.submitted(request, about=about)
        if form.is_valid():
            try:
                session = actions.begin(
                    SparringSession.Mode.PRODUCE,
                    situation=started.piece,
                    view=form.cleaned_data["view"],
                    skipped="skip" in request.POST,
                    version=started.version,
                    use=started.pk,
                    key=own_id("sparring.session of a use", started.pk, viewer.member),
                    by=viewer,
                )
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                turn = actions.ask_first(session, by=viewer)
                return to(session, "#now" if turn else "#answer")
    return render(request, "sparring/practice.html", {"form": form, "use": started})


@require_POST
def in_margin(request: HttpRequest) -> HttpResponse:
    """One question of the method coach about what somebody is writing: {question}, or {question: "", message}."""
    text = request.POST.get("text", "")
    question = coaching.in_margin(text, request.POST.get("mode", ""), by=viewer_of(request))
    if question is not None:
        return JsonResponse({"question": question.text})
    told = (
        coaching.no_further() if text.strip() else _("Write a line first. Then the coach can ask about it.")
    )
    return JsonResponse({"question": "", "message": str(told)})
