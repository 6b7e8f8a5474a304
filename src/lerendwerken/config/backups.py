"""Making a backup while the application is used, and putting one back without what was erased since.

The secret key is not in a backup: who finds one cannot read the keys of connections, nor make links to sign in. The
ledger of erasures is not in it either: it is read from the data directory, where it also knows what was erased later.
"""

from __future__ import annotations

import hashlib
import hmac
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lerendwerken.config import archive, dumping, installation
from lerendwerken.foundation.ground import clock, erasures
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System

_OTHER_KEY = """\
This backup was made under another secret key. With the key of this installation:
- the keys of connections to language models have to be given again;
- the audit chain of before cannot be checked, nor can be found in it who did what;
- things that are found by a key made with the secret (such as somebody's own days) may be asked for once more.
With the old key in LERENDWERKEN_SECRET_KEY all of this works as before; start again with it now if you have it."""


def backup(target: str) -> int:
    """Write everything to one file: `target`, or a new name in it when it is a folder. 0 when it is there."""
    path = _file_for(Path(target or "."))
    if path.exists():
        return _refuse(f"{path} is there already; nothing was overwritten.")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".lerendwerken-") as folder:
            copy = Path(folder) / archive.DATABASE
            dumping.dump(copy)
            archive.write(path, _manifest(), [(archive.DATABASE, copy), *_data()])
        erasures.carry_over()
    except (dumping.Failed, OSError, DatabaseError) as fault:
        return _refuse(f"No backup was made: {_said(fault)}.")
    print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
    print(
        "The secret key is not in it: keep that apart. The ledger of erasures is not in it either: copy it often."
    )
    return 0


def restore(source: str, *, replace: bool = False, ledgers: Sequence[str] = ()) -> int:
    """Put a backup back, bring it up to date, and erase again what was erased since. 0 when all is done.

    `replace` lets it take the place of a database that holds people; `ledgers` are more files to read what was
    erased from (of other machines, or a copy kept elsewhere).
    """
    place = dumping.workplace()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        known = _known_erasures(ledgers)
        with tempfile.TemporaryDirectory(dir=place, prefix=".restore-") as folder:
            manifest = archive.read(Path(source), Path(folder))
            _check(manifest, replace=replace)
            dumping.load(Path(folder) / archive.DATABASE)
            _put_back(Path(folder) / archive.DATA, settings.DATA_DIR)
    except (archive.Unreadable, dumping.Failed) as fault:
        return _refuse(f"{source} was not put back: {fault}. Nothing has changed.")
    except OSError as fault:
        return _refuse(f"{source} was not put back: {_said(fault)}.")
    if not installation.bring_up_to_date():
        return 2
    with acting(System.KEEPER):
        again = rights.replay(known)
    _sign_everybody_out()
    erasures.carry_over()
    print(f"The backup of {manifest.made} is back. Erased again, because that was done after it: {again}.")
    print("Everybody signs in again. What was written after the backup was made is not there.")
    if manifest.key != _fingerprint():
        print(_OTHER_KEY)
    return 0


def _file_for(target: Path) -> Path:
    if not target.is_dir():
        return target
    return target / f"lerendwerken-{clock.real_now():%Y%m%d-%H%M%S}.tar.gz"


def _manifest() -> archive.Manifest:
    applied = MigrationRecorder(connection).applied_migrations()
    return archive.Manifest(
        format=archive.FORMAT,
        version=version("lerendwerken"),
        kind=connection.vendor,
        made=clock.real_now().isoformat(timespec="seconds"),
        key=_fingerprint(),
        migrations=sorted([room, name] for room, name in applied),
    )


def _fingerprint() -> str:
    """What tells two secret keys apart, and tells nothing of either."""
    return hmac.new(settings.SECRET_KEY.encode(), b"lerendwerken backup", hashlib.sha256).hexdigest()[:16]


def _data() -> Iterator[tuple[str, Path]]:
    """What else the data directory holds, but never the key, the ledger, the database itself or another backup."""
    root: Path = settings.DATA_DIR
    database = str(connection.settings_dict["NAME"])
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        is_left_out = (
            path.is_symlink()
            or not path.is_file()
            or any(part.startswith(".") for part in inside.parts)
            or path.name in {"secret_key", settings.ERASURE_LEDGER.name}
            or path.suffix in {".log", ".lock", ".sock"}
            or path.name.endswith(".tar.gz")
            or str(path).startswith(database)
        )
        if not is_left_out:
            yield archive.DATA + inside.as_posix(), path


def _put_back(folder: Path, root: Path) -> None:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file():
            target = root / path.relative_to(folder)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(path, target)


def _check(manifest: archive.Manifest, *, replace: bool) -> None:
    """Refuse what may not take the place of this database. Raises `archive.Unreadable`."""
    if manifest.kind != connection.vendor:
        raise archive.Unreadable(
            f"it is of {manifest.kind}, and LERENDWERKEN_DATABASE_URL is of {connection.vendor}"
        )
    known = MigrationLoader(None).disk_migrations or {}
    if any((room, name) not in known for room, name in manifest.migrations):
        raise archive.Unreadable(
            f"it was made by a newer version of Lerendwerken ({manifest.version}); update this installation first"
        )
    if not replace and dumping.holds_people():
        raise archive.Unreadable(
            "there are people in this database. Give --replace to let the backup take its place"
        )


def _known_erasures(ledgers: Sequence[str]) -> list[erasures.Entry]:
    """What is known to be erased, the database that is about to be replaced included. Raises `OSError`."""
    with suppress(DatabaseError):  # there is none yet, or it is the reason for the restore
        erasures.carry_over()
    found: dict[object, erasures.Entry] = {}
    for path in (settings.ERASURE_LEDGER, *map(Path, ledgers)):
        lines, unreadable = erasures.read(path)
        if unreadable:
            print(f"{path}: {unreadable} line(s) could not be read.", file=sys.stderr)
        found |= {entry.id: entry for entry in lines}
    return sorted(found.values(), key=lambda entry: entry.at)


def _sign_everybody_out() -> None:
    """A session that was ended after the backup was made may not come back to life."""
    for room, name in (("sessions", "Session"), ("usersessions", "UserSession")):
        apps.get_model(room, name).objects.all().delete()


def _said(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return (fault.strerror or type(fault).__name__) + (f" ({fault.filename})" if fault.filename else "")
    return str(fault).partition("\n")[0]


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
