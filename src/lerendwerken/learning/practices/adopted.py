"""Reads of what went from one team to another: where a practice came from, who took it over, with which result."""

from __future__ import annotations

from typing import NamedTuple

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import (
    Adoption,
    AdoptionResult,
    PracticeVersion,
    WorkProcess,
)


class Adopted(NamedTuple):
    """One adoption, with its results (the newest first), and whether the other side is still in force."""

    adoption: Adoption
    results: list[AdoptionResult]
    in_force: bool

    @property
    def result(self) -> AdoptionResult | None:
        """What the team said last of what came of it."""
        return self.results[0] if self.results else None


def adopters(viewer: Viewer, work_process: WorkProcess) -> list[Adopted]:
    """The teams that took a practice over, each once, by name. `in_force` is about their copy."""
    rows = Adoption.objects.visible_to(viewer).filter(original__work_process=work_process)
    rows = rows.select_related("original", "version__work_process__team")
    last = {row.version.work_process_id: row for row in rows.order_by("created", "pk")}
    ordered = sorted(last.values(), key=lambda row: row.version.work_process.team.name)
    return _with_results(viewer, ordered, {row.pk: row.version.work_process_id for row in ordered})


def origin(viewer: Viewer, work_process: WorkProcess) -> Adopted | None:
    """From which practice of another team a team's own one was taken over. `in_force` is about that original."""
    rows = Adoption.objects.visible_to(viewer).filter(version__work_process=work_process)
    rows = rows.select_related("original__work_process__team", "version__work_process")
    last = rows.order_by("-created", "-pk").first()
    if last is None:
        return None
    (found,) = _with_results(viewer, [last], {last.pk: last.original.work_process_id})
    return found


def adoption_of(viewer: Viewer, work_process: WorkProcess) -> Adoption | None:
    """The adoption of which a team says what came of it; None for a practice of the team's own making."""
    found = origin(viewer, work_process)
    return found.adoption if found else None


def _with_results(viewer: Viewer, rows: list[Adoption], others: dict) -> list[Adopted]:  # type: ignore[type-arg]
    results: dict[object, list[AdoptionResult]] = {}
    said = AdoptionResult.objects.visible_to(viewer).filter(adoption__in=rows).select_related("author")
    for result in said.order_by("-created", "-pk"):
        results.setdefault(result.adoption_id, []).append(result)
    current = PracticeVersion.objects.visible_to(viewer).filter(
        work_process__in=set(others.values()), current=True
    )
    in_force = set(current.values_list("work_process", flat=True))
    return [Adopted(row, results.get(row.pk, []), others[row.pk] in in_force) for row in rows]
