"""A backup made while people write, and put back without what was erased since: on both databases, by real commands."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lerendwerken.config import archive
from tests import running
from tests.config.test_commands import INIT, _kinds, refused
from tests.running import COMMAND, Installation

pytestmark = pytest.mark.faults

BEGIN = """
import os, sys, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "lerendwerken.config.settings"
import django
django.setup()
from django.db import transaction
from lerendwerken.foundation.ground.models import Erasure
from lerendwerken.foundation.organisations import actions, queries
from lerendwerken.foundation.organisations.models import Membership, Organisation, Person
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System
from lerendwerken.learning.weekcycle import actions as week
from lerendwerken.learning.weekcycle.models import Caught

def viewer(email):
    person = Person.objects.get(email=email)
    return queries.viewer_for(person, queries.memberships_of(person)[0])

ruth = viewer("ruth@proef.nl")
"""
JOIN = """
with acting(System.SETUP), transaction.atomic():
    actions.join(Organisation.objects.get(), email="noor@proef.nl", name="Noor Hendriks", roles=[Role.PROFESSIONAL])
noor = viewer("noor@proef.nl")
with acting(System.SETUP), transaction.atomic():
    actions.join(Organisation.objects.get(), email="pim@proef.nl", name="Pim Prins", roles=[Role.PROFESSIONAL])
for by, text in ((noor, "van noor"), (ruth, "dit gaat weg"), (ruth, "dit blijft")):
    with acting(by):
        week.catch(text, by=by)
"""
KEEP_WRITING = """
print("writing", flush=True)
while True:
    with acting(ruth), transaction.atomic():
        for _ in range(2):
            Caught(organisation_id=ruth.organisation, owner_id=ruth.member, text="paar").add()
"""
ERASE = """
with acting(ruth):
    week.throw_away(Caught.objects.visible_to(ruth).get(text="dit gaat weg"), by=ruth)
    pim = Membership.objects.visible_to(ruth).get(name="Pim Prins")
    actions.end_membership(pim, by=ruth)
with acting(System.KEEPER):
    rights.erase(viewer("noor@proef.nl").member)
"""
TELL = """
with acting(System.KEEPER):
    texts = [row.text for row in Caught.unscoped.all()]
    pairs = texts.count("paar")
    print(sorted(set(texts)), pairs > 0 and pairs % 2 == 0, Person.objects.count(), Erasure.objects.count())
    print([row.name for row in Membership.unscoped.filter(ended=None)])
