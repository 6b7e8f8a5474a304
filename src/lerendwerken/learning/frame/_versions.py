"""One version of the frame beside another: before or after it, copied into a new one, or compared."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import Conflict
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame._rows import written
from lerendwerken.learning.frame.models import DevelopmentQuestion, Frame, Goal, ResultPromise

Part = Goal | ResultPromise | DevelopmentQuestion
P = TypeVar("P", Goal, ResultPromise, DevelopmentQuestion)


def next_number(by: Viewer) -> int:
    """The number of the next version."""
    last = Frame.objects.visible_to(by).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def a_year_from(first: date) -> date:
    """The last day of a year that begins on `first`."""
    return date(first.year + 1, first.month, 1) + timedelta(days=first.day - 2)


def none_to_come(by: Viewer) -> None:
    """Raises `Conflict` where a version is decided for a period to come: there is one at a time."""
    coming = queries.coming_frame(by)
    if coming is not None:
        words = _(
            "Version %(number)d is decided for a period to come. Take that one back into preparation first."
        )
        raise Conflict(words % {"number": coming.number})


def keep_in_order(frame: Frame, by: Viewer) -> None:
    """Let a version that begins before one that is decided already have the lower number of both."""
    coming = queries.coming_frame(by)
    if coming is None or coming.number > frame.number:
        return
    lower, higher = coming.number, frame.number
    for row, number in ((coming, higher + 1), (frame, lower), (coming, higher)):
        row.number = number
        row.save(update_fields=["number"])


def said(frame: Frame, by: Viewer) -> list[tuple[object, ...]]:
    """What a version says, part by part in its order, whatever the keys of its rows."""
    goals = queries.goals(by, frame)
    lineages: dict[object, object] = {goal.pk: goal.lineage for goal in goals}
    parts: list[Part] = [*goals, *queries.promises(by, frame), *queries.development_questions(by, frame)]
    return [written(frame), *((part.lineage, *written(part, lineages)) for part in parts)]


def copy(old: Frame, new: Frame, by: Viewer) -> None:
    """Everything of a version again in a new one, under the same lineages."""
    goals: dict[uuid.UUID, Goal] = {}
    for goal in queries.goals(by, old):
        goals[goal.pk] = _again(goal, new, by)
    for promise in queries.promises(by, old):
        _again(promise, new, by, goal=goals[promise.goal_id])
    for question in queries.development_questions(by, old):
        _again(question, new, by, goal=goals[question.goal_id])


def _again(row: P, frame: Frame, by: Viewer, **changed: Goal) -> P:
    same = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "created", "frame", "author", *changed}
    }
    return type(row)(**same, **changed, author_id=by.member, frame=frame).add()
