"""What the team says about a proposal, and taking it back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.proposals.actions.rules import held_in_team, must_be, steer
from lerendwerken.change.proposals.models import Reaction, TeamProposal
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.keeping import words
from lerendwerken.foundation.wall.viewer import Viewer

MOST_REACTION = 600
_OVER = (TeamProposal.State.REALISED, TeamProposal.State.STOPPED, TeamProposal.State.WITHDRAWN)


@transaction.atomic
def react(
    team_proposal: TeamProposal, *, kind: str, by: Viewer, text: str = "", key: uuid.UUID | None = None
) -> Reaction:
    """Be for a proposal of the team, or object; one reaction each, a later one replaces one's own.

    An objection stays with the proposal: nobody but who made it can change it.
    Raises `BadInput` for an objection without words, `Forbidden` for the author, `Conflict` once it is over.
    """
    if kind not in Reaction.Kind.values:
        raise BadInput(_("Choose: for, or an objection."), "kind")
    kept = words(text, MOST_REACTION, "text", required=kind == Reaction.Kind.OBJECTION)
    row = held_in_team(team_proposal, by)
    if row.author_id == by.member:
        raise Forbidden(_("This is your own proposal. Your colleagues react to it."))
    must_be(row.state not in _OVER)
    reaction: Reaction | None = Reaction.objects.visible_to(by).filter(proposal=row, author=by.member).first()
    if reaction is None:
        reaction = Reaction(
            id=key or new_id(),
            organisation_id=by.organisation,
            team_id=row.team_id,
            author_id=by.member,
            proposal=row,
            kind=kind,
            text=kept,
            language=by.language,
        ).add()
    else:
        reaction.kind, reaction.text, reaction.language = kind, kept, by.language
        reaction.save(update_fields=["kind", "text", "language"])
    audit.write(by, "proposals.react", reaction.pk)
    return reaction


@transaction.atomic
def withdraw(team_proposal: TeamProposal, *, by: Viewer) -> TeamProposal:
    """Take a proposal back before it is tried or put forward. A second time does nothing.

    Raises `Forbidden` for who is neither its author nor the facilitator, `Conflict` when it went further.
    """
    row = held_in_team(team_proposal, by)
    steer(row, by)
    if row.state == TeamProposal.State.WITHDRAWN:
        return row
    must_be(row.state == TeamProposal.State.TEAM)
    row.state = TeamProposal.State.WITHDRAWN
    row.save(update_fields=["state"])
    audit.write(by, "proposals.withdraw", row.pk)
    return row
