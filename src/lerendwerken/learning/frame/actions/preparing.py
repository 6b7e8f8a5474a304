"""What stewards do with the frame: prepare a version.

A version that was decided never changes: a new version is a copy, with the same lineages. So whatever
points at a goal, a promise or a development question keeps pointing at what stood there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound, TooMuch
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.models import Common
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame._measured import means_what_was_measured
from lerendwerken.learning.frame._rows import (
    FIELDS,
    add_once,
    as_seen,
    change,
    checked,
    chosen_challenges,
    fresh,
    in_draft,
    period,
    promise_makes_sense,
    required,
    same_frame,
    steward,
)
from lerendwerken.learning.frame._versions import (
    Part,
    a_year_from,
    copy,
    next_number,
    none_to_come,
)
from lerendwerken.learning.frame.models import (
    DevelopmentQuestion,
    Frame,
    Goal,
    ResultPromise,
)

P = TypeVar("P", Goal, ResultPromise, DevelopmentQuestion)
MOST_PARTS = 60  # of one kind in one version: nobody can aim at more


@transaction.atomic
def start_draft(
    *,
    by: Viewer,
    title: str = "",
    why: str = "",
    starts: date | None = None,
    ends: date | None = None,
    key: uuid.UUID | None = None,
) -> Frame:
    """Begin a new version: a copy of the one in force, lineages kept, or an empty one. One draft at a time.

    Where a draft exists already that one is given. Empty words are taken from the version in force. `starts` and
    `ends` are the first and last day of the frame's period; a copy keeps them, a first frame has a year from today.

    Raises `Forbidden` for who is no steward, `BadInput` for words that are too long or a period that cannot be.
    """
    steward(by)
    there = queries.draft_frame(by)
    if there is not None:
        return there
    old = queries.frame_in_force(by)
    first = starts or (old.starts if old else clock.today(by.zone))
    last = ends or (old.ends if old and not starts else a_year_from(first))
    first, last = period(first, last)
    frame = Frame(
        **fresh(by, key),
        language=by.language,
        number=next_number(by),
        title=title.strip() or (old.title if old else ""),
        why=why.strip() or (old.why if old else ""),
        starts=first,
        ends=last,
    )
    checked(frame, unless_empty=("title", "why"))
    try:
        with transaction.atomic():
            frame.add()
    except IntegrityError:
        there = queries.draft_frame(by)
        if there is None:
            raise Conflict from None
        return there
    if old is not None:
        copy(old, frame, by)
    audit.write(by, "frame.start_draft", frame.pk)
    return frame


def start_next_period(*, by: Viewer) -> Frame:
    """Begin the version for the year after the present period, as a copy of the one in force.

    Where a draft exists already that one is given. Raises `Forbidden`, `NotFound` where no frame is in force,
    `Conflict` where one is decided for a period to come.
    """
    steward(by)
    old = queries.frame_in_force(by)
    if old is None:
        raise NotFound
    none_to_come(by)
    first = max(old.ends, clock.today(by.zone)) + timedelta(days=1)
    return start_draft(starts=first, by=by)


@transaction.atomic
def edit_frame(
    frame: Frame,
    *,
    title: str,
    why: str,
    by: Viewer,
    starts: date | None = None,
    ends: date | None = None,
    seen: str = "",
) -> Frame:
    """Change the name, the reason of being or the period of a version in preparation.

    Here and below `seen` is the mark of what the writer saw in the row that is changed; `Overtaken` is raised
    when somebody else changed it since. Raises `Forbidden` for who is no steward, `Conflict` when it is in
    force already, `BadInput`.
    """
    steward(by)
    in_draft(frame, by)
    as_seen(frame, seen, by)
    frame.title, frame.why = required(title, "title"), required(why, "why")
    frame.starts, frame.ends = period(starts or frame.starts, ends or frame.ends)
    frame.language = by.language
    change(frame, [*FIELDS[Frame], "language"], by)
    audit.write(by, "frame.edit_frame", frame.pk)
    return frame


@transaction.atomic
def put_goal(
    frame: Frame,
    *,
    title: str,
    by: Viewer,
    text: str = "",
    challenges: Iterable[str] = (),
    goal: Goal | None = None,
    key: uuid.UUID | None = None,
    seen: str = "",
) -> Goal:
    """Add a goal to a version in preparation, or change `goal`. `challenges` are values of `Challenge`.

    Raises `Forbidden`, `Conflict` when the version is decided already, `BadInput`.
    """
    steward(by)
    in_draft(frame, by)
    same_frame(frame, goal)
    as_seen(goal, seen, by)
    row = goal or Goal(**fresh(by, key), frame=frame, position=_place(Goal, frame, by))
    row.title, row.text = required(title, "title"), text.strip()
    row.challenges = chosen_challenges(challenges)
    return _put(row, "frame.put_goal", new=goal is None, by=by)


@transaction.atomic
def put_promise(
    frame: Frame,
    *,
    goal: Goal,
    title: str,
    indicator: str,
    unit: str,
    kind: str,
    term: str,
    target: Decimal,
    due: date,
    by: Viewer,
    better: str = ResultPromise.Better.UP,
    baseline: Decimal | None = None,
    baseline_by: date | None = None,
    promise: ResultPromise | None = None,
    key: uuid.UUID | None = None,
    seen: str = "",
) -> ResultPromise:
    """Add a result promise to a version in preparation, or change `promise`.

    `baseline` and `target` are in `unit`; without a baseline `baseline_by` says by when it is measured. What was
    measured keeps its meaning: the unit and what is better stay as they were then.

    Raises `Forbidden`, `Conflict` when the version is decided already, `BadInput`.
    """
    steward(by)
    in_draft(frame, by)
    same_frame(frame, goal, promise)
    as_seen(promise, seen, by)
    if (promise is None or promise.due != due) and due <= clock.today(by.zone):
        raise BadInput(_("This day is not to come any more. Choose a day after today."), "due")
    row = promise or ResultPromise(**fresh(by, key), frame=frame, position=_place(ResultPromise, frame, by))
    row.goal = goal
    row.title, row.indicator = required(title, "title"), required(indicator, "indicator")
    row.unit = unit.strip()
    row.kind, row.term, row.better = kind, term, better
    row.baseline, row.baseline_by = baseline, baseline_by
    row.target, row.due = target, due
    promise_makes_sense(row, frame)
    if promise is not None:
        means_what_was_measured([row], by)
    return _put(row, "frame.put_promise", new=promise is None, by=by)


@transaction.atomic
def put_development_question(
    frame: Frame,
    *,
    goal: Goal,
    text: str,
    by: Viewer,
    team: Team | None = None,
    question: DevelopmentQuestion | None = None,
    key: uuid.UUID | None = None,
    seen: str = "",
) -> DevelopmentQuestion:
    """Add a development question to a version in preparation, or change `question`.

    `team` is the team whose question it is; None when it is everybody's.

    Raises `Forbidden`, `Conflict` when the version is decided already, `BadInput`.
    """
    steward(by)
    in_draft(frame, by)
    same_frame(frame, goal, question)
    as_seen(question, seen, by)
    if team is not None and team.organisation_id != by.organisation:
        raise Forbidden
    row = question or DevelopmentQuestion(
        **fresh(by, key), frame=frame, position=_place(DevelopmentQuestion, frame, by)
    )
    row.goal, row.team, row.text = goal, team, required(text, "text")
    return _put(row, "frame.put_development_question", new=question is None, by=by)


@transaction.atomic
def remove(row: Part, *, by: Viewer) -> None:
    """Take a goal, a promise or a development question out of a version in preparation.

    Older versions keep theirs.

    Raises `Forbidden`, `Conflict` when the version is decided already, `BadInput` for a goal with something
    under it.
    """
    steward(by)
    in_draft(row.frame, by)
    if isinstance(row, Goal) and _has_parts(row, by):
        raise BadInput(_("There are still results or questions under this goal. Move or remove those first."))
    key = row.pk
    row.delete()
    audit.write(by, "frame.remove", key)


@transaction.atomic
def throw_away(frame: Frame, *, by: Viewer) -> None:
    """Throw a version in preparation away. What is in force stays.

    Raises `Forbidden` for who is no steward, `Conflict` when it is decided already.
    """
    steward(by)
    in_draft(frame, by)
    key = frame.pk
    frame.delete()
    audit.write(by, "frame.throw_away", key)


def _put(row: P, verb: str, *, new: bool, by: Viewer) -> P:
    if not new:
        change(row, FIELDS[type(row)], by)
        audit.write(by, verb, row.pk)
        return row
    row, added = add_once(row, by)
    if added:
        audit.write(by, verb, row.pk)
    return row


def _place(model: type[Common], frame: Frame, by: Viewer) -> int:
    """The place behind the last row of this kind. Raises `TooMuch` for more than anybody can aim at."""
    rows = model.objects.visible_to(by).filter(frame=frame.pk)
    found = rows.aggregate(last=Max("position"), count=Count("pk"))
    if found["count"] >= MOST_PARTS:
        raise TooMuch(_("There is very much in this frame already. Remove something first."))
    return 0 if found["last"] is None else int(found["last"]) + 1


def _has_parts(goal: Goal, by: Viewer) -> bool:
    kinds = (ResultPromise, DevelopmentQuestion)
    return any(model.objects.visible_to(by).filter(goal=goal.pk).exists() for model in kinds)
