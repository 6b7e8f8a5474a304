"""What can be done with organisations, people and teams: one function each; nothing else writes in this room."""

from __future__ import annotations

from lerendwerken.foundation.organisations.actions.administering import (
    add_person,
    change_person,
    change_team,
    end_membership,
    hand_link,
    let_in_again,
    start_team,
)
from lerendwerken.foundation.organisations.actions.founding import (
    form_team,
    found_organisation,
    join,
    place,
    set_mandate,
    speak,
)

__all__ = [
    "add_person",
    "change_person",
    "change_team",
    "end_membership",
    "form_team",
    "found_organisation",
    "hand_link",
    "join",
    "let_in_again",
    "place",
    "set_mandate",
    "speak",
    "start_team",
]
