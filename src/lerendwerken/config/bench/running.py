"""One run of the bench: everything is started, measured and thrown away again."""

from __future__ import annotations

import asyncio
import math
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lerendwerken.config.bench import listening, speaking
from lerendwerken.config.bench.listening import Heard

if TYPE_CHECKING:
    from lerendwerken.config.bench.people import Asker

ENOUGH: Final = 100
"""So many answers of one number that asks at once are enough, in however few rounds."""
FEWEST_PEOPLE: Final = 60  # so that nobody asks more than one person may in a minute
_START: Final = 60.0
_LEGEND: Final = """\
Median time until the first words of an answer, of the bare model and here; what is added to it, and to the time that
nineteen of twenty stay below (p95); how many times the bare model. Then the time between two tokens, and what is added
to it. Errors are answers that did not come whole. cpu and memory are those of the web process, for each stream.
Masking is on and every turn is stored. The web process holds {idle:,.0f} MB when nobody asks."""


@dataclass
class Measured:
    """What one number of streams gave, bare and through the front door; seconds, and bytes of memory."""

    streams: int
    bare_first: list[float] = field(default_factory=list)
    bare_token: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    token: list[float] = field(default_factory=list)
    asked: int = 0
    errors: int = 0
    processor: float = 0.0
    memory: int = 0


@dataclass
class Watched:
    """A process whose memory and processor time are looked at."""

    pid: int

    def memory(self) -> int:
        """What it holds now, in bytes; 0 where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        except OSError:
            return 0
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)

    def processor(self) -> float:
        """The seconds of a core that it took so far; 0 where the system does not tell."""
        try:
            ticks = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            return 0.0
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def run(folder: Path, sizes: Sequence[int], rounds: int) -> int:
    """Measure with a new installation in `folder`, for each number of people that ask at once, and print the table.

    The exit code is 1 when an answer failed.
    """
    with _model() as model, _server(folder, model) as (port, process):
        from lerendwerken.config.bench import people

        number = max(FEWEST_PEOPLE, *sizes)
        print(f"making {number} people ...", flush=True)
        askers = cycle(people.gather(number))
        watched = Watched(process.pid)
        for asker in islice(askers, 5):  # templates and imports are read once
            asyncio.run(listening.together([people.question(asker, port)]))
        idle = watched.memory()
        found = [_measured(size, rounds, askers, port, model, watched) for size in sizes]
    print(_told(found, idle))
    return 1 if any(measured.errors for measured in found) else 0


def _measured(
    streams: int, rounds: int, askers: Iterator[Asker], port: int, model: int, watched: Watched
) -> Measured:
    """So many people at once, in rounds: each time first the bare model and then the front door."""
    from lerendwerken.config.bench import people

    print(f"{streams} at once ...", flush=True)
    wanted = "".join(speaking.tokens()).replace(speaking.PLACEHOLDER, people.NAME)
    measured = Measured(streams)
    for _ in range(min(rounds, math.ceil(ENOUGH / streams))):
        bare = asyncio.run(listening.together([people.bare_question(model)] * streams))
        _note(measured.bare_first, measured.bare_token, bare)
        asked = [people.question(asker, port) for asker in islice(askers, streams)]
        before = watched.processor()
        with _highest(watched) as seen:
            heard = asyncio.run(listening.together(asked))
        measured.processor += watched.processor() - before
        measured.memory = max(measured.memory, *seen)
        measured.asked += streams
        measured.errors += sum(one is None or listening.words_in(one.body, "text") != wanted for one in heard)
        _note(measured.first, measured.token, heard)
    return measured


def _note(first: list[float], token: list[float], heard: list[Heard | None]) -> None:
    whole = [one for one in heard if one]
    first += [one.first for one in whole]
    token += [one.between / (speaking.TOKENS - 1) for one in whole]


@contextmanager
def _highest(watched: Watched) -> Iterator[list[int]]:
    """The memory of a process, looked at again and again."""
    seen, over = [watched.memory()], threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            seen.append(watched.memory())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        over.set()
        looking.join()


@contextmanager
def _model() -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", "lerendwerken.config.bench.speaking", str(port)]
    process = subprocess.Popen(command)  # noqa: S603 (our own module)
    with _ended(process):
        _wait_for(port, process)
        yield port


@contextmanager
def _server(folder: Path, model: int) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A real server with a database of its own; this process looks at the same one."""
    port = _free_port()
    os.environ |= {
        "LERENDWERKEN_DATA_DIR": str(folder),
        "LERENDWERKEN_AI_BASE_URL": f"http://127.0.0.1:{model}/v1",
        "LERENDWERKEN_AI_MODEL": "proef",
        "DJANGO_SETTINGS_MODULE": "lerendwerken.config.settings",
    }
    command = [sys.executable, "-m", "lerendwerken.config.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command)  # noqa: S603 (our own module)
    with _ended(process):
        _wait_for(port, process)
        _look_along()
        yield port, process


def _look_along() -> None:
    import django

    django.setup()
    from django.conf import settings

    from lerendwerken.ai.partners import masking

    masking.connect(settings.MASKING_SOCKET)


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("a process of the bench did not start")


def _told(found: list[Measured], idle: int) -> str:
    head = (
        "streams",
        "bare",
        "here",
        "added",
        "p95",
        "ratio",
        "bare/token",
        "added",
        "errors",
        "cpu",
        "memory",
    )
    rows = [head, *(_row(measured, idle) for measured in found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(["", *lines, "", _LEGEND.format(idle=idle / 1e6)])


def _row(measured: Measured, idle: int) -> tuple[str, ...]:
    bare, here = _middle(measured.bare_first), _middle(measured.first)
    bare_token, token = _middle(measured.bare_token), _middle(measured.token)
    return (
        str(measured.streams),
        _ms(bare),
        _ms(here),
        _ms(here - bare),
        _ms(_late(measured.first) - _late(measured.bare_first)),
        f"{here / bare:,.1f}" if bare else "-",
        _ms(bare_token),
        _ms(token - bare_token),
        str(measured.errors),
        _ms(measured.processor / measured.asked),
        f"{max(0, measured.memory - idle) / measured.streams / 1024:,.0f} kB",
    )


def _middle(seconds: list[float]) -> float:
    return statistics.median(seconds) if seconds else 0.0


def _late(seconds: list[float]) -> float:
    """What nineteen of twenty stay below."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))] if seconds else 0.0


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"
