"""Which kind of file it is, by what it holds: a name or an extension can say anything."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

from lerendwerken.ai.library.bounds import CannotRead, Reason

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MARKUP: Final = re.compile(rb"\s*(?:<!doctype\s|<html\b|<svg\b|<\?xml\b|\{\\rtf)", re.IGNORECASE)
_HEADER: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?")
_MAIL: Final = frozenset(
    {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"dkim-signature"}
)
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")

MOST_MEMBERS: Final = 5_000
MOST_UNPACKED: Final = 400 * 1024 * 1024
"""Bytes of everything in an office file together, pictures included."""


def kind_of(data: bytes) -> str:
    """pdf, docx, odt, mail or text.

    Raises:
        CannotRead: empty, a kind that is not read, an encrypted office file, or a container that is broken or
            unpacks to more than it may.
    """
    if not data.strip(b"\x00\t\r\n \x0c\xef\xbb\xbf"):
        raise CannotRead(Reason.EMPTY)
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_container(data)
    if data.startswith(_OLE) and _OLE_ENCRYPTED in data:
        raise CannotRead(Reason.ENCRYPTED)
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) or not _is_text(data):
        raise CannotRead(Reason.UNKNOWN_TYPE)
    return "mail" if _is_mail(data) else "text"


def opened(data: bytes) -> zipfile.ZipFile:
    """The office file, of which nothing has been unpacked yet and no more can be than is allowed.

    Raises:
        CannotRead: broken, too big when unpacked, or encrypted.
    """
    try:
        container = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise CannotRead(Reason.BROKEN) from problem
    members = container.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise CannotRead(Reason.TOO_BIG)
    if any(member.flag_bits & 1 for member in members):
        raise CannotRead(Reason.ENCRYPTED)
    return container


def _kind_of_container(data: bytes) -> str:
    with opened(data) as container:
        names = set(container.namelist())
        if "mimetype" in names:
            with container.open("mimetype") as member:
                mimetype = member.read(100)
            if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
                return "odt"
        if "[Content_Types].xml" in names and "word/document.xml" in names:
            return "docx"
    raise CannotRead(Reason.UNKNOWN_TYPE)


def _is_text(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or not _CONTROLS.search(data)


def _is_mail(data: bytes) -> bool:
    """It opens with lines "Name: value", and among them one that only a mail program writes."""
    names = set()
    for line in data[:20_000].lstrip().splitlines():
        match = _HEADER.match(line)
        if match:
            names.add(match.group(1).lower())
        elif not line.startswith((b" ", b"\t")):
            break
    return bool(names & _MAIL) or {b"from", b"subject"} <= names
