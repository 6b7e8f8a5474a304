"""Reads of practices. One in force is everybody's; what is proposed and what is used is the team's."""

from __future__ import annotations

import uuid
from datetime import date
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import Forbidden, NotFound
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeDraft, PracticeVersion, Use, WorkProcess
from lerendwerken.learning.practices.steps import gist


class TeamPractice(NamedTuple):
    """A work process, the practice in force, and how often the team started it where the viewer may know."""

    process: WorkProcess
    version: PracticeVersion | None
    uses: int

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
    # A use counts with the check as done, not done or stopped; what is still busy does not count yet.
    ended = Use.objects.visible_to(viewer).filter(team=team).exclude(check_state=Use.Check.OPEN)
    counted = ended.values_list("version__work_process")
    uses = dict(counted.annotate(uses=Count("pk")).order_by())
    return [TeamPractice(row, in_force.get(row.pk), uses.get(row.pk, 0)) for row in processes]


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


def practices_elsewhere(viewer: Viewer) -> list[PracticeElsewhere]:
    """The practices in force in teams that the viewer is not in, by team and work process."""
    rows = PracticeVersion.objects.visible_to(viewer).filter(current=True)
    rows = rows.exclude(work_process__team__in=viewer.teams).select_related("work_process__team")
    rows = rows.order_by("work_process__team__name", "work_process__name")
    return [PracticeElsewhere(row.work_process.team, row) for row in rows]


def proposed(viewer: Viewer, team: uuid.UUID) -> list[PracticeDraft]:
    """The changes that members of a team propose, oldest first."""
    rows = PracticeDraft.objects.visible_to(viewer).filter(team=team)
    return list(rows.select_related("work_process", "author").order_by("created", "pk"))


def proposed_for(viewer: Viewer, work_process: WorkProcess) -> list[PracticeDraft]:
    """The changes proposed to one practice, oldest first."""
    rows = PracticeDraft.objects.visible_to(viewer).filter(work_process=work_process)
    return list(rows.select_related("work_process", "author").order_by("created", "pk"))


def draft_for(viewer: Viewer, draft: uuid.UUID) -> PracticeDraft:
    """One proposed change. Raises `NotFound`."""
    rows = PracticeDraft.objects.visible_to(viewer).select_related("work_process__team", "author")
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
