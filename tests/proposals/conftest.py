"""A frame with one promise, and proposals brought to where a test begins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lerendwerken.change.proposals import actions
from lerendwerken.change.proposals.models import MandateTrial, Proposal, ProposalDraft, TeamProposal, Trial
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.frame.models import ResultPromise

STARTS, ENDS = date(2026, 11, 25), date(2027, 1, 6)
IDEA = "Elk hoorverslag begint met drie zinnen."
OBJECTION = "Bij een zaak tussen buren maken drie zinnen het erger."


@pytest.fixture
def promise(henk: Viewer) -> ResultPromise:
    """A result promise in force."""
    with acting(henk):
        draft = frame.start_draft(title="Kader 2026", why="Mensen begrijpen wat we besluiten", by=henk)
        goal = frame.put_goal(draft, title="Begrijpelijk besluiten", by=henk)
        row = frame.put_promise(
            draft,
            goal=goal,
            title="Mensen begrijpen hun hoorverslag zonder hulp",
            indicator="Deel dat kan navertellen",
            unit="%",
            kind=ResultPromise.Kind.LASTING,
            term=ResultPromise.Term.LONG,
            baseline=Decimal(46),
            target=Decimal(75),
            due=date(2027, 7, 1),
            by=henk,
        )
        frame.decide(draft, reason="Vastgesteld in het overleg", by=henk)
    return row


def drafted(by: Viewer, promise: ResultPromise | None = None, **given: object) -> ProposalDraft:
    """A proposal in the making."""
    words = {
        "title": "Drie zinnen bovenaan",
        "idea": IDEA,
        "expected": "Van 46 naar 75 procent.",
        "risk": "Een korte kern kan het gesprek kleuren.",
        "reversible": True,
        "from_text": "alleen voor mij: Noor begreep er niets van",
    }
    lineage = promise.lineage if promise else None
    with acting(by):
        return actions.write_draft(**{**words, **given}, promise=lineage, by=by)  # type: ignore[arg-type]


def at_team(by: Viewer, promise: ResultPromise | None = None, **given: object) -> TeamProposal:
    """A proposal that the team sees."""
    draft = drafted(by, promise, **given)
    with acting(by):
        return actions.put_to_team(draft, with_names="Noor Hendriks", by=by)


def put(by: Viewer, promise: ResultPromise | None = None, **given: object) -> Proposal:
    """A proposal that lies with the manager."""
    row = at_team(by, promise, **given)
    with acting(by):
        return actions.put_forward(row, by=by)


def tried(by: Viewer, manager: Viewer, promise: ResultPromise | None = None) -> Trial:
    """A proposal in trial with the manager's yes."""
    proposal = put(by, promise)
    with acting(manager):
        actions.answer(proposal, verdict="yes", reason="Zes weken, en meet elke week.", by=manager)
    with acting(by):
        return actions.start_trial(proposal, what="Alle zittingen", starts=STARTS, ends=ENDS, by=by)


def tried_in_mandate(by: Viewer, promise: ResultPromise | None = None) -> MandateTrial:
    """A proposal in trial inside the team's own mandate."""
    row = at_team(by, promise)
    with acting(by):
        return actions.start_in_mandate(row, what="Vijf verslagen", starts=STARTS, ends=ENDS, by=by)
