"""The pages of a sparring session."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners import bridge
from lerendwerken.ai.partners.queries import chatbots, endpoint
from lerendwerken.ai.partners.routes import routes
from lerendwerken.foundation.drafts import actions as drafts
from lerendwerken.foundation.ground import clock, metrics, weeks
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.ground.ids import own_id
from lerendwerken.foundation.ground.together import atomic
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.middleware import takes_a_file
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.sparring import (
    actions,
    coaching,
    documents,
    lines,
    outgoing,
    queries,
    reading,
    runner,
    showing,
    sources,
    thread,
)
from lerendwerken.learning.sparring.attaching import NotKept
from lerendwerken.learning.sparring.forms import BeginForm, CloseForm, IntentionForm, PasteForm, SayForm
from lerendwerken.learning.sparring.models import SparringSession, Turn
from lerendwerken.learning.weekcycle import queries as weekcycle


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined,no-any-return]


@takes_a_file
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a session: what it is about and one's own view first."""
    viewer = _viewer(request)
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
                    return _to(session, "#documents")
                turn = actions.ask_first(session, by=viewer)
                return _to(session, "#now" if turn else "#answer")
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
    viewer = _viewer(request)
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
                return _to(session, "#now" if turn else "#answer")
    return render(request, "sparring/practice.html", {"form": form, "use": started})


@require_POST
def in_margin(request: HttpRequest) -> HttpResponse:
    """One question of the method coach about what somebody is writing: {question}, or {question: "", message}."""
    text = request.POST.get("text", "")
    question = coaching.in_margin(text, request.POST.get("mode", ""), by=_viewer(request))
    if question is not None:
        return JsonResponse({"question": question.text})
    told = (
        coaching.no_further() if text.strip() else _("Write a line first. Then the coach can ask about it.")
    )
    return JsonResponse({"question": "", "message": str(told)})


@require_GET
def session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """A session: own thinking, what the partner said, what to say back, and own words to close.

    With `instead` in the address: the line up to one's own earlier words, which stand ready to be changed.
    """
    viewer = _viewer(request)
    row = queries.session_for(viewer, session)
    return _page(request, row, instead=None if row.closed_at else _instead(viewer, row, request.GET))


@require_POST
def say(request: HttpRequest, session: uuid.UUID) -> HttpResponseBase:
    """Say something back. What would leave with personal data in it is shown covered first.

    Who asks for events gets the answer itself, as it is written; else the page follows, which reads along.
    """
    viewer = _viewer(request)
    row = queries.session_for(viewer, session)
    asked = request.POST.get("asked", Turn.Asked.REPLY)
    if asked not in Turn.Asked.values:
        asked = Turn.Asked.REPLY
    if asked in (Turn.Asked.HARDER, Turn.Asked.AGAIN) and "seen" not in request.POST:
        return _ask_on(request, row, Turn.Asked(asked))
    instead = _instead(viewer, row, request.POST)
    line = _line(viewer, row, request, instead)
    form = SayForm.submitted(request, about=_about(row, instead))
    if not form.is_valid():
        return _page(request, row, say=form, instead=instead)
    looks_again = thread.left_out_in(request, row, by=viewer)
    ways = [] if request.POST.get("partner") == Turn.Partner.COACH else routes(viewer, row.mode)
    if looks_again and not ways:
        return _page(request, row, say=form, instead=instead)
    covered: dict[str, str] = {}
    passages: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()
    made = None
    if ways:
        try:
            parcel = outgoing.parcel(
                viewer,
                row,
                turns=line,
                said=form.cleaned_data["said"],
                asked=asked,
                also_cover=form.extra_words(),
            )
        except outgoing.NotMasked as refusal:
            return _page(request, row, say=form, instead=instead, problem=refusal)
        covered = parcel.key
        passages, earlier = parcel.passages, parcel.earlier
        if looks_again or (parcel.must_be_seen and not showing.has_seen(request.POST, parcel)):
            return _page(request, row, say=form, instead=instead, preview=parcel, asked=asked)
        made = runner.made_ready(viewer, ways, parcel)
    turn = actions.take_turn(
        row,
        form.cleaned_data["said"],
        asked=asked,
        partner="" if ways else Turn.Partner.COACH,
        covered=covered,
        passages=passages,
        earlier=earlier,
        made=made,
        follows=line[-1].number if line else 0,
        key=form.key,
        by=viewer,
    )
    form.done()
    if "text/event-stream" in request.headers.get("Accept", ""):
        return _stream(request, turn)
    return _back(row)


