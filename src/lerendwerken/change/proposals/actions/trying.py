"""Trying a proposal, measuring what comes of it, and ending the trial: realised or stopped on evidence."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lerendwerken.change.proposals.actions.rules import (
    held_forward,
    held_in_team,
    must_be,
    steer,
    words_of,
)
from lerendwerken.change.proposals.models import (
    MandateTrial,
    Proposal,
    RealisedProposal,
    TeamProposal,
    Trial,
)
from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.keeping import there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.frame.models import Measurement

MOST_WHAT = 1000
LONGEST_TRIAL = timedelta(days=366)
AROUND = timedelta(days=92)  # how far from today a trial may begin


@dataclass(frozen=True)
class _Running:
    """A proposal in trial, as its team holds it."""

    team_proposal: TeamProposal
    proposal: Proposal | None
    trial: MandateTrial | Trial


@transaction.atomic
def start_in_mandate(
    team_proposal: TeamProposal,
    *,
    what: str,
    starts: date,
    ends: date,
    by: Viewer,
    key: uuid.UUID | None = None,
) -> MandateTrial:
    """Start a reversible trial inside the team's own mandate, without asking anyone.

    Raises `Forbidden` for what cannot be turned back, without a mandate, or for who is neither author nor
    facilitator; `BadInput` for days that make no trial or go beyond the mandate; `Conflict` when the
    proposal went another way.
    """
    row = held_in_team(team_proposal, by)
    steer(row, by)
    if not row.reversible:
        raise Forbidden(_("Only what can be turned back starts by itself. Put this to your manager."))
    team = organisations.team_for(by, row.team_id)
    if not team.mandate.strip():
        raise Forbidden(_("Your team has no mandate yet for trials of its own. Put this to your manager."))
    _fits(team, starts, ends)
    trial = MandateTrial(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=row.team_id,
        author_id=by.member,
        language=by.language,
        lineage=row.lineage,
        **_planned(what, starts, ends, by),
    )
    sent_before = there_already(trial, by=by)
    if sent_before:
        return sent_before
    must_be(row.state == TeamProposal.State.TEAM)
    trial.add()
    row.state = TeamProposal.State.TRIAL
    row.save(update_fields=["state"])
    audit.write(by, "proposals.start_in_mandate", trial.pk)
    return trial


@transaction.atomic
def start_trial(
    proposal: Proposal, *, what: str, starts: date, ends: date, by: Viewer, key: uuid.UUID | None = None
) -> Trial:
    """Start the trial to which the one who decides said yes. A member of the team does so.

    Raises `Forbidden` outside the team, `BadInput` for days that make no trial, `Conflict` without a yes.
    """
    row = held_forward(proposal, by)
    if row.team_id not in by.teams:
        raise Forbidden(_("The team itself starts the trial."))
    trial = Trial(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=row.team_id,
        author_id=by.member,
        addressee_id=row.addressee_id,
        deputy_id=row.deputy_id,
        language=by.language,
        proposal=row,
        lineage=row.lineage,
        **_planned(what, starts, ends, by),
    )
    sent_before = there_already(trial, by=by)
    if sent_before:
        return sent_before
    must_be(row.state == Proposal.State.YES)
    trial.add()
    row.state = Proposal.State.TRIAL
    row.save(update_fields=["state"])
    audit.write(by, "proposals.start_trial", trial.pk)
    return trial


@transaction.atomic
def measure_trial(
    lineage: uuid.UUID,
    *,
    day: date,
    value: Decimal,
    by: Viewer,
    note: str = "",
    key: uuid.UUID | None = None,
) -> Measurement:
    """Write down what a running trial did to its result promise, in the promise's unit: claimed, until confirmed.

    Raises `NotFound` outside the team, `Conflict` when no trial runs, `BadInput` for a proposal without a promise,
    a day before the trial or to come, or a number that cannot be kept.
    """
    running = _running(lineage, by)
    if running.team_proposal.promise is None:
        raise BadInput(
            _("This proposal is not linked to a result, so there is nothing to measure it against.")
        )
    if day < running.trial.starts:
        raise BadInput(_("That day lies before the trial."), "day")
    return frame.measure(
        running.team_proposal.promise,
        day=day,
        value=value,
        note=words(note, 400, "note"),
        source=Measurement.Source.TRIAL,
        trial=lineage,
        key=key,
        by=by,
    )


@transaction.atomic
def realise(lineage: uuid.UUID, *, result: str, by: Viewer, key: uuid.UUID | None = None) -> RealisedProposal:
    """Make a tried proposal the way the team works, and give the whole organisation a copy with its result.

    Raises `NotFound` outside the team, `BadInput` without a result in words, `Conflict` when no trial runs.
    """
    told = words(result, MOST_WHAT, "text", required=True)
    sent_before: RealisedProposal | None = (
        RealisedProposal.objects.visible_to(by).filter(pk=key, lineage=lineage).first() if key else None
    )
    if sent_before:
        return sent_before
    running = _running(lineage, by)
    if clock.today(by.zone) < running.trial.starts:
        raise Conflict(_("This trial has not begun yet. What nobody tried has no result."))
    team_proposal = running.team_proposal
    row = RealisedProposal(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=team_proposal.author_id,
        team_id=team_proposal.team_id,
        language=team_proposal.language,
        with_names=team_proposal.with_names,
        result=told,
        **words_of(team_proposal),
    ).add()
    _end(running, told, TeamProposal.State.REALISED, Proposal.State.REALISED)
    audit.write(by, "proposals.realise", row.pk)
    return row


@transaction.atomic
def stop(lineage: uuid.UUID, *, reason: str, by: Viewer) -> TeamProposal:
    """Stop a trial on evidence, with the reason. That is a result too. Sent twice, it is one stop.

    Raises `NotFound` outside the team, `BadInput` without a reason, `Conflict` when no trial runs.
    """
    why = words(reason, MOST_WHAT, "text", required=True)
    sent_before = _stopped(lineage, why, by)
    if sent_before:
        return sent_before
    running = _running(lineage, by)
    _end(running, why, TeamProposal.State.STOPPED, Proposal.State.STOPPED)
    audit.write(by, "proposals.stop", running.team_proposal.pk)
    return running.team_proposal


def _stopped(lineage: uuid.UUID, why: str, by: Viewer) -> TeamProposal | None:
    """The proposal that was stopped already for just this reason."""
    rows = TeamProposal.objects.visible_to(by).filter(lineage=lineage, state=TeamProposal.State.STOPPED)
    found: TeamProposal | None = rows.first()
    ended = [model.objects.visible_to(by).filter(lineage=lineage) for model in (MandateTrial, Trial)]
    return found if found and any(trials.filter(ended_reason=why).exists() for trials in ended) else None


def _running(lineage: uuid.UUID, by: Viewer) -> _Running:
    rows = TeamProposal.objects.visible_to(by).filter(lineage=lineage)
    found: TeamProposal | None = rows.first()
    if found is None:
        raise NotFound
    team_proposal = held_in_team(found, by)
    if team_proposal.state == TeamProposal.State.TRIAL:
        return _Running(team_proposal, None, MandateTrial.objects.visible_to(by).get(lineage=lineage))
    put: Proposal | None = Proposal.objects.visible_to(by).filter(lineage=lineage).first()
    proposal = held_forward(put, by) if put else None
    if proposal is None or proposal.state != Proposal.State.TRIAL:
        raise Conflict(_("No trial of this proposal runs now. Nothing was changed; look at where it stands."))
    return _Running(team_proposal, proposal, Trial.objects.visible_to(by).get(lineage=lineage))


def _end(running: _Running, reason: str, of_team: TeamProposal.State, put: Proposal.State) -> None:
    running.trial.ended_reason, running.trial.ended_at = reason, clock.now()
    running.trial.save(update_fields=["ended_reason", "ended_at"])
    running.team_proposal.state = of_team
    running.team_proposal.save(update_fields=["state"])
    if running.proposal is not None:
        running.proposal.state = put
        running.proposal.save(update_fields=["state"])


def _fits(team: Team, starts: date, ends: date) -> None:
    """Within its mandate a team tries things for so many weeks at most."""
    most = team.mandate_weeks
    if most is not None and ends > starts + timedelta(weeks=most):
        told = ngettext_lazy(
            "Your mandate allows a trial of %(weeks)d week at most. Let it end by %(day)s, or put it to who decides.",
            "Your mandate allows a trial of %(weeks)d weeks at most. Let it end by %(day)s, or put it to who decides.",
            "weeks",
        )
        last = date_format(starts + timedelta(weeks=most), "j F Y")
        raise BadInput(told % {"weeks": most, "day": last}, "ends")


def _planned(what: str, starts: date, ends: date, by: Viewer) -> dict[str, object]:
    today = clock.today(by.zone)
    if not today - AROUND <= starts <= today + AROUND:
        raise BadInput(_("Let the trial begin within three months."), "starts")
    if not starts <= ends <= starts + LONGEST_TRIAL:
        raise BadInput(_("Let the trial end after it begins, and within a year."), "ends")
    return {"what": words(what, MOST_WHAT, "what", required=True), "starts": starts, "ends": ends}
