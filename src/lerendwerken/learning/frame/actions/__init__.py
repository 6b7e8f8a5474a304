"""What people do with the frame: prepare a version, object to it, measure what it promises."""

from __future__ import annotations

from lerendwerken.learning.frame.actions.deciding import decide, prepare_again
from lerendwerken.learning.frame.actions.measuring import confirm, correct, measure, take_in_values, withdraw
from lerendwerken.learning.frame.actions.objecting import answer, object_to, take_back
from lerendwerken.learning.frame.actions.preparing import (
    edit_frame,
    put_development_question,
    put_goal,
    put_promise,
    remove,
    start_draft,
    start_next_period,
    throw_away,
)

__all__ = [
    "answer",
    "confirm",
    "correct",
    "decide",
    "edit_frame",
    "measure",
    "object_to",
    "prepare_again",
    "put_development_question",
    "put_goal",
    "put_promise",
    "remove",
    "start_draft",
    "start_next_period",
    "take_back",
    "take_in_values",
    "throw_away",
    "withdraw",
]
