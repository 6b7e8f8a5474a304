"""Putting a proposal to the one who decides, and the reasoned answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.proposals import clocks, tasks
from lerendwerken.change.proposals.actions.rules import (
    held_forward,
    held_in_team,
    must_be,
    steer,
    words_of,
)
from lerendwerken.change.proposals.models import Answer, Proposal, Reaction, TeamProposal
from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import answering
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership, Team
from lerendwerken.foundation.wall.keeping import there_already, words
from lerendwerken.foundation.wall.viewer import Viewer

MOST_DISSENT = 6000
_ANSWERED = _("This proposal has its answer already. Nothing of yours was sent; look at what stands there.")
_STATES = {
    Answer.Verdict.YES: Proposal.State.YES,
    Answer.Verdict.NO: Proposal.State.NO,
    Answer.Verdict.PARK: Proposal.State.PARKED,
}


@transaction.atomic
def put_forward(
    team_proposal: TeamProposal, *, by: Viewer, with_objections: Collection[uuid.UUID] | None = None
) -> Proposal:
    """Put a copy of a proposal to the team's manager, with the day on which an answer is due.

    Where five lie with that manager already it waits in the queue, and its clock begins when its turn comes.
    `with_objections` are the keys of the objections that go along, as words without a name; None lets all go along.
    Put forward twice, it is one proposal. Raises `Forbidden` for who is neither author nor facilitator, or where
    no manager outside the team can answer; `Conflict` when it went another way.
    """
    row = held_in_team(team_proposal, by)
    steer(row, by)
    put_before: Proposal | None = Proposal.objects.visible_to(by).filter(lineage=row.lineage).first()
    if put_before is not None:
        return put_before
    must_be(row.state == TeamProposal.State.TEAM)
    team, manager = _team_and_manager(row, by)
    deputy = organisations.deputy_in(by, team)
    organisation, today = organisations.organisation_of(by), clock.today(by.zone)
    # Two that are put forward at once wait for each other here, so that the last free place is taken once.
    key = new_id()
    audit.write(by, "proposals.put_forward", key)
    queued = tasks.QUEUE.is_full(manager.pk, today)
    proposal = Proposal(
        id=key,
        organisation_id=by.organisation,
        team_id=row.team_id,
        author_id=row.author_id,
        addressee=manager,
        deputy=deputy,
        state=Proposal.State.QUEUED if queued else Proposal.State.OPEN,
        asked_on=None if queued else today,
        language=row.language,
        with_names=row.with_names,
        dissent=_dissent(row, with_objections, by),
        put_at=clock.now(),
        due=answering.due_on(organisation, today),
        **words_of(row),
    ).add()
    row.state = TeamProposal.State.PUT_FORWARD
    row.save(update_fields=["state"])
    return proposal


@transaction.atomic
def answer(
    proposal: Proposal,
    *,
    verdict: str,
    reason: str,
    by: Viewer,
    until: date | None = None,
    key: uuid.UUID | None = None,
) -> Answer:
    """Answer a proposal with a reason. `verdict` is one of `Answer.Verdict`; parking needs a day, `until`.

    The one to whom it was put answers, and the deputy once the term has gone by or that person is away. What was given
    stays as it is; nobody can change it. Raises `Forbidden` for who was not asked, `BadInput`, `Conflict` when there
    is an answer already.
    """
    held = held_forward(proposal, by)
    if by.member not in (held.addressee_id, held.deputy_id):
        raise Forbidden(_("Only the one to whom this was put answers it."))
    organisation, today = organisations.organisation_of(by), clock.today(by.zone)
    row = Answer(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=held.team_id,
        author_id=by.member,
        addressee_id=held.addressee_id,
        deputy_id=held.deputy_id,
        proposal=held,
        language=by.language,
        **_checked(verdict, reason, until, by),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    if held.state == Proposal.State.QUEUED:
        raise Conflict(_("This proposal waits for its turn. Answer one of the others first."))
    if not clocks.waits(held, today):
        raise Conflict(_ANSWERED)
    counted = clocks.clock_of(held, answering.terms_for(by, [held.addressee_id]))
    if not answering.may_answer(held, counted, by):
        raise Forbidden(_("This passes to you, as deputy, on the day after the term."))
    row.add()
    held.state, held.parked_until = _STATES[Answer.Verdict(row.verdict)], row.until
    held.save(update_fields=["state", "parked_until"])
    audit.write(by, "proposals.answer", row.pk)
    if held.addressee_id is not None:
        tasks.QUEUE.let_next_in(held.addressee_id, today, organisation)
    return row


def _checked(verdict: str, reason: str, until: date | None, by: Viewer) -> dict[str, object]:
    if verdict not in Answer.Verdict.values:
        raise BadInput(_("Choose yes, no or park."), "verdict")
    too_short = _("Give your reason in a few words, at least %(least)d letters: the team goes on with it.")
    why = answering.reasoned(reason, too_short % {"least": answering.LEAST_REASON})
    day = answering.parked_until(until, by) if verdict == Answer.Verdict.PARK else None
    return {"verdict": verdict, "reason": why, "until": day}


def _team_and_manager(row: TeamProposal, by: Viewer) -> tuple[Team, Membership]:
    """The team, whose manager decides and stands outside it."""
    team = organisations.team_for(by, row.team_id)
    if team.manager is None or team.manager.ended is not None:
        raise Forbidden(_("Your team has no manager who can answer. Ask the administrator to name one."))
    if organisations.people_in(by, team.pk).filter(pk=team.manager.pk).exists():
        raise Forbidden(
            _("The manager of your team is a member of it. The administrator must mend that first.")
        )
    return team, team.manager


def _dissent(row: TeamProposal, chosen: Collection[uuid.UUID] | None, by: Viewer) -> str:
    """The objections that go along, each between quotes, without names."""
    rows = Reaction.objects.visible_to(by).filter(proposal=row, kind=Reaction.Kind.OBJECTION)
    if chosen is not None:
        rows = rows.filter(pk__in=chosen)
    texts = rows.order_by("created", "pk").values_list("text", flat=True)
    return words("\n\n".join(f"‘{text}’" for text in texts), MOST_DISSENT, "with_objections")
