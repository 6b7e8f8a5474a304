"""The first three minutes: value before form."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners.queries import chatbots, endpoint
from lerendwerken.foundation.drafts.queries import last_arrival
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.ground.together import atomic
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations.middleware import takes_a_file
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.moments import belonging, showing
from lerendwerken.front.moments.forms import PasteForm, QuestionForm
from lerendwerken.front.moments.views import viewer_of
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.sparring import actions as sparring_actions
from lerendwerken.learning.sparring import documents, outgoing, questions, sources
from lerendwerken.learning.sparring import queries as sparring
from lerendwerken.learning.sparring import showing as sparring_showing
from lerendwerken.learning.sparring.attaching import NotKept
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle import actions as weekcycle_actions
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.learning.weekcycle.models import Caught, LearningQuestion

NUMBERS = [str(number) for number in range(1, questions.MOST + 1)]


@dataclass(frozen=True)
class Choice:
    """One question to choose, with its form."""

    number: str
    proposed: questions.Proposed
    form: QuestionForm
    under: DevelopmentQuestion | None  # the only development question there is

    @property
    def is_ai_text(self) -> bool:
        """Whether an AI wrote it and the person has not made it their own yet."""
        return bool(self.proposed.written_by) and self.form["question"].value() == self.proposed.text

    @property
    def quotes_piece(self) -> bool:
        """Whether words of the private piece would be read by the team."""
        return self.proposed.quotes_piece


@takes_a_file
@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Paste something that you are stuck on, with two lines of your own view."""
    viewer = viewer_of(request)
    if request.method == "GET":
        return render(request, "moments/first.html", {"form": PasteForm.open(request)})
    form = PasteForm.submitted(request)
    if form.is_valid():
        try:
            session = _begin(request, form, viewer)
        except (BadInput, NotKept) as refusal:
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
    return _page(request, viewer, row)


@require_POST
def choose(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Take one of the questions, as it is or edited."""
    viewer = viewer_of(request)
    row = _session(viewer, session)
    form = QuestionForm.submitted(
        request,
        about=_about(row, request.POST.get("number", "")),
        development_questions=showing.development_questions(viewer),
    )
    if form.is_valid():
        try:
            _keep(form, viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            return redirect("week")
    return _page(request, viewer, row, refused=form)


def _begin(request: HttpRequest, form: PasteForm, viewer: Viewer) -> SparringSession:
    """The session about what was brought: a text, a document or both. A document has to be read before an answer."""
    words = form.cleaned_data
    with atomic():
        piece = None
        if words["piece"]:
            piece = weekcycle_actions.paste(words["piece"], view=words["view"], key=form.key, by=viewer)
        session = sparring_actions.begin(
            SparringSession.Mode.FIRST, view=words["view"], piece=piece, key=form.key, by=viewer
        )
        attached = documents.attach_sent(request, session, key=form.key, by=viewer)
    if not attached:
        sparring_actions.ask_first(session, by=viewer)
    return session


def _keep(form: QuestionForm, viewer: Viewer) -> None:
    """The team reads the chosen question; without an agreement it stays with its owner, as a caught thought."""
    if not agreed.holds(viewer, viewer.team):
        weekcycle_actions.catch(form.cleaned_data["question"], key=form.key, by=viewer)
        return
    weekcycle_actions.ask_question(
        form.cleaned_data["question"],
        development_question=form.development_question(),
        week=showing.this_week(viewer),
        key=form.key,
        by=viewer,
    )


def _session(viewer: Viewer, session: uuid.UUID) -> SparringSession:
    row = sparring.session_for(viewer, session)
    if row.mode != SparringSession.Mode.FIRST:
        raise NotFound
    return row


def _about(row: SparringSession, number: str) -> str:
    return f"{row.pk}-{number[:1]}"


def _choices(
    request: HttpRequest,
    viewer: Viewer,
    row: SparringSession,
    proposed: list[questions.Proposed],
    refused: QuestionForm | None,
) -> list[Choice]:
    """The questions, each with the development question that its words, or else the whole text, belong to.

    One is always proposed: a choice is one click, and the writer sees it and may change it.
    """
    under = showing.development_questions(viewer)
    around = f"{row.view} {row.piece.text if row.piece else ''}"
    whole = belonging.proposed("", around, under) or (under[0] if under else None)
    choices = []
    for number, question in zip(NUMBERS, proposed, strict=False):
        if refused is not None and request.POST.get("number", "") == number:
            form = refused
        else:
            best = belonging.proposed(question.text, around, under) or whole
            initial = {"question": question.text, "under": str(best.pk) if best else ""}
            form = QuestionForm.open(
                request, about=_about(row, number), development_questions=under, initial=initial
            )
        form.auto_id = f"id_{number}_%s"
        choices.append(Choice(number, question, form, under[0] if len(under) == 1 else None))
    return choices


def _chosen(viewer: Viewer, row: SparringSession) -> tuple[str, LearningQuestion | Caught] | None:
    """Which of the three was chosen, and what it became; the newest choice."""
    sent = [
        (number, arrival)
        for number in NUMBERS
        if (arrival := last_arrival(viewer, QuestionForm.draft, _about(row, number)))
    ]
    for number, arrival in sorted(sent, key=lambda pair: pair[1].at, reverse=True):
        try:
            return number, _kept(viewer, arrival.key)
        except NotFound:
            continue
    return None


def _kept(viewer: Viewer, key: uuid.UUID) -> LearningQuestion | Caught:
    if agreed.holds(viewer, viewer.team):
        return weekcycle.question_for(viewer, key)
    return weekcycle.caught_for(viewer, key)


def _page(
    request: HttpRequest, viewer: Viewer, row: SparringSession, *, refused: QuestionForm | None = None
) -> HttpResponse:
    turns = sparring.turns(viewer, row)
    found = sources.of(viewer, row, turns)
    kept = sparring.claims(viewer, row)
    shown = [sparring_showing.turn(turn, row, found, kept) for turn in turns]
    brought = documents.page(viewer, row)
    parcel = None
    problem = None
    model = endpoint(viewer)
    if model and not turns and not brought["reading"]:
        try:
            parcel = outgoing.parcel(viewer, row, turns=[])
        except outgoing.NotMasked as refusal:
            problem = refusal
    busy = any(turn.is_busy for turn in turns)
    proposed = [] if busy else questions.proposed(viewer, row, turns)
    choices = _choices(request, viewer, row, proposed, refused)
    chosen = _chosen(viewer, row)
    return render(
        request,
        "moments/first_answer.html",
        {
            "session": row,
            "turns": shown,
            "busy": busy,
            "chosen": chosen[1] if chosen else None,
            "replaces": None if chosen else weekcycle.current_question(viewer),
            "choices": [choice for choice in choices if not chosen or choice.number != chosen[0]],
            "model": model.name if model else "",
            "preview": parcel,
            "problem": problem,
            "bridge": bool(chatbots(viewer)),
            **brought,
            "is_shared": agreed.holds(viewer, viewer.team),
        },
    )
