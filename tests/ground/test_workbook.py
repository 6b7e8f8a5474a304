"""A list of people from a workbook (XLSX): the same preview as from CSV, and nothing in the file can do harm."""

from __future__ import annotations

import contextlib
import html
import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import workbook
from lerendwerken.foundation.wall.viewer import Viewer

As = Callable[[Viewer], Client]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Mensen" sheetId="1" r:id="rId7"/></sheets></workbook>'
RELATIONS = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId7" Target="worksheets/sheet3.xml"/></Relationships>'
SHARED = (
    f'<sst xmlns="{MAIN}"><si><t>naam</t></si><si><r><t>e-</t></r><r><t>mail</t></r></si><si><t>Zoë Çelik</t>'
    "<rPh><t>zo-ee</t></rPh></si></sst>"
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="d-m-yyyy"/><numFmt numFmtId="171"'
    ' formatCode="&quot;dag&quot; 0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
)
HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
LOES = '<c r="A{n}" t="inlineStr"><is><t>Loes Dekker</t></is></c><c r="B{n}" t="str"><v>loes@waterrijk.example</v></c>'


def made(rows: str, **parts: str | bytes) -> bytes:
    """A workbook with these rows; `parts` replaces or adds parts, with __ for / in their names."""
    held: dict[str, str | bytes] = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/sharedStrings.xml": SHARED,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet3.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    held |= {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in held.items():
            container.writestr(name, part)
    return out.getvalue()


def shown(client: Client, data: bytes) -> str:
    answer = client.post("/people/import/", {"file": SimpleUploadedFile("lijst.xlsx", data)})
    return html.unescape(answer.content.decode())


def test_a_workbook_gives_the_same_preview(as_: As, beheer: Viewer) -> None:
    rows = (
        HEAD
        + f'<row r="2">{LOES.format(n=2)}</row><row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="str"><v>fout</v></c></row>'
    )
    text = shown(as_(beheer), made(rows))
    assert "is geen e-mailadres" in text
    assert (
        workbook.as_csv(made(rows)) == "naam;e-mail\nLoes Dekker;loes@waterrijk.example\n\nZoë Çelik;fout\n"
    )
    good = shown(as_(beheer), made(HEAD + f'<row r="2">{LOES.format(n=2)}</row>'))
    assert "Loes Dekker" in good


def test_formulas_are_text_and_named_as_wrong(as_: As, beheer: Viewer) -> None:
    cell = '<c r="A2"><f>HYPERLINK("https://evil.example","x")</f><v>Loes</v></c>'
    data = made(HEAD + f'<row r="2">{cell}<c r="B2" t="str"><v>loes@waterrijk.example</v></c></row>')
    assert '=HYPERLINK(""https' in workbook.as_csv(data)
    assert "hoort" in shown(as_(beheer), data)


def test_numbers_and_dates_are_told_as_people_read_them() -> None:
    cells = "".join(f'<c s="{look}"><v>46357</v></c>' for look in range(4))
    assert workbook.as_csv(made(f"<row>{cells}</row>")) == "46357;2026-12-01;2026-12-01;46357\n"


BOMB = b"<sst>" + b" " * (workbook.MOST_UNPACKED + 10) + b"</sst>"
ENTITY = (
    f'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&x;</t></si></sst>'
)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        made(HEAD, xl__sharedStrings=BOMB),
        made(HEAD, xl__sharedStrings=ENTITY),
        made(HEAD, xl__workbook="<workbook/>"),
        made(HEAD, xl__workbook="<workbook"),
        made('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        made('<row r="900000000"><c r="A1"/></row>'),
        made('<row r="1"><c r="ZZZ1"/></row>'),
        made('<row r="1"><c r="B1"/><c r="A1"/></row>'),
        made("<a>" * 500),
        made('<row r="1"><c r="A1" s="1"><v>1e400</v></c></row>'),
        made(HEAD)[:-40],
    ],
    ids=range(12),
)
def test_what_is_no_list_is_refused_in_words(as_: As, beheer: Viewer, data: bytes) -> None:
    assert "geen lijst die gelezen kan worden" in shown(as_(beheer), data)


@pytest.mark.once
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tail: bytes) -> None:
    whole = bytearray(made(HEAD))
    for data in (b"PK" + tail, bytes(whole[: len(whole) // 2]) + tail + bytes(whole[len(whole) // 2 :])):
        with contextlib.suppress(workbook.Unreadable):
            workbook.as_csv(data)
