"""What the environment says: LERENDWERKEN_* variables, read in one place."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


def value(name: str, default: str = "") -> str:
    """The variable LERENDWERKEN_`name`, stripped."""
    return os.environ.get(f"LERENDWERKEN_{name}", default).strip()


def on(name: str) -> bool:
    """Whether the variable says yes."""
    return value(name).lower() in {"1", "true", "yes", "on"}


def data_dir() -> Path:
    """Where the database, the key and the caches live."""
    return Path(value("DATA_DIR") or "data").resolve()


def masking_socket(directory: Path) -> Path:
    """Where the process that knows names listens. A socket's path may be about 100 bytes long, so a deep data
    directory gets a place of its own elsewhere, closed to others.
    """
    path = directory / "masking.sock"
    if len(os.fsencode(path)) < 90:
        return path
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    place = Path(tempfile.gettempdir()) / f"lerendwerken-{os.getuid()}-{digest}"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid != os.getuid() or place.stat().st_mode & 0o077:
        raise RuntimeError(f"{place} belongs to somebody else; choose a shorter LERENDWERKEN_DATA_DIR")
    return place / "masking.sock"


def secret_key(directory: Path) -> str:
    """The key given, else one made once and kept in the data directory, readable by its owner only."""
    given = value("SECRET_KEY")
    if given:
        return given
    path = directory / "secret_key"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


def clock_shift() -> timedelta:
    """How far LERENDWERKEN_NOW (ISO 8601) lies from the machine's time; zero without it. Raises `ValueError`."""
    text = value("NOW")
    if not text:
        return timedelta(0)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment - datetime.now(UTC)


def database(directory: Path) -> dict[str, Any]:
    """Django's settings for LERENDWERKEN_DATABASE_URL (postgresql://… or sqlite:///…), else SQLite in `directory`."""
    url = urlsplit(
        value("DATABASE_URL") or f"sqlite:////{str(directory / 'lerendwerken.sqlite3').lstrip('/')}"
    )
    if url.scheme == "sqlite":
        return _sqlite(url.path.removeprefix("/"))
    if url.scheme in {"postgres", "postgresql"}:
        return _postgresql(url) | {"OPTIONS": {"pool": {"min_size": 0, "max_size": 20, "timeout": 10}}}
    raise ValueError("LERENDWERKEN_DATABASE_URL begins with postgresql:// or sqlite:///")


def test_database() -> dict[str, Any]:
    """The database of tests: PostgreSQL where LERENDWERKEN_TEST_DATABASE_URL says so, else SQLite in memory."""
    if not value("TEST_DATABASE_URL"):
        return _sqlite(":memory:")
    return _postgresql(urlsplit(value("TEST_DATABASE_URL")))


def email(url: str) -> dict[str, Any]:
    """Django's mail settings for smtp://user:password@host:port or smtps://…; without it mail goes to the console."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def _postgresql(url: SplitResult) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.removeprefix("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or dict(parse_qsl(url.query)).get("host", ""),
        "PORT": str(url.port or ""),
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            # Deferred transactions lose writes to locks; immediate ones wait for their turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            ),
        },
    }
