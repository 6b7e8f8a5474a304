"""Asking the process that searches names (`service.py`)."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from lerendwerken.ai.partners.masking.spans import KINDS, MaskerDown, Span

TIMEOUT: Final = 5.0
"""Seconds that one search may take, the start of the process included."""

_RETRY: Final = 0.05
_MOST_IDLE: Final = 8


def start(socket_path: Path) -> subprocess.Popen[bytes]:
    """Start the process for this socket; it ends with us. Ready in about a second: the first search waits
    for it.

    Every web process may do this: only one serves, the others wait to take over. The path may be 100 bytes
    long.
    """
    command = [
        sys.executable,
        "-m",
        "lerendwerken.ai.partners.masking.service",
        str(socket_path),
        str(os.getpid()),
    ]
    return subprocess.Popen(  # noqa: S603 (our own module)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, close_fds=True
    )


class Client:
    """Searches names over the socket; keeps connections; may be used from any number of threads."""

    def __init__(self, socket_path: Path, timeout: float = TIMEOUT) -> None:
        self._path = str(socket_path)
        self._timeout = timeout
        self._idle: list[socket.socket] = []
        self._lock = threading.Lock()
        self._process = os.getpid()

    def find(self, text: str) -> list[Span]:
        """People and homes in the text.

        Raises:
            MaskerDown: no answer within the timeout, or an answer that cannot be trusted.
        """
        deadline = time.monotonic() + self._timeout
        question = json.dumps({"text": text}).encode() + b"\n"
        while True:
            try:
                return _spans(self._ask(question, deadline), len(text))
            except (OSError, EOFError) as problem:
                # The process starts or has just been replaced: try again while there is time.
                if time.monotonic() + _RETRY >= deadline:
                    raise MaskerDown from problem
                time.sleep(_RETRY)

    def close(self) -> None:
        """Close the connections that are kept."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _ask(self, question: bytes, deadline: float) -> bytes:
        connection = self._connection(deadline)
        try:
            connection.sendall(question)
            reply = _line(connection, deadline)
        except BaseException:
            connection.close()
            raise
        with self._lock:
            keep = len(self._idle) < _MOST_IDLE and self._process == os.getpid()
            if keep:
                self._idle.append(connection)
        if not keep:
            connection.close()
        return reply

    def _connection(self, deadline: float) -> socket.socket:
        with self._lock:
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(_left(deadline))
            with contextlib.ExitStack() as on_failure:
                on_failure.callback(connection.close)
                connection.connect(self._path)
                on_failure.pop_all()
        connection.settimeout(_left(deadline))
        return connection


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _line(connection: socket.socket, deadline: float) -> bytes:
    pieces: list[bytes] = []
    while not pieces or not pieces[-1].endswith(b"\n"):
        connection.settimeout(_left(deadline))
        piece = connection.recv(1 << 16)
        if not piece:
            raise EOFError
        pieces.append(piece)
    return b"".join(pieces)


def _spans(reply: bytes, length: int) -> list[Span]:
    try:
        spans = [Span(start, end, kind) for start, end, kind in json.loads(reply)["spans"]]
        trusted = all(s.kind in KINDS and 0 <= s.start < s.end <= length for s in spans)
    except (ValueError, KeyError, TypeError) as problem:
        raise MaskerDown from problem
    if not trusted:
        raise MaskerDown
    return spans
