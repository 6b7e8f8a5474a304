"""Reads about people and teams. Names and teams are known to the whole organisation; nothing else is told here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations.models import (
    Absence,
    Deputy,
    ExportFile,
    KeptTerm,
    Leave,
    Mandate,
    Membership,
    Organisation,
    Person,
    Team,
    TeamLeave,
    TeamMembership,
    WorkingDays,
)
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Person as PersonViewer
from lerendwerken.foundation.wall.viewer import Role, Viewer

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Surroundings:
    """Who and where the viewer is, for the head of every page."""

    member: Membership
    organisation: Organisation
    team: Team | None
    people: tuple[Membership, ...]
    manager: Membership | None


def memberships_of(person: Person, *, ended_too: bool = False) -> list[Membership]:
    """The memberships that somebody may act in, the oldest first; `ended_too` for who asks what they left.

    Whoever adds somebody to another organisation does not change where they act.
    """
    with acting(PersonViewer(person.pk)):
        rows = Membership.objects.of_person(person.pk)
        rows = rows if ended_too else rows.filter(ended=None)
        return list(rows.select_related("organisation").order_by("created", "pk"))


def works_somewhere(person: Person) -> bool:
    """Whether somebody has a membership that has not ended, in any organisation."""
    return bool(memberships_of(person))


def left_by(person: Person) -> list[Membership]:
    """The memberships that somebody left, of which they can still fetch what they wrote."""
    rows = memberships_of(person, ended_too=True)
    return [row for row in rows if row.ended is not None and row.forgotten is None]


def day_of_forgetting(member: Membership) -> date:
    """The day on which what was a leaver's own is deleted. Raises `ValueError` for who has not left."""
    if member.ended is None:
        raise ValueError("this membership has not ended")
    return member.ended + timedelta(days=member.organisation.leaver_days)


def export_of(viewer: Viewer) -> ExportFile | None:
    """The viewer's file with everything they wrote, without its content, if there is one."""
    found: ExportFile | None = ExportFile.objects.visible_to(viewer).defer("content").first()
    return found


def export_for(viewer: Viewer, export: uuid.UUID) -> ExportFile:
    """The viewer's own file, ready to fetch. Raises `NotFound`."""
    found: ExportFile | None = (
        ExportFile.objects.visible_to(viewer).filter(pk=export).exclude(ready=None).first()
    )
    if found is None:
        raise NotFound
    return found


def terms(viewer: Viewer) -> list[KeptTerm]:
    """What was ever set about how long things are kept, the newest first."""
    return list(KeptTerm.objects.visible_to(viewer).select_related("author").order_by("-created", "-pk"))


def may_be_handed_a_link(viewer: Viewer, person: Person) -> bool:
    """Whether an administrator may see a link with which this person chooses a password.

    Whoever has such a link can become this person: in every organisation where they work, or come back to. Where
    mail is sent a link goes to the person's own address only, which proves whose account it becomes.
    """
    return not settings.SENDS_MAIL and may_get_a_link(viewer, person)


def may_get_a_link(viewer: Viewer, person: Person) -> bool:
    """Whether this person, new here and nowhere else, still has to choose a first password."""
    if person.has_usable_password() or person.last_login is not None:
        return False
    known = memberships_of(person, ended_too=True)
    return all(membership.organisation_id == viewer.organisation for membership in known)


def viewer_for(person: Person, membership: Membership, wanted_role: str = "") -> Viewer:
    """The viewer for a request: `wanted_role` where the member holds it, else their first."""
    roles = tuple(Role(role) for role in membership.roles) or (Role.PROFESSIONAL,)
    role = Role(wanted_role) if wanted_role in membership.roles else roles[0]
    bare = Viewer(member=membership.pk, person=person.pk, organisation=membership.organisation_id, role=role)
    with acting(bare):
        rows = _places(bare)
    return Viewer(
        member=membership.pk,
        person=person.pk,
        organisation=membership.organisation_id,
        role=role,
        teams=tuple(row.team_id for row in rows),
        team=next((row.team_id for row in rows if row.rhythm), None),
        facilitates=frozenset(row.team_id for row in rows if row.facilitates),
        roles=roles,
        zone=ZoneInfo(membership.organisation.zone),
        language=person.language,
    )


