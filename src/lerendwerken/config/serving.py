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


def serve(host: str, port: int) -> int:
    """Serve until told to stop. Refuses what would be unsafe: a demo for the world, a database role without walls."""
    if settings.DEMO and not _is_loopback(host):
        print(
            "The demo's passwords are public, so it is served on this machine only (127.0.0.1).",
            file=sys.stderr,
        )
        return 2
    if not installation.bring_up_to_date():
        return 2
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
    """Do background work until told to stop, in a process of its own."""
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
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
