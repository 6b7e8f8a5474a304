"""A supplier that fails again and again is left alone for a while, so that nobody waits for it in vain.

Each process learns this for itself: nothing of it is kept, and a restart begins with trust.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

FAILURES: Final = 3
"""So many times in a row without a first word, and the supplier is left alone."""
SECONDS: Final = 30.0
"""How long it is left alone; after that one answer is tried."""


@dataclass
class Breaker:
    """Remembers, per supplier, how often it failed in a row and until when it is left alone."""

    now: Callable[[], float] = time.monotonic
    _failed: dict[str, int] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def may_ask(self, supplier: str) -> bool:
        """Whether to ask this supplier now. When its time is over, the first who asks tries it for all."""
        with self._lock:
            until = self._until.get(supplier)
            if until is None:
                return True
            if self.now() < until:
                return False
            self._until[supplier] = self.now() + SECONDS
            return True

    def answered(self, supplier: str) -> None:
        """It spoke: trust is back."""
        with self._lock:
            self._failed.pop(supplier, None)
            self._until.pop(supplier, None)

    def failed(self, supplier: str) -> None:
        """It gave no first word."""
        with self._lock:
            self._failed[supplier] = self._failed.get(supplier, 0) + 1
            if self._failed[supplier] >= FAILURES:
                self._until[supplier] = self.now() + SECONDS


breaker = Breaker()
