"""What a file may be, and why one is refused; known on both sides of the pipe."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PAGES: Final = 300
MOST_CHARACTERS: Final = 2_000_000
"""300 full pages; also the limit of what has no pages."""

SECONDS: Final = 60
"""How long reading may take; 300 pages of text take about two."""

MEMORY: Final = 768 * 1024 * 1024
"""Bytes of address space of the reading process."""


class Reason(StrEnum):
    """Why a file was not read."""

    TOO_BIG = "too_big"
    TOO_MANY_PAGES = "too_many_pages"
    UNKNOWN_TYPE = "unknown_type"
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"
    BROKEN = "broken"
    EMPTY = "empty"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"


class CannotRead(Exception):
    """The file is not read, for this reason. Holds nothing of its content."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
