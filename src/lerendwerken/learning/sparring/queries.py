"""Reads of one's own sparring sessions."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lerendwerken.ai.partners import questions
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import lines
from lerendwerken.learning.sparring.models import (
    AttachedPassage,
    Attachment,
    Claim,
    Placeholder,
    SparringSession,
    Turn,
)
from lerendwerken.learning.weekcycle.models import MomentEntry

MOST_ORDERS = 20  # passages with orders to the AI that a page shows


def session_for(viewer: Viewer, session: uuid.UUID) -> SparringSession:
    """One of the viewer's own sessions. Raises `NotFound`.

    Most hang on nothing, so what one hangs on is read where somebody looks at it.
    """
    found = _session(viewer, session)
    if not found:
        raise NotFound
    return found[0]  # type: ignore[no-any-return]


@prepared
def _session(viewer: Viewer, session: uuid.UUID) -> QuerySet[SparringSession]:
    return SparringSession.objects.visible_to(viewer).filter(pk=session)


def sessions_in_week(viewer: Viewer, week: date) -> list[SparringSession]:
    """The viewer's sessions of a week, newest first."""
    return list(SparringSession.objects.visible_to(viewer).filter(week=week).order_by("-created"))


def open_session(viewer: Viewer, week: date, mode: str = "") -> SparringSession | None:
    """The newest session of the week that has not been closed; the first three minutes need no closing."""
    rows = SparringSession.objects.visible_to(viewer).filter(week=week, closed_at=None)
    rows = rows.exclude(mode=SparringSession.Mode.FIRST)
    if mode:
        rows = rows.filter(mode=mode)
    return rows.order_by("-created").first()


def session_of_use(viewer: Viewer, use: uuid.UUID) -> SparringSession | None:
    """The viewer's session that serves a use of a practice."""
    return SparringSession.objects.visible_to(viewer).filter(use=use).first()


def all_turns(viewer: Viewer, session: SparringSession) -> list[Turn]:
    """The turns of all lines of a session, in the order in which they were said."""
    return _turns(viewer, session.pk)


@prepared
def _turns(viewer: Viewer, session: uuid.UUID) -> QuerySet[Turn]:
    return Turn.objects.visible_to(viewer).filter(session=session).order_by("number")


def turns(viewer: Viewer, session: SparringSession) -> list[Turn]:
    """The turns of the line that is read now, in order."""
    return lines.current(all_turns(viewer, session), session)


def turns_before(viewer: Viewer, turn: Turn) -> list[Turn]:
    """The turns that lead to this one: what goes along when it is answered."""
    return lines.leading_to(all_turns(viewer, turn.session), lines.before(turn))


def turn_for(viewer: Viewer, session: uuid.UUID, turn: uuid.UUID) -> Turn:
    """One turn of one session, both the viewer's own. Raises `NotFound`."""
    found = turn_with(viewer, turn)
    if found is None or found.session_id != session:
        raise NotFound
    return found


def turn_with(viewer: Viewer, turn: uuid.UUID) -> Turn | None:
    """One turn of the viewer's own, with its session, if it is there."""
    return next(iter(_turn(viewer, turn)), None)


@prepared
def _turn(viewer: Viewer, turn: uuid.UUID) -> QuerySet[Turn]:
    return Turn.objects.visible_to(viewer).select_related("session").filter(pk=turn)


def claims(viewer: Viewer, session: SparringSession) -> list[Claim]:
    """The sentences in a session that the viewer took for a claim, oldest first."""
    return _claims(viewer, session.pk)


@prepared
def _claims(viewer: Viewer, session: uuid.UUID) -> QuerySet[Claim]:
    return Claim.objects.visible_to(viewer).filter(session=session).order_by("created", "pk")


def claim_at(viewer: Viewer, turn: Turn, text: str) -> Claim | None:
    """The viewer's claim with these words in one answer."""
    return Claim.objects.visible_to(viewer).filter(turn=turn, text=text).first()


def checked_in_week(viewer: Viewer, week: date) -> list[Claim]:
    """What the viewer looked up at a source in the sessions of a week, newest last; each with its turn and session."""
    rows = Claim.objects.visible_to(viewer).select_related("turn", "session").filter(session__week=week)
    return list(rows.exclude(verdict=MomentEntry.Verdict.OPEN).order_by("created", "pk"))


def masking_key(viewer: Viewer, session: SparringSession) -> dict[str, str]:
    """What the placeholders of a session stand for."""
    return dict(_placeholders(viewer, session.pk))


@prepared
def _placeholders(viewer: Viewer, session: uuid.UUID) -> QuerySet[Placeholder, tuple[str, str]]:
    rows = Placeholder.objects.visible_to(viewer).filter(session=session)
    return rows.values_list("placeholder", "original")


def asked_before(viewer: Viewer, since: date) -> set[str]:
    """The coach's questions of the last weeks, in sessions and in the margin: it does not repeat itself."""
    rows = Turn.objects.visible_to(viewer).filter(session__week__gte=since, partner=Turn.Partner.COACH)
    in_sessions = {question for ids in rows.values_list("question_ids", flat=True) for question in ids}
    return in_sessions | questions.asked_in_margin(viewer, since)


def attachments(viewer: Viewer, session: SparringSession) -> list[Attachment]:
    """The documents in a session, oldest first; each with `number_of_passages` and `first_number`."""
    rows = Attachment.objects.visible_to(viewer).filter(session=session)
    passages = AttachedPassage.objects.visible_to(viewer).filter(attachment=OuterRef("pk"), hidden=False)
    per_document = passages.values("attachment")
    rows = rows.annotate(
        number_of_passages=Coalesce(Subquery(per_document.annotate(n=Count("pk")).values("n")), 0),
        first_number=Subquery(per_document.annotate(n=Min("number")).values("n")),
    )
    return list(rows.order_by("created", "pk"))


def attachment_for(viewer: Viewer, session: uuid.UUID, attachment: uuid.UUID) -> Attachment:
    """One document in one session, both the viewer's own. Raises `NotFound`."""
    rows = Attachment.objects.visible_to(viewer).select_related("session")
    found: Attachment | None = rows.filter(pk=attachment, session=session).first()
    if found is None:
        raise NotFound
    return found


def passage_for(viewer: Viewer, session: uuid.UUID, number: int) -> AttachedPassage:
    """One numbered passage in one's own session. Raises `NotFound`."""
    rows = AttachedPassage.objects.visible_to(viewer).select_related("attachment", "session")
    found: AttachedPassage | None = rows.filter(session=session, number=number).first()
    if found is None:
        raise NotFound
    return found


def around(viewer: Viewer, passage: AttachedPassage) -> tuple[int | None, int | None]:
    """The numbers of the passages before and after this one in the same document."""
    rows = AttachedPassage.objects.visible_to(viewer).filter(attachment=passage.attachment_id, hidden=False)
    before = rows.filter(number__lt=passage.number).aggregate(last=Max("number"))["last"]
    after = rows.filter(number__gt=passage.number).aggregate(first=Min("number"))["first"]
    return before, after


def passages_with_orders(viewer: Viewer, session: SparringSession) -> list[AttachedPassage]:
    """The passages in which something speaks to the AI, in order; the first few only."""
    rows = AttachedPassage.objects.visible_to(viewer).filter(session=session).exclude(orders=[])
    return list(rows.order_by("number")[:MOST_ORDERS])


def numbers_of_passages(viewer: Viewer, session: SparringSession) -> frozenset[int]:
    """The numbers of the passages that are there now."""
    rows = AttachedPassage.objects.visible_to(viewer).filter(session=session)
    return frozenset(rows.values_list("number", flat=True))