"""


def given(place: Installation, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Give a command to its end, however it ends."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=place.environ(**more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def inside(place: Installation, code: str) -> str:
    """Do something in a process of this installation, and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code],
        env=place.environ(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def empty(kind: str, folder: Path) -> Installation:
    """An installation that is no demo, without anything in it."""
    made = running.new(kind, folder)
    made.environment = {"LERENDWERKEN_DEMO": "0"}
    return made


@pytest.fixture(params=_kinds())
def place(request: pytest.FixtureRequest, shared: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation with an administrator."""
    made = running.of_nobody(request.param, shared).copy(tmp_path / "data")
    assert given(made, *INIT).returncode == 0
    yield made
    made.close()


@pytest.fixture
def small(shared: Path, tmp_path: Path) -> Installation:
    """The same on SQLite only, for what does not depend on the database."""
    made = running.of_nobody("sqlite", shared).copy(tmp_path / "data")
    assert given(made, *INIT).returncode == 0
    return made


def backed_up(place: Installation, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    made = given(place, "backup", str(folder))
    assert made.returncode == 0, made.stderr
    (path,) = folder.iterdir()
    return path


def test_a_backup_made_while_people_write_comes_back_without_what_was_erased_since(
    place: Installation, tmp_path: Path
) -> None:
    inside(place, JOIN)
    (place.folder / "more").mkdir()
    (place.folder / "more" / "kept.txt").write_text("ook dit")
    writer = subprocess.Popen(
        [sys.executable, "-c", BEGIN + KEEP_WRITING], env=place.environ(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout
        writer.stdout.readline()
        made = backed_up(place, tmp_path / "backups")
    finally:
        writer.kill()
        writer.wait(10)
    with tarfile.open(made) as packed:
        names = packed.getnames()
    assert names == ["manifest.json", "database", "data/more/kept.txt"]
    assert not made.stat().st_mode & 0o077

    inside(place, ERASE)
    (place.folder / "more" / "kept.txt").unlink()
    refused(given(place, "restore", str(made)), "there are people", "Nothing has changed")
    back = given(place, "restore", str(made), "--replace")
    assert back.returncode == 0, back.stderr
    assert "Erased again, because that was done after it: 3." in back.stdout
    assert "other secret key" not in back.stdout
    assert (place.folder / "more" / "kept.txt").read_text() == "ook dit"
    assert inside(place, TELL).strip() == "['dit blijft', 'paar'] True 2 3\n['Ruth Baas']"

    # To another machine, with another key: the ledger is given along, and it says what cannot be read.
    other = empty(place.kind, tmp_path / "elsewhere")
    ledger = shutil.copy(place.folder / "erasures.jsonl", tmp_path)
    back = given(other, "restore", str(made), "--ledger", str(ledger))
    assert back.returncode == 0, back.stderr
    assert "under another secret key" in back.stdout
    assert inside(other, TELL).strip() == "['dit blijft', 'paar'] True 2 3\n['Ruth Baas']"
    assert "Noor" not in (other.folder / "erasures.jsonl").read_text()


def test_a_database_in_use_is_not_replaced(place: Installation, tmp_path: Path) -> None:
    made = backed_up(place, tmp_path / "backups")
    server = place.serve()
    refused(given(place, "restore", str(made), "--replace"), "in use", "Nothing has changed")
    server.stop()


def test_an_older_database_that_was_put_back_by_hand_is_mended_at_the_start(
    small: Installation,
) -> None:
    inside(small, JOIN)
    database = small.folder / "lerendwerken.sqlite3"
    before = database.read_bytes()
    inside(small, ERASE)
    for leftover in small.folder.glob("lerendwerken.sqlite3*"):
        leftover.unlink()
    database.write_bytes(before)
    small.serve().stop()
    assert inside(small, TELL).strip() == "['dit blijft'] False 2 3\n['Ruth Baas']"


def test_another_kind_and_a_newer_version_are_refused(small: Installation, tmp_path: Path) -> None:
    made = backed_up(small, tmp_path / "backups")
    fresh = empty("sqlite", tmp_path / "fresh")
    for told, words in (
        ({"kind": "postgresql"}, "it is of postgresql"),
        ({"migrations": [["x", "9"]]}, "newer"),
    ):
        wrong = tmp_path / "wrong.tar.gz"
        wrong.write_bytes(rewritten(made, **told))
        refused(given(fresh, "restore", str(wrong)), words, "Nothing has changed")
    with closing(sqlite3.connect(fresh.folder / "lerendwerken.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert not list(fresh.folder.glob(".restore*"))


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """An archive as a backup makes it."""
    (tmp_path / "database").write_bytes(os.urandom(50_000))
    told = archive.Manifest(archive.FORMAT, "1", "sqlite", "2026-11-25", "key", [["ground", "0001_initial"]])
    archive.write(tmp_path / "made.tar.gz", told, [("database", tmp_path / "database")])
    return tmp_path / "made.tar.gz"


@pytest.mark.once
def test_what_is_no_whole_backup_of_ours_cannot_be_read(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    middle = len(whole) // 2
    into = tmp_path / "into"
    into.mkdir()

    def says(content: bytes, words: str) -> None:
        (tmp_path / "wrong").write_bytes(content)
        with pytest.raises(archive.Unreadable, match=words):
            archive.read(tmp_path / "wrong", into)

    assert archive.read(packed, into).key == "key"
    assert (into / "database").read_bytes() == (tmp_path / "database").read_bytes()
    says(whole[:middle], "damaged")
    says(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :], "damaged")
    says(b"geen archief", "damaged, or no backup")
    says(b"", "damaged|no backup")
    says(rewritten(packed, format=2), "newer version")
    says(rewritten(packed, digests={"database": "0" * 64}), "damaged")
    says(rewritten(packed, digests={}), "no backup holds")
    says(rewritten(packed, extra="../evil"), "no backup holds")
    says(rewritten(packed, extra="data/../../evil"), "no backup holds")
    with pytest.raises(archive.Unreadable, match="No such file"):
        archive.read(tmp_path / "none", into)
    assert not (tmp_path / "evil").exists()


def rewritten(made: Path, *, extra: str = "", **told: object) -> bytes:
    """The same backup that says something else about itself, or holds one file more."""
    folder = made.parent / "unpacked"
    with tarfile.open(made) as packed:
        packed.extractall(folder, filter="data")
    manifest = json.loads((folder / "manifest.json").read_text())
    if extra:
        manifest["digests"][extra] = manifest["digests"]["database"]
    (folder / "manifest.json").write_text(json.dumps(manifest | told))
    target = folder.with_suffix(".tar.gz")
    with tarfile.open(target, "w:gz") as packed:
        packed.add(folder / "manifest.json", "manifest.json")
        packed.add(folder / "database", "database")
        if extra:
            packed.add(folder / "database", extra)
    return target.read_bytes()


def test_a_full_disk_leaves_nothing_half(small: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    done = subprocess.run(
        [*COMMAND, "backup", str(folder)],
        env=small.environ(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    refused(done, "No backup was made")
    assert os.listdir(folder) == []


def test_a_backup_takes_the_place_of_nothing(small: Installation, tmp_path: Path) -> None:
    there = tmp_path / "mine.txt"
    there.write_text("van mij")
    refused(given(small, "backup", str(there)), "nothing was overwritten")
    assert there.read_text() == "van mij"
    refused(given(small, "backup", str(tmp_path / "no" / "folder.tar.gz")), "No backup was made")


@pytest.mark.postgresql
@pytest.mark.parametrize("place", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_on_postgresql_the_owner_and_its_programs_are_needed(place: Installation, tmp_path: Path) -> None:
    refused(given(place, "backup", str(tmp_path), LERENDWERKEN_OWNER_DATABASE_URL=""), "OWNER_DATABASE_URL")
    refused(given(place, "backup", str(tmp_path), PATH=str(tmp_path)), "pg_dump of PostgreSQL is missing")
