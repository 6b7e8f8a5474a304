"""The doors of my thread in a session: bring earlier words along, and leave them out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import outgoing, queries, thread
from lerendwerken.learning.sparring.models import SparringSession


@require_POST
def look_back(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Look in one's own thread for what has to do with the newest words, also what came back lately."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.session_for(viewer, session)
    about = outgoing.asks(row, queries.turns(viewer, row))
    if not thread.look_back(row, about, by=viewer):
        messages.info(request, _("Nothing more was found that you wrote earlier about this."))
    return _back(row)


@require_POST
def leave_out(request: HttpRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Let one of the earlier words go along no more."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.session_for(viewer, session)
    thread.leave_out(row, number, by=viewer)
    on_bridge = request.POST.get("then") == "bridge"
    return HttpResponseRedirect(reverse("sparring:copy-out", args=[row.pk])) if on_bridge else _back(row)


def _back(row: SparringSession) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('sparring:session', args=[row.pk])}#thread")
