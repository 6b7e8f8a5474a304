"""Taking away what the reading of a file does not need: memory, time, files, programs and the network.

The hook is Python's own and cannot be taken out again; it does not bind code outside Python. On Linux the process
also leaves the network where the system lets it. macOS does not hold a process to its address space
(`RLIMIT_AS`): there the clock and the size of the file are what bounds memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from typing import Final

from lerendwerken.ai.library.bounds import MEMORY, SECONDS

_NEW_USER: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED: Final = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "pty.", "shutil.", "tempfile.", "webbrowser.",
)  # fmt: skip


def confine() -> None:
    """From here on this process reads and computes, within its limits, and does nothing else."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 32)
    _limit(resource.RLIMIT_NPROC, 0)
    _leave_the_network()
    sys.addaudithook(_refuse)


def _limit(what: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # a system that does not know this limit
        resource.setrlimit(what, (most, most))


def _leave_the_network() -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and len(arguments) > 2:
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITES:
            raise PermissionError
    elif event.startswith(_REFUSED):
        raise PermissionError
