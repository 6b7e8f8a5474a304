"""Reads of statements: a draft for its writer, a sent one for its writer and the one it was sent to."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Max, Q
from django.utils import translation

from lerendwerken.change.accountability import composing
from lerendwerken.change.accountability.composing import Prefill, Shared
from lerendwerken.change.accountability.models import Reply, Statement, StatementDraft
from lerendwerken.change.proposals.models import (
    MandateTrial,
    Proposal,
    RealisedProposal,
    TeamProposal,
    Trial,
)
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.ground.ids import own_id
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.models import Written
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.insights.models import SharedInsight
from lerendwerken.learning.weekcycle.models import Experiment, LearningQuestion

WEEKS = 12
_FINAL = (TeamProposal.State.REALISED, TeamProposal.State.STOPPED, TeamProposal.State.WITHDRAWN)


@dataclass(frozen=True)
class Period:
    """The weeks that a statement is about, as Mondays."""

    first_week: date
    last_week: date


@dataclass(frozen=True)
class Sent:
    """A sent statement with the manager's reply, if there is one yet."""

    statement: Statement
    reply: Reply | None


def period(viewer: Viewer, *, whole: bool = False) -> Period:
    """The period of the next statement: at most twelve ISO weeks, this one included.

    It begins after the last statement, unless the `whole` twelve weeks are asked for, and never before somebody came.
    """
    this = weeks.monday(clock.today(viewer.zone))
    came = organisations.member_for(viewer, viewer.member).created.astimezone(viewer.zone).date()
    longest = max(weeks.after(this, 1 - WEEKS), min(this, weeks.monday(came)))
    told = Statement.objects.visible_to(viewer).filter(owner=viewer.member)
    until: date | None = None if whole else told.aggregate(until=Max("last_week"))["until"]
    return Period(min(this, max(longest, weeks.after(until, 1))) if until else longest, this)


def manager(viewer: Viewer) -> Membership | None:
    """To whom the viewer's statement goes: the manager of the team that gives the rhythm."""
    if viewer.team is None:
        return None
    found: Membership | None = organisations.own_team(viewer).manager
    return found if found and found.ended is None and found.pk != viewer.member else None


def drafts(viewer: Viewer) -> list[StatementDraft]:
    """The viewer's statements in the making, newest first."""
    return list(StatementDraft.objects.visible_to(viewer).order_by("-created", "-pk"))


def draft(viewer: Viewer) -> StatementDraft | None:
    """The statement at which the viewer is writing, or None."""
    return next(iter(drafts(viewer)), None)


def draft_for(viewer: Viewer, draft: uuid.UUID) -> StatementDraft:
    """One of the viewer's own statements in the making. Raises `NotFound`."""
    found: StatementDraft | None = StatementDraft.objects.visible_to(viewer).filter(pk=draft).first()
    if found is None:
        raise NotFound
    return found


def statements(viewer: Viewer) -> list[Sent]:
    """What the viewer sent, newest first, with the replies. Two queries."""
    return _with_replies(viewer, Q(owner=viewer.member))


def sent_to(viewer: Viewer) -> list[Sent]:
    """What was sent to the viewer, newest first, with the viewer's replies. Two queries."""
    return _with_replies(viewer, Q(addressee=viewer.member))


def statement_for(viewer: Viewer, statement: uuid.UUID) -> Statement:
    """One statement that the viewer sent or that was sent to the viewer. Raises `NotFound`."""
    rows = Statement.objects.visible_to(viewer).select_related("owner", "addressee")
    found: Statement | None = rows.filter(pk=statement).first()
    if found is None:
        raise NotFound
    return found


def my_statement_for(viewer: Viewer, statement: uuid.UUID) -> Statement:
    """One statement that the viewer sent. Raises `NotFound`."""
    found = statement_for(viewer, statement)
    if found.owner_id != viewer.member:
        raise NotFound
    return found


def key_again(statement: Statement, to: Membership) -> uuid.UUID:
    """The key of a statement that is sent once more, to another manager."""
    return own_id("accountability again", statement.pk, to.pk)


def again_to(viewer: Viewer, statement: Statement) -> Membership | None:
    """The manager of now, where the viewer wrote this and that manager does not have it yet."""
    to = manager(viewer) if statement.owner_id == viewer.member else None
    if to is None or to.pk == statement.addressee_id:
        return None
    has_it = Statement.objects.visible_to(viewer).filter(pk=key_again(statement, to)).exists()
    return None if has_it else to


def reply_to(viewer: Viewer, statement: Statement) -> Reply | None:
    """The manager's reply to a statement."""
    found: Reply | None = Reply.objects.visible_to(viewer).filter(statement=statement).first()
    return found


