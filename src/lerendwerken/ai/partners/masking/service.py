"""The process that searches names: `python -m lerendwerken.ai.partners.masking.service SOCKET`.

It keeps the lists of names out of every web process. One line of JSON in (`{"text": …}`), one line out
(`{"spans": [[start, end, kind], …]}` or `{"error": …}`); several connections at once, several questions per
connection. Only one process serves a socket: a second one waits and takes over when the first ends. It ends
with its parent.
"""

from __future__ import annotations

import fcntl
import json
import os
import socketserver
import sys
import threading
import time
from pathlib import Path
from typing import Final

from lerendwerken.ai.partners.masking import names
from lerendwerken.ai.partners.masking.lists import load

LONGEST_LINE: Final = 32 * 1024 * 1024
"""Bytes; a longer question is refused and its connection closed."""

_PARENT_LOOK: Final = 0.5
"""Seconds between two looks whether the parent is still there."""


def answer(line: bytes) -> bytes:
    """The answer to one question; what cannot be read is answered with an error, never with an empty find."""
    try:
        text = json.loads(line)["text"]
        if not isinstance(text, str):
            raise TypeError
        reply: dict[str, object] = {"spans": [(s.start, s.end, s.kind) for s in names.find(text)]}
    except (ValueError, KeyError, TypeError, RecursionError):
        reply = {"error": "unreadable"}
    except Exception:
        # Whatever goes wrong with one text must not end the search for all; the text itself is never logged.
        reply = {"error": "failed"}
    return json.dumps(reply).encode() + b"\n"


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        try:
            while line := self.rfile.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    return
                self.wfile.write(answer(line))
        except OSError:
            return


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A broken connection is the other side's affair; nothing of a text may reach a log."""


def serve(socket_path: Path, parent: int) -> None:
    """Serve names on the socket until the parent process has ended."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    socket_path.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{socket_path}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        load()
        socket_path.unlink(missing_ok=True)
        old_mask = os.umask(0o177)
        try:
            server = _Server(str(socket_path), _Conversation)
        finally:
            os.umask(old_mask)
        with server:
            server.serve_forever()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_LOOK)
    os._exit(0)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else os.getppid())
