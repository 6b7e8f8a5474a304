"""What a person can do in the week: one function each; nothing else writes in this room."""

from __future__ import annotations

from lerendwerken.learning.weekcycle.actions.entries import (
    add_note,
    mark_done,
    plan_next,
    write_deepen,
    write_focus,
)
from lerendwerken.learning.weekcycle.actions.experiments import begin_experiment, finish_experiment
from lerendwerken.learning.weekcycle.actions.pieces import catch, paste, place, throw_away
from lerendwerken.learning.weekcycle.actions.questions import ask_question, place_question
from lerendwerken.learning.weekcycle.actions.rhythm import (
    begin_rhythm,
    change_rhythm,
    choose_days,
    go_full,
    hold_dialogue,
)
from lerendwerken.learning.weekcycle.actions.themes import choose_theme, take_turns, write_theme

__all__ = [
    "add_note",
    "ask_question",
    "begin_experiment",
    "begin_rhythm",
    "catch",
    "change_rhythm",
    "choose_days",
    "choose_theme",
    "finish_experiment",
    "go_full",
    "hold_dialogue",
    "mark_done",
    "paste",
    "place",
    "place_question",
    "plan_next",
    "take_turns",
    "throw_away",
    "write_deepen",
    "write_focus",
    "write_theme",
]
