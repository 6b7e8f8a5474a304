"""Reading the frame. Everybody reads what is in force, what was and what is decided; a draft is for stewards."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame.models import (
    DevelopmentQuestion,
    Frame,
    Goal,
    Measurement,
    ResultPromise,
)
from lerendwerken.learning.frame.standing import Standing, stand

P = TypeVar("P", Goal, ResultPromise, DevelopmentQuestion)
_UNDER_GOALS = ("goal__position", "position", "created", "pk")


def frame_in_force(viewer: Viewer) -> Frame | None:
    """The version of the frame that holds now: the last one that was decided and has begun."""
    return in_force(viewer).first()


def in_force(viewer: Viewer) -> QuerySet[Frame]:
    """The same as at most one row, to look into from another query."""
    return _frames(viewer).filter(in_force_from__lte=clock.now()).order_by("-in_force_from", "-number")[:1]


def coming_frame(viewer: Viewer) -> Frame | None:
    """The version that is decided for a period to come."""
    return _frames(viewer).filter(in_force_from__gt=clock.now()).first()


def open_to_objections(viewer: Viewer, frame: uuid.UUID | None = None) -> Frame:
    """The version to come or in force with a key; without a key the one in force, else the one to come.

    Raises `NotFound` where there is none, or it is an earlier one.
    """
    open_ones = [row for row in (frame_in_force(viewer), coming_frame(viewer)) if row is not None]
    found = next((row for row in open_ones if frame in (None, row.pk)), None)
    if found is None:
        raise NotFound(_("There is no frame yet to object to."))
    return found


def draft_frame(viewer: Viewer) -> Frame | None:
    """The version that stewards are preparing; None for everybody else."""
    if viewer.role is not Role.STEWARD:
        return None
    return _frames(viewer).filter(in_force_from=None).first()


def frames(viewer: Viewer) -> list[Frame]:
    """Every version that was decided, the one that comes or came in force last first."""
    return list(_frames(viewer).exclude(in_force_from=None).order_by("-in_force_from", "-number"))


def frame_for(viewer: Viewer, frame: uuid.UUID) -> Frame:
    """One version. Raises `NotFound`; a draft exists for stewards only."""
    found = _frames(viewer).filter(_shown(viewer), pk=frame).first()
    if found is None:
        raise NotFound
    return found


def goal_in(viewer: Viewer, frame: Frame, goal: uuid.UUID) -> Goal:
    """One goal of a version. Raises `NotFound`."""
    return _one_in(Goal, viewer, frame, goal)


def promise_in(viewer: Viewer, frame: Frame, promise: uuid.UUID) -> ResultPromise:
    """One result promise of a version. Raises `NotFound`."""
    return _one_in(ResultPromise, viewer, frame, promise)


def question_in(viewer: Viewer, frame: Frame, question: uuid.UUID) -> DevelopmentQuestion:
    """One development question of a version. Raises `NotFound`."""
    return _one_in(DevelopmentQuestion, viewer, frame, question)


def goals(viewer: Viewer, frame: Frame) -> list[Goal]:
    """The goals of a version, in its own order."""
    return list(Goal.objects.visible_to(viewer).filter(frame=frame.pk).order_by("position", "created", "pk"))


def promises(viewer: Viewer, frame: Frame) -> list[ResultPromise]:
    """The result promises of a version, with their goals, in its own order."""
    rows = ResultPromise.objects.visible_to(viewer).filter(frame=frame.pk).select_related("goal")
    return list(rows.order_by(*_UNDER_GOALS))


def development_questions(viewer: Viewer, frame: Frame) -> list[DevelopmentQuestion]:
    """The development questions of a version, with goals and teams, in its own order."""
    rows = DevelopmentQuestion.objects.visible_to(viewer).filter(frame=frame.pk)
    return list(rows.select_related("goal", "team").order_by(*_UNDER_GOALS))


def questions_open_to(viewer: Viewer) -> list[DevelopmentQuestion]:
    """The development questions in force that the viewer may choose from: everybody's and own teams'."""
    mine = Q(team=None) | Q(team__in=viewer.teams)
    rows = DevelopmentQuestion.objects.visible_to(viewer).filter(mine, frame__in=in_force(viewer))
    return list(rows.select_related("goal", "team").order_by(*_UNDER_GOALS))


def development_question_for(viewer: Viewer, question: uuid.UUID) -> DevelopmentQuestion:
    """One development question of a version that is or was in force. Raises `NotFound`."""
    rows = DevelopmentQuestion.objects.visible_to(viewer).filter(_of_begun())
    found: DevelopmentQuestion | None = rows.select_related("goal", "team").filter(pk=question).first()
    if found is None:
        raise NotFound
    return found


def promise_by_lineage(viewer: Viewer, lineage: uuid.UUID) -> ResultPromise:
    """A promise as it stands in the last version that has it and is or was in force. Raises `NotFound`."""
    rows = ResultPromise.objects.visible_to(viewer).filter(_of_begun(), lineage=lineage)
    found: ResultPromise | None = (
        rows.select_related("frame", "goal").order_by("-frame__in_force_from", "-frame__number").first()
    )
    if found is None:
        raise NotFound
    return found


def measurement_for(viewer: Viewer, measurement: uuid.UUID) -> Measurement:
    """One measurement. Raises `NotFound`."""
    found: Measurement | None = Measurement.objects.visible_to(viewer).filter(pk=measurement).first()
    if found is None:
        raise NotFound
    return found


def measurements(viewer: Viewer, lineages: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Measurement]]:
    """The measurements that count per promise by day, with who measured and who confirmed, in one query."""
    rows = Measurement.objects.visible_to(viewer).filter(promise__in=set(lineages))
    found: dict[uuid.UUID, list[Measurement]] = defaultdict(list)
    for row in rows.select_related("author", "confirmed_by").order_by("day", "created", "pk"):
        found[row.promise].append(row)
    return {lineage: _counting(measured) for lineage, measured in found.items()}


def corrected(viewer: Viewer, lineage: uuid.UUID) -> dict[uuid.UUID, list[Measurement]]:
    """What stood in the place of each corrected measurement of a promise before, the latest first, by its key."""
    rows = Measurement.objects.visible_to(viewer).filter(promise=lineage)
    found = {row.pk: row for row in rows.select_related("author", "confirmed_by")}
    chains: dict[uuid.UUID, list[Measurement]] = {}
    for row in found.values():
        before, chain = found.get(row.corrects_id), []
        while before is not None:
            chain.append(before)
            before = found.get(before.corrects_id)
        chains[row.pk] = chain
    return chains


def standing(viewer: Viewer, on: date | None = None) -> list[Standing]:
    """Promise against result today, or as it was on a day, for every promise in force.

    Three queries, however many promises.
    """
    frame = frame_in_force(viewer)
    return standing_in(viewer, frame, on) if frame else []


def standing_in(viewer: Viewer, frame: Frame, on: date | None = None) -> list[Standing]:
    """The same for the promises of any version, in two queries."""
    today = on or clock.today(viewer.zone)
    promised = promises(viewer, frame)
    measured = measurements(viewer, [promise.lineage for promise in promised])
    return [stand(promise, frame.starts, measured.get(promise.lineage, []), today) for promise in promised]


def standing_of(viewer: Viewer, lineage: uuid.UUID) -> Standing:
    """One promise against its result today, also when a later version dropped it, in two queries.

    Raises `NotFound`.
    """
    promise = promise_by_lineage(viewer, lineage)
    rows = measurements(viewer, [lineage]).get(lineage, [])
    return stand(promise, promise.frame.starts, rows, clock.today(viewer.zone))


def _counting(rows: list[Measurement]) -> list[Measurement]:
    """Without what was corrected. What somebody confirmed counts until its correction is confirmed as well."""
    confirmed = {row.pk for row in rows if row.confirmed_at}
    corrected = {row.corrects_id for row in rows if row.confirmed_at or row.corrects_id not in confirmed}
    return [row for row in rows if row.pk not in corrected]


def _frames(viewer: Viewer) -> QuerySet[Frame]:
    rows: QuerySet[Frame] = Frame.objects.visible_to(viewer)
    return rows


def _shown(viewer: Viewer) -> Q:
    return Q() if viewer.role is Role.STEWARD else Q(in_force_from__isnull=False)


def _of_begun() -> Q:
    """Parts of versions that are or were in force."""
    return Q(frame__in_force_from__lte=clock.now())


def _one_in(model: type[P], viewer: Viewer, frame: Frame, key: uuid.UUID) -> P:
    found: P | None = (
        model.objects.visible_to(viewer).select_related("frame").filter(frame=frame.pk, pk=key).first()
    )
    if found is None:
        raise NotFound
    return found
