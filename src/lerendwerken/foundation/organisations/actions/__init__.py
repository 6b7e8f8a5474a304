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
from lerendwerken.foundation.organisations.actions.deciding import (
    be_away,
    be_back,
    name_deputy,
    set_mandate,
)
from lerendwerken.foundation.organisations.actions.founding import (
    form_team,
    found_organisation,
    join,
    place,
    speak,
)
from lerendwerken.foundation.organisations.actions.importing import take_in
from lerendwerken.foundation.organisations.actions.leaving import (
    ask_export,
    choose_name,
    erase_me,
    set_term,
)
from lerendwerken.foundation.organisations.actions.working import (
    pause_team,
    resume_team,
    take_leave,
    take_leave_back,
    work_on,
)

__all__ = [
    "add_person",
    "ask_export",
    "be_away",
    "be_back",
    "change_person",
    "change_team",
    "choose_name",
    "end_membership",
    "erase_me",
    "form_team",
    "found_organisation",
    "hand_link",
    "join",
    "let_in_again",
    "name_deputy",
    "pause_team",
    "place",
    "resume_team",
    "set_mandate",
    "set_term",
    "speak",
    "start_team",
    "take_in",
    "take_leave",
    "take_leave_back",
    "work_on",
]
