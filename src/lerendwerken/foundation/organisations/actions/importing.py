"""Taking in a list of people and teams, as one act: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, jobs
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import importing, planning, queries
from lerendwerken.foundation.organisations.actions.administering import (
    administrator,
    admit,
    keep_team,
    note_roles,
)
from lerendwerken.foundation.organisations.models import Membership, Team, TeamMembership
from lerendwerken.foundation.organisations.planning import Arrival, PlannedTeam
from lerendwerken.foundation.wall.viewer import Viewer

INVITE = "organisations.invite"
MOST_IN_ONE_INSERT = 500  # rows


@dataclass(frozen=True)
class Newcomer:
    """Somebody who became a member, and whether they still choose a first password by a link."""

    member: Membership
    gets_link: bool


@transaction.atomic
def take_in(text: str, *, by: Viewer, mailed: bool) -> list[Newcomer]:
    """Make the people and teams of a list, and put everybody in their teams; who is new comes back.

    The audit line comes first: it lets one list pass at a time, so the plan holds until the end and a list that is sent
    twice finds everybody there. `mailed`: whether invitations go by mail. Raises `Forbidden` for who is no
    administrator, `BadInput` for a list in which something is wrong.
    """
    administrator(by)
    audit.write(by, "organisations.take_in", by.organisation)
    plan = planning.plan(importing.read(text), by)
    if plan.problems:
        raise BadInput(_("Something in the list is no longer right. Nothing has been changed."), "file")
    members = _known(plan.teams, by)
    newcomers = []
    for arrival in plan.arrivals:
        members[arrival.line.email] = arrival.member or _admitted(arrival, by)
        if arrival.member is None:
            newcomers.append(_newcomer(members[arrival.line.email], by, mailed=mailed))
    teams = {planned.name: _made(planned, members, by) for planned in plan.teams}
    _seat_all(plan.arrivals, members, teams, by)
    return newcomers


def _known(teams: list[PlannedTeam], by: Viewer) -> dict[str, Membership]:
    """Who is named as a manager and is a member already, by address."""
    named = {team.manager for team in teams if team.manager}
    known = queries.members(by).filter(ended=None)
    return {row.person.email.casefold(): row for row in known if row.person.email.casefold() in named}


def _admitted(arrival: Arrival, by: Viewer) -> Membership:
    line = arrival.line
    roles = [role.value for role in line.roles]
    member = admit(email=line.email, name=line.name, job=line.job, roles=roles, language=by.language, by=by)
    audit.write(by, "organisations.take_in_person", member.pk)
    note_roles(member, (), by)
    return member


def _newcomer(member: Membership, by: Viewer, *, mailed: bool) -> Newcomer:
    gets_link = queries.may_get_a_link(by, member.person)
    if gets_link:
        audit.write(by, "organisations.take_in_link", member.pk)
    if mailed:
        jobs.enqueue(INVITE, member.pk)
    return Newcomer(member, gets_link)


def _made(planned: PlannedTeam, members: dict[str, Membership], by: Viewer) -> Team:
    team = planned.team or Team(
        id=new_id(), organisation_id=by.organisation, author_id=by.member, name=planned.name
    )
    if planned.changes:
        audit.write(by, "organisations.take_in_team", team.pk)
        manager = members[planned.manager].pk if planned.manager else None
        keep_team(team, manager, by, new=planned.team is None)
    return team


def _seat_all(
    arrivals: list[Arrival], members: dict[str, Membership], teams: dict[str, Team], by: Viewer
) -> None:
    """Put everybody in the teams that they join. Who was a member already gets an audit line for it."""
    rows = []
    for arrival in arrivals:
        if arrival.member is not None and arrival.places:
            audit.write(by, "organisations.take_in_person", arrival.member.pk)
        for place in arrival.places:
            rows.append(
                TeamMembership(
                    organisation_id=by.organisation,
                    team=teams[place.team.name],
                    member=members[arrival.line.email],
                    rhythm=place.rhythm,
                    facilitates=place.facilitates,
                )
            )
    TeamMembership.objects.visible_to(by).bulk_create(rows, batch_size=MOST_IN_ONE_INSERT)
