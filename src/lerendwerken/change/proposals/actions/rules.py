"""Who may do what, and holding a row while it is done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lerendwerken.change.proposals.models import Idea, Proposal, TeamProposal
from lerendwerken.foundation.ground.errors import Conflict, Forbidden, NotFound
from lerendwerken.foundation.wall.viewer import Viewer

_MOVED_ON = _(
    "This proposal has moved on since you opened it. Nothing was changed; look at where it stands now."
)


def may_steer(row: TeamProposal, by: Viewer) -> bool:
    """Whether somebody takes the next step with a proposal: its author, or the facilitator of the team.

    What somebody left behind who no longer works here passes to the team: then everybody in it does.
    """
    is_theirs = row.author_id == by.member or row.team_id in by.facilitates
    return row.team_id in by.teams and (is_theirs or row.author is None or row.author.ended is not None)


def steer(row: TeamProposal, by: Viewer) -> None:
    """Raises `Forbidden` for who may not take the next step."""
    if not may_steer(row, by):
        raise Forbidden(_("Who made this proposal, or the facilitator of the team, takes this step."))


def held_in_team(row: TeamProposal, by: Viewer) -> TeamProposal:
    """The team's proposal as it is now, held for this transaction. Raises `NotFound` outside the team."""
    held: TeamProposal | None = (
        TeamProposal.objects.visible_to(by).select_for_update().filter(pk=row.pk).first()
    )
    if held is None:
        raise NotFound
    return held


def held_forward(row: Proposal, by: Viewer) -> Proposal:
    """The proposal put forward as it is now, held for this transaction. Raises `NotFound`."""
    held: Proposal | None = Proposal.objects.visible_to(by).select_for_update().filter(pk=row.pk).first()
    if held is None:
        raise NotFound
    return held


def must_be(found: bool) -> None:
    """Raises `Conflict` where a proposal does not stand where the step begins."""
    if not found:
        raise Conflict(_MOVED_ON)


def words_of(row: Idea) -> dict[str, Any]:
    """What a copy takes along: the words of the idea and its lineage, nothing of where it came from."""
    names = ("lineage", "title", "idea", "expected", "promise", "risk", "reversible", "drafted")
    return {name: getattr(row, name) for name in names}
