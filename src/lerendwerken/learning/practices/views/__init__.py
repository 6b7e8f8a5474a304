"""The pages of practices: how a team works now, who changes it, and starting it on today's work."""

from __future__ import annotations

from lerendwerken.learning.practices.views.adopting import adopt, result
from lerendwerken.learning.practices.views.changing import decline, propose, proposed, speak, stop, withdraw
from lerendwerken.learning.practices.views.reading import compare, overview, process, wall
from lerendwerken.learning.practices.views.using import start, use

__all__ = [
    "adopt",
    "compare",
    "decline",
    "overview",
    "process",
    "propose",
    "proposed",
    "result",
    "speak",
    "start",
    "stop",
    "use",
    "wall",
    "withdraw",
]
