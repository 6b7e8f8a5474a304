"""What can be found in sparring: one's own sessions, what was pasted and attached, and what the partner answered."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.models import AttachedPassage, SparringSession, Turn
from lerendwerken.learning.weekcycle.models import PastedPiece


def _pieces(viewer: Viewer) -> QuerySet[PastedPiece]:
    """Pasted pieces with the session in which each stands."""
    sessions = SparringSession.objects.visible_to(viewer).filter(piece=OuterRef("pk")).order_by("created")
    pieces: QuerySet[PastedPiece] = PastedPiece.objects.visible_to(viewer)
    return pieces.annotate(session=Subquery(sessions.values("pk")[:1])).exclude(session=None)


def _turns(viewer: Viewer) -> QuerySet[Turn]:
    return Turn.objects.visible_to(viewer).select_related("session")


def _session(row: SparringSession) -> str:
    name = "first-answer" if row.mode == SparringSession.Mode.FIRST else "sparring:session"
    return reverse(name, args=[row.pk])


register(
    Source(
        kind=_("sparring session"),
        rows=lambda viewer: SparringSession.objects.visible_to(viewer),
        fields=("situation", "view", "conclusion", "changed"),
        link=_session,
    ),
    Source(
        kind=_("what you said while sparring"),
        rows=_turns,
        fields=("said",),
        link=lambda row: _session(row.session),
        week="created",
    ),
    Source(
        kind=_("answer while sparring"),
        rows=lambda viewer: _turns(viewer).exclude(partner=Turn.Partner.COACH),
        fields=("answer",),
        link=lambda row: _session(row.session),
        week="created",
        by_partner=True,
    ),
    Source(
        kind=_("pasted piece"),
        rows=_pieces,
        fields=("text", "view"),
        link=lambda row: reverse("first-answer", args=[row.session]),
        week="created",
    ),
    Source(
        kind=_("attached document"),
        rows=lambda viewer: AttachedPassage.objects.visible_to(viewer).filter(hidden=False),
        fields=("text",),
        link=lambda row: reverse("sparring:passage", args=[row.session_id, row.number]),
        week="created",
    ),
)
