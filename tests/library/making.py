"""Sample files, made on the spot: by the programs' own libraries where they can, byte by byte where they cannot."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

import docx
import odfdo

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
IMAGE = b"q 595 0 0 842 0 0 cm /Im0 Do Q "


def words(text: str, *, y: int = 780, x: int = 50, size: float = 12, extra: str = "") -> bytes:
    """Drawing of one line of text on a page."""
    safe = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"BT /F1 %s Tf %s %d %d Td (%s) Tj ET " % (
        str(size).encode(), extra.encode(), x, y, safe.encode("cp1252"),
    )  # fmt: skip


def pdf(pages: Iterable[bytes], *, encrypt: bytes = b"", tail: bytes = b"") -> bytes:
    """A PDF with these drawings as pages, A4."""
    drawings = list(pages)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(drawings)))
    things = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawings)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        b"stream\n\x80\nendstream",
    ]
    for number, drawing in enumerate(drawings):
        things.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> "
            b"/XObject << /Im0 4 0 R >> >> /Contents %d 0 R >>" % (6 + 2 * number)
        )
        things.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, thing in enumerate(things, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(things) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(things) + 1,
        encrypt,
        start,
    )
    return bytes(out) + tail


def locked_pdf() -> bytes:
    """A PDF that needs a password (the standard handler, 40 bits)."""
    user, known = b"geheim", b"0123456789abcdef"
    owner = _rc4(hashlib.md5(_padded(b"baas")).digest()[:5], _padded(user))  # noqa: S324 (the format's own)
    key = hashlib.md5(_padded(user) + owner + b"\xfc\xff\xff\xff" + known).digest()[:5]  # noqa: S324
    return pdf(
        [words("Dit leest niemand.")],
        encrypt=b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<%s> <%s>]"
        % (owner.hex().encode(), _rc4(key, _PAD).hex().encode(), known.hex().encode(), known.hex().encode()),
    )


def _padded(password: bytes) -> bytes:
    return (password + _PAD)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def word(*paragraphs: str) -> bytes:
    """A Word document with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: object) -> bytes:
    """The bytes of a document of either library."""
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def open_text(*paragraphs: str) -> bytes:
    """An OpenDocument text with these paragraphs."""
    document = odfdo.Document("odt")
    document.body.clear()
    for paragraph in paragraphs:
        document.body.append(odfdo.Paragraph(paragraph))
    return saved(document)


def body(xml: str) -> bytes:
    """A Word document whose body is this XML."""
    return with_part(
        word("x"), "word/document.xml", f"<w:document {W}><w:body>{xml}</w:body></w:document>".encode()
    )


def with_part(container: bytes, name: str, content: bytes) -> bytes:
    """The same office file with one part replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(container)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def container(**parts: bytes) -> bytes:
    """A ZIP with these files; `__` in a name stands for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def pdf_that_unpacks_to(megabytes: int) -> bytes:
    """A PDF whose one page is that big once it is unpacked."""
    packer = zlib.compressobj(9)
    first = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + again * (megabytes - 1) + packer.flush()
    return pdf([b"x"]).replace(
        b"<< /Length 1 >>\nstream\nx",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s" % (len(packed), packed),
    )
