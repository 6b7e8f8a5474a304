"""Serving the application: one front door, its background work, and the masker beside it."""

from __future__ import annotations

import ipaddress
import signal
import sys
import threading

import uvicorn
from django.conf import settings
from django.db import connection

from lerendwerken.config import installation
from lerendwerken.foundation.ground import jobs

DEMO_STAYS_HERE = (
    "The demo's passwords are public, so it is served on this machine only (127.0.0.1, and no other name in "
    "LERENDWERKEN_ALLOWED_HOSTS). For a real organisation choose another LERENDWERKEN_DATA_DIR or database."
)


def serve(host: str, port: int, *, with_demo: bool = False) -> int:
    """Serve until told to stop. Refuses what would be unsafe: a demo for the world, a database role without walls."""
    is_public = not all(_is_loopback(name) for name in (host, *settings.ALLOWED_HOSTS))
    if settings.DEMO and is_public:
        print(DEMO_STAYS_HERE, file=sys.stderr)
        return 2
    if not installation.bring_up_to_date():
        return 2
    installation.erase_again()
    if is_public and installation.holds_demo():
        print(DEMO_STAYS_HERE, file=sys.stderr)
        return 2
    if with_demo:
        installation.build_demo()
    stop = threading.Event()
    worker = threading.Thread(target=jobs.work, args=(stop,), name="worker", daemon=True)
    masker = installation.start_masker()
    worker.start()
    print(f"Lerendwerken is served at http://{host}:{port}", flush=True)
    try:
        uvicorn.run(
            "lerendwerken.config.asgi:application",
            host=host,
            port=port,
            log_level="warning",
            log_config=None,  # our own lines, which hold nobody's words
            access_log=False,
            server_header=False,
            lifespan="on",
            ws="none",
            timeout_graceful_shutdown=1,
            proxy_headers=settings.SECURE_SITE,
        )
    finally:
        stop.set()
        worker.join(3)
        masker.stop()
    return 0


def work() -> int:
    """Do background work until told to stop, in a process of its own. Refuses a database without walls or tables."""
    problem = installation.problem_of_database()
    if problem:
        print(problem, file=sys.stderr)
        return 2
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    jobs.work(stop)
    connection.close()
    return 0


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
