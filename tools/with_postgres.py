"""Run a command beside a private PostgreSQL that lives as long as the command: `with_postgres.py COMMAND...`.

The command finds it in LERENDWERKEN_TEST_DATABASE_URL. Durability is off: it holds nothing but tests.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path:
    """Where PostgreSQL's programs are, newest first."""
    places = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True
    )
    places += [Path(found).parent for found in [shutil.which("initdb")] if found]
    places += sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True)
    for place in places:
        if (place / "initdb").exists():
            return place
    sys.exit(
        "PostgreSQL is not installed (Debian/Ubuntu: apt-get install postgresql; macOS: brew install postgresql)"
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as its own user."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def main(command: list[str]) -> int:
    """Start the server, run the command, end the server; the command's exit code."""
    where, port = binaries(), free_port()
    home = Path(tempfile.mkdtemp(prefix="lw-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"
    init = [str(where / "initdb"), "-D", str(data), "-U", "owner", "--auth=trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(as_postgres([*init, "--locale=C.UTF-8"]), check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]
    server = subprocess.Popen(
        as_postgres(
            [
                str(where / "postgres"),
                "-D",
                str(data),
                "-p",
                str(port),
                "-k",
                str(home),
                "-h",
                "127.0.0.1",
                *[part for option in options for part in ("-c", option)],
            ]
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    try:
        ready = [str(where / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
        while subprocess.run(ready, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            if server.poll() is not None:
                sys.exit("PostgreSQL did not start")
        url = f"postgresql://owner@127.0.0.1:{port}/postgres"
        return subprocess.run(
            command, env={**os.environ, "LERENDWERKEN_TEST_DATABASE_URL": url}, check=False
        ).returncode
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
