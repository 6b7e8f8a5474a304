"""One file that holds a backup: a manifest, the database and what else the data directory holds.

It is a compressed tar. The manifest comes first and has the digest (SHA-256) of every other member, so that damage is
seen before anything is put back. The file is written under a temporary name, and gets its own when it is whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
DATA = "data/"  # what stands before the path of a file of the data directory
_PIECE = 1 << 20  # bytes read at once
_LARGEST_MANIFEST = 20_000_000  # bytes


class Unreadable(Exception):
    """A file that cannot be put back. The message says why, in one line."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself. `migrations` are pairs of room and name; `digests` go by member."""

    format: int
    version: str
    kind: str
    made: str
    key: str
    migrations: list[list[str]]
    digests: dict[str, str] = field(default_factory=dict)


def write(target: Path, manifest: Manifest, members: Iterable[tuple[str, Path]]) -> None:
    """Make the file `target` of a manifest and files by member name. Leaves nothing when it fails.

    Raises `OSError`, `FileExistsError` among them: a backup never takes the place of another file.
    """
    members = list(members)
    digests = {name: _digest(path) for name, path in members}
    told = json.dumps(asdict(manifest) | {"digests": digests}, indent=1).encode()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as packed:
                head = tarfile.TarInfo(MANIFEST)
                head.size = len(told)
                packed.addfile(head, io.BytesIO(told))
                for name, path in members:
                    packed.add(path, name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, target)  # refuses where somebody else just made a file of that name
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def read(source: Path, into: Path) -> Manifest:
    """Unpack a backup into the folder `into`, every member checked, and give its manifest. Raises `Unreadable`."""
    try:
        with tarfile.open(source, mode="r:gz") as packed:
            manifest = _manifest(packed)
            for member in packed:
                _unpack(packed, member, manifest, into)
    except OSError as fault:
        if fault.errno is None:  # of the compression, not of the disk
            raise Unreadable("it is damaged") from None
        raise Unreadable(fault.strerror or "it cannot be read") from None
    except (tarfile.TarError, EOFError, zlib.error):
        raise Unreadable("it is damaged, or no backup") from None
    missing = [name for name in manifest.digests if not (into / name).exists()]
    if missing or DATABASE not in manifest.digests:
        raise Unreadable("a part of it is missing")
    return manifest


def _manifest(packed: tarfile.TarFile) -> Manifest:
    first = packed.next()
    if first is None or first.name != MANIFEST or not first.isfile() or first.size > _LARGEST_MANIFEST:
        raise Unreadable("it is no backup of Lerendwerken")
    file = packed.extractfile(first)
    try:
        told = json.loads(file.read()) if file else {}
        if told["format"] != FORMAT:
            raise Unreadable("it was made by a newer version of Lerendwerken")
        return Manifest(**told)
    except (ValueError, TypeError, KeyError):
        raise Unreadable("it is damaged: its manifest cannot be read") from None


def _unpack(packed: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, into: Path) -> None:
    if member.name == MANIFEST:
        return
    path = PurePosixPath(member.name)
    is_ours = member.name == DATABASE or member.name.startswith(DATA)
    if not member.isfile() or not is_ours or ".." in path.parts or member.name not in manifest.digests:
        raise Unreadable("it holds something that no backup holds")
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True)
    source = packed.extractfile(member)
    seen = hashlib.sha256()
    with target.open("wb") as out:
        while source and (piece := source.read(_PIECE)):
            seen.update(piece)
            out.write(piece)
    if seen.hexdigest() != manifest.digests[member.name]:
        raise Unreadable("it is damaged: what it holds is not what was put in")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
