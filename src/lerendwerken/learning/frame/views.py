"""The pages on which everybody reads the frame."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import comparing, objections, queries
from lerendwerken.learning.frame.models import Challenge, DevelopmentQuestion, Frame, Goal
from lerendwerken.learning.frame.standing import Standing


@dataclass(frozen=True)
class Part:
    """A goal with what stands under it."""

    goal: Goal
    challenges: list[str]
    promises: list[Standing]
    questions: list[DevelopmentQuestion]


def parts_of(viewer: Viewer, frame: Frame) -> list[Part]:
    """A version goal by goal, in four queries."""
    promises = queries.standing_in(viewer, frame)
    questions = queries.development_questions(viewer, frame)
    return [
        Part(
            goal,
            [str(Challenge(value).label) for value in goal.challenges],
            [standing for standing in promises if standing.promise.goal_id == goal.pk],
            [question for question in questions if question.goal_id == goal.pk],
        )
        for goal in queries.goals(viewer, frame)
    ]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The frame in force, else the one to come, with its history; for the steward also the way to a new version."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    frame = queries.frame_in_force(viewer) or queries.coming_frame(viewer)
    if frame is None:
        return render(request, "frame/none.html", {"draft": queries.draft_frame(viewer)})
    return _shown(request, viewer, frame)


@require_GET
def version(request: HttpRequest, frame: uuid.UUID) -> HttpResponse:
    """One version, as it is, was or will be."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return _shown(request, viewer, queries.frame_for(viewer, frame))


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions side by side: the last two, or the ones that were chosen."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    versions = queries.frames(viewer)
    if not versions:
        raise NotFound
    chosen = [
        _chosen(request, "older", versions) or versions[min(1, len(versions) - 1)],
        _chosen(request, "newer", versions) or versions[0],
    ]
    newer, older = sorted(chosen, key=versions.index)
    changes = comparing.compare(viewer, older, newer)
    context = {"versions": versions, "older": older, "newer": newer, "changes": changes}
    return render(request, "frame/compare.html", context)


def _around(versions: list[Frame]) -> tuple[Frame | None, Frame | None]:
    """Of the versions, the last one first: the one to come and the one in force, where there are such."""
    now = clock.now()
    begun = [row for row in versions if row.in_force_from and row.in_force_from <= now]
    coming = versions[0] if len(versions) > len(begun) else None
    return coming, begun[0] if begun else None


def _chosen(request: HttpRequest, name: str, versions: list[Frame]) -> Frame | None:
    """The version that was chosen in a list, if one was. Raises `NotFound` for what is no version."""
    key = request.GET.get(name)
    found = next((frame for frame in versions if str(frame.pk) == key), None)
    if key and found is None:
        raise NotFound
    return found


def _shown(request: HttpRequest, viewer: Viewer, frame: Frame) -> HttpResponse:
    versions = queries.frames(viewer)
    coming, in_force = _around(versions)
    context = {
        "frame": frame,
        "parts": parts_of(viewer, frame),
        "versions": versions,
        "in_force": in_force,
        "coming": coming,
        "may_object": frame in (in_force, coming),
        "is_over": in_force is not None and in_force.ends < clock.today(viewer.zone),
        "draft": queries.draft_frame(viewer),
        "asked": [(one, one.clock_words(viewer)) for one in objections.asked(viewer)],
        "objections": objections.against(viewer, frame),
    }
    return render(request, "frame/home.html", context)
