"""What an administrator does with people and teams. None of it opens anything that somebody wrote.

The audit line lets acts in one organisation pass one at a time, so what is checked after it (is there still an
administrator, who manages which team) holds until the end.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock, erasures
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries, signals
from lerendwerken.foundation.organisations.actions.founding import enrol
from lerendwerken.foundation.organisations.models import Membership, Person, Team, TeamMembership
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import words
from lerendwerken.foundation.wall.viewer import Role, Viewer

MOST = 120  # characters in a name or a job


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    job: str,
    roles: Sequence[str],
    by: Viewer,
    team: uuid.UUID | None = None,
    facilitates: bool = False,
    also: Collection[uuid.UUID] = (),
    language: str = "nl",
) -> Membership:
    """Make somebody a member, in the team that gives their rhythm. They choose a password by a link of their own.

    `roles` are codes of `Role`; `facilitates` says that they begin and change the rhythm of the team; `also` are the
    other teams that they are in.
    Raises `Forbidden` for who is no administrator, `NotFound` for a team that is not here, `BadInput` for what cannot
    be.
    """
    administrator(by)
    member = admit(email=email, name=name, job=job, roles=roles, language=language, by=by)
    audit.write(by, "organisations.add_person", member.pk)
    note_roles(member, (), by)
    _seat(member, team, facilitates, also, by)
    return member


def admit(*, email: str, name: str, job: str, roles: Sequence[str], language: str, by: Viewer) -> Membership:
    """Make the membership of somebody new; the caller checks the right and writes the audit line.

    Raises `BadInput` as `add_person`.
    """
    if language not in dict(settings.LANGUAGES):
        raise BadInput(_("Choose one of the languages."), "language")
    name, job = _name(name), _name(job, "job", required=False)
    before = Membership.objects.visible_to(by).filter(person__email__iexact=email.strip())
    if before.exclude(ended=None).exists():
        raise BadInput(
            _("This person was a member before. Open their name in the list and let them in again."), "email"
        )
    return enrol(by.organisation, email=email, name=name, job=job, roles=_known(roles), language=language)


def note_roles(member: Membership, before: Iterable[str], by: Viewer) -> None:
    """Write in the audit chain which roles a member got and lost, beside those they had before.

    Not that of a professional, which opens nothing more. Call it inside the transaction of the action.
    """
    had, has = ({*roles} - {Role.PROFESSIONAL.value} for roles in (before, member.roles))
    for role in sorted(has - had):
        audit.write(by, f"organisations.give_{role}", member.pk)
    for role in sorted(had - has):
        audit.write(by, f"organisations.take_{role}", member.pk)


@transaction.atomic
def change_person(
    member: Membership,
    *,
    name: str,
    job: str,
    roles: Sequence[str],
    by: Viewer,
    team: uuid.UUID | None = None,
    facilitates: bool = False,
    also: Collection[uuid.UUID] = (),
) -> None:
    """Change what the organisation says about a member, the team that gives their rhythm (None: none) and the others.

    What somebody wrote in an earlier team stays there. Raises as `add_person`, and `Conflict` for who has left.
    """
    administrator(by)
    if member.ended is not None:
        raise Conflict
    member.name, member.job = _name(name), _name(job, "job", required=False)
    before, member.roles = member.roles, [role.value for role in _known(roles)]
    audit.write(by, "organisations.change_person", member.pk)
    note_roles(member, before, by)
    if not member.holds(Role.MANAGER):
        _manages_nothing(member, "roles", by)
    member.save(update_fields=["name", "job", "roles"])
    an_administrator_stays(by)
    _seat(member, team, facilitates, also, by)


@transaction.atomic
def end_membership(member: Membership, *, by: Viewer) -> None:
    """From this moment a member reaches nothing of the organisation any more; what they wrote stays behind the wall.

    Until the organisation's term is over they can sign in to fetch what they wrote, and nothing else.

    Raises `Forbidden` for who is no administrator and for one's own membership, `BadInput` for the manager of a team.
    """
    administrator(by)
    if member.pk == by.member:
        raise Forbidden(_("You cannot end your own membership. Another administrator can."))
    audit.write(by, "organisations.end_membership", member.pk)
    _manages_nothing(member, "", by)
    if member.ended is None:
        member.ended = clock.today(by.zone)
        member.save(update_fields=["ended"])
        erasures.record(rights.ENDED, member.pk, by.organisation)
        signals.left.send(sender=Membership, member=member.pk)
    an_administrator_stays(by)
    if not queries.works_somewhere(member.person):
        rights.sign_out(member.person_id)


@transaction.atomic
def let_in_again(member: Membership, *, by: Viewer) -> None:
    """Undo the end of a membership: the member is back, in the same team, with everything they wrote.

    Raises `Forbidden` for who is no administrator, `Conflict` once what was their own is deleted.
    """
    administrator(by)
    if member.forgotten is not None:
        raise Conflict(
            _("What was their own is deleted, and how they signed in too. Add them as somebody new.")
        )
    audit.write(by, "organisations.let_in_again", member.pk)
    member.ended = None
    member.save(update_fields=["ended"])
    erasures.record(rights.BACK, member.pk, by.organisation)


@transaction.atomic
def hand_link(member: Membership, *, by: Viewer, mailed: bool = False) -> Person:
    """Record that a link to choose a first password is handed out or `mailed`, and give the person whom it is for.

    Never for who has a password, nor for who has or had a place in another organisation: with a link an administrator
    could become somebody else, and read what they wrote. The refusal is the same for both, so that it does not tell who
    works elsewhere. Raises `Forbidden` for who is no administrator, `BadInput` for these and for who has left.
    """
    administrator(by)
    person: Person = Person.objects.get(pk=member.person_id)
    if member.ended is not None:
        raise BadInput(_("This membership has ended."))
    may = queries.may_get_a_link if mailed else queries.may_be_handed_a_link
    if not may(by, person):
        raise BadInput(
            _(
                "No link is made for %(name)s, who signs in with a password of their own or chooses one by "
                "‘Forgot your password?’ on the page for signing in."
            )
            % {"name": member.name}
        )
    audit.write(by, "organisations.hand_link", member.pk)
    return person


@transaction.atomic
def start_team(*, name: str, by: Viewer, manager: uuid.UUID | None = None) -> Team:
    """Make a team, with the manager to whom its proposals go, or none yet.

    Raises `Forbidden` for who is no administrator, `BadInput` for a name that is taken or a manager that cannot be one.
    """
    administrator(by)
    team = Team(id=new_id(), organisation_id=by.organisation, author_id=by.member, name=_name(name))
    audit.write(by, "organisations.start_team", team.pk)
    keep_team(team, manager, by, new=True)
    return team


@transaction.atomic
def change_team(team: Team, *, name: str, by: Viewer, manager: uuid.UUID | None = None) -> None:
    """Give a team another name or another manager, who sees what is addressed to them from then on.

    Raises as `start_team`.
    """
    administrator(by)
    audit.write(by, "organisations.change_team", team.pk)
    team.name = _name(name)
    keep_team(team, manager, by, new=False)


def administrator(by: Viewer) -> None:
    """Raises `Forbidden` for who does not act as one."""
    if by.role is not Role.ADMINISTRATOR:
        raise Forbidden(_("An administrator keeps the people and the teams."))


def _name(text: str, field: str = "name", *, required: bool = True) -> str:
    return words(" ".join(text.split()), MOST, field, required=required)


def _known(roles: Sequence[str]) -> list[Role]:
    found = [role for role in Role if role.value in roles]
    if not found or len(found) != len(set(roles)):
        raise BadInput(_("Choose at least one role."), "roles")
    return found


def an_administrator_stays(by: Viewer) -> None:
    """Without one nobody could ever add anybody again. Raises `BadInput`."""
    rows = Membership.objects.visible_to(by).filter(ended=None).values_list("roles", flat=True)
    if not any(Role.ADMINISTRATOR.value in roles for roles in rows):
        raise BadInput(_("The organisation needs at least one administrator."), "roles")


def _manages_nothing(member: Membership, field: str, by: Viewer) -> None:
    team = Team.objects.visible_to(by).filter(manager=member.pk).first()
    if team is not None:
        raise BadInput(
            _("%(name)s is the manager of %(team)s. Give that team another manager first.")
            % {"name": member.name, "team": team.name},
            field,
        )


def _seat(
    member: Membership,
    team: uuid.UUID | None,
    facilitates: bool,
    also: Collection[uuid.UUID],
    by: Viewer,
) -> None:
    """Let a member be in these teams and no other; the first one gives the rhythm."""
    others = set(also) - {team}
    if others and team is None:
        raise BadInput(_("Choose first the team that gives the weekly rhythm."), "team")
    for key, field in [(team, "team"), *((other, "also") for other in others)]:
        if key is not None and queries.team_for(by, key).manager_id == member.pk:
            raise BadInput(
                _("The manager of a team is no member of it: what the team writes stays in the team."), field
            )
    places = TeamMembership.objects.visible_to(by).filter(member=member.pk)
    places.exclude(team__in={team, *others} - {None}).delete()
    places.update(rhythm=False)  # before another gives it: there is one at a time
    if team is not None:
        _place(member, team, by, rhythm=True, facilitates=facilitates)
    for other in others:
        _place(member, other, by, rhythm=False)


def _place(member: Membership, team: uuid.UUID, by: Viewer, **given: bool) -> None:
    rows = TeamMembership.objects.visible_to(by).filter(member=member.pk, team=team)
    if not rows.update(**given):
        TeamMembership(organisation_id=by.organisation, team_id=team, member=member, **given).add()


def _manager_of(team: Team, manager: uuid.UUID | None, by: Viewer) -> Membership | None:
    if manager is None:
        return None
    found = queries.member_for(by, manager)
    if found.ended is not None or not found.holds(Role.MANAGER):
        raise BadInput(_("Choose somebody with the role of manager."), "manager")
    if TeamMembership.objects.visible_to(by).filter(team=team.pk, member=found.pk).exists():
        raise BadInput(
            _("The manager of a team is no member of it: what the team writes stays in the team."), "manager"
        )
    return found


def keep_team(team: Team, manager: uuid.UUID | None, by: Viewer, *, new: bool) -> None:
    """Keep a team with its manager; the caller checks the right and writes the audit line. Raises as `start_team`."""
    team.manager = _manager_of(team, manager, by)
    try:
        with transaction.atomic():
            team.save(force_insert=new)
    except IntegrityError:
        raise BadInput(_("There is a team with this name already."), "name") from None