def prefill(viewer: Viewer, first_week: date, last_week: date, *, again: bool = False) -> Prefill:
    """The first version of a statement, from what the viewer shared with the team and what was measured.

    What stood in the last statement is left out, unless it is to be told `again`.
    Nothing here reads a table that its owner alone reaches. A fixed number of queries.
    """
    in_force = frame.frame_in_force(viewer)
    asked = frame.development_questions(viewer, in_force) if in_force else []
    shared = _shared(viewer, first_week, last_week)
    with translation.override(_language(shared) or viewer.language):
        told = [] if again else _told_before(viewer)
        return composing.first_version(
            shared, asked, frame.standing(viewer), first_week, last_week, told, writer=viewer.member
        )


def has_news(viewer: Viewer) -> bool:
    """Whether there is anything to tell since the last statement; always while none was sent."""
    if not Statement.objects.visible_to(viewer).filter(owner=viewer.member).exists():
        return True
    now = period(viewer)
    return prefill(viewer, now.first_week, now.last_week).has_news


def _told_before(viewer: Viewer) -> list[str]:
    """The lines of the last statement that the viewer sent."""
    rows = (
        Statement.objects.visible_to(viewer)
        .filter(owner=viewer.member)
        .order_by("-last_week", "-sent_at", "-pk")
    )
    last: Statement | None = rows.first()
    if last is None:
        return []
    texts = [*(part["text"] for part in last.parts), last.different, last.failed]
    return [line for text in texts for line in text.splitlines()]


def _language(shared: Shared) -> str:
    """The language in which most was written, so that sentences around it are in the same."""
    rows: list[Written] = [*shared.questions, *shared.experiments, *shared.insights]
    written = Counter(row.language for row in rows)
    return written.most_common(1)[0][0] if written else ""


def _shared(viewer: Viewer, first: date, last: date) -> Shared:
    asked = LearningQuestion.objects.visible_to(viewer).filter(author=viewer.member, week__lte=last)
    asked = asked.filter(Q(ended=None) | Q(ended__gte=first)).select_related("development_question")
    tried = Experiment.objects.visible_to(viewer).filter(
        author=viewer.member, week__gte=first, week__lte=last
    )
    tried = tried.exclude(outcome="").select_related("work_process")
    shared = SharedInsight.objects.visible_to(viewer)
    shared = shared.filter(author=viewer.member, week__gte=first, week__lte=last)
    return Shared(
        questions=list(asked.order_by("week", "created", "pk")),
        experiments=list(tried.order_by("week", "created", "pk")),
        insights=list(shared.order_by("week", "created", "pk")),
        **_proposals(viewer, first, last),
    )


def _proposals(viewer: Viewer, first: date, last: date) -> dict[str, Any]:
    """The viewer's own proposals of which something moved in the period, with what became of them."""
    begin = datetime.combine(first, time(), viewer.zone).astimezone(UTC)
    end = datetime.combine(weeks.after(last, 1), time(), viewer.zone).astimezone(UTC)
    mine = TeamProposal.objects.visible_to(viewer).filter(author=viewer.member, created__lt=end)
    rows = {row.lineage: row for row in mine.order_by("created", "pk")}
    put = Proposal.objects.visible_to(viewer).filter(lineage__in=rows)
    done = RealisedProposal.objects.visible_to(viewer).filter(lineage__in=rows)
    tried = [
        *MandateTrial.objects.visible_to(viewer).filter(lineage__in=rows),
        *Trial.objects.visible_to(viewer).filter(lineage__in=rows),
    ]
    realised = {row.lineage: row for row in done}
    trials = {row.lineage: row for row in tried}
    moved = [
        row
        for lineage, row in rows.items()
        if row.state not in _FINAL
        or row.created >= begin
        or (lineage in realised and begin <= realised[lineage].created < end)
        or (lineage in trials and trials[lineage].ended_at and begin <= trials[lineage].ended_at < end)
    ]
    return {
        "proposals": moved,
        "put_forward": {row.lineage: row for row in put},
        "realised": realised,
        "trials": trials,
    }


def _with_replies(viewer: Viewer, whose: Q) -> list[Sent]:
    found = Statement.objects.visible_to(viewer).filter(whose).select_related("owner", "addressee")
    rows = list(found.order_by("-sent_at", "-pk"))
    replies = Reply.objects.visible_to(viewer).filter(statement__in=[row.pk for row in rows])
    answered = {reply.statement_id: reply for reply in replies}
    return [Sent(row, answered.get(row.pk)) for row in rows]