def _ask_on(request: HttpRequest, row: SparringSession, asked: Turn.Asked) -> HttpResponse:
    """Ask for a harder question or once more, with no new words. What one was writing stays a draft."""
    viewer = _viewer(request)
    turns = queries.turns(viewer, row)
    covered: dict[str, str] = {}
    earlier: tuple[int, ...] = ()
    if endpoint(viewer) is not None:
        try:
            parcel = outgoing.parcel(viewer, row, turns=turns, asked=asked)
        except outgoing.NotMasked as refusal:
            return _page(request, row, problem=refusal)
        covered, earlier = parcel.key, parcel.earlier
        if parcel.brings_more(queries.masking_key(viewer, row)):
            return _page(request, row, preview=parcel, asked=asked)
    # The key follows from the answer that is asked about, so that a second click asks one time.
    answered = [turn.pk for turn in turns if not turn.is_busy]
    key = own_id(f"sparring.{asked}", row.pk, *answered[-1:])
    actions.take_turn(row, asked=asked, covered=covered, earlier=earlier, key=key, by=viewer)
    return _back(row)


@require_POST
def step(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Ask for the next step of help, and for an answer on it. What was not seen covered before is shown first."""
    viewer = _viewer(request)
    row = queries.session_for(viewer, session)
    covered: dict[str, str] = {}
    earlier: tuple[int, ...] = ()
    if endpoint(viewer) is not None:
        asked, ahead = Turn.Asked.STEP, copy(row)
        ahead.step = actions.step_after(row)
        try:
            parcel = outgoing.parcel(viewer, ahead, turns=queries.turns(viewer, row), asked=asked)
        except outgoing.NotMasked as refusal:
            return _page(request, row, problem=refusal)
        covered, earlier = parcel.key, parcel.earlier
        if parcel.brings_more(queries.masking_key(viewer, row)):
            row = actions.next_step(row, by=viewer)
            return _page(request, row, preview=parcel, asked=asked)
    actions.take_step(row, covered=covered, earlier=earlier, by=viewer)
    return _back(row)


@require_POST
def close(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Close in own words; then back to where the session came from."""
    viewer = _viewer(request)
    row = queries.session_for(viewer, session)
    form = CloseForm.submitted(request, about=str(row.pk), with_confidence=row.confidence is not None)
    if form.is_valid():
        try:
            actions.close(
                row,
                conclusion=form.cleaned_data["conclusion"],
                confidence_after=form.cleaned_data.get("confidence_after"),
                by=viewer,
            )
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            return showing.onward(viewer, row)
    return _page(request, row, close=form)


@require_POST
def throw_away(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Delete a session for good."""
    viewer = _viewer(request)
    actions.throw_away(queries.session_for(viewer, session), by=viewer)
    return redirect("week")


@require_GET
def stream(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> StreamingHttpResponse:
    """The answer as it is written, from the character in Last-Event-ID on."""
    return _stream(request, queries.turn_for(_viewer(request), session, turn))


def _stream(request: HttpRequest, row: Turn) -> StreamingHttpResponse:
    viewer, session = _viewer(request), row.session_id
    language, key = translation.get_language() or "nl", request.session.session_key

    def rendered(viewer: Viewer, turn_id: uuid.UUID) -> str:
        with translation.override(language):
            told = queries.turn_for(viewer, session, turn_id)
            found = sources.of(viewer, told.session, [*queries.turns_before(viewer, told), told])
            shown = showing.turn(told, told.session, found, queries.claims(viewer, told.session))
            return render_to_string("sparring/answer.html", {"turn": shown}, request=request)

    def still_welcome() -> bool:
        person = Person.objects.filter(pk=viewer.person, is_active=True).first()
        # A new password ends every other session, though its row is still there.
        proof = SessionStore(key).get(HASH_SESSION_KEY, "")
        return (
            person is not None
            and constant_time_compare(proof, person.get_session_auth_hash())
            and any(membership.pk == viewer.member for membership in organisations.memberships_of(person))
        )

    offset = showing.offset(request.headers.get("Last-Event-ID", ""))
    events = reading.events(viewer, row.pk, offset, rendered=rendered, still_welcome=still_welcome)
    response = StreamingHttpResponse(metrics.reading_along(events), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


@require_POST
def stop(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """Stop an answer; what stands there stays."""
    viewer = _viewer(request)
    row = queries.turn_for(viewer, session, turn)
    actions.stop(row, by=viewer)
    return _back(row.session)


@require_POST
def go_on(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """Let an interrupted answer be finished."""
    viewer = _viewer(request)
    row = actions.go_on(queries.turn_for(viewer, session, turn), by=viewer)
    return _back(row.session)


@require_POST
def line(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """Go back to the line that runs through a turn."""
    viewer = _viewer(request)
    return _back(actions.go_to_line(queries.turn_for(viewer, session, turn), by=viewer))


@require_http_methods(["GET", "POST"])
def copy_out(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The bridge, out: the masked request as one text for a chatbot elsewhere, and what was covered in it.

    Sent from the session, it holds what one wants to say now as well; that is kept with the answer.
    """
    viewer = _viewer(request)
    row = queries.session_for(viewer, session)
    bots = chatbots(viewer)
    if not bots:
        raise NotFound
    instead = _instead(viewer, row, request.POST)
    before = _line(viewer, row, request, instead)
    say = SayForm.submitted(request, about=_about(row, instead))
    if request.method == "POST" and not say.is_valid():
        return _page(request, row, say=say, instead=instead)
    said = say.cleaned_data["said"] if request.method == "POST" else ""
    try:
        parcel = outgoing.parcel(viewer, row, turns=before, said=said)
    except outgoing.NotMasked as refusal:
        if request.method == "GET":
            raise
        return _page(request, row, say=say, instead=instead, problem=refusal)
    actions.remember_covered(row, parcel.key, by=viewer)
    text = bridge.copy_out(parcel.messages, language="nl" if row.language == "nl" else "en")
    form = PasteForm.open(request, about=str(row.pk), chatbots=[bot.name for bot in bots])
    form.initial.update(
        said=said,
        follows=before[-1].number if before else 0,
        instead=instead.pk if instead else "",
    )
    return render(
        request,
        "sparring/bridge.html",
        {"session": row, "text": text, "covered": parcel.covered, "lent": parcel.thread, "form": form},
    )


@require_POST
def paste_back(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The bridge, back: what the chatbot answered."""
    viewer = _viewer(request)
    row = queries.session_for(viewer, session)
    bots = chatbots(viewer)
    instead = _instead(viewer, row, request.POST)
    before = _line(viewer, row, request, instead)
    form = PasteForm.submitted(request, about=str(row.pk), chatbots=[bot.name for bot in bots])
    if form.is_valid():
        actions.paste_answer(
            row,
            form.cleaned_data["answer"],
            form.cleaned_data["chatbot"],
            said=form.cleaned_data["said"],
            follows=before[-1].number if before else 0,
            key=form.key,
            by=viewer,
        )
        form.done()
        if form.cleaned_data["said"]:
            drafts.discard(SayForm.draft, _about(row, instead), by=viewer)
        return _back(row)
    return render(request, "sparring/bridge.html", {"session": row, "text": "", "covered": {}, "form": form})


def _back(row: SparringSession) -> HttpResponse:
    if row.mode == SparringSession.Mode.FIRST:
        return redirect("first-answer", row.pk)
    return _to(row, "#now")


def _to(row: SparringSession, place: str) -> HttpResponse:
    response = redirect("sparring:session", row.pk)
    response["Location"] += place
    return response


def _instead(viewer: Viewer, row: SparringSession, sent: Mapping[str, str]) -> Turn | None:
    """The turn whose words are changed and sent again, when the request names one. Raises `NotFound`."""
    try:
        key = uuid.UUID(sent.get("instead", ""))
    except ValueError:
        return None
    return queries.turn_for(viewer, row.pk, key)


def _line(viewer: Viewer, row: SparringSession, request: HttpRequest, instead: Turn | None) -> list[Turn]:
    """The turns that the person had before them: up to the words that are changed, else as their page had them.

    What another tab did meanwhile stands in a line of its own, and never goes along unseen.
    """
    rows = queries.all_turns(viewer, row)
    if instead is not None:
        return lines.leading_to(rows, lines.before(instead))
    last = request.POST.get("follows", "")
    is_known = last.isascii() and last.isdigit() and int(last[:6]) in {0, *(turn.number for turn in rows)}
    return lines.leading_to(rows, int(last[:6])) if is_known else lines.current(rows, row)


def _about(row: SparringSession, instead: Turn | None) -> str:
    """What the draft of one's words is about: changed words have a draft of their own."""
    return f"{row.pk}-{instead.number}" if instead else str(row.pk)


def _page(
    request: HttpRequest,
    row: SparringSession,
    *,
    say: SayForm | None = None,
    close: CloseForm | None = None,
    instead: Turn | None = None,
    **extra: Any,
) -> HttpResponse:
    viewer = _viewer(request)
    about = str(row.pk)
    shown = showing.page(viewer, row, queries.all_turns(viewer, row), instead)
    initial = {"said": instead.said} if instead else {}
    shown["say"] = say or SayForm.open(request, about=_about(row, instead), initial=initial)
    shown["close"] = close or CloseForm.open(
        request,
        about=about,
        initial={"conclusion": row.conclusion, "confidence_after": row.confidence_after},
        with_confidence=row.confidence is not None,
    )
    status = 503 if extra.get("problem") else 200
    if not extra and not shown["turns"] and not row.closed_at and not instead:
        extra = _before_the_first(viewer, row)
    return render(request, "sparring/session.html", shown | extra, status=status)


def _before_the_first(viewer: Viewer, row: SparringSession) -> dict[str, Any]:
    """What will be covered in the first request: shown at once, because it is the next thing to look at."""
    if endpoint(viewer) is None:
        return {}
    try:
        parcel = outgoing.parcel(viewer, row, turns=[])
    except outgoing.NotMasked as refusal:
        return {"problem": refusal}
    return {"preview": parcel, "asked": Turn.Asked.REPLY.value} if parcel.must_be_seen else {}