@prepared
def _places(viewer: Viewer) -> QuerySet[TeamMembership]:
    return TeamMembership.objects.visible_to(viewer).filter(member=viewer.member)


def surroundings(viewer: Viewer) -> Surroundings:
    """The viewer's own member row, organisation, team and teammates, in a fixed number of queries."""
    member = Membership.objects.visible_to(viewer).select_related("organisation").get(pk=viewer.member)
    team = None
    people: tuple[Membership, ...] = ()
    if viewer.team:
        team = Team.objects.visible_to(viewer).select_related("manager").get(pk=viewer.team)
        people = tuple(people_in(viewer, viewer.team))
    return Surroundings(member, member.organisation, team, people, team.manager if team else None)


def people_in(viewer: Viewer, team: uuid.UUID) -> QuerySet[Membership]:
    """The members of a team, by name."""
    inside = TeamMembership.objects.visible_to(viewer).filter(team=team).values("member")
    return Membership.objects.visible_to(viewer).filter(pk__in=inside, ended=None).order_by("name")


def membership_of(viewer: Viewer) -> Membership:
    """The viewer's own membership, with the person and the organisation."""
    rows = Membership.objects.visible_to(viewer).select_related("person", "organisation")
    own: Membership = rows.get(pk=viewer.member)
    return own


def member_for(viewer: Viewer, member: uuid.UUID) -> Membership:
    """One colleague. Raises `NotFound`."""
    found: Membership | None = Membership.objects.visible_to(viewer).filter(pk=member).first()
    if found is None:
        raise NotFound
    return found


