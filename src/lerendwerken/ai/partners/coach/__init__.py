"""The method coach: a partner without a language model, that only asks.

It reads what somebody wrote, notices what is vague, absolute, unnamed or untested in it, and asks the one
question of the method's bank that fits best, in the person's own words. Everything it does is decided by the
readable files in `triggers/` and `bank/`; the same words always bring the same question.
"""

from __future__ import annotations

from .asking import ask, concludes, prepare
from .bank import Entry, own_entry, wordings
from .evaluation import evaluate
from .model import MODES, TRIGGERS, Answer, Question
from .opening import first_answer, learning_questions

__all__ = [
    "MODES",
    "TRIGGERS",
    "Answer",
    "Entry",
    "Question",
    "ask",
    "concludes",
    "evaluate",
    "first_answer",
    "learning_questions",
    "own_entry",
    "prepare",
    "wordings",
]
