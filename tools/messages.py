"""Texts on screen: extract them from a room, compile its translations, and check that none is missing or unsure.

messages.py compile            every room's .po into .mo (part of `make setup`)
messages.py check              fails on a text without Dutch, an unsure or an unused one
messages.py missing [ROOM]     prints what has no Dutch yet, ready to paste into the room's .po
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

_TEXT = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\bn?p?gettext\((?:{_TEXT}|[,\s]|count)+\)", re.DOTALL)
SOURCE = Path(__file__).resolve().parent.parent / "src" / "lerendwerken"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "_n": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def rooms() -> Iterator[Path]:
    """Every folder that is a room: it holds a `locale`, or texts that need one."""
    for storey in sorted(SOURCE.iterdir()):
        if storey.is_dir() and storey.name not in {"__pycache__", "config"}:
            yield from sorted(room for room in storey.iterdir() if (room / "__init__.py").exists())


def texts_of(room: Path) -> Catalog:
    """All texts of a room, from its code and its templates."""
    found = Catalog(locale="nl")
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            _add(found, path.read_bytes(), path)
    for path in sorted([*room.rglob("*.html"), *room.rglob("*.txt")]):
        if "templates" in path.parts:
            _add(found, _as_python(path), path)
    return found


def _as_python(path: Path) -> bytes:
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    # What `templatize` makes is for GNU's tool; only its calls are Python.
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(match.group() for match in _CALL.finditer(code)).encode()


def _add(found: Catalog, content: bytes, path: Path) -> None:
    for line, message, _comments, context in extract("python", BytesIO(content), KEYWORDS, ()):
        found.add(message, locations=[(str(path.relative_to(SOURCE)), line)], context=context)


def translations_of(room: Path) -> Catalog:
    """What the room's .po holds; an empty catalogue without one."""
    path = room / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale="nl")
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def missing_in(room: Path) -> Catalog:
    """The texts of a room that have no Dutch yet."""
    known = translations_of(room)
    lacking = Catalog(locale="nl", header_comment="")
    for message in texts_of(room):
        if message.id and not _is_translated(
            known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        ):
            lacking.add(message.id, locations=message.locations, context=message.context)
    return lacking


def _is_translated(message: object) -> bool:
    string = getattr(message, "string", "")
    return all(string) if isinstance(string, tuple | list) else bool(string)


def compile_all() -> int:
    """Make the .mo files that the application reads."""
    for path in SOURCE.glob("*/*/locale/*/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalog)
    return 0


def check() -> int:
    """0 when every text of every room has its Dutch, and nothing is unsure or left over."""
    faults = 0
    for room in rooms():
        known, used = translations_of(room), texts_of(room)
        used_keys = {
            (message.id if isinstance(message.id, str) else message.id[0], message.context)
            for message in used
        }
        for message in missing_in(room):
            if message.id:
                print(f"{room.name}: no Dutch for {message.id!r}")
                faults += 1
        for message in known:
            if not message.id:
                continue
            key = (message.id if isinstance(message.id, str) else message.id[0], message.context)
            if message.fuzzy:
                print(f"{room.name}: unsure: {message.id!r}")
                faults += 1
            if key not in used_keys:
                print(f"{room.name}: left over: {message.id!r}")
                faults += 1
    for text, ways in _said_differently():
        print(f"said differently in several rooms: {text!r}: {ways}")
        faults += 1
    return 1 if faults else 0


def _said_differently() -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Texts with more than one Dutch: which one shows would depend on the order of the rooms."""
    ways: dict[tuple[str, str | None], dict[str, list[str]]] = {}
    for room in rooms():
        for message in translations_of(room):
            if message.id:
                text = message.id if isinstance(message.id, str) else message.id[0]
                ways.setdefault((text, message.context), {}).setdefault(str(message.string), []).append(
                    room.name
                )
    for (text, _context), found in ways.items():
        if len(found) > 1:
            yield text, found


def missing(names: list[str]) -> int:
    """Print what has no Dutch yet."""
    for room in rooms():
        if names and room.name not in names:
            continue
        lacking = missing_in(room)
        if len(lacking):
            print(f"# {room.name}")
            write_po(sys.stdout.buffer, lacking, omit_header=True, width=0)
    return 0


if __name__ == "__main__":
    command, *rest = sys.argv[1:] or ["check"]
    sys.exit({"compile": compile_all, "check": check, "missing": lambda: missing(rest)}[command]())
