"""What can be done with the agreement: a steward or an administrator proposes it, the council speaks about it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.keeping import add_once, there_already, words
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.oversight.governance import queries
from lerendwerken.oversight.governance.models import Agreement, Voice
from lerendwerken.oversight.governance.standing import COUNCIL_DAYS, longest, pilot_began


@transaction.atomic
def propose(
    kind: str,
    *,
    purpose: str,
    teams: Collection[uuid.UUID],
    starts: date,
    by: Viewer,
    ends: date | None = None,
    reason: str = "",
    agreed_with: str = "",
    key: uuid.UUID | None = None,
) -> Agreement:
    """Propose a version of the agreement, with what the installation knows today copied into it.

    A pilot comes in force when the council agrees, or after five working days without an objection; a full agreement
    only when the council agrees. Where nobody here is of the council, `agreed_with` says with whom it was agreed and
    it holds from its first day. A pilot lasts thirteen weeks at most, counted from the first one; `ends` is ignored
    for a full agreement. An earlier version that was not in force yet is withdrawn by this one.
    Raises `Forbidden` for who is no steward or administrator, `BadInput`.
    """
    if by.role not in queries.WRITERS:
        raise Forbidden(_("A steward or an administrator writes the agreement. Everybody can read it."))
    before = queries.versions(by)
    today = clock.today(by.zone)
    is_pilot = kind == Agreement.Kind.PILOT
    began = pilot_began(before, today) if is_pilot else None
    row = Agreement(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=by.member,
        language=by.language,
        number=before[0].number + 1 if before else 1,
        kind=_known(kind),
        purpose=words(purpose, 1000, "purpose", required=True),
        reason=words(reason, 600, "reason", required=bool(before)),
        agreed_with=words(agreed_with, 300, "agreed_with"),
        teams=_teams(teams, by),
        starts=began or starts,
        ends=ends if is_pilot else None,
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    _refuse_wrong_days(row, begun=began, today=today)
    facts = queries.facts(by)
    row.recorded, row.systems = dict(facts.recorded), list(facts.systems)
    row.pasted_days, row.leaver_days = facts.pasted_days, facts.leaver_days
    row.record_years, row.may_uncover = dict(facts.record_years), facts.may_uncover
    _set_first_day(row, today, by)
    row, is_new = add_once(row, by=by)
    if is_new:
        waiting = Agreement.objects.visible_to(by).filter(number__lt=row.number, in_force_from__gt=today)
        waiting.update(in_force_from=None)
        audit.write(by, "governance.propose", row.pk)
    return row


@transaction.atomic
def speak(
    agreement: Agreement, verdict: str, *, by: Viewer, text: str = "", key: uuid.UUID | None = None
) -> Voice:
    """Say as the council what it thinks of a version, with name and day.

    Agreeing lets the newest version come in force today or on its first day; not agreeing, before it is in force,
    holds it back until the council agrees or a newer version is written. Advice changes nothing.
    Raises `Forbidden` for who is not of the council, `BadInput` for no verdict or advice without words.
    """
    if by.role is not Role.COUNCIL:
        raise Forbidden(_("The works council speaks about the agreement. Everybody can read what it said."))
    if verdict not in Voice.Verdict.values:
        raise BadInput(_("Choose what the council says."), "verdict")
    row = Voice(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=by.member,
        language=by.language,
        agreement_id=agreement.pk,
        verdict=verdict,
        text=words(text, 2000, "text", required=verdict != Voice.Verdict.AGREES),
    )
    held: Agreement = Agreement.objects.visible_to(by).select_for_update().get(pk=agreement.pk)
    row, is_new = add_once(row, by=by)
    if is_new:
        _heed(held, row, by)
        audit.write(by, "governance.speak", row.pk)
    return row


def _heed(agreement: Agreement, voice: Voice, by: Viewer) -> None:
    today = clock.today(by.zone)
    if agreement.is_in_force(today) or voice.verdict == Voice.Verdict.ADVISES:
        return
    if Agreement.objects.visible_to(by).filter(number__gt=agreement.number).exists():
        raise Conflict(_("There is a newer version of this agreement. Look at that one first."))
    agrees = voice.verdict == Voice.Verdict.AGREES
    agreement.in_force_from = max(today, agreement.starts) if agrees else None
    agreement.save(update_fields=["in_force_from"])


def _set_first_day(row: Agreement, today: date, by: Viewer) -> None:
    """From which day it holds when nobody says anything more."""
    if not organisations.holding(by, Role.COUNCIL):
        if not row.agreed_with:
            raise BadInput(
                _(
                    "Nobody here has the role of works council. Write with whom this was agreed and when, or let an "
                    "administrator add somebody of the council first."
                ),
                "agreed_with",
            )
        row.in_force_from = max(today, row.starts)
    elif row.kind == Agreement.Kind.PILOT:
        country = organisations.organisation_of(by).country
        row.council_until = calendar.working_days_after(today, COUNCIL_DAYS, country)
        row.in_force_from = max(row.council_until + timedelta(days=1), row.starts)


def _refuse_wrong_days(row: Agreement, *, begun: date | None, today: date) -> None:
    if row.starts < today and row.starts != begun:
        raise BadInput(_("Let it begin today or later."), "starts")
    if row.kind == Agreement.Kind.FULL:
        return
    if row.ends is not None and row.ends < row.starts:
        raise BadInput(_("The last day lies before the first one."), "ends")
    last = longest(row.starts)
    if last < today:
        raise BadInput(
            _(
                "The thirteen weeks of the pilot are over. Make a full agreement with the works council, or stop: "
                "nothing that was written is lost."
            ),
            "kind",
        )
    if row.ends is None or not max(row.starts, today) <= row.ends <= last:
        raise BadInput(
            _("A pilot lasts thirteen weeks at most: choose a last day up to and including %(day)s.")
            % {"day": date_format(last, "j F Y")},
            "ends",
        )


def _known(kind: str) -> str:
    if kind not in Agreement.Kind.values:
        raise BadInput(_("Choose what kind of agreement this is."), "kind")
    return kind


def _teams(teams: Collection[uuid.UUID], by: Viewer) -> list[str]:
    known = set(organisations.teams(by).values_list("pk", flat=True))
    if not teams or not set(teams) <= known:
        raise BadInput(_("Choose at least one team."), "teams")
    return sorted(str(team) for team in set(teams))
