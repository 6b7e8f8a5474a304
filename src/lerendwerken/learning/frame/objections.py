"""Reading objections to the frame. Everybody in the organisation reads them, with the clock of who owes an answer."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import answering
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.answering import AnswerClock, Terms
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame.models import (
    DevelopmentQuestion,
    Frame,
    FrameObjection,
    Goal,
    ObjectionAnswer,
    ResultPromise,
)

MOST_SHOWN = 200  # rows of one list; the newest
_ABOUT: dict[type[Goal | ResultPromise | DevelopmentQuestion], FrameObjection.About] = {
    Goal: FrameObjection.About.GOAL,
    ResultPromise: FrameObjection.About.PROMISE,
    DevelopmentQuestion: FrameObjection.About.QUESTION,
}
_UNANSWERED = (FrameObjection.State.QUEUED, FrameObjection.State.OPEN, FrameObjection.State.PARKED)


@dataclass(frozen=True)
class Part:
    """Something to which somebody can object: what kind of thing, its lineage and its words."""

    about: FrameObjection.About
    lineage: uuid.UUID
    words: str


@dataclass(frozen=True)
class Shown:
    """An objection with its clock while it waits for an answer, who stands in, and what was answered."""

    row: FrameObjection
    clock: AnswerClock | None
    deputy: Membership | None
    answers: tuple[ObjectionAnswer, ...]
    part: str  # the words of what it is about; empty for the frame as a whole

    @property
    def comes_back(self) -> bool:
        """Whether it is parked until a day to come."""
        return self.row.state == FrameObjection.State.PARKED and self.clock is None

    def is_for(self, viewer: Viewer) -> bool:
        """Whether the viewer answers now: who was asked, the deputy after the term, any steward where that one left."""
        if self.clock is None or self.row.author_id == viewer.member:
            return False
        asked = self.row.addressee
        if asked is None or asked.ended is not None or not asked.holds(Role.STEWARD):
            return viewer.role is Role.STEWARD
        stands_in = self.deputy is not None and self.deputy.pk == viewer.member
        return asked.pk == viewer.member or (stands_in and self.clock.passed)

    def clock_words(self, viewer: Viewer) -> dict[str, Any] | None:
        """What the clock says to the viewer."""
        return answering.told(self.clock, self.row.addressee, self.deputy, viewer)


def parts(viewer: Viewer, frame: Frame) -> Iterator[Part]:
    """Everything in a version to which somebody can object, goals first."""
    rows: list[Goal | ResultPromise | DevelopmentQuestion] = [
        *queries.goals(viewer, frame),
        *queries.promises(viewer, frame),
        *queries.development_questions(viewer, frame),
    ]
    for row in rows:
        words = row.text if isinstance(row, DevelopmentQuestion) else row.title
        yield Part(_ABOUT[type(row)], row.lineage, words)


def every(viewer: Viewer) -> list[Shown]:
    """Every objection, the newest first."""
    rows = FrameObjection.objects.visible_to(viewer).order_by("-created", "-pk")
    return _shown(viewer, rows.select_related("author", "addressee", "frame", "taken_in")[:MOST_SHOWN])


def against(viewer: Viewer, frame: Frame) -> dict[uuid.UUID | None, list[Shown]]:
    """What people have against a version or could not yet see answered, by the part that it is about (None: all)."""
    rows = FrameObjection.objects.visible_to(viewer).filter(Q(frame=frame.pk) | Q(state__in=_UNANSWERED))
    rows = rows.select_related("author", "addressee", "frame", "taken_in").order_by("created", "pk")
    found: dict[uuid.UUID | None, list[Shown]] = defaultdict(list)
    for one in _shown(viewer, rows[:MOST_SHOWN]):
        found[one.row.lineage].append(one)
    return dict(found)


def one_for(viewer: Viewer, objection: uuid.UUID) -> Shown:
    """One objection. Raises `NotFound`."""
    rows = FrameObjection.objects.visible_to(viewer).filter(pk=objection)
    found = _shown(viewer, rows.select_related("author", "addressee", "frame", "taken_in"))
    if not found:
        raise NotFound
    return found[0]


def shown(viewer: Viewer, row: FrameObjection) -> Shown:
    """A row that is held already, with its clock."""
    return _shown(viewer, [row])[0]


def asked(viewer: Viewer) -> list[Shown]:
    """The objections that the viewer answers now, also as a deputy, by the day on which an answer is due."""
    today = clock.today(viewer.zone)
    rows = FrameObjection.objects.visible_to(viewer).filter(_waits(today))
    found = _shown(viewer, rows.select_related("author", "addressee", "frame", "taken_in"))
    mine = [(one.clock.due, one.row.created, one) for one in found if one.clock and one.is_for(viewer)]
    return [one for _due, _created, one in sorted(mine, key=lambda entry: entry[:2])]


def taken_for_next(viewer: Viewer) -> list[FrameObjection]:
    """What was taken over and comes along with the next version that comes in force, the oldest first."""
    taken = FrameObjection.State.TAKEN
    rows = FrameObjection.objects.visible_to(viewer).filter(state=taken, taken_in=None)
    return list(rows.order_by("created", "pk")[:MOST_SHOWN])


def waiting_at(viewer: Viewer, addressee: uuid.UUID | None, today: date) -> int:
    """How many objections wait for the answer of one steward."""
    rows = FrameObjection.objects.visible_to(viewer).filter(_waits(today), addressee=addressee)
    return rows.count()


def _waits(today: date) -> Q:
    """Never answered, or parked until a day that has come."""
    parked = Q(state=FrameObjection.State.PARKED, parked_until__lte=today)
    return Q(state=FrameObjection.State.OPEN) | parked


def _shown(viewer: Viewer, rows: Iterable[FrameObjection]) -> list[Shown]:
    """Objections with clocks, deputies, answers and what they are about, in a fixed number of queries."""
    found = list(rows)
    if not found:
        return []
    terms = answering.terms_for(viewer, [row.addressee_id for row in found])
    deputies = organisations.deputies_of(viewer, [row.addressee_id for row in found])
    answers = _answers(viewer, found)
    named = _words_of_parts(viewer, found)
    return [
        Shown(
            row,
            _clock(row, terms),
            deputies.get(row.addressee_id) if row.addressee_id else None,
            tuple(answers.get(row.pk, ())),
            named.get((row.frame_id, row.lineage), ""),
        )
        for row in found
    ]


def _clock(row: FrameObjection, terms: Terms) -> AnswerClock | None:
    if row.state == FrameObjection.State.OPEN and row.asked_on is not None:
        return terms.clock(row.addressee_id, row.asked_on, row.due)
    parked = row.state == FrameObjection.State.PARKED
    if parked and row.parked_until is not None and row.parked_until <= terms.today:
        return terms.clock(row.addressee_id, row.parked_until)
    return None


def _answers(viewer: Viewer, rows: Iterable[FrameObjection]) -> dict[uuid.UUID, list[ObjectionAnswer]]:
    given = ObjectionAnswer.objects.visible_to(viewer).filter(objection__in=[row.pk for row in rows])
    found: dict[uuid.UUID, list[ObjectionAnswer]] = defaultdict(list)
    for row in given.select_related("author").order_by("created", "pk"):
        found[row.objection_id].append(row)
    return found


def _words_of_parts(
    viewer: Viewer, rows: Iterable[FrameObjection]
) -> dict[tuple[uuid.UUID, uuid.UUID | None], str]:
    """The words of what each objection is about, as they stood in its version."""
    found: dict[tuple[uuid.UUID, uuid.UUID | None], str] = {}
    frames = {row.frame_id for row in rows}
    lineages = {row.lineage for row in rows if row.lineage}
    for model in _ABOUT:
        words = "text" if model is DevelopmentQuestion else "title"
        about = model.objects.visible_to(viewer).filter(frame__in=frames, lineage__in=lineages)
        for frame, lineage, text in about.values_list("frame", "lineage", words):
            found[frame, lineage] = text
    return found
