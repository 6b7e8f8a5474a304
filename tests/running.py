"""Real installations for tests that need real processes: a database of its own, and servers that can be killed."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

COMMAND = [sys.executable, "-m", "lerendwerken.config.cli"]
LONGEST_START = 60.0
LIVED_UNTIL = "2026-11-25T09:00:00+01:00"  # the demo is made on this Wednesday, in its twelfth week


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One process that serves an installation."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        """Its front door."""
        return f"http://127.0.0.1:{self.port}"

    def wait_until_ready(self) -> Server:
        """Wait for the first answer. Raises `RuntimeError` with the log when it does not come."""
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):  # noqa: S310
                    return self
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """As a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self, *, within: float = 10.0) -> float:
        """As an administrator does; the seconds it took."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.kill()
        return time.monotonic() - began


@dataclass
class Installation:
    """A data directory and a database. `kind` is 'sqlite' or 'postgresql'."""

    kind: str
    folder: Path
    database: str
    owner: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    servers: list[Server] = field(default_factory=list)

    def environ(self, **more: str) -> dict[str, str]:
        """What a process of this installation finds in its environment."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LERENDWERKEN_")}
        return {
            **kept,
            "LERENDWERKEN_DEMO": "1",
            "LERENDWERKEN_DATA_DIR": str(self.folder),
            "LERENDWERKEN_DATABASE_URL": self.database,
            "LERENDWERKEN_OWNER_DATABASE_URL": self.owner,
            **self.environment,
            **more,
        }

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ours to its end; raises when it fails."""
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environ(**more),
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def make_tables(self) -> None:
        """Give the database its tables, with the rights of its owner."""
        as_owner = {"LERENDWERKEN_DATABASE_URL": self.owner or self.database}
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--no-input"],
            env=self.environ(DJANGO_SETTINGS_MODULE="lerendwerken.config.settings", **as_owner),
            check=True,
            timeout=300,
            umask=0o077,  # as our own commands do
        )

    def serve(self, **more: str) -> Server:
        """Start a server and wait until it answers."""
        port = free_port()
        log = self.folder / f"server-{port}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(port)], env=self.environ(**more), stdout=out, stderr=out
            )
        server = Server(process, port, log)
        self.servers.append(server)
        return server.wait_until_ready()

    def log(self) -> str:
        """Everything that any server of this installation wrote."""
        return "\n".join(server.log.read_text() for server in self.servers)

    def close(self) -> None:
        """End every server."""
        for server in self.servers:
            server.stop()

    def copy(self, folder: Path) -> Installation:
        """The same installation once more, with a database of its own. No server of this one may run."""
        if self.kind == "sqlite":
            shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.log", "*.sock"))
            database = f"sqlite:///{folder}/lerendwerken.sqlite3"
            return Installation("sqlite", folder, database, environment=dict(self.environment))
        folder.mkdir(parents=True)
        shutil.copy(self.folder / "secret_key", folder)
        name = f"lw_{uuid.uuid4().hex[:12]}"
        _as_owner(f"CREATE DATABASE {name} TEMPLATE {urlsplit(self.owner).path[1:]}")
        database, owner = _named(self.database, name), _named(self.owner, name)
        return Installation("postgresql", folder, database, owner, dict(self.environment))


def new(kind: str, folder: Path) -> Installation:
    """An empty installation: its tables are made at the first command."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        return Installation("sqlite", folder, f"sqlite:///{folder}/lerendwerken.sqlite3")
    name = f"lw_{uuid.uuid4().hex[:12]}"
    _as_owner(
        f"CREATE DATABASE {name}",
        "DO $$ BEGIN CREATE ROLE lw_web NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "DO $$ BEGIN CREATE ROLE lw_jobs NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "DO $$ BEGIN CREATE ROLE lw_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT lw_web, lw_jobs TO lw_app",
    )
    owner = _named(os.environ["LERENDWERKEN_TEST_DATABASE_URL"], name)
    return Installation("postgresql", folder, owner.replace("//owner@", "//lw_app@"), owner)


def lived(kind: str, folder: Path) -> Installation:
    """The demo until that Wednesday, built once for all test processes that share `folder`. Copy it, never serve it."""
    found = _once(kind, folder / "lived", lambda made: made.run("demo", LERENDWERKEN_NOW=LIVED_UNTIL))
    found.environment["LERENDWERKEN_NOW"] = LIVED_UNTIL
    return found


def of_nobody(kind: str, folder: Path) -> Installation:
    """An installation with its tables and nobody in it, no demo; made once, as above. Copy it."""
    found = _once(kind, folder / "nobody", Installation.make_tables)
    found.environment["LERENDWERKEN_DEMO"] = "0"
    return found


def _once(kind: str, folder: Path, make: Callable[[Installation], object]) -> Installation:
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / f"{kind}.json"
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first process builds, the others wait
        if not record.exists():
            made = new(kind, folder / kind)
            make(made)
            record.write_text(json.dumps({"database": made.database, "owner": made.owner}))
    return Installation(kind, folder / kind, **json.loads(record.read_text()))


def _as_owner(*statements: str) -> None:
    with psycopg.connect(os.environ["LERENDWERKEN_TEST_DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
