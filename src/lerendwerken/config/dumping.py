"""The whole database as one file, and back: SQLite by itself, PostgreSQL with its own programs `pg_dump` and `psql`."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from lerendwerken.config import environment

_NO_OWNER = (
    "LERENDWERKEN_OWNER_DATABASE_URL is needed: only the role that owns the tables can copy or replace them"
)
_IN_USE = "the database is in use. Stop `lerendwerken serve` and `lerendwerken worker` first"
_EMPTY = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', found.tablename);
  END LOOP;
END $$;
"""
_ROLES = "".join(
    f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;\n"
    for role in ("lw_web", "lw_jobs")
)
_VARIABLES = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}
_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


class Failed(Exception):
    """The database could not be copied or put back. The message says why, in one line."""


def dump(target: Path) -> None:
    """Copy the database, as it is at one moment, to a new file; others may go on writing. Raises `Failed`."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--no-owner", "--no-acl", "--file", str(target))
        return
    try:
        with closing(sqlite3.connect(f"file:{_sqlite_path()}?mode=rw", uri=True, timeout=60)) as source:
            source.execute("VACUUM INTO ?", [str(target)])
    except sqlite3.Error as fault:
        raise Failed(f"the database could not be copied ({fault})") from None


def load(source: Path) -> None:
    """Put a copy in the place of the database, which nobody may be using; all of it or nothing. Raises `Failed`."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL only
        _load_postgresql(source)
    else:
        _load_sqlite(source)


def holds_people() -> bool:
    """Whether somebody is in the database already."""
    table = "organisations_person"
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608 (no input in it)
        return bool(cursor.fetchone()[0])


def workplace() -> Path:
    """A folder on the disk where the database or the data is, for what is being unpacked."""
    return settings.DATA_DIR if connection.vendor == "postgresql" else _sqlite_path().parent


def _sqlite_path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _load_sqlite(source: Path) -> None:
    path = _sqlite_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(source)) as copy:
            if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise Failed("the database in it is damaged")
        if path.exists():
            # Only who is alone can leave the mode with a log beside the file.
            with closing(sqlite3.connect(path, timeout=1)) as alone:
                alone.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise Failed(_IN_USE) from None
    except sqlite3.DatabaseError:
        raise Failed("the database in it is damaged") from None
    os.replace(source, path)


def _load_postgresql(source: Path) -> None:
    emptied = source.with_name("empty.sql")
    emptied.write_text(_EMPTY + _ROLES)
    in_use = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    if _run("psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", in_use).strip() != "0":
        raise Failed(_IN_USE)
    # One transaction for both files: what was there goes only when what comes is whole.
    quiet = (
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set",
        "ON_ERROR_STOP=1",
        "--output",
        os.devnull,
    )
    _run("psql", *quiet, "--file", str(emptied), "--file", str(source))


def _run(program: str, *arguments: str) -> str:
    """Run a program of PostgreSQL as the owner of the tables; what it printed. Its password stands in no argument."""
    try:
        done = subprocess.run(  # noqa: S603 (a fixed name, and arguments of ours)
            [program, "--no-password", *arguments],
            env={**os.environ, **_login()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise Failed(
            f"the program {program} of PostgreSQL is missing (Debian/Ubuntu: apt-get install postgresql-client)"
        ) from None
    if done.returncode:
        # Its first line says what is wrong; those after it may hold what stands in a row.
        raise Failed((done.stderr.strip().splitlines() or [f"{program} ended with {done.returncode}"])[0])
    return done.stdout


def _login() -> dict[str, str]:
    """The owner's address in the variables of PostgreSQL's own programs. Raises `Failed`."""
    told = environment.owner_database()
    if told is None:
        raise Failed(_NO_OWNER)
    named = {variable: told[name] for name, variable in _VARIABLES.items()}
    named |= {variable: told["OPTIONS"].get(name, "") for name, variable in _OPTIONS.items()}
    return {variable: value for variable, value in named.items() if value}
