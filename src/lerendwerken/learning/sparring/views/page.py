"""What the pages of a session share: the page itself, the way back to it, and the line that somebody was reading."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lerendwerken.ai.partners.queries import endpoint
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import lines, outgoing, queries, showing
from lerendwerken.learning.sparring.forms import CloseForm, SayForm
from lerendwerken.learning.sparring.models import SparringSession, Turn


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks."""
    return request.viewer  # type: ignore[attr-defined,no-any-return]


def back(row: SparringSession) -> HttpResponse:
    """To the newest part of a session."""
    if row.mode == SparringSession.Mode.FIRST:
        return redirect("first-answer", row.pk)
    return to(row, "#now")


def to(row: SparringSession, place: str) -> HttpResponse:
    """To a place on the page of a session, as `#now`."""
    response = redirect("sparring:session", row.pk)
    response["Location"] += place
    return response


def instead_of(viewer: Viewer, row: SparringSession, sent: Mapping[str, str]) -> Turn | None:
    """The turn whose words are changed and sent again, when the request names one. Raises `NotFound`."""
    try:
        key = uuid.UUID(sent.get("instead", ""))
    except ValueError:
        return None
    return queries.turn_for(viewer, row.pk, key)


def line_before(
    rows: Sequence[Turn], row: SparringSession, request: HttpRequest, instead: Turn | None
) -> list[Turn]:
    """The turns that the person had before them: up to the words that are changed, else as their page had them.

    What another tab did meanwhile stands in a line of its own, and never goes along unseen.
    """
    if instead is not None:
        return lines.leading_to(rows, lines.before(instead))
    last = request.POST.get("follows", "")
    is_known = last.isascii() and last.isdigit() and int(last[:6]) in {0, *(turn.number for turn in rows)}
    return lines.leading_to(rows, int(last[:6])) if is_known else lines.current(rows, row)


def about_draft(row: SparringSession, instead: Turn | None) -> str:
    """What the draft of one's words is about: changed words have a draft of their own."""
    return f"{row.pk}-{instead.number}" if instead else str(row.pk)


def page(
    request: HttpRequest,
    row: SparringSession,
    *,
    say: SayForm | None = None,
    close: CloseForm | None = None,
    instead: Turn | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The page of a session; `instead` is the turn whose words are changed, `extra` what is shown besides."""
    viewer = viewer_of(request)
    about = str(row.pk)
    shown = showing.page(viewer, row, queries.all_turns(viewer, row), instead)
    initial = {"said": instead.said} if instead else {}
    shown["say"] = say or SayForm.open(request, about=about_draft(row, instead), initial=initial)
    shown["close"] = close or CloseForm.open(
        request,
        about=about,
        initial={"conclusion": row.conclusion, "confidence_after": row.confidence_after},
        with_confidence=row.confidence is not None,
    )
    status = 503 if extra.get("problem") else status
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
