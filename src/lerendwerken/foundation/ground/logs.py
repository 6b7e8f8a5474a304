"""Log lines tell what failed and where, never what somebody wrote.

The message of an exception may hold people's words: PostgreSQL, for one, puts the whole row in it that it refused. So a
traceback in the log has its places and the kinds of its exceptions, and no messages.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import TypeAlias

Exc: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Wordless(logging.Formatter):
    """Formats exceptions without their messages."""

    def formatException(self, ei: Exc) -> str:  # noqa: N802 (the name is logging's)
        """The places and the kinds, the exception that came first on top."""
        parts: list[str] = []
        fault, seen = ei[1], set[int]()
        while fault is not None and id(fault) not in seen:
            seen.add(id(fault))
            kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
            parts.insert(0, "".join(traceback.format_tb(fault.__traceback__)) + kind)
            fault = fault.__cause__ or fault.__context__
        return "\n".join(parts)