def names_of(viewer: Viewer, members: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of several colleagues at once."""
    rows = Membership.objects.visible_to(viewer).filter(pk__in={m for m in members if m})
    return dict(rows.values_list("pk", "name"))


def team_for(viewer: Viewer, team: uuid.UUID) -> Team:
    """One team. Raises `NotFound`."""
    rows = Team.objects.visible_to(viewer).select_related("manager")
    found: Team | None = rows.filter(pk=team).first()
    if found is None:
        raise NotFound
    return found


def own_team(viewer: Viewer) -> Team:
    """The team that gives the viewer's rhythm. Raises `NotFound` for who has none."""
    if viewer.team is None:
        raise NotFound
    return team_for(viewer, viewer.team)


def teams_managed_by(viewer: Viewer) -> QuerySet[Team]:
    """The teams of which the viewer is the manager."""
    return Team.objects.visible_to(viewer).filter(manager=viewer.member).order_by("name")


def teams(viewer: Viewer) -> QuerySet[Team]:
    """Every team of the organisation, with its manager."""
    return Team.objects.visible_to(viewer).select_related("manager").order_by("name")


def other_teams(viewer: Viewer) -> QuerySet[Team]:
    """The viewer's teams beside the one that gives the rhythm, by name."""
    return teams(viewer).filter(pk__in=viewer.other_teams)


def members(viewer: Viewer) -> QuerySet[Membership]:
    """Everybody in the organisation, who left too, for the administrator's list of people."""
    return Membership.objects.visible_to(viewer).select_related("person").order_by("name")


def holding(viewer: Viewer, *roles: Role) -> list[Membership]:
    """The members of now who hold one of these roles, by name."""
    here = members(viewer).filter(ended=None)
    return [member for member in here if any(member.holds(role) for role in roles)]


def managers(viewer: Viewer) -> list[Membership]:
    """The members who may be the manager of a team, by name."""
    return holding(viewer, Role.MANAGER)


def seat_of(viewer: Viewer, member: uuid.UUID) -> TeamMembership | None:
    """The place of a member in the team that gives their rhythm."""
    found: TeamMembership | None = (
        TeamMembership.objects.visible_to(viewer).filter(member=member, rhythm=True).first()
    )
    return found


def also_in(viewer: Viewer, member: uuid.UUID) -> list[uuid.UUID]:
    """The teams of a member beside the one that gives their rhythm."""
    rows = TeamMembership.objects.visible_to(viewer).filter(member=member, rhythm=False)
    return list(rows.values_list("team", flat=True))


def places(viewer: Viewer) -> list[TeamMembership]:
    """Who is in which team of the organisation."""
    return list(TeamMembership.objects.visible_to(viewer))


def organisation_of(viewer: Viewer) -> Organisation:
    """The viewer's organisation."""
    return Organisation.objects.get(pk=viewer.organisation)


def teams_with_people(viewer: Viewer) -> list[tuple[Team, list[Membership]]]:
    """Every team with its members, in a fixed number of queries."""
    rows = TeamMembership.objects.visible_to(viewer).filter(member__ended=None)
    rows = rows.select_related("member").order_by("member__name")
    inside: dict[uuid.UUID, list[Membership]] = {}
    for row in rows:
        inside.setdefault(row.team_id, []).append(row.member)
    return [(team, inside.get(team.pk, [])) for team in teams(viewer)]


def may_set_mandate(viewer: Viewer, team: Team) -> bool:
    """Whether the viewer writes down what a team may try by itself: its manager, or a steward."""
    return viewer.role is Role.STEWARD or team.manager_id == viewer.member


def mandates(viewer: Viewer, team: uuid.UUID) -> list[Mandate]:
    """What a team may try by itself, now and before, the newest first."""
    rows = Mandate.objects.visible_to(viewer).filter(team=team).select_related("author")
    return list(rows.order_by("-created", "-pk"))


def teams_of(viewer: Viewer, member: uuid.UUID) -> list[uuid.UUID]:
    """The teams that somebody is in."""
    rows = TeamMembership.objects.visible_to(viewer).filter(member=member)
    return list(rows.values_list("team", flat=True))


def deputies_of(viewer: Viewer, members: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Membership]:
    """Who answers for each of these decision makers, where somebody who works here is named."""
    rows = Deputy.objects.visible_to(viewer).filter(owner__in={m for m in members if m}, deputy__ended=None)
    return {row.owner_id: row.deputy for row in rows.select_related("deputy")}


def deputy_in(viewer: Viewer, team: Team) -> Membership | None:
    """Who answers for the manager of a team; never a member of that team itself."""
    if team.manager_id is None:
        return None
    found = deputies_of(viewer, [team.manager_id]).get(team.manager_id)
    if found is None or people_in(viewer, team.pk).filter(pk=found.pk).exists():
        return None
    return found


def deputies_for(viewer: Viewer, member: Membership) -> list[Membership]:
    """Who can be the deputy of a manager: whose role has content, outside the teams that they manage."""
    managed = Team.objects.visible_to(viewer).filter(manager=member.pk).values("pk")
    inside = TeamMembership.objects.visible_to(viewer).filter(team__in=managed).values("member")
    here = Membership.objects.visible_to(viewer).filter(ended=None)
    rows = here.exclude(pk=member.pk).exclude(pk__in=inside).order_by("name")
    return [row for row in rows if row.may_stand_in]


def absences_of(viewer: Viewer, member: uuid.UUID) -> list[Absence]:
    """When somebody is away, now and later, in order."""
    today = clock.today(viewer.zone)
    rows = Absence.objects.visible_to(viewer).filter(owner=member, last__gte=today)
    return list(rows.order_by("first"))


def days_away(viewer: Viewer, members: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, frozenset[date]]:
    """The days on which each of these decision makers is or was away."""
    found: dict[uuid.UUID, set[date]] = {}
    for row in Absence.objects.visible_to(viewer).filter(owner__in={m for m in members if m}):
        days = range((row.last - row.first).days + 1)
        found.setdefault(row.owner_id, set()).update(row.first + timedelta(days=n) for n in days)
    return {member: frozenset(days) for member, days in found.items()}


@dataclass(frozen=True)
class Week:
    """On which weekdays the viewer works, from one week to the next change."""

    rows: tuple[WorkingDays, ...]  # the newest first

    def said_for(self, week: date) -> frozenset[str] | None:
        """The weekdays ('mon' to 'sun') that the viewer named for a week (its Monday); None where nothing was said."""
        return next((frozenset(row.days) for row in self.rows if row.from_week <= week), None)

    def in_week(self, week: date) -> frozenset[str]:
        """The weekdays of a week (its Monday); Monday to Friday where nothing was said."""
        return self.said_for(week) or frozenset(weeks.WEEKDAYS[:5])


def working_days(viewer: Viewer) -> Week:
    """On which weekdays the viewer works, in whatever week, in one query."""
    return Week(tuple(WorkingDays.objects.visible_to(viewer).order_by("-from_week")))


def leaves(viewer: Viewer) -> list[Leave]:
    """When the viewer is away, now and later, in order."""
    rows = Leave.objects.visible_to(viewer).filter(last__gte=clock.today(viewer.zone))
    return list(rows.order_by("first", "pk"))


def pauses_of(viewer: Viewer, team: uuid.UUID) -> list[TeamLeave]:
    """When one of the viewer's teams has no moments, now and later, in order."""
    rows = TeamLeave.objects.visible_to(viewer).filter(team=team, last__gte=clock.today(viewer.zone))
    return list(rows.order_by("first", "pk"))


def team_days_off(viewer: Viewer, first: date, last: date) -> set[date]:
    """The days from `first` to `last` on which the viewer's team has no moments: public holidays, its own pauses."""
    pauses = TeamLeave.objects.visible_to(viewer).filter(team=viewer.team, first__lte=last, last__gte=first)
    holidays = calendar.public_holidays(organisation_of(viewer).country, first, last)
    return holidays | _days_in(pauses, first, last)


def own_days_off(viewer: Viewer, first: date, last: date) -> set[date]:
    """The days from `first` to `last` on which the viewer is away: leave, and the absence of a decision maker."""
    mine = Leave.objects.visible_to(viewer).filter(first__lte=last, last__gte=first)
    told = Absence.objects.visible_to(viewer).filter(owner=viewer.member, first__lte=last, last__gte=first)
    return _days_in(mine, first, last) | _days_in(told, first, last)


def works_on(viewer: Viewer, day: date) -> bool:
    """Whether a day is a working day of the viewer: of their week, no holiday, no leave, no pause of their team."""
    if weeks.WEEKDAYS[day.weekday()] not in working_days(viewer).in_week(weeks.monday(day)):
        return False
    return day not in team_days_off(viewer, day, day) | own_days_off(viewer, day, day)


def next_working_day(viewer: Viewer, day: date) -> date | None:
    """The first working day of the viewer after `day`, within two weeks; None where there is none."""
    later = [day + timedelta(days=n) for n in range(1, 15)]
    works = working_days(viewer)
    off = team_days_off(viewer, later[0], later[-1]) | own_days_off(viewer, later[0], later[-1])
    works_then = (
        one
        for one in later
        if weeks.WEEKDAYS[one.weekday()] in works.in_week(weeks.monday(one)) and one not in off
    )
    return next(works_then, None)


def _days_in(spans: Iterable[Leave | TeamLeave | Absence], first: date, last: date) -> set[date]:
    found: set[date] = set()
    for span in spans:
        begin, end = max(span.first, first), min(span.last, last)
        found.update(begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return found
