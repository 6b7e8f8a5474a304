"""What people do with a proposal. Each step up writes a copy with the same lineage; no row is ever widened."""

from __future__ import annotations

from lerendwerken.change.proposals.actions.deciding import answer, put_forward
from lerendwerken.change.proposals.actions.drafting import edit_draft, put_to_team, throw_away, write_draft
from lerendwerken.change.proposals.actions.talking import react, withdraw
from lerendwerken.change.proposals.actions.trying import (
    measure_trial,
    realise,
    start_in_mandate,
    start_trial,
    stop,
)

__all__ = [
    "answer",
    "edit_draft",
    "measure_trial",
    "put_forward",
    "put_to_team",
    "react",
    "realise",
    "start_in_mandate",
    "start_trial",
    "stop",
    "throw_away",
    "withdraw",
    "write_draft",
]
