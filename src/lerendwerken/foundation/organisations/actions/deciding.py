"""What holds around decisions: the mandate of a team, and who answers while a decision maker does not."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.organisations import queries, queueing
from lerendwerken.foundation.organisations.models import (
    Absence,
    Deputy,
    Mandate,
    Membership,
    Team,
    TeamMembership,
)
from lerendwerken.foundation.wall.keeping import add_once, words
from lerendwerken.foundation.wall.viewer import Role, Viewer

MOST_MANDATE = 1000
MOST_WEEKS = 26
LONGEST_ABSENCE = timedelta(days=366)


@transaction.atomic
def set_mandate(
    team: Team, text: str, *, by: Viewer, weeks: int | None = None, key: uuid.UUID | None = None
) -> Mandate | None:
    """Write down what a team may try by itself, and how many `weeks` a trial lasts at most (None: no limit).

    Its manager or a steward does so; an empty text takes the mandate back. What held before stays readable.
    Gives None where nothing changed. Raises `Forbidden` for others, `BadInput` for what cannot be kept.
    """
    if not queries.may_set_mandate(by, team):
        raise Forbidden(_("The manager of the team or a steward sets what the team may try by itself."))
    kept = words(text, MOST_MANDATE, "mandate")
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        raise BadInput(_("A trial lasts from 1 to %(most)d weeks.") % {"most": MOST_WEEKS}, "weeks")
    held = Team.objects.visible_to(by).select_for_update().get(pk=team.pk)
    limit = weeks if kept else None
    if (held.mandate, held.mandate_weeks) == (kept, limit):
        return None
    row = Mandate(
        organisation_id=by.organisation,
        author_id=by.member,
        team_id=team.pk,
        text=kept,
        weeks=limit,
        language=by.language,
    )
    if key:
        row.pk = key
    row, is_new = add_once(row, by=by)
    if is_new:
        Team.objects.visible_to(by).filter(pk=team.pk).update(mandate=kept, mandate_weeks=limit)
        audit.write(by, "organisations.set_mandate", team.pk)
    return row


@transaction.atomic
def name_deputy(member: Membership, deputy: uuid.UUID | None, *, by: Viewer) -> Membership | None:
    """Say who answers for a manager when a term has gone by or they are away, also for what lies with them already.

    None: nobody.
    Everybody names their own; an administrator does so for somebody who cannot. Raises `Forbidden` for others,
    `BadInput` for who cannot be a deputy: who left, who sees no content by their role, and who is in a team
    about whose proposals would be decided.
    """
    _may_arrange(member, by)
    audit.write(by, "organisations.name_deputy", member.pk)
    rows = Deputy.objects.visible_to(by).filter(owner=member.pk)
    if deputy is None:
        rows.delete()
        queueing.give_deputy(member.pk, None, [])
        return None
    found = _deputy(member, deputy, by)
    if not rows.update(deputy=found):
        Deputy(organisation_id=by.organisation, owner_id=member.pk, deputy=found).add()
    queueing.give_deputy(member.pk, found.pk, queries.teams_of(by, found.pk))
    return found


@transaction.atomic
def be_away(
    member: Membership, *, first: date, last: date, by: Viewer, key: uuid.UUID | None = None
) -> Absence:
    """Say from which day to which day a manager is away. Those days do not count in a term; why is not asked.

    What has gone by has counted: an absence begins today at the earliest. Raises `Forbidden` as `name_deputy`,
    `BadInput` for days that cannot be, or that overlap with days known already.
    """
    _may_arrange(member, by)
    if first < clock.today(by.zone):
        raise BadInput(_("An absence begins today or later: the days before have counted already."), "first")
    if not first <= last <= first + LONGEST_ABSENCE:
        raise BadInput(_("Let the last day come after the first, and within a year."), "last")
    row = Absence(organisation_id=by.organisation, owner_id=member.pk, first=first, last=last)
    if key:
        row.pk = key
        sent_before: Absence | None = Absence.objects.visible_to(by).filter(pk=key, owner=member.pk).first()
        if sent_before:
            return sent_before
    audit.write(by, "organisations.be_away", row.pk)
    known = Absence.objects.visible_to(by).filter(owner=member.pk, first__lte=last, last__gte=first)
    if known.exists():
        raise BadInput(_("Some of these days are known already. Take those back first."), "first")
    return row.add()


@transaction.atomic
def be_back(absence: uuid.UUID, *, by: Viewer) -> None:
    """Take an absence back, or end it yesterday where it began already: what has gone by did not count.

    Raises `NotFound`, and `Forbidden` as `name_deputy`.
    """
    row: Absence | None = Absence.objects.visible_to(by).select_related("owner").filter(pk=absence).first()
    if row is None:
        raise NotFound
    _may_arrange(row.owner, by)
    audit.write(by, "organisations.be_back", row.pk)
    today = clock.today(by.zone)
    if row.first >= today:
        row.delete()
    elif row.last >= today:
        row.last = today - timedelta(days=1)
        row.save(update_fields=["last"])


def _may_arrange(member: Membership, by: Viewer) -> None:
    if member.pk != by.member and by.role is not Role.ADMINISTRATOR:
        raise Forbidden(_("Everybody names their own deputy. An administrator does so for who cannot."))


def _deputy(member: Membership, deputy: uuid.UUID, by: Viewer) -> Membership:
    found = queries.member_for(by, deputy)
    if found.pk == member.pk or found.ended is not None:
        raise BadInput(_("Choose a colleague who works here now."), "deputy")
    if not found.may_stand_in:
        raise BadInput(
            _("%(name)s sees no proposals in that role. Choose somebody who works with them.")
            % {"name": found.name},
            "deputy",
        )
    managed = Team.objects.visible_to(by).filter(manager=member.pk).values("pk")
    if TeamMembership.objects.visible_to(by).filter(team__in=managed, member=found.pk).exists():
        raise BadInput(
            _("%(name)s is in a team whose proposals would be answered. Choose somebody outside it.")
            % {"name": found.name},
            "deputy",
        )
    return found
