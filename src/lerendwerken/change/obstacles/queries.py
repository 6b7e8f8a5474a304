"""Reads of obstacles. Whoever does not reach one gets the same answer as for one that does not exist."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lerendwerken.change.obstacles import tasks
from lerendwerken.change.obstacles.models import Obstacle, ObstacleAnswer
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import answering
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.answering import AnswerClock, Terms
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.viewer import Role, Viewer

MOST_SHOWN = 200  # rows of one list; the newest
_NOT_OVER = (Obstacle.State.QUEUED, Obstacle.State.OPEN, Obstacle.State.PROMISED)


@dataclass(frozen=True)
class Shown:
    """An obstacle with its clock while it waits for an answer."""

    row: Obstacle
    clock: AnswerClock | None

    @property
    def is_over(self) -> bool:
        """Whether it has an answer with which it ends."""
        return self.row.state not in _NOT_OVER

    def is_for(self, viewer: Viewer) -> bool:
        """Whether the viewer answers now, as the one who was asked or as the deputy."""
        return answering.may_answer(self.row, self.clock, viewer)

    def clock_words(self, viewer: Viewer) -> dict[str, Any] | None:
        """What the clock says to the viewer."""
        return answering.told(self.clock, self.row.addressee, self.row.deputy, viewer)


def every(viewer: Viewer) -> list[Shown]:
    """Every obstacle that the viewer reaches: what waits first, by the day on which an answer is due."""
    found = _shown(viewer, _rows(viewer).order_by("-put_at", "-pk")[:MOST_SHOWN])
    return sorted(found, key=_first_due)


def of_team(viewer: Viewer, team: uuid.UUID) -> list[Shown]:
    """What stands in the way of one of the viewer's teams now, by the day on which an answer is due."""
    found = _shown(viewer, _rows(viewer).filter(team=team, state__in=_NOT_OVER).order_by("put_at", "pk"))
    return sorted(found, key=_first_due)


def asked(viewer: Viewer) -> list[Shown]:
    """What the viewer answers now, also as somebody's deputy, by the day on which an answer is due."""
    mine = Q(addressee=viewer.member) | Q(deputy=viewer.member)
    rows = _rows(viewer).filter(mine, state__in=(Obstacle.State.OPEN, Obstacle.State.PROMISED))
    return sorted((one for one in _shown(viewer, rows) if one.is_for(viewer)), key=_first_due)


def queued_for(viewer: Viewer) -> list[Obstacle]:
    """What waits for its turn to be asked of the viewer, in that order."""
    rows = _rows(viewer).filter(addressee=viewer.member, state=Obstacle.State.QUEUED)
    return list(rows.order_by("put_at", "pk")[:MOST_SHOWN])


def promised_by(viewer: Viewer) -> list[Obstacle]:
    """What the viewer said they would take away, whose day is still to come, by that day."""
    rows = _rows(viewer).filter(addressee=viewer.member, state=Obstacle.State.PROMISED)
    rows = rows.filter(until__gt=clock.today(viewer.zone))
    return list(rows.order_by("until", "pk")[:MOST_SHOWN])


def one_for(viewer: Viewer, obstacle: uuid.UUID) -> Shown:
    """One obstacle. Raises `NotFound`."""
    found = _shown(viewer, _rows(viewer).filter(pk=obstacle))
    if not found:
        raise NotFound
    return found[0]


def shown(viewer: Viewer, row: Obstacle) -> Shown:
    """A row that is held already, with its clock."""
    return _shown(viewer, [row])[0]


def answers(viewer: Viewer, obstacle: Obstacle) -> list[ObstacleAnswer]:
    """The answers to an obstacle, in order."""
    rows = ObstacleAnswer.objects.visible_to(viewer).filter(obstacle=obstacle).select_related("author")
    return list(rows.order_by("created", "pk"))


def place_in_queue(obstacle: Obstacle) -> int:
    """Which place an obstacle has in the queue of the one it was put to; 0 while it is not in it."""
    return tasks.QUEUE.place_of(obstacle) if obstacle.state == Obstacle.State.QUEUED else 0


def who_can_take_away(viewer: Viewer, team: uuid.UUID) -> list[Membership]:
    """To whom a team can put an obstacle: managers and stewards outside it, the team's own manager first."""
    inside = {member.pk for member in organisations.people_in(viewer, team)}
    own = organisations.team_for(viewer, team).manager_id
    there = organisations.holding(viewer, Role.MANAGER, Role.STEWARD)
    return sorted((row for row in there if row.pk not in inside), key=lambda row: row.pk != own)


def _rows(viewer: Viewer) -> QuerySet[Obstacle]:
    rows: QuerySet[Obstacle] = Obstacle.objects.visible_to(viewer)
    return rows.select_related("author", "addressee", "deputy", "team")


def _shown(viewer: Viewer, rows: Iterable[Obstacle]) -> list[Shown]:
    """Obstacles with their clocks, in a fixed number of queries."""
    found = list(rows)
    if not found:
        return []
    terms = answering.terms_for(viewer, [row.addressee_id for row in found])
    return [Shown(row, _clock(row, terms)) for row in found]


def _clock(row: Obstacle, terms: Terms) -> AnswerClock | None:
    if row.state == Obstacle.State.OPEN and row.asked_on is not None:
        return terms.clock(row.addressee_id, row.asked_on, row.due)
    promised = row.state == Obstacle.State.PROMISED
    if promised and row.until is not None and row.until <= terms.today:
        return terms.clock(row.addressee_id, row.until)
    return None


def _first_due(one: Shown) -> date:
    return one.clock.due if one.clock else date.max
