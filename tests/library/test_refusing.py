"""Files that must not be read, or not hurt: each is refused with its reason, and this process stays as it was."""

from __future__ import annotations

import random
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation

from lerendwerken.ai.library.bounds import MOST_BYTES, CannotRead, Reason
from lerendwerken.ai.library.reading import WORDS, read
from tests.library import making

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">]>'
SAID = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def document_with(doctype: str, text: str) -> bytes:
    xml = f"{doctype}<w:document {making.W}><w:body>{SAID.format(text)}</w:body></w:document>"
    return making.with_part(making.word("x"), "word/document.xml", xml.encode())


def lying_bomb() -> bytes:
    """A document of 300 MB that announces 10 bytes."""
    made = making.with_part(making.word("x"), "word/document.xml", b"<a>" + b" " * (300 << 20) + b"</a>")
    real = (300 << 20) + 7
    return made.replace(real.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def overlapping() -> bytes:
    """Many names for what is written once: 1 MB that would become 6 GB."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("[Content_Types].xml", b"x")
        new.writestr("word/document.xml", b"\0" * (60 << 20))
        first = new.infolist()[1]
        for number in range(100):
            new.filelist.append(first)
            new.NameToInfo[f"word/header{number}.xml"] = first
    return out.getvalue()


def odt_with_manifest(xml: str) -> bytes:
    return making.with_part(making.open_text("x"), "META-INF/manifest.xml", xml.encode())


def zip_with_flag() -> bytes:
    made = bytearray(making.word("x"))
    place = made.rfind(b"PK\x01\x02")
    made[place + 8] |= 1
    return bytes(made)


FILES = {
    "nothing": (b"", Reason.EMPTY),
    "blank": (b" \r\n\t\xef\xbb\xbf", Reason.EMPTY),
    "zeroes": (b"\0" * 100, Reason.EMPTY),
    "empty page": (making.pdf([b""]), Reason.EMPTY),
    "empty document": (making.word(""), Reason.EMPTY),
    "too many bytes": (b"a" * (MOST_BYTES + 1), Reason.TOO_BIG),
    "too many pages": (making.pdf([making.words("x")] * 301), Reason.TOO_MANY_PAGES),
    "too much text": (b"Nog een zin. " * 160_000, Reason.TOO_MANY_PAGES),
    "locked pdf": (making.locked_pdf(), Reason.ENCRYPTED),
    "locked word": (OLE + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
    "locked zip": (zip_with_flag(), Reason.ENCRYPTED),
    "locked odt": (odt_with_manifest("<m><file-entry><encryption-data/></file-entry></m>"), Reason.ENCRYPTED),
    "locked mail": (
        b"From: a\nSubject: b\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n",
        Reason.ENCRYPTED,
    ),
    "scan": (making.pdf([making.IMAGE, making.IMAGE]), Reason.SCANNED),
    "half a pdf": (making.pdf([making.words("Een brief.")] * 3)[:200], Reason.BROKEN),
    "half a document": (making.word("Een brief.")[:-400], Reason.BROKEN),
    "half an xml": (document_with("", "x")[:0] + making.body("<w:p><w:r>"), Reason.BROKEN),
    "only a head": (b"%PDF-1.7\n", Reason.BROKEN),
    "a zip of nothing": (b"PK\x03\x04" + b"\0" * 60, Reason.BROKEN),
    "outside entity": (document_with(DOCTYPE, "&e;"), Reason.BROKEN),
    "many laughs": (document_with(LAUGHS, "&c;"), Reason.BROKEN),
    "entity in utf-16": (
        making.with_part(making.word("x"), "word/document.xml", f"{DOCTYPE}<a>&e;</a>".encode("utf-16")),
        Reason.BROKEN,
    ),
    "entity in odt": (
        making.with_part(making.open_text("x"), "content.xml", DOCTYPE.encode() + b"<x>&e;</x>"),
        Reason.BROKEN,
    ),
    "deep xml": (making.body("<w:p>" * 100_000), Reason.BROKEN),
    "bomb": (making.with_part(making.word("x"), "word/media/a.bin", b"\0" * (401 << 20)), Reason.TOO_BIG),
    "bomb of text": (making.body(SAID.format("a" * (65 << 20))), Reason.TOO_BIG),
    "lying bomb": (lying_bomb(), Reason.BROKEN),
    "overlapping bomb": (overlapping(), Reason.TOO_BIG),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), Reason.UNKNOWN_TYPE),
    "page": (b"<!DOCTYPE html><html><script>alert(1)</script>", Reason.UNKNOWN_TYPE),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", Reason.UNKNOWN_TYPE),
    "rich text": (rb"{\rtf1 hallo}", Reason.UNKNOWN_TYPE),
    "old word": (OLE + b"\0" * 100, Reason.UNKNOWN_TYPE),
    "spreadsheet": (
        making.container(xl__workbook=b"x", **{"[Content_Types].xml": b"x"}),
        Reason.UNKNOWN_TYPE,
    ),
    "plain zip": (making.container(brief=b"tekst"), Reason.UNKNOWN_TYPE),
    "page before pdf": (
        b"<html><script>x()</script></html>\n" + making.pdf([making.words("x")]),
        Reason.UNKNOWN_TYPE,
    ),
    "program": (b"\x7fELF\x02\x01\x01" + b"\0" * 50, Reason.UNKNOWN_TYPE),
}


@pytest.mark.parametrize(("data", "reason"), FILES.values(), ids=FILES.keys())
def test_it_is_refused_with_its_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(CannotRead) as refusal:
        read(data, name="x")
    assert refusal.value.reason is reason


def test_a_file_that_is_two_things_is_read_as_one_of_them() -> None:
    script = b"<html><script>x()</script></html>"
    both = read(making.pdf([making.words("Brief.")], tail=script), name="a.html")
    assert (both.kind, [passage.text for passage in both.passages]) == ("pdf", ["Brief."])
    pdf_and_zip = read(
        making.pdf([making.words("Brief.")], tail=making.word("Ander verhaal.")), name="a.docx"
    )
    assert [passage.text for passage in pdf_and_zip.passages] == ["Brief."]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not hold a process to its address space")
def test_a_page_that_unpacks_to_more_than_there_may_be_is_given_up() -> None:
    with pytest.raises(CannotRead) as refusal:
        read(making.pdf_that_unpacks_to(2000), name="a.pdf")
    assert refusal.value.reason is Reason.TOO_MUCH_MEMORY


def test_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "groot.pdf"
    with file.open("wb") as out:
        out.truncate(1 << 30)
    with pytest.raises(CannotRead) as refusal:
        read(file, name="groot.pdf")
    assert refusal.value.reason is Reason.TOO_BIG


def test_mail_within_mail_without_end_is_no_trouble() -> None:
    mail = b"From: a\nSubject: b\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (n, n) for n in range(3000)
    )
    try:
        assert read(mail, name="a.eml").kind == "mail"
    except CannotRead as refusal:
        assert refusal.reason in {Reason.BROKEN, Reason.EMPTY}  # noqa: PT017 (either will do)


def test_files_with_bytes_changed_at_random_are_read_or_refused() -> None:
    chance = random.Random(11)
    samples = [
        making.pdf([making.words("Een brief."), making.IMAGE]),
        making.word("Een brief.", "Met twee alinea's."),
        making.open_text("Een brief."),
        b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nBrief.\n--x--\n",
    ]
    for number in range(40):
        data = bytearray(samples[number % len(samples)])
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read(bytes(data), name="x")
        except CannotRead as refusal:
            assert refusal.reason in Reason  # noqa: PT017


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Reason)
    for reason in Reason:
        with translation.override("en"):
            english = str(WORDS[reason])
        with translation.override("nl"):
            assert str(WORDS[reason]) != english
