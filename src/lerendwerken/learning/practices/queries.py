"""Reads of practices. One in force is everybody's; what is proposed and what is used is the team's."""

from __future__ import annotations

import uuid
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import Forbidden, NotFound
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import standing
from lerendwerken.learning.practices.models import (
    PracticeDraft,
    PracticeVersion,
    Stop,
    Use,
    Voice,
    WorkProcess,
)
from lerendwerken.learning.practices.standing import Standing
from lerendwerken.learning.practices.steps import gist


class TeamPractice(NamedTuple):
    """A work process, the practice in force or how it was stopped, and how it is used where the viewer may know."""

    process: WorkProcess
    version: PracticeVersion | None
    standing: Standing
    stopped: Stop | None = None

    @property
    def uses(self) -> int:
        """How often the team started it and closed it."""
        return self.standing.uses

    @property
    def gist(self) -> str:
        """The practice in force in one line: what AI does in it, or else its first step."""
        return gist(self.version.steps) if self.version else ""


class PracticeInWeek(NamedTuple):
    """A practice in force in a team, and what was done with it in one week."""

    version: PracticeVersion
    uses: list[Use]
    mine_open: Use | None

    @property
    def process(self) -> WorkProcess:
        """The work that it is about."""
        process: WorkProcess = self.version.work_process
        return process

    @property
    def gist(self) -> str:
        """The practice in one line."""
        return gist(self.version.steps)

    @property
    def times(self) -> int:
        """How often the team started it in that week."""
        return len(self.uses)

    @property
    def checks_done(self) -> int:
        """Of how many of those the check was done."""
        return sum(use.check_state == Use.Check.DONE for use in self.uses)


class PracticeElsewhere(NamedTuple):
    """A practice in force in another team."""

    team: Team
    version: PracticeVersion

    @property
    def gist(self) -> str:
        """The practice in one line."""
        return gist(self.version.steps)


def work_processes(viewer: Viewer, team: uuid.UUID) -> list[WorkProcess]:
    """The work processes of a team, by name."""
    return list(WorkProcess.objects.visible_to(viewer).filter(team=team).order_by("name"))


def process_for(viewer: Viewer, process: uuid.UUID) -> WorkProcess:
    """One work process, with its team. Raises `NotFound`."""
    found: WorkProcess | None = (
        WorkProcess.objects.visible_to(viewer).select_related("team").filter(pk=process).first()
    )
    if found is None:
        raise NotFound
    return found


def process_to_change(viewer: Viewer, process: uuid.UUID) -> WorkProcess:
    """A work process of the viewer's own team. Raises `NotFound`, `Forbidden` for another team's."""
    found = process_for(viewer, process)
    if found.team_id not in viewer.teams:
        raise Forbidden(_("Only the team itself changes how it works. You can try this in your own team."))
    return found


def version_for(viewer: Viewer, version: uuid.UUID) -> PracticeVersion:
    """One version of a practice, with its work process. Raises `NotFound`."""
    rows = PracticeVersion.objects.visible_to(viewer).select_related("work_process__team", "author")
    found: PracticeVersion | None = rows.filter(pk=version).first()
    if found is None:
        raise NotFound
    return found


def version_to_start(viewer: Viewer, version: uuid.UUID) -> PracticeVersion:
    """A version that the viewer may start on their own work. Raises `NotFound`, `Forbidden` for another team's."""
    found = version_for(viewer, version)
    if found.work_process.team_id not in viewer.teams:
        raise Forbidden(_("This is the practice of another team. Make one in your own team to use it there."))
    return found


def version_to_stop(viewer: Viewer, version: uuid.UUID) -> PracticeVersion:
    """A version that the viewer may stop. Raises `NotFound`, `Forbidden` for who does not facilitate the team."""
    found = version_for(viewer, version)
    if found.work_process.team_id not in viewer.facilitates:
        raise Forbidden(_("The facilitator stops a practice, after the team talked about it."))
    return found


def version_to_adopt(viewer: Viewer, version: uuid.UUID) -> PracticeVersion:
    """A version that the viewer's team may take over. Raises `NotFound`, `Forbidden` for its own or without one."""
    found = version_for(viewer, version)
    if viewer.team is None:
        raise Forbidden(_("You are in no team yet, and a practice is taken over by a team."))
    if found.work_process.team_id in viewer.teams:
        raise Forbidden(_("This is your own team's practice."))
    return found


def practice_in_force(viewer: Viewer, work_process: WorkProcess) -> PracticeVersion | None:
    """How the team does a work process now, or None when nothing is in force yet."""
    rows = PracticeVersion.objects.visible_to(viewer).select_related("work_process", "author")
    found: PracticeVersion | None = rows.filter(work_process=work_process, current=True).first()
    return found


def versions(viewer: Viewer, work_process: WorkProcess) -> list[PracticeVersion]:
    """Every version of a practice, newest first."""
    rows = PracticeVersion.objects.visible_to(viewer).filter(work_process=work_process)
    return list(rows.select_related("author").order_by("-number"))


def practices_of_team(viewer: Viewer, team: uuid.UUID) -> list[TeamPractice]:
    """A team's work processes with the practice in force, and the ended uses that the viewer's own team made of it."""
    processes = work_processes(viewer, team)
    current = PracticeVersion.objects.visible_to(viewer).filter(work_process__team=team, current=True)
    in_force = {row.work_process_id: row for row in current.select_related("author")}
    stopped = standing.last_stops(viewer, team)
    figures = standing.of_team(viewer, team, stopped)
    return [
        TeamPractice(
            row,
            in_force.get(row.pk),
            figures.get(row.pk, standing.UNUSED),
            None if row.pk in in_force else stopped.get(row.pk),
        )
        for row in processes
    ]


