"""The pages of a sparring session."""

from __future__ import annotations

from lerendwerken.learning.sparring.views.beginning import begin, in_margin, practice
from lerendwerken.learning.sparring.views.bridging import copy_out, paste_back
from lerendwerken.learning.sparring.views.speaking import close, line, say, session, step, throw_away
from lerendwerken.learning.sparring.views.streaming import go_on, stop, stream

__all__ = [
    "begin",
    "close",
    "copy_out",
    "go_on",
    "in_margin",
    "line",
    "paste_back",
    "practice",
    "say",
    "session",
    "step",
    "stop",
    "stream",
    "throw_away",
]
