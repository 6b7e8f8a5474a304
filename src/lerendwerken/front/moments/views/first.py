"""The first three minutes: value before form."""

from __future__ import annotations

import uuid
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners import coach
from lerendwerken.ai.partners.queries import chatbots, endpoint
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.moments import showing
from lerendwerken.front.moments.forms import PasteForm, QuestionForm
from lerendwerken.front.moments.views import viewer_of
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.sparring import actions as sparring_actions
from lerendwerken.learning.sparring import outgoing
from lerendwerken.learning.sparring import queries as sparring
from lerendwerken.learning.sparring import showing as sparring_showing
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle import actions as weekcycle_actions


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Paste something that you are stuck on, with two lines of your own view."""
    viewer = viewer_of(request)
    if request.method == "GET":
        return render(request, "moments/first.html", {"form": PasteForm.open(request)})
    form = PasteForm.submitted(request)
    if form.is_valid():
        try:
            session = _begin(form, viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            return redirect("first-answer", session.pk)
    return render(request, "moments/first.html", {"form": form})


@require_GET
def answer(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The answer, and three learning questions drawn from one's own text, each one click away."""
    viewer = viewer_of(request)
    row = _session(viewer, session)
    questions = coach.learning_questions(
        row.piece.text if row.piece else "", row.view, language=_language(row)
    )
    return _page(request, viewer, row, questions)


@require_POST
def choose(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Take one of the questions, as it is or edited."""
    viewer = viewer_of(request)
    row = _session(viewer, session)
    form = QuestionForm.submitted(
        request, about=_about(row, request.POST.get("number", "")), development_questions=_under(viewer)
    )
    if form.is_valid():
        try:
            weekcycle_actions.ask_question(
                form.cleaned_data["question"],
                development_question=form.development_question(),
                week=showing.this_week(viewer),
                key=form.key,
                by=viewer,
            )
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            return redirect("week")
    questions = coach.learning_questions(
        row.piece.text if row.piece else "", row.view, language=_language(row)
    )
    return _page(request, viewer, row, questions, refused=form, number=request.POST.get("number", ""))


def _begin(form: PasteForm, viewer: Viewer) -> SparringSession:
    piece = weekcycle_actions.paste(
        form.cleaned_data["piece"], view=form.cleaned_data["view"], key=form.key, by=viewer
    )
    session = sparring_actions.begin(
        SparringSession.Mode.FIRST, view=form.cleaned_data["view"], piece=piece, key=form.key, by=viewer
    )
    sparring_actions.ask_first(session, by=viewer)
    return session


def _session(viewer: Viewer, session: uuid.UUID) -> SparringSession:
    row = sparring.session_for(viewer, session)
    if row.mode != SparringSession.Mode.FIRST:
        raise NotFound
    return row


def _language(row: SparringSession) -> Literal["nl", "en"]:
    return "nl" if row.language == "nl" else "en"


def _about(row: SparringSession, number: str) -> str:
    return f"{row.pk}-{number[:1]}"


def _under(viewer: Viewer) -> list[DevelopmentQuestion]:
    return showing.development_questions(viewer)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    row: SparringSession,
    questions: list[coach.Question],
    *,
    refused: QuestionForm | None = None,
    number: str = "",
) -> HttpResponse:
    under = _under(viewer)
    forms = []
    for place, question in enumerate(questions, start=1):
        if refused is not None and number == str(place):
            forms.append((place, question, refused))
            continue
        initial = {"question": question.text, "under": str(under[0].pk) if under else ""}
        form = QuestionForm.open(
            request, about=_about(row, str(place)), development_questions=under, initial=initial, prefix=None
        )
        form.auto_id = f"id_{place}_%s"
        forms.append((place, question, form))
    turns = sparring.turns(viewer, row)
    parcel = None
    problem = None
    model = endpoint(viewer)
    if model and not turns:
        try:
            parcel = outgoing.parcel(viewer, row, turns=[])
        except outgoing.NotMasked as refusal:
            problem = refusal
    return render(
        request,
        "moments/first_answer.html",
        {
            "session": row,
            "turns": [sparring_showing.turn(turn, row.language) for turn in turns],
            "forms": forms,
            "model": model.name if model else "",
            "preview": parcel,
            "problem": problem,
            "bridge": bool(chatbots(viewer)),
        },
    )
