"""What people do with the frame: prepare a version, object to it, measure what it promises."""

from __future__ import annotations

from lerendwerken.learning.frame.actions.measuring import confirm, correct, measure, take_in_values, withdraw
from lerendwerken.learning.frame.actions.objecting import answer, object_to, take_back
from lerendwerken.learning.frame.actions.preparing import (
    edit_frame,
    put_development_question,
    put_goal,
    put_in_force,
    put_promise,
    remove,
    start_draft,
    throw_away,
)

__all__ = [
    "answer",
    "confirm",
    "correct",
    "edit_frame",
    "measure",
    "object_to",
    "put_development_question",
    "put_goal",
    "put_in_force",
    "put_promise",
    "remove",
    "start_draft",
    "take_back",
    "take_in_values",
    "throw_away",
    "withdraw",
]
