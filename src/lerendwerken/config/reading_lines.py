"""Reading files of JSON lines, kind about what is wrong with them."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

Line = dict[str, Any]


def lines_of(name: str, check: Callable[[Line], str]) -> list[Line]:
    """The lines of a file; "-" is standard input. `check` says what is wrong with a line, "" when nothing is.

    Raises `OSError`, or `ValueError` that names the first line that is wrong, and what is wrong with it.
    """
    with _source(name) as source:
        return list(_lines(source, check))


def said(fault: Exception) -> str:
    """What a fault says, without the name of the file."""
    return (fault.strerror or "") if isinstance(fault, OSError) else str(fault)


def _source(name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
    if name == "-":
        return contextlib.nullcontext(sys.stdin.buffer)
    return Path(name).open("rb")


def _lines(source: IO[bytes], check: Callable[[Line], str]) -> Iterator[Line]:
    """The lines of a file. Raises `ValueError` that names the first line that is wrong, and what is wrong with it."""
    number, is_empty = 0, True
    for number, raw in enumerate(source, start=1):
        try:
            text = raw.decode("utf-8-sig").strip()
            line = json.loads(text) if text else None
        except UnicodeDecodeError:
            raise ValueError(f"line {number} is not UTF-8") from None
        except (ValueError, RecursionError):
            raise ValueError(f"line {number} is not JSON") from None
        if text:
            is_empty = False
            if wrong := check(line) if isinstance(line, dict) else "it is no object":
                raise ValueError(f"line {number}: {wrong}")
            yield cast(Line, line)
    if is_empty:
        raise ValueError("it has no lines")
