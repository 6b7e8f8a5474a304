"""The bridge: out to a chatbot elsewhere, and back."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.ai.partners import bridge
from lerendwerken.ai.partners.queries import chatbots
from lerendwerken.foundation.drafts import actions as drafts
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.learning.sparring import actions, outgoing, queries, uncovering
from lerendwerken.learning.sparring.forms import PasteForm, SayForm
from lerendwerken.learning.sparring.views.page import (
    about_draft,
    back,
    instead_of,
    line_before,
    page,
    viewer_of,
)


@require_http_methods(["GET", "POST"])
def copy_out(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The bridge, out: the masked request as one text for a chatbot elsewhere, and what was covered in it.

    Sent from the session, it holds what one wants to say now as well; that is kept with the answer.
    """
    viewer = viewer_of(request)
    row = queries.session_for(viewer, session)
    bots = chatbots(viewer)
    if not bots:
        raise NotFound
    instead = instead_of(viewer, row, request.POST)
    before = line_before(queries.all_turns(viewer, row), row, request, instead)
    about = about_draft(row, instead)
    sent = request.method == "POST"
    say = SayForm.submitted(request, about=about) if sent else SayForm.open(request, about=about)
    if sent and not say.is_valid():
        return page(request, row, say=say, instead=instead)
    said, also_cover = "", []
    if sent:
        uncovering.changed_in(request, row, say, by=viewer)
        said, also_cover = say.cleaned_data["said"], say.extra_words()
    try:
        parcel = outgoing.parcel(viewer, row, turns=before, said=said, also_cover=also_cover)
    except outgoing.NotMasked as refusal:
        if request.method == "GET":
            raise
        return page(request, row, say=say, instead=instead, problem=refusal)
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
        {
            "session": row,
            "text": text,
            "covered": parcel.covered,
            "lent": parcel.thread,
            "preview": parcel,
            "say": say,
            "said": said,
            "form": form,
        },
    )


@require_POST
def paste_back(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """The bridge, back: what the chatbot answered."""
    viewer = viewer_of(request)
    row = queries.session_for(viewer, session)
    bots = chatbots(viewer)
    instead = instead_of(viewer, row, request.POST)
    before = line_before(queries.all_turns(viewer, row), row, request, instead)
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
            drafts.discard(SayForm.draft, about_draft(row, instead), by=viewer)
        return back(row)
    return render(request, "sparring/bridge.html", {"session": row, "text": "", "covered": {}, "form": form})
