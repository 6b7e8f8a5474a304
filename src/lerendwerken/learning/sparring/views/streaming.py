"""An answer as it comes: reading along, stopping it, letting it go on."""

from __future__ import annotations

import uuid

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_POST

from lerendwerken.foundation.ground import metrics
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, queries, reading, showing, sources
from lerendwerken.learning.sparring.models import Turn
from lerendwerken.learning.sparring.views.page import back, viewer_of


@require_GET
def stream(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> StreamingHttpResponse:
    """The answer as it is written, from the character in Last-Event-ID on."""
    return as_it_comes(request, queries.turn_for(viewer_of(request), session, turn))


def as_it_comes(request: HttpRequest, row: Turn) -> StreamingHttpResponse:
    """The stream of one answer, until it is done or the person may not read along any more."""
    viewer, language = viewer_of(request), translation.get_language() or "nl"
    key = request.session.session_key

    def rendered(viewer: Viewer, told: Turn) -> str:
        with translation.override(language):
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
    viewer = viewer_of(request)
    row = queries.turn_for(viewer, session, turn)
    actions.stop(row, by=viewer)
    return back(row.session)


@require_POST
def go_on(request: HttpRequest, session: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    """Let an interrupted answer be finished."""
    viewer = viewer_of(request)
    row = actions.go_on(queries.turn_for(viewer, session, turn), by=viewer)
    return back(row.session)
