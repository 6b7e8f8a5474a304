"""A mail server that keeps what it is sent, over a real connection (SMTP, RFC 5321: as much as a sender needs)."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class Catcher(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine; refuses who is in `refused`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.caught: list[tuple[str, Message]] = []
        self.refused: set[str] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: Catcher

    def handle(self) -> None:
        """One connection, several mails."""
        self._say("220 catcher")
        to = ""
        while line := self.rfile.readline().decode().strip():
            match line[:4].upper():
                case "RCPT" if any(name in line for name in self.server.refused):
                    self._say("550 nobody here")
                case "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    self._say("250 ok")
                case "DATA":
                    self._say("354 go on")
                    self.server.caught.append((to, message_from_bytes(self._body())))
                    self._say("250 kept")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _body(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def catching() -> Iterator[Catcher]:
    """A mail server for as long as this lasts."""
    server = Catcher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
