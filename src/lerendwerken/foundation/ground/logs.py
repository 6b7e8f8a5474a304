"""Log lines tell what failed and where, never what somebody wrote.

The message of an exception may hold people's words: PostgreSQL, for one, puts the whole row in it that it refused. So a
traceback in the log has its places and the kinds of its exceptions, and no messages. An address may hold a secret that
opens something by itself, as a link to choose a password: what is as long as a secret is left out of every line.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import Final, TypeAlias

Exc: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


SECRET: Final = re.compile(r"[A-Za-z0-9_:-]{40,}")


class Wordless(logging.Formatter):
    """Formats exceptions without their messages, and lines without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with dots for whatever is as long as a secret (a key of a row is 36 characters long)."""
        return SECRET.sub("…", super().format(record))

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