def standing_of(viewer: Viewer, work_process: WorkProcess) -> Standing | None:
    """How one practice of the viewer's own team stands; None for another team's, of which uses are not known here."""
    if work_process.team_id not in viewer.teams:
        return None
    team = work_process.team_id
    figures = standing.of_team(viewer, team, standing.last_stops(viewer, team))
    return figures.get(work_process.pk, standing.UNUSED)


def in_force_in_week(viewer: Viewer, team: uuid.UUID, week: date) -> list[PracticeInWeek]:
    """The practices in force in one of the viewer's teams, with their uses in a week (its Monday). Two queries.

    Those on which the viewer is busy stand first, then what the team used most, then by name. `mine_open` is what the
    viewer started in that week and did not close yet.
    """
    rows = PracticeVersion.objects.visible_to(viewer).filter(work_process__team=team, current=True)
    used: dict[uuid.UUID, list[Use]] = {}
    for use in uses_in_week(viewer, team, week):
        used.setdefault(use.version.work_process_id, []).append(use)
    found = [
        PracticeInWeek(row, uses, next((use for use in uses if _is_open_of(viewer, use)), None))
        for row in rows.select_related("work_process", "author")
        for uses in [used.get(row.work_process_id, [])]
    ]
    return sorted(found, key=lambda one: (one.mine_open is None, -one.times, one.process.name))


def _is_open_of(viewer: Viewer, use: Use) -> bool:
    return use.author_id == viewer.member and use.check_state == Use.Check.OPEN


def stops(viewer: Viewer, work_process: WorkProcess) -> dict[uuid.UUID, Stop]:
    """How versions of a practice were stopped, by version."""
    rows = Stop.objects.visible_to(viewer).filter(version__work_process=work_process)
    return {row.version_id: row for row in rows.select_related("author")}


def stopped_now(viewer: Viewer) -> list[Stop]:
    """The practices of the organisation that were stopped on evidence and not taken up again, the last one first."""
    taken_up = PracticeVersion.objects.visible_to(viewer).filter(current=True).values("work_process")
    rows = Stop.objects.visible_to(viewer).exclude(version__work_process__in=taken_up)
    found: dict[uuid.UUID, Stop] = {}
    for row in rows.select_related("version__work_process__team").order_by("-created", "-pk"):
        found.setdefault(row.version.work_process_id, row)
    return list(found.values())


def voices(viewer: Viewer, change: uuid.UUID) -> list[Voice]:
    """What colleagues said about a proposed change, also once it is in force, in order."""
    rows = Voice.objects.visible_to(viewer).filter(change=change).select_related("author")
    return list(rows.order_by("created", "pk"))


def practices_elsewhere(viewer: Viewer) -> list[PracticeElsewhere]:
    """The practices in force in teams that the viewer is not in, by team and work process."""
    rows = PracticeVersion.objects.visible_to(viewer).filter(current=True)
    rows = rows.exclude(work_process__team__in=viewer.teams).select_related("work_process__team")
    rows = rows.order_by("work_process__team__name", "work_process__name")
    return [PracticeElsewhere(row.work_process.team, row) for row in rows]


def proposed(viewer: Viewer, team: uuid.UUID) -> list[PracticeDraft]:
    """The changes that members of a team propose and nobody decided about yet, oldest first."""
    rows = PracticeDraft.objects.visible_to(viewer).filter(team=team, declined_at=None)
    return list(rows.select_related("work_process", "author").order_by("created", "pk"))


def proposed_for(viewer: Viewer, work_process: WorkProcess) -> list[PracticeDraft]:
    """The changes proposed to one practice, declined ones too, oldest first."""
    rows = PracticeDraft.objects.visible_to(viewer).filter(work_process=work_process)
    return list(rows.select_related("work_process", "author").order_by("created", "pk"))


def draft_for(viewer: Viewer, draft: uuid.UUID) -> PracticeDraft:
    """One proposed change. Raises `NotFound`."""
    rows = PracticeDraft.objects.visible_to(viewer).select_related(
        "work_process__team", "author", "declined_by", "adopted_from__work_process__team"
    )
    found: PracticeDraft | None = rows.filter(pk=draft).first()
    if found is None:
        raise NotFound
    return found


def use_for(viewer: Viewer, use: uuid.UUID) -> Use:
    """One use of a practice by somebody of the viewer's teams. Raises `NotFound`."""
    rows = Use.objects.visible_to(viewer).select_related("version__work_process", "author")
    found: Use | None = rows.filter(pk=use).first()
    if found is None:
        raise NotFound
    return found


def uses_in_week(viewer: Viewer, team: uuid.UUID, week: date) -> list[Use]:
    """The uses that a team started in a week, newest first."""
    rows = Use.objects.visible_to(viewer).filter(team=team, week=week)
    return list(rows.select_related("version__work_process", "author").order_by("-created", "-pk"))


def recent_uses(viewer: Viewer, work_process: WorkProcess, most: int = 8) -> list[Use]:
    """The team's last uses of one practice in any of its versions, newest first."""
    rows = Use.objects.visible_to(viewer).filter(version__work_process=work_process)
    return list(rows.select_related("version", "author").order_by("-created", "-pk")[:most])


def my_open_uses(viewer: Viewer) -> list[Use]:
    """What the viewer started and has not closed, newest first."""
    rows = Use.objects.visible_to(viewer).filter(author=viewer.member, check_state=Use.Check.OPEN)
    return list(rows.select_related("version__work_process").order_by("-created", "-pk"))
