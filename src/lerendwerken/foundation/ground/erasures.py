"""The ledger of what was erased, and of who left: rows in the database, and the same lines in a file beside it.

A backup does not know what was erased after it was made, so after a restore all that the file tells is erased again.
A line holds keys of rows that are gone and nothing that anybody wrote. As long as it lives the database is the truth: a
line that could not be written, because the process died or the disk was full, is added by `carry_over`.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lerendwerken.foundation.ground.models import Erasure

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """That something was erased: `kind` says what it was, `row` its key, `organisation` where (None: unknown)."""

    id: uuid.UUID
    at: datetime
    kind: str
    row: uuid.UUID
    organisation: uuid.UUID | None


def record(kind: str, row: uuid.UUID, organisation: uuid.UUID | None) -> None:
    """Note that a row is erased, in the transaction that erases it; the file gets its line once that is kept."""
    kept = Erasure(kind=kind, row=row, organisation=organisation)
    kept.save(force_insert=True)
    transaction.on_commit(lambda: _append_or_say([_entry(kept)]))


def carry_over() -> int:
    """Add to the file every line that it lacks; how many those were. Raises `OSError`."""
    there = {entry.id for entry in read(settings.ERASURE_LEDGER)[0]}
    missing = [entry for entry in entries() if entry.id not in there]
    _append(missing)
    return len(missing)


def entries() -> list[Entry]:
    """What the database itself knows to be erased, in order."""
    return [_entry(row) for row in Erasure.objects.order_by("at", "pk")]


def unknown() -> list[Entry]:
    """What the file has and the database has not: then the database is an older one that was put back."""
    lines, _unreadable = read(settings.ERASURE_LEDGER)
    there = set(Erasure.objects.values_list("pk", flat=True)) if lines else set()
    return [entry for entry in lines if entry.id not in there]


def keep(known: Iterable[Entry]) -> None:
    """Put into the database what an earlier one knew to be erased: after a restore the ledger is whole again."""
    there = set(Erasure.objects.values_list("pk", flat=True))
    missing = {entry.id: entry for entry in known if entry.id not in there}
    Erasure.objects.bulk_create(Erasure(**vars(entry)) for entry in missing.values())


def read(path: Path) -> tuple[list[Entry], int]:
    """The lines of a ledger file, and how many could not be read; none where there is no file. Raises `OSError`.

    A power cut may leave half a line: the database still had it, and `carry_over` has written it again.
    """
    if not path.exists():
        return [], 0
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [_read_line(line) for line in lines if line.strip()]
    good = [entry for entry in found if entry is not None]
    return good, len(found) - len(good)


def _read_line(line: str) -> Entry | None:
    try:
        told = json.loads(line)
        organisation = told["organisation"]
        return Entry(
            uuid.UUID(told["id"]),
            datetime.fromisoformat(told["at"]),
            str(told["kind"]),
            uuid.UUID(told["row"]),
            uuid.UUID(organisation) if organisation else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _entry(row: Erasure) -> Entry:
    return Entry(row.pk, row.at, row.kind, row.row, row.organisation)


def _append_or_say(lines: list[Entry]) -> None:
    try:
        _append(lines)
    except OSError as fault:
        # What was asked is done; only the copy outside the database is late.
        logger.error("the ledger of erasures could not be written: %s", type(fault).__name__)


def _append(lines: list[Entry]) -> None:
    path: Path = settings.ERASURE_LEDGER
    if not lines:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        text = (_end_of_a_cut_line(handle) + "".join(_line(entry) for entry in lines)).encode()
        if os.write(handle, text) < len(text):
            raise OSError(errno.ENOSPC, "the disk is full")
        os.fsync(handle)
    finally:
        os.close(handle)


def _end_of_a_cut_line(handle: int) -> str:
    size = os.fstat(handle).st_size
    return "\n" if size and os.pread(handle, 1, size - 1) != b"\n" else ""


def _line(entry: Entry) -> str:
    told = {name: None if value is None else str(value) for name, value in vars(entry).items()}
    return json.dumps(told | {"at": entry.at.isoformat()}) + "\n"
