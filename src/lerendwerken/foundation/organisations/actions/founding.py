"""Making organisations, people and teams from outside: the command line, the demo."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations.models import (
    Mandate,
    Membership,
    Organisation,
    Person,
    Team,
    TeamMembership,
)
from lerendwerken.foundation.wall.viewer import Role, System


@transaction.atomic
def found_organisation(
    *, name: str, slug: str, zone: str, country: str, language: str = "nl", answer_term_days: int = 10
) -> Organisation:
    """Make an organisation. `zone` is a name of the tz database, `country` an ISO 3166 code. Run as `System.SETUP`.

    `language` is what its people read until they choose.

    Raises `BadInput` for what cannot be: a week needs a time zone that exists, a term needs known holidays.
    """
    if zone not in available_timezones():
        raise BadInput(_("This time zone is not known. Name it like Europe/Amsterdam."), "zone")
    if not calendar.is_known(country):
        raise BadInput(_("The public holidays of this country are not known. Name it like NL."), "country")
    organisation = Organisation(
        name=name,
        slug=slug,
        zone=zone,
        country=country,
        language=language,
        answer_term_days=answer_term_days,
    )
    _check(organisation)
    organisation.save(force_insert=True)
    audit.write(System.SETUP, "organisations.found", organisation.pk)
    return organisation


@transaction.atomic
def join(
    organisation: Organisation,
    *,
    email: str,
    name: str,
    job: str = "",
    roles: Sequence[Role],
    password: str = "",
) -> Membership:
    """Make somebody a member. `password` may be a ready-made hash; empty: signing in goes another way.

    Run as `System.SETUP`. Raises `BadInput` for an address that is none and for who is a member already.
    """
    membership = enrol(
        organisation.pk,
        email=email,
        name=name,
        job=job,
        roles=roles,
        password=password,
        language=organisation.language,
    )
    audit.write(System.SETUP, "organisations.join", membership.pk)
    return membership


@transaction.atomic
def form_team(
    organisation: Organisation,
    *,
    name: str,
    manager: Membership | None,
    mandate: str = "",
    mandate_weeks: int | None = None,
) -> Team:
    """Make a team, with the manager to whom its proposals go and what it may try by itself. Run as `System.SETUP`."""
    team = Team(
        organisation=organisation, name=name, manager=manager, mandate=mandate, mandate_weeks=mandate_weeks
    ).add()
    if mandate:
        Mandate(
            organisation=organisation,
            author=manager,
            team=team,
            text=mandate,
            weeks=mandate_weeks,
            language=organisation.language,
        ).add()
    audit.write(System.SETUP, "organisations.form_team", team.pk)
    return team


@transaction.atomic
def place(
    team: Team, member: Membership, *, rhythm: bool = True, facilitates: bool = False
) -> TeamMembership:
    """Put a member in a team. Run as `System.SETUP`.

    Raises `BadInput` for the team's own manager: nobody manages a team they belong to.
    """
    if team.manager_id == member.pk:
        raise BadInput(_("The manager of a team is no member of it: what the team writes stays in the team."))
    placed = TeamMembership(
        organisation_id=team.organisation_id, team=team, member=member, rhythm=rhythm, facilitates=facilitates
    ).add()
    audit.write(System.SETUP, "organisations.place", placed.pk)
    return placed


@transaction.atomic
def speak(person: uuid.UUID, language: str) -> None:
    """Remember the language in which somebody wants to read."""
    Person.objects.filter(pk=person).update(language=language)


def enrol(
    organisation: uuid.UUID,
    *,
    email: str,
    name: str,
    job: str,
    roles: Sequence[Role],
    password: str = "",
    language: str = "",
) -> Membership:
    """Make a membership, and the person when nobody signs in with this address yet; the caller writes the audit line.

    `language` is for a new person only: whoever was there before reads as they chose. Raises `BadInput` as `join`.
    """
    email = email.strip()
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person(email=email.lower(), name=name, password=password)
        person.language = language or person.language
        if not password:
            person.set_unusable_password()
        _check(person)
        person.save(force_insert=True)
    membership = Membership(
        organisation_id=organisation,
        person=person,
        name=name,
        job=job,
        roles=[role.value for role in roles],
    )
    try:
        with transaction.atomic():
            membership.add()
    except IntegrityError:
        raise BadInput(_("This person is a member of the organisation already."), "email") from None
    return membership


def _check(row: Organisation | Person) -> None:
    """Refuse what a form would refuse too."""
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as refusal:
        name, problems = next(iter(refusal.message_dict.items()))
        raise BadInput(f"{name}: {problems[0]}", name) from None
