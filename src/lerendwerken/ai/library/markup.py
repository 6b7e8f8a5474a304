"""Walking through the XML of an office file, with nothing but Python's own expat.

A document type is refused where it begins: without one there are no entities, outside ones neither. What is open
is a list of our own, so depth costs no stack, and nothing of the tree is kept.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import Final, Protocol
from xml.parsers import expat

from lerendwerken.ai.library.bounds import CannotRead, Reason

_DEEPEST: Final = 500
_MOST_OF_A_PART: Final = 64 * 1024 * 1024
_DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
_PIECE: Final = 1 << 16


class Walker(Protocol):
    """Who is told of everything that opens, is said and closes."""

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens; names are local, but those of the Dublin Core begin with `dc:`."""

    def says(self, text: str) -> None:
        """Text inside it."""

    def closes(self, name: str) -> None:
        """The element closes."""


def walk(container: zipfile.ZipFile, part: str, walker: Walker) -> None:
    """Walk through one part of an office file.

    Raises:
        CannotRead: damaged, with a document type, nested deeper than any document, or too big.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def opens(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise CannotRead(Reason.BROKEN)
        walker.opens(_local(name), {_local(key): value for key, value in attributes.items()})

    def closes(name: str) -> None:
        nonlocal depth
        depth -= 1
        walker.closes(_local(name))

    parser.StartElementHandler = opens
    parser.EndElementHandler = closes
    parser.CharacterDataHandler = walker.says
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with container.open(part) as source:
            left = _MOST_OF_A_PART
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise CannotRead(Reason.TOO_BIG)
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
    ) as problem:
        raise CannotRead(Reason.BROKEN) from problem


def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"dc:{local}" if space == _DUBLIN_CORE else local


def _refuse(*_declaration: object) -> None:
    raise CannotRead(Reason.BROKEN)
