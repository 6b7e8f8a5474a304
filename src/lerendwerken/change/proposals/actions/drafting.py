"""A proposal in the making, for its writer alone, and giving it to the team."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.proposals.actions.rules import words_of
from lerendwerken.change.proposals.models import ProposalDraft, TeamProposal
from lerendwerken.foundation.drafts import actions as autosaved
from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame

MOST_TITLE, MOST_IDEA, MOST_SHORT, MOST_FROM, MOST_NAMES = 160, 2000, 600, 2000, 300
FORM = "proposals.proposal"


@transaction.atomic
def write_draft(
    *,
    title: str,
    idea: str,
    by: Viewer,
    expected: str = "",
    promise: uuid.UUID | None = None,
    risk: str = "",
    reversible: bool = False,
    from_text: str = "",
    key: uuid.UUID | None = None,
) -> ProposalDraft:
    """Keep a proposal in the making. `promise` is the lineage of a result promise.

    `from_text` is the insight or outcome out of which it came; it never leaves this draft.
    Raises `BadInput` without a title or an idea, or for a promise that does not exist.
    """
    row = ProposalDraft(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        language=by.language,
        drafted=clock.today(by.zone),
        from_text=words(from_text, MOST_FROM, "from_text"),
        **_checked(title, idea, expected, promise, risk, reversible, by),
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "proposals.write_draft", row.pk)
    return row


@transaction.atomic
def edit_draft(
    draft: ProposalDraft,
    *,
    title: str,
    idea: str,
    by: Viewer,
    expected: str = "",
    promise: uuid.UUID | None = None,
    risk: str = "",
    reversible: bool = False,
) -> ProposalDraft:
    """Change a proposal in the making. Raises like `write_draft`, and `Conflict` when it went to the team already."""
    row = _held(draft, by)
    if row is None:
        raise Conflict(_("This draft is no longer there: it went to your team, or you threw it away."))
    changes = _checked(title, idea, expected, promise, risk, reversible, by)
    for name, value in changes.items():
        setattr(row, name, value)
    row.language = by.language
    row.save(update_fields=[*changes, "language"])
    audit.write(by, "proposals.edit_draft", row.pk)
    return row


@transaction.atomic
def throw_away(draft: ProposalDraft, *, by: Viewer) -> None:
    """Throw a proposal in the making away. It is gone. A second time does nothing."""
    row = _held(draft, by)
    if row is not None:
        rights.erase_row(row)
        autosaved.discard(FORM, str(draft.pk), by=by)
        audit.write(by, "proposals.throw_away", draft.pk)


@transaction.atomic
def put_to_team(draft: ProposalDraft, *, by: Viewer, with_names: str = "") -> TeamProposal:
    """Give a proposal to the team: a copy of its words; the draft goes. `with_names` are those who made it too.

    Raises `Forbidden` for who is in no team, `BadInput` without an expected result, `Conflict` when it is gone.
    """
    if by.team is None:
        raise Forbidden(_("You are in no team yet, so there is nobody to put this to."))
    held = _held(draft, by)
    if held is None:
        return _put_before(draft, by)
    if not held.expected:
        raise BadInput(_("First say which result you expect, with a number if you can."), "expected")
    agreed.must_hold(by, by.team)
    row = TeamProposal(
        organisation_id=by.organisation,
        team_id=by.team,
        author_id=by.member,
        language=held.language,
        with_names=words(with_names, MOST_NAMES, "with_names"),
        **words_of(held),
    ).add()
    held.delete()
    autosaved.discard(FORM, str(draft.pk), by=by)
    audit.write(by, "proposals.put_to_team", row.pk)
    return row


def _put_before(draft: ProposalDraft, by: Viewer) -> TeamProposal:
    """What came of a draft that is gone: sent twice, it is one proposal."""
    rows = TeamProposal.objects.visible_to(by).filter(lineage=draft.lineage, author=by.member)
    found: TeamProposal | None = rows.first()
    if found is None:
        raise Conflict(_("This draft is no longer there: you threw it away in another tab."))
    return found


def _held(draft: ProposalDraft, by: Viewer) -> ProposalDraft | None:
    rows = ProposalDraft.objects.visible_to(by).select_for_update().filter(pk=draft.pk)
    found: ProposalDraft | None = rows.first()
    return found


def _checked(
    title: str, idea: str, expected: str, promise: uuid.UUID | None, risk: str, reversible: bool, by: Viewer
) -> dict[str, Any]:
    if promise is not None:
        try:
            frame.promise_by_lineage(by, promise)
        except NotFound:
            raise BadInput(_("Choose one of the results in the frame."), "promise") from None
    return {
        "title": words(title, MOST_TITLE, "title", required=True),
        "idea": words(idea, MOST_IDEA, "idea", required=True),
        "expected": words(expected, MOST_SHORT, "expected"),
        "promise": promise,
        "risk": words(risk, MOST_SHORT, "risk"),
        "reversible": reversible,
    }
