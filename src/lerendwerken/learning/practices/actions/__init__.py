"""What people do with practices. One function per thing a person can do."""

from __future__ import annotations

from lerendwerken.learning.practices.actions.adopting import adopt, record_result
from lerendwerken.learning.practices.actions.changing import (
    decline,
    name_process,
    propose_change,
    put_in_force,
    speak,
    withdraw,
)
from lerendwerken.learning.practices.actions.stopping import stop
from lerendwerken.learning.practices.actions.using import end_use, start

__all__ = [
    "adopt",
    "decline",
    "end_use",
    "name_process",
    "propose_change",
    "put_in_force",
    "record_result",
    "speak",
    "start",
    "stop",
    "withdraw",
]
