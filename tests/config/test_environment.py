"""What the environment may say, and what is said back when it cannot be."""

from __future__ import annotations

import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from lerendwerken.config import environment
from lerendwerken.config.environment import Unusable

pytestmark = pytest.mark.once

HERE = Path("/srv/lerend werken #1")


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without a word of ours."""
    import os

    for name in [name for name in os.environ if name.startswith("LERENDWERKEN_") or name == "PORT"]:
        monkeypatch.delenv(name)
    return monkeypatch


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "/srv/lerend werken #1/lerendwerken.sqlite3"),
        ("sqlite:////var/lib/lw.sqlite3", "/var/lib/lw.sqlite3"),
        ("sqlite:////var/lib/l%20w.sqlite3", "/var/lib/l w.sqlite3"),
        ("sqlite:///beside.sqlite3", "beside.sqlite3"),
        ("  sqlite:////tmp/x  ", "/tmp/x"),  # noqa: S108
    ],
)
def test_sqlite(says: pytest.MonkeyPatch, url: str, name: str) -> None:
    says.setenv("LERENDWERKEN_DATABASE_URL", url)
    assert environment.database(HERE)["NAME"] == name
    assert environment.database(HERE)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql(says: pytest.MonkeyPatch) -> None:
    says.setenv(
        "LERENDWERKEN_DATABASE_URL",
        "postgresql://lw%40app:a%3Ab%2Fc@db.example:5433/leren%20werken?sslmode=verify-full&sslrootcert=/ca.pem",
    )
    found = environment.database(HERE)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("lw@app", "a:b/c", "leren werken")
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["OPTIONS"]["sslrootcert"] == "/ca.pem"
    assert found["OPTIONS"]["pool"]
    says.setenv("LERENDWERKEN_DATABASE_URL", "postgres:///lw?host=/run/postgresql")
    assert environment.database(HERE)["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:geheim@h/d",
        "lerendwerken.sqlite3",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/file",
        "postgresql://u:geheim@h",
        "postgresql://u:geheim@h:5432x/d",
        "postgresql://u:geh#eim@h/d",
        "postgresql://u:geheim@h:99999/d",
        "postgresql://u:geheim@[::1/d",
        "postgresql://u:geheim@h/d?sslmod=require",
        "://",
        "🙂",
    ],
)
def test_an_address_of_no_database(says: pytest.MonkeyPatch, url: str) -> None:
    says.setenv("LERENDWERKEN_DATABASE_URL", url)
    with pytest.raises(Unusable) as refusal:
        environment.database(HERE)
    assert "LERENDWERKEN_DATABASE_URL" in str(refusal.value)
    assert "geh" not in str(refusal.value), "a message repeats no password"


@pytest.mark.parametrize(
    ("url", "host", "port", "ssl", "tls"),
    [
        ("smtp://relay", "relay", 25, False, False),
        ("smtp://u:p@mail.example", "mail.example", 587, False, True),
        ("smtp://u:p@mail.example:2525", "mail.example", 2525, False, True),
        ("smtp://mail.example:587", "mail.example", 587, False, True),
        ("smtps://u:p%40@mail.example", "mail.example", 465, True, False),
    ],
)
def test_mail(says: pytest.MonkeyPatch, url: str, host: str, port: int, ssl: bool, tls: bool) -> None:
    says.setenv("LERENDWERKEN_EMAIL_URL", url)
    found = environment.email()
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, tls), "no password goes in the clear"


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://u:geheim@h:x"])
def test_mail_is_never_lost_silently(says: pytest.MonkeyPatch, url: str) -> None:
    says.setenv("LERENDWERKEN_EMAIL_URL", url)
    with pytest.raises(Unusable) as refusal:
        environment.email()
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("demo", ["0", "1"])
def test_without_mail_no_link_comes_into_a_log(says: pytest.MonkeyPatch, demo: str) -> None:
    says.setenv("LERENDWERKEN_DEMO", demo)
    assert environment.email() == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def test_hosts(says: pytest.MonkeyPatch) -> None:
    assert environment.hosts() == ["127.0.0.1", "localhost", "[::1]"]
    says.setenv("LERENDWERKEN_ALLOWED_HOSTS", " leren.example , ,www.leren.example")
    assert environment.hosts() == ["leren.example", "www.leren.example"]


def test_port(says: pytest.MonkeyPatch) -> None:
    assert environment.port() == 8000
    says.setenv("PORT", " 8123 ")
    assert environment.port() == 8123
    for wrong in ("acht", "-1", "70000", "1e3", "²"):
        says.setenv("PORT", wrong)
        with pytest.raises(Unusable):
            environment.port()


def test_the_clock_is_set_in_the_demo_only(says: pytest.MonkeyPatch) -> None:
    assert environment.clock_shift(allowed=False) == timedelta(0)
    says.setenv("LERENDWERKEN_NOW", "2031-01-01T09:00:00+01:00")
    assert environment.clock_shift(allowed=True) > timedelta(days=365)
    says.setenv("LERENDWERKEN_NOW", "2031-01-01")
    assert environment.clock_shift(allowed=True) > timedelta(days=365)
    with pytest.raises(Unusable, match="lives today"):
        environment.clock_shift(allowed=False)
    for wrong in ("morgen", "2031-13-01", "2031-01-01T09:00:00+99:00"):
        says.setenv("LERENDWERKEN_NOW", wrong)
        with pytest.raises(Unusable):
            environment.clock_shift(allowed=True)


def test_a_key_is_made_once_for_its_owner_only(says: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    start, keys = threading.Barrier(8), []

    def make() -> None:
        start.wait(10)
        keys.append(environment.secret_key(folder))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1, "whoever starts at the same moment has the same key"
    assert len(keys) == 8
    assert len(keys[0]) > 60
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_a_given_key_is_used(says: pytest.MonkeyPatch, tmp_path: Path) -> None:
    says.setenv("LERENDWERKEN_SECRET_KEY", "sleutel")
    assert environment.secret_key(tmp_path) == "sleutel"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_folder_is_named(says: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match="LERENDWERKEN_DATA_DIR"):
        environment.secret_key(tmp_path / "file")
