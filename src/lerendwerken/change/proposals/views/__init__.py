"""The pages of proposals."""

from __future__ import annotations

from lerendwerken.change.proposals.views.around import away, back, deputy, mandate_of
from lerendwerken.change.proposals.views.lists import overview
from lerendwerken.change.proposals.views.page import (
    answer,
    confirm,
    end,
    forward,
    mandate,
    measure,
    one,
    react,
    trial,
    withdraw,
)
from lerendwerken.change.proposals.views.writing import edit, throw_away, to_team, write

__all__ = [
    "answer",
    "away",
    "back",
    "confirm",
    "deputy",
    "edit",
    "end",
    "forward",
    "mandate",
    "mandate_of",
    "measure",
    "one",
    "overview",
    "react",
    "throw_away",
    "to_team",
    "trial",
    "withdraw",
    "write",
]
