"""What the environment says: LERENDWERKEN_* variables, read in one place."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class Unusable(Exception):
    """What the environment says cannot be used. The message names the variable and never repeats a secret."""


def value(name: str, default: str = "") -> str:
    """The variable LERENDWERKEN_`name`, stripped."""
    return os.environ.get(f"LERENDWERKEN_{name}", default).strip()


def on(name: str) -> bool:
    """Whether the variable says yes."""
    return value(name).lower() in {"1", "true", "yes", "on"}


def data_dir() -> Path:
    """Where the database, the key and the caches live."""
    return Path(value("DATA_DIR") or "data").resolve()


def erasure_ledger(directory: Path) -> Path:
    """Where the ledger of erasures is written beside the database; best on another disk than it."""
    return Path(value("ERASURE_LEDGER") or directory / "erasures.jsonl").resolve()


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
        raise Unusable(f"{place} belongs to somebody else; choose a shorter LERENDWERKEN_DATA_DIR")
    return place / "masking.sock"


def secret_key(directory: Path) -> str:
    """The key given, else one made once and kept in the data directory, readable by its owner only."""
    given = value("SECRET_KEY")
    if given:
        return given
    path = directory / "secret_key"
    try:
        if not path.exists():
            _make_key(directory, path)
        return path.read_text().strip()
    except OSError as fault:
        raise Unusable(
            f"{path} cannot be read or made ({fault.strerror}); LERENDWERKEN_DATA_DIR says where"
        ) from fault


def _make_key(directory: Path, path: Path) -> None:
    """Write a key. Where processes start side by side one is first, and none sees half a key."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=directory)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    with suppress(FileExistsError):
        os.link(name, path)
    os.unlink(name)


def hosts() -> list[str]:
    """The names under which the application may be reached; this machine only, unless others are given."""
    given = [host.strip() for host in value("ALLOWED_HOSTS").split(",")]
    return [host for host in given if host] or ["127.0.0.1", "localhost", "[::1]"]


def public_url(names: list[str], *, secure: bool) -> str:
    """Where people reach the application, for links in a mail that no request led to: LERENDWERKEN_PUBLIC_URL, else
    the first of `names`. Without a slash at its end. Raises `Unusable`.
    """
    text = value("PUBLIC_URL")
    if not text:
        name = names[0].lstrip("*.")
        return f"https://{name}" if secure else f"http://{name}:{port()}"
    url = _split("PUBLIC_URL", text)
    if url.scheme not in {"http", "https"} or not url.hostname or url.query or url.fragment:
        raise Unusable("LERENDWERKEN_PUBLIC_URL is an address like https://leren.voorbeeld.nl")
    return text.rstrip("/")


def port(default: int = 8000) -> int:
    """The port to serve on: PORT, else `default`. Raises `Unusable`."""
    text = os.environ.get("PORT", "").strip() or str(default)
    if not text.isdecimal() or int(text) > 65535:
        raise Unusable("PORT is a number from 0 to 65535")
    return int(text)


def clock_shift(*, allowed: bool) -> timedelta:
    """How far LERENDWERKEN_NOW (ISO 8601) lies from the machine's time; zero without it.

    Raises `Unusable` for what is no time, and everywhere but in the demo and in tests (`allowed`).
    """
    text = value("NOW")
    if not text:
        return timedelta(0)
    if not allowed:
        raise Unusable("LERENDWERKEN_NOW is for the demo and for tests; a real organisation lives today")
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment - datetime.now(UTC)
    except (ValueError, OverflowError):
        raise Unusable("LERENDWERKEN_NOW is a time like 2026-11-25T09:00:00+01:00") from None


def database(directory: Path) -> dict[str, Any]:
    """Django's settings for LERENDWERKEN_DATABASE_URL (postgresql://… or sqlite:///…), else SQLite in `directory`.

    Raises `Unusable`.
    """
    text = value("DATABASE_URL")
    if not text:
        return _sqlite(str(directory / "lerendwerken.sqlite3"))
    url = _split("DATABASE_URL", text)
    if url.scheme == "sqlite":
        path = unquote(url.path.removeprefix("/"))
        if url.netloc or not path:
            raise Unusable("LERENDWERKEN_DATABASE_URL for SQLite is sqlite:////an/absolute/path")
        return _sqlite(path)
    if url.scheme in {"postgres", "postgresql"}:
        settings = _postgresql("DATABASE_URL", url)
        settings["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 20, "timeout": 10}
        return settings
    raise Unusable("LERENDWERKEN_DATABASE_URL begins with postgresql:// or sqlite:///")


def owner_database() -> dict[str, Any] | None:
    """Django's settings for the role that owns the tables of PostgreSQL; None without one. Raises `Unusable`."""
    text = value("OWNER_DATABASE_URL")
    return _postgresql("OWNER_DATABASE_URL", _split("OWNER_DATABASE_URL", text)) if text else None


def test_database() -> dict[str, Any]:
    """The database of tests: PostgreSQL where LERENDWERKEN_TEST_DATABASE_URL says so, else SQLite in memory."""
    if not value("TEST_DATABASE_URL"):
        return _sqlite(":memory:")
    return _postgresql("TEST_DATABASE_URL", _split("TEST_DATABASE_URL", value("TEST_DATABASE_URL")))


def email() -> dict[str, Any]:
    """Django's mail settings for LERENDWERKEN_EMAIL_URL; without it no mail is sent at all.

    smtps:// speaks TLS from the start. smtp:// with a name and password, or on port 587, switches to TLS before it says
    anything (STARTTLS, RFC 3207); else it is for a relay on the own network. Without an address mail is written
    nowhere: it holds links, and who reads a log could become somebody else. Raises `Unusable`.
    """
    text = value("EMAIL_URL")
    if not text:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    url = _split("EMAIL_URL", text)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise Unusable("LERENDWERKEN_EMAIL_URL is smtp://user:password@host:port or smtps://…")
    secure = url.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if secure else 587 if url.username else 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and bool(url.username or url.port == 587),
        "EMAIL_TIMEOUT": 10,
    }


_LIBPQ = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs"}


def _split(name: str, text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        # Python's own message may repeat a password in which a sign was not written as %XX.
        raise Unusable(
            f"LERENDWERKEN_{name} is no address; write signs like @ : / # in a password as %40 %3A %2F %23"
        ) from None
    return url


def _postgresql(name: str, url: SplitResult) -> dict[str, Any]:
    query = dict(parse_qsl(url.query))
    host = url.hostname or query.pop("host", "")
    database = unquote(url.path.removeprefix("/"))
    unknown = sorted(set(query) - _LIBPQ)
    if not database or unknown:
        wrong = f"; it does not know {', '.join(unknown)}" if unknown else ""
        raise Unusable(f"LERENDWERKEN_{name} is postgresql://role:password@host:port/database{wrong}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
        "OPTIONS": query,
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,  # each thread keeps its own: to open one costs more than most of what is asked of it
        "OPTIONS": {
            # Deferred transactions lose writes to locks; immediate ones wait for their turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            ),
        },
    }
