"""A session: saying something, more help, closing it, throwing it away."""

from __future__ import annotations

import uuid
from copy import copy

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from lerendwerken.ai.partners.queries import endpoint
from lerendwerken.ai.partners.routes import routes
from lerendwerken.foundation.ground.errors import BadInput, Conflict
from lerendwerken.foundation.ground.ids import own_id
from lerendwerken.learning.sparring import actions, outgoing, queries, runner, showing, thread, uncovering
from lerendwerken.learning.sparring.forms import CloseForm, SayForm
from lerendwerken.learning.sparring.models import SparringSession, Turn
from lerendwerken.learning.sparring.views.page import (
    about_draft,
    back,
    instead_of,
    line_before,
    page,
    viewer_of,
)
from lerendwerken.learning.sparring.views.streaming import as_it_comes


@require_GET
def session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """A session: own thinking, what the partner said, what to say back, and own words to close.

    With `instead` in the address: the line up to one's own earlier words, which stand ready to be changed.
    """
    viewer = viewer_of(request)
    row = queries.session_for(viewer, session)
    return page(request, row, instead=None if row.closed_at else instead_of(viewer, row, request.GET))


@require_POST
def say(request: HttpRequest, session: uuid.UUID) -> HttpResponseBase:
    """Say something back. What would leave with personal data in it is shown covered first.

    Who asks for events gets the answer itself, as it is written; else the page follows, which reads along.
    """
    viewer = viewer_of(request)
    row = queries.session_for(viewer, session)
    asked = request.POST.get("asked", Turn.Asked.REPLY)
    if asked not in Turn.Asked.values:
        asked = Turn.Asked.REPLY
    if asked in (Turn.Asked.HARDER, Turn.Asked.AGAIN) and "seen" not in request.POST:
        return _ask_on(request, row, Turn.Asked(asked))
    instead = instead_of(viewer, row, request.POST)
    rows = queries.all_turns(viewer, row)
    line = line_before(rows, row, request, instead)
    form = SayForm.submitted(request, about=about_draft(row, instead))
    if not form.is_valid():
        return page(request, row, say=form, instead=instead)
    looks_again = thread.left_out_in(request, row, by=viewer)
    looks_again = uncovering.changed_in(request, row, form, by=viewer) or looks_again
    ways = [] if request.POST.get("partner") == Turn.Partner.COACH else routes(viewer, row.mode)
    if looks_again and not ways:
        return page(request, row, say=form, instead=instead)
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
            return page(request, row, say=form, instead=instead, problem=refusal)
        covered = parcel.key
        passages, earlier = parcel.passages, parcel.earlier
        if looks_again or (parcel.must_be_seen and not showing.has_seen(request.POST, parcel)):
            return page(request, row, say=form, instead=instead, preview=parcel, asked=asked)
        made = runner.made_ready(viewer, ways, parcel)
    try:
        turn = actions.take_turn(
            row,
            form.cleaned_data["said"],
            asked=asked,
            partner="" if ways else Turn.Partner.COACH,
            covered=covered,
            passages=passages,
            earlier=earlier,
            made=made,
            rows=rows,
            follows=line[-1].number if line else 0,
            key=form.key,
            by=viewer,
        )
    except Conflict as refusal:
        if row.closed_at:
            raise
        form.refuse(refusal)
        return page(request, row, say=form, instead=instead, status=refusal.status)
    form.done()
    if "text/event-stream" in request.headers.get("Accept", ""):
        return as_it_comes(request, turn)
    return back(row)


def _ask_on(request: HttpRequest, row: SparringSession, asked: Turn.Asked) -> HttpResponse:
    """Ask for a harder question or once more, with no new words. What one was writing stays a draft."""
    viewer = viewer_of(request)
    turns = queries.turns(viewer, row)
    covered: dict[str, str] = {}
    earlier: tuple[int, ...] = ()
    if endpoint(viewer) is not None:
        try:
            parcel = outgoing.parcel(viewer, row, turns=turns, asked=asked)
        except outgoing.NotMasked as refusal:
            return page(request, row, problem=refusal)
        covered, earlier = parcel.key, parcel.earlier
        if parcel.brings_more(queries.masking_key(viewer, row)):
            return page(request, row, preview=parcel, asked=asked)
    # The key follows from the answer that is asked about, so that a second click asks one time.
    answered = [turn.pk for turn in turns if not turn.is_busy]
    key = own_id(f"sparring.{asked}", row.pk, *answered[-1:])
    actions.take_turn(row, asked=asked, covered=covered, earlier=earlier, key=key, by=viewer)
    return back(row)


@require_POST
def step(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Ask for the next step of help, and for an answer on it. What was not seen covered before is shown first."""
    viewer = viewer_of(request)
    row = queries.session_for(viewer, session)
    covered: dict[str, str] = {}
    earlier: tuple[int, ...] = ()
    if endpoint(viewer) is not None:
        asked, ahead = Turn.Asked.STEP, copy(row)
        ahead.step = actions.step_after(row)
        try:
            parcel = outgoing.parcel(viewer, ahead, turns=queries.turns(viewer, row), asked=asked)
        except outgoing.NotMasked as refusal:
            return page(request, row, problem=refusal)
        covered, earlier = parcel.key, parcel.earlier
        if parcel.brings_more(queries.masking_key(viewer, row)):
            row = actions.next_step(row, by=viewer)
            return page(request, row, preview=parcel, asked=asked)
    actions.take_step(row, covered=covered, earlier=earlier, by=viewer)
    return back(row)


@require_POST
def close(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Close in own words; then back to where the session came from."""
    viewer = viewer_of(request)
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
    return page(request, row, close=form)


@require_POST
def throw_away(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Delete a session for good."""
    viewer = viewer_of(request)
    actions.throw_away(queries.session_for(viewer, session), by=viewer)
    return redirect("week")


@require_POST
def line(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """Go back to the line that runs through a turn."""
    viewer = viewer_of(request)
    return back(actions.go_to_line(queries.turn_for(viewer, session, turn), by=viewer))
