"""What a list of people and teams would change: who is new, who joins which team, and what in it cannot be.

Nothing is written here; the action that takes a list in follows the same plan.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lerendwerken.foundation.ground.spreadsheets import Problem
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.importing import Line, Listed
from lerendwerken.foundation.organisations.models import Membership, Team
from lerendwerken.foundation.wall.viewer import Role, Viewer


@dataclass
class PlannedTeam:
    """A team in the list: `team` where it is there already, `manager` the address of who becomes its manager."""

    name: str
    team: Team | None
    manager: str = ""
    manager_name: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything happens with the team itself."""
        return self.team is None or bool(self.manager)


@dataclass(frozen=True)
class Place:
    """Somebody in a team that they were not in."""

    team: PlannedTeam
    rhythm: bool
    facilitates: bool


@dataclass(frozen=True)
class Arrival:
    """What happens with one person: `member` where they are one already, and which teams they join."""

    line: Line
    member: Membership | None
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Plan:
    """What would happen. With a problem nothing does."""

    arrivals: list[Arrival]
    teams: list[PlannedTeam]
    problems: list[Problem]

    @property
    def new(self) -> list[Arrival]:
        """Who becomes a member."""
        return [arrival for arrival in self.arrivals if arrival.member is None]

    @property
    def changes(self) -> bool:
        """Whether anything would happen at all."""
        return any(one.member is None or one.places for one in self.arrivals) or any(
            team.changes for team in self.teams
        )


@dataclass(frozen=True)
class _Candidate:
    """Who may be named as a manager."""

    email: str
    name: str
    manages: bool


@dataclass
class _Here:
    """What the organisation has now, and who comes."""

    members: dict[str, Membership]  # by address
    teams: dict[str, PlannedTeam]  # by name in small letters
    inside: set[tuple[uuid.UUID, uuid.UUID]]  # team and member
    with_rhythm: set[uuid.UUID]
    candidates: dict[str, _Candidate] = field(default_factory=dict)  # by address
    named: dict[str, list[_Candidate]] = field(default_factory=dict)  # by name in small letters


def plan(listed: Listed, viewer: Viewer) -> Plan:
    """What a list would change for the viewer's organisation, in a fixed number of queries."""
    here = _here(listed, viewer)
    problems = list(listed.problems)
    for line in listed.lines:
        problems.extend(_ended(line, listed, here))
        problems.extend(_managed(line, listed, here))
    for line in listed.lines:
        problems.extend(_inside_own_team(line, listed, here))
    arrivals = [Arrival(line, here.members.get(line.email), _places(line, here)) for line in listed.lines]
    named = {team.casefold() for line in listed.lines for team in line.teams}
    teams = [team for key, team in here.teams.items() if key in named]
    return Plan(arrivals, teams, sorted(problems, key=lambda problem: problem.line))


def _here(listed: Listed, viewer: Viewer) -> _Here:
    members = {member.person.email.casefold(): member for member in queries.members(viewer)}
    teams = {team.name.casefold(): PlannedTeam(team.name, team) for team in queries.teams(viewer)}
    for line in listed.lines:
        for name in line.teams:
            teams.setdefault(name.casefold(), PlannedTeam(name, None))
    places = queries.places(viewer)
    here = _Here(
        members=members,
        teams=teams,
        inside={(place.team_id, place.member_id) for place in places},
        with_rhythm={place.member_id for place in places if place.rhythm},
    )
    for candidate in _candidates(listed, members):
        here.candidates[candidate.email] = candidate
        here.named.setdefault(candidate.name.casefold(), []).append(candidate)
    return here


def _candidates(listed: Listed, members: dict[str, Membership]) -> Iterator[_Candidate]:
    for email, member in members.items():
        if member.ended is None:
            yield _Candidate(email, member.name, member.holds(Role.MANAGER))
    for line in listed.lines:
        if line.email not in members:
            yield _Candidate(line.email, line.name, Role.MANAGER in line.roles)


def _ended(line: Line, listed: Listed, here: _Here) -> Iterator[Problem]:
    member = here.members.get(line.email)
    if member is not None and member.ended is not None:
        told = _("is of somebody who was a member before. Open their name at ‘People’ and let them in again")
        yield Problem(line.number, listed.headings["email"], told)


def _managed(line: Line, listed: Listed, here: _Here) -> Iterator[Problem]:
    """Write down at the first team of a line who its manager becomes, or say why that cannot be."""
    if not line.manager:
        return
    try:
        _name_manager(line, here)
    except ValueError as refusal:
        yield Problem(line.number, listed.headings["manager"], str(refusal))


def _name_manager(line: Line, here: _Here) -> None:
    """Raises `ValueError` with the words for what cannot be."""
    if not line.teams:
        raise ValueError(_("is named, but there is no team in this line"))
    manager, planned = _manager_named(line.manager, here), here.teams[line.teams[0].casefold()]
    member = here.members.get(manager.email)
    if planned.team is not None and planned.team.manager_id is not None:
        if member is None or planned.team.manager_id != member.pk:
            told = _("is not the manager that %(team)s has now. You change that on the page of the team")
            raise ValueError(told % {"team": planned.name})
        return
    if planned.manager not in ("", manager.email):
        raise ValueError(_("is another manager of %(team)s than a line above says") % {"team": planned.name})
    if planned.team is not None and member is not None and (planned.team.pk, member.pk) in here.inside:
        raise ValueError(
            _("is in %(team)s, and nobody manages a team that they are in") % {"team": planned.name}
        )
    planned.manager, planned.manager_name = manager.email, manager.name


def _manager_named(told: str, here: _Here) -> _Candidate:
    key = told.casefold()
    found = [here.candidates[key]] if key in here.candidates else here.named.get(key, [])
    if not found:
        raise ValueError(_("is nobody in this list or among the members"))
    if len(found) > 1:
        raise ValueError(_("is the name of more than one person. Write the e-mail address instead"))
    if not found[0].manages:
        raise ValueError(_("is somebody without the role of manager"))
    return found[0]


def _inside_own_team(line: Line, listed: Listed, here: _Here) -> Iterator[Problem]:
    member = here.members.get(line.email)
    for name in line.teams:
        planned = here.teams[name.casefold()]
        manages_now = member is not None and planned.team is not None and planned.team.manager_id == member.pk
        if manages_now or planned.manager == line.email:
            told = _(
                "names %(team)s, of which this person is the manager. Nobody manages a team that they are in"
            )
            yield Problem(line.number, listed.headings["teams"], told % {"team": planned.name})


def _places(line: Line, here: _Here) -> tuple[Place, ...]:
    """The teams that somebody joins. The first one gives the rhythm to who has none."""
    member = here.members.get(line.email)
    needs_rhythm = member is None or member.pk not in here.with_rhythm
    found = []
    for order, name in enumerate(line.teams):
        planned, first = here.teams[name.casefold()], order == 0
        if member and planned.team and (planned.team.pk, member.pk) in here.inside:
            continue
        found.append(Place(planned, rhythm=first and needs_rhythm, facilitates=first and line.facilitates))
    return tuple(found)
