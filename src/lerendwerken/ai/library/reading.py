"""Reading a file of a person: `read` gives its passages, or says why not and what to do.

The file is opened in a process of its own with limits on time, memory and output, without the environment of this
one; this process never loads what can read a file. The process is ended, with all it started, when it takes too
long. On macOS the limit on memory may not hold (see `confined`).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.bounds import MOST_BYTES, SECONDS, CannotRead, Reason
from lerendwerken.ai.library.invisible import cleaned
from lerendwerken.ai.library.parts import KINDS, Progress
from lerendwerken.ai.library.passages import Passage

_MOST_OUTPUT: Final = 16 * 1024 * 1024
_LONGEST_LINE: Final = 1 << 17
_PIECE: Final = 1 << 16
_COMMAND: Final = (sys.executable, "-I", "-X", "utf8", "-m", "lerendwerken.ai.library.child")
_LONGEST_NAME: Final = 120

WORDS: Final[dict[Reason, str | Promise]] = {
    Reason.TOO_BIG: _(
        "This file is too big: it may be 20 MB. Save the part that matters as a file of its own."
    ),
    Reason.TOO_MANY_PAGES: _(
        "This file has too many pages: it may have 300. Save the part that matters as a file of its own."
    ),
    Reason.UNKNOWN_TYPE: _(
        "This kind of file cannot be read. These can: PDF, Word (DOCX), OpenDocument (ODT), plain text, Markdown and "
        "e-mail (EML). Open it in its own program and save it as PDF."
    ),
    Reason.ENCRYPTED: _(
        "This file is locked with a password. Save a copy without a password, or paste the part that matters."
    ),
    Reason.SCANNED: _(
        "This file holds pictures of pages and no text. Have the text recognised (OCR) and attach it again, or paste "
        "the part that matters."
    ),
    Reason.BROKEN: _(
        "This file is damaged or incomplete. Open it in its own program, save it again and attach that."
    ),
    Reason.EMPTY: _("There is no text in this file."),
    Reason.TOO_SLOW: _("Reading this file took too long. Save the part that matters as a file of its own."),
    Reason.TOO_MUCH_MEMORY: _(
        "Reading this file asks too much memory. Save the part that matters as a file of its own."
    ),
}
"""What a person is told for each reason."""


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        name: the file's name without a path, safe to show.
        kind: pdf, docx, odt, mail or text, by what the file holds.
        language: nl, en, or '' when neither is clear.
        pages: how many there are; 0 where the file knows none.
        unread_pages: pages that are only a picture, or damaged.
        headers: of an e-mail its subject, from and date, as far as they are there.
        attachments: of an e-mail the names; they are not read.
    """

    name: str
    kind: str
    passages: tuple[Passage, ...]
    language: str = ""
    pages: int = 0
    unread_pages: tuple[int, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()


def read(
    source: Path | bytes, *, name: str, progress: Progress | None = None, seconds: float = SECONDS
) -> Reading:
    """Read a file; takes as long as it takes, so not inside a request.

    Args:
        source: where it stands, or its bytes.
        name: what the person calls it; used only to show, never as a path.
        progress: called with page and number of pages while a PDF is read.
        seconds: after which it is given up.

    Raises:
        CannotRead: `reason` says why, `WORDS` in words for people.
        OSError: the file is not there, or no process can be started: nothing is wrong with the file.
    """
    shown = safe_name(name)
    with contextlib.ExitStack() as closing:
        given: IO[bytes] | int = subprocess.PIPE
        if isinstance(source, Path):
            given = closing.enter_context(source.open("rb"))
        size = len(source) if isinstance(source, bytes) else os.fstat(given.fileno()).st_size  # type: ignore[union-attr]
        if size > MOST_BYTES:
            raise CannotRead(Reason.TOO_BIG)
        process = _start(given)
        try:
            if isinstance(source, bytes):
                threading.Thread(target=_feed, args=(process, source), daemon=True).start()
            return _reading(_lines(process, time.monotonic() + seconds), shown, progress)
        except _Silent as problem:
            raise CannotRead(_why(process)) from problem
        finally:
            _end(process)


def safe_name(name: str) -> str:
    """The last part of a name, without characters that are not seen and at most 120 long; '' when nothing is left."""
    bare = cleaned(re.split(r"[/\\]", name)[-1])[0]
    return " ".join(bare.split()).strip(". ")[-_LONGEST_NAME:]


class _Silent(Exception):
    """The process ended without saying how it went."""


def _start(given: IO[bytes] | int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own module)
        _COMMAND,
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )


def _feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # it ended before it had read everything
        assert process.stdin is not None  # noqa: S101 (so it was started)
        process.stdin.write(data)
        process.stdin.close()


def _lines(process: subprocess.Popen[bytes], deadline: float) -> Iterator[dict[str, Any]]:
    """What the process says, line by line.

    Raises:
        CannotRead: not ready at the deadline, or it says more than any file holds.
    """
    assert process.stdout is not None  # noqa: S101 (so it was started)
    held, total = b"", 0
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise CannotRead(Reason.TOO_SLOW)
            piece = os.read(process.stdout.fileno(), _PIECE)
            if not piece:
                return
            total += len(piece)
            if total > _MOST_OUTPUT:
                raise CannotRead(Reason.TOO_MANY_PAGES)
            *whole, held = (held + piece).split(b"\n")
            if len(held) > _LONGEST_LINE:
                raise _Silent
            for line in whole:
                with _checked():
                    said = json.loads(line)
                yield said


def _reading(lines: Iterator[dict[str, Any]], name: str, progress: Progress | None) -> Reading:
    """Put together what the process says; what it says is checked like anything from outside."""
    passages: list[Passage] = []
    for line in lines:
        with _checked():
            if "passage" in line:
                passages.append(_passage(*line["passage"]))
            if "refused" in line:
                raise CannotRead(Reason(line["refused"]))
            if "end" in line:
                return _ended(line["end"], name, tuple(passages))
            page = (int(line["page"]), int(line["of"])) if "page" in line else None
        if page and progress:
            progress(*page)
    raise _Silent


@contextlib.contextmanager
def _checked() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise _Silent from problem


def _passage(number: int, page: int, paragraph: int, hidden: bool, stripped: int, text: str) -> Passage:
    return Passage(int(number), int(page), int(paragraph), str(text), bool(hidden), int(stripped))


def _ended(end: dict[str, Any], name: str, passages: tuple[Passage, ...]) -> Reading:
    if end["kind"] not in KINDS:
        raise ValueError
    return Reading(
        name=name,
        kind=end["kind"],
        passages=passages,
        language=str(end["language"]),
        pages=int(end["pages"]),
        unread_pages=tuple(int(page) for page in end["unread_pages"]),
        headers={str(key): cleaned(str(value))[0] for key, value in end["headers"].items()},
        attachments=tuple(safe_name(str(each)) for each in end["attachments"]),
    )


def _why(process: subprocess.Popen[bytes]) -> Reason:
    """What an end without a word means: the system stopped it, or the library gave up."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)
    ended_by = -(process.returncode or 0)
    if ended_by == signal.SIGXCPU:
        return Reason.TOO_SLOW
    if ended_by in {signal.SIGKILL, signal.SIGTRAP, signal.SIGILL, signal.SIGABRT}:
        return Reason.TOO_MUCH_MEMORY  # the kernel's way, and the ways in which pdfium says that it got none
    return Reason.BROKEN


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:  # not seen to end: its number is still its own
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
