"""How the claims of a session are shown, at their sentence and as a list, and the doors for looking one up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lerendwerken.ai.partners import sentences
from lerendwerken.ai.partners.sentences import Sentence
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.shell.templatetags.shell import icon
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import answers, checking, queries
from lerendwerken.learning.sparring.answers import Answer
from lerendwerken.learning.sparring.forms import ClaimForm
from lerendwerken.learning.sparring.models import Claim, SparringSession, Turn
from lerendwerken.learning.weekcycle.models import MomentEntry

_SIGNS: Final = {"open": "open", "checked": "check", "wrong": "cross"}


@dataclass(frozen=True)
class Listed:
    """A claim in the list of a session: its words, who said it, what came of it, and where it stands."""

    text: str
    said_by: str
    verdict: str
    words: str
    source: str = ""
    url: str = ""
    place: str = ""


def by_sentence(claims: Sequence[Claim]) -> dict[tuple[uuid.UUID, str], Claim]:
    """Claims by their answer and their words."""
    return {(claim.turn_id, claim.text): claim for claim in claims}


def at_sentences(answer: Answer, turn: Turn, kept: Mapping[tuple[uuid.UUID, str], Claim]) -> SafeString:
    """The answer with a line under each claim and behind it what came of it, as the way to look it up."""
    if turn.partner == Turn.Partner.COACH:
        return answer.html
    if turn.is_busy:
        return sentences.with_marks(answer.html, lambda sentence: None)

    def mark(sentence: Sentence) -> tuple[str, str] | None:
        asked = answer.sentence(sentence)
        claim = kept.get((turn.pk, asked.text))
        if claim is None and not asked.to_check:
            return None
        verdict = claim.verdict if claim else "open"
        words = MomentEntry.Verdict(verdict).label if claim else _("check this")
        opening = format_html('<span class="claim" data-mark="{}">', verdict)
        behind = format_html(
            ' <a class="claimbtn" id="{}" data-mark="{}" href="{}">{}{}<span class="sr">: {}</span></a>',
            _place(turn, sentence.number),
            verdict,
            _url(turn, sentence.number),
            icon(_SIGNS[verdict]),
            words,
            asked.text,
        )
        return opening, behind

    return sentences.with_marks(answer.html, mark)


def listed(turns: Sequence[Turn], session: SparringSession, claims: Sequence[Claim]) -> list[Listed]:
    """The claims of a session in the order in which they were said: kept ones, and those that ask to be looked up."""
    kept = by_sentence(claims)
    rows = []
    for turn in turns:
        for sentence in answers.sentences_of(turn, session):
            claim = kept.pop((turn.pk, sentence.text), None)
            if claim or sentence.to_check:
                rows.append(_listed(turn, sentence, claim))
    # A claim in words that went on after it was marked, or in an earlier line, is not lost.
    rows += [
        Listed(row.text, "", row.verdict, row.get_verdict_display(), row.source) for row in kept.values()
    ]
    return rows


def _listed(turn: Turn, sentence: Sentence, claim: Claim | None) -> Listed:
    verdict = claim.verdict if claim else ""
    return Listed(
        text=sentence.text,
        said_by=turn.partner_name,
        verdict=verdict or "open",
        words=claim.get_verdict_display() if claim else _("not looked up yet"),
        source=claim.source if claim else "",
        url=_url(turn, sentence.number),
        place=f"#{_place(turn, sentence.number)}",
    )


@require_GET
def choose(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """The sentences of an answer, to point one out as a claim."""
    row = queries.turn_for(_viewer(request), session, turn)
    rows = [(one, _url(row, one.number)) for one in answers.sentences_of(row, row.session)]
    return render(request, "sparring/sentences.html", _about(row) | {"rows": rows})


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID, sentence: int) -> HttpResponse:
    """One claim: what came of looking it up, and where."""
    viewer = _viewer(request)
    row = queries.turn_for(viewer, session, turn)
    found = checking.sentence_in(row, sentence)
    kept = queries.claim_at(viewer, row, found.text)
    about = f"{session}-{row.number}-{sentence}"
    if request.method == "POST":
        if "away" in request.POST and kept:
            checking.unmark(kept, by=viewer)
            return _back(row, sentence)
        form = ClaimForm.submitted(request, about=about)
        if form.is_valid():
            try:
                checking.mark(row, found, **form.cleaned_data, by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                return _back(row, sentence)
    else:
        initial = {"verdict": kept.verdict, "source": kept.source} if kept else {}
        form = ClaimForm.open(request, about=about, initial=initial)
    told = _about(row) | {"form": form, "sentence": found, "kept": kept}
    return render(request, "sparring/claim.html", told)


def _about(turn: Turn) -> dict[str, Any]:
    return {"session": turn.session, "turn": turn, "back": _page_of(turn)}


def _back(turn: Turn, number: int) -> HttpResponse:
    return HttpResponseRedirect(f"{_page_of(turn)}#{_place(turn, number)}")


def _page_of(turn: Turn) -> str:
    session = turn.session
    name = "first-answer" if session.mode == SparringSession.Mode.FIRST else "sparring:session"
    return reverse(name, args=[session.pk])


def _url(turn: Turn, number: int) -> str:
    return reverse("sparring:claim", args=[turn.session_id, turn.pk, number])


def _place(turn: Turn, number: int) -> str:
    return f"claim-{turn.number}-{number}"


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined,no-any-return]
