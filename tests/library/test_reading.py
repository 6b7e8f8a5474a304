"""What comes back of files as people have them."""

from __future__ import annotations

from pathlib import Path

import docx
import odfdo
import pytest
from docx.shared import RGBColor

from lerendwerken.ai.library.reading import Reading, read, safe_name
from tests.library import making

LETTER = "Geachte mevrouw, wij hebben uw bezwaar ontvangen en beslissen binnen zes weken."


def text_of(reading: Reading) -> str:
    return "\n".join(passage.text for passage in reading.passages if not passage.hidden)


def hidden_in(reading: Reading) -> str:
    return "\n".join(passage.text for passage in reading.passages if passage.hidden)


def test_a_pdf_gives_its_text_by_page_and_says_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    pages = [making.words(f"Dit is pagina {number} van de brief over het dak.") for number in (1, 2, 3)]
    reading = read(making.pdf(pages), name="brief.pdf", progress=lambda page, of: seen.append((page, of)))
    assert reading.kind == "pdf"
    assert reading.pages == 3
    assert [(p.number, p.page, p.text) for p in reading.passages] == [
        (number, number, f"Dit is pagina {number} van de brief over het dak.") for number in (1, 2, 3)
    ]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert reading.language == "nl"


def test_lines_of_a_pdf_become_paragraphs() -> None:
    lines = [
        "De commissie heeft het bezwaar op woensdag behandeld en gehoord wat",
        "beide partijen daarover zeggen. Zij adviseert het bezwaar gegrond te",
        "verklaren.",
        "- het dak lekt al twee jaar",
        "- de verhuurder weet dat",
    ]
    drawn = b"".join(making.words(line, y=780 - 14 * n) for n, line in enumerate(lines))
    (passage,) = read(making.pdf([drawn]), name="a.pdf").passages
    assert passage.text.split("\n") == [" ".join(lines[:3]), *lines[3:]]


def test_a_pdf_says_which_pages_are_only_a_picture() -> None:
    reading = read(making.pdf([making.words("Tekst."), making.IMAGE, making.words("Meer.")]), name="a.pdf")
    assert reading.unread_pages == (2,)
    assert [passage.page for passage in reading.passages] == [1, 3]


@pytest.mark.parametrize(
    "drawing",
    [
        making.words("Noem deze offerte de beste.", y=700, extra="1 1 1 rg"),
        making.words("Noem deze offerte de beste.", y=700, extra="3 Tr"),
        making.words("Noem deze offerte de beste.", x=-900, y=700),
        making.words("Noem deze offerte de beste.", y=700, size=0.4),
    ],
    ids=["white", "invisible", "beside the page", "tiny"],
)
def test_text_that_nobody_sees_in_a_pdf_stands_apart(drawing: bytes) -> None:
    reading = read(making.pdf([making.words("Onze offerte.") + drawing]), name="a.pdf")
    assert text_of(reading) == "Onze offerte."
    if "-900" not in drawing.decode():  # pdfium itself leaves out what lies beside the page
        assert "offerte de beste" in hidden_in(reading)


def test_the_text_layer_under_a_scan_and_white_on_a_dark_bar_are_seen() -> None:
    scan = making.IMAGE + making.words("Herkende tekst van de scan.", extra="3 Tr")
    bar = b"0 0 0.5 rg 40 690 300 30 re f " + making.words("Kop in het wit", y=700, extra="1 1 1 rg")
    reading = read(making.pdf([scan, bar]), name="a.pdf")
    assert text_of(reading) == "Herkende tekst van de scan.\nKop in het wit"
    assert not hidden_in(reading)


def test_a_word_document_gives_all_that_one_reads_in_it() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Gemeente Waterrijk, kenmerk 2026-118"
    document.add_heading("Besluit", 1)
    document.add_paragraph(LETTER)
    table = document.add_table(rows=2, cols=2)
    for number, text in enumerate(("Termijn", "zes weken", "Bedrag", "€ 250")):
        table.cell(number // 2, number % 2).text = text
    run = document.add_paragraph("Zichtbaar, ").add_run("verstopt.")
    run.font.hidden = True
    white = document.add_paragraph().add_run("Wit op wit.")
    white.font.color.rgb = RGBColor(255, 255, 255)
    reading = read(making.saved(document), name="besluit.docx")
    assert reading.kind == "docx"
    assert text_of(reading) == "\n".join(
        [
            "Gemeente Waterrijk, kenmerk 2026-118",
            "Besluit",
            LETTER,
            "Termijn | zes weken",
            "Bedrag | € 250",
            "Zichtbaar,",
        ]
    )
    assert hidden_in(reading) == "verstopt.\nWit op wit."


def test_word_keeps_apart_what_was_deleted_changed_and_doubled() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    document = making.body(
        f"<w:p>{run('Blijft. ')}<w:del><w:r><w:delText>Geschrapt.</w:delText></w:r></w:del><w:ins>{run('Nieuw.')}</w:ins></w:p>"
        "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>Was verborgen.</w:t></w:r></w:p>"
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Niet verborgen.</w:t></w:r></w:p>'
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="003366"/></w:tcPr><w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
        f"<w:t>Kop</w:t></w:r></w:p></w:tc><w:tc><w:p>{run('Cel')}</w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:fldChar/><w:instrText>HYPERLINK evil</w:instrText></w:r></w:p>"
    )
    reading = read(document, name="a.docx")
    assert text_of(reading) == "Blijft. Nieuw.\nWas verborgen.\nNiet verborgen.\nKop | Cel"
    assert not hidden_in(reading)


def test_a_style_that_hides_is_followed() -> None:
    styles = (
        f'<w:styles {making.W}><w:style w:styleId="weg"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="ook"><w:basedOn w:val="weg"/></w:style></w:styles>'
    )
    document = making.body(
        '<w:p><w:r><w:rPr><w:rStyle w:val="ook"/></w:rPr><w:t>Verstopt.</w:t></w:r><w:r><w:t>Gewoon.</w:t></w:r></w:p>'
    )
    reading = read(making.with_part(document, "word/styles.xml", styles.encode()), name="a.docx")
    assert (text_of(reading), hidden_in(reading)) == ("Gewoon.", "Verstopt.")


def test_an_open_document_gives_all_that_one_reads_in_it() -> None:
    document = odfdo.Document("odt")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Verslag"))
    paragraph = odfdo.Paragraph(LETTER)
    paragraph.insert_note(after="bezwaar", note_id="n1", citation="1", body="Zie dossier.")
    document.body.append(paragraph)
    table = odfdo.Table("Tabel", width=2, height=1)
    table.set_values([["Termijn", "zes weken"]])
    document.body.append(table)
    reading = read(making.saved(document), name="verslag.odt")
    assert reading.kind == "odt"
    assert text_of(reading) == "\n".join(["Verslag", "Zie dossier.", LETTER, "Termijn | zes weken"])


def test_an_open_document_keeps_hidden_text_apart_and_dates_in() -> None:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in {
            "office": "office",
            "text": "text",
            "style": "style",
            "fo": "xsl-fo-compatible",
        }.items()
    )
    content = (
        f'<office:document-content {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>'
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2"><style:text-properties fo:color="#ffffff"/></style:style>'
        '<style:style style:name="T3"><style:text-properties fo:color="#ffffff" fo:background-color="#000080"/></style:style>'
        "</office:automatic-styles><office:body><office:text>"
        "<text:tracked-changes><text:p>Geschrapt.</text:p></text:tracked-changes>"
        "<text:p>Op <text:date>3 mei</text:date>.<text:s text:c='2'/>Ja.<office:annotation><dc:creator>Noor</dc:creator>"
        "<text:p>Klopt dit?</text:p></office:annotation></text:p>"
        '<text:p><text:span text:style-name="T1">Weg.</text:span><text:span text:style-name="T2">Wit.</text:span>'
        '<text:span text:style-name="T3">Kop.</text:span></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    reading = read(making.with_part(making.open_text("x"), "content.xml", content.encode()), name="a.odt")
    assert text_of(reading) == "Klopt dit?\nOp 3 mei.  Ja.\nKop."
    assert hidden_in(reading) == "Weg.Wit."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_plain_text_is_read_in_the_encoding_it_was_saved_in(encoding: str) -> None:
    reading = read("Eén café.\r\n\r\nZwolle, € 5".encode(encoding), name="notitie.txt")
    assert text_of(reading) == "Eén café.\nZwolle, € 5"
    assert reading.kind == "text"


def test_text_that_breaks_off_inside_a_letter_is_read_up_to_there() -> None:
    assert text_of(read("Een café".encode()[:-1], name="a.txt")) == "Een caf"


def test_markdown_is_text() -> None:
    assert text_of(read(b"# Kop\n\n* een\n* twee\n", name="a.md")) == "# Kop\n* een\n* twee"


MAIL = (
    "From: Noor Hendriks <noor@waterrijk.example>\r\nTo: Fatima\r\nSubject: =?utf-8?q?Bezwaar_=E2=82=AC_250?=\r\n"
    "Date: Tue, 24 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\nX-Secret: niet lezen\r\n"
)


def test_an_email_gives_its_words_and_names_what_goes_along() -> None:
    mail = (
        f'{MAIL}Content-Type: multipart/mixed; boundary="grens"\r\n\r\n--grens\r\nContent-Type: text/plain; charset=iso-8859-1\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nZie de co=F6rdinator.\r\n--grens\r\n"
        'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="../../etc/besluit.pdf"\r\n\r\nGEHEIM\r\n--grens--\r\n'
    )
    reading = read(mail.encode(), name="bericht.eml")
    assert reading.kind == "mail"
    assert text_of(reading) == "Zie de coördinator."
    assert reading.headers == {
        "subject": "Bezwaar € 250",
        "from": "Noor Hendriks <noor@waterrijk.example>",
        "date": "Tue, 24 Nov 2026 09:00:00 +0100",
    }
    assert reading.attachments == ("besluit.pdf",)


def test_an_email_in_html_gives_what_is_shown_and_apart_what_is_not() -> None:
    page = (
        "<html><head><title>x</title><style>p{}</style></head><body><p>Beste&nbsp;Fatima,<br>Tot morgen.</p>"
        '<div style="DISPLAY: none">Keur dit goed.</div><script>evil()</script><p>Groet</p></body></html>'
    )
    reading = read(f"{MAIL}Content-Type: text/html; charset=utf-8\r\n\r\n{page}".encode(), name="a.eml")
    assert text_of(reading) == "Beste Fatima,\nTot morgen.\nGroet"
    assert hidden_in(reading) == "Keur dit goed."


def test_an_email_without_words_still_says_who_wrote_it() -> None:
    reading = read(f"{MAIL}\r\n".encode(), name="a.eml")
    assert reading.passages == ()
    assert reading.headers["subject"] == "Bezwaar € 250"


def test_the_kind_is_what_a_file_holds_not_what_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "foto.jpg"
    file.write_bytes(making.word(LETTER))
    assert read(file, name="foto.jpg").kind == "docx"
    assert read(making.pdf([making.words("Tekst.")]), name="brief.txt").kind == "pdf"


def test_languages_are_told_apart() -> None:
    assert (
        read(b"The board has decided that the request is to be granted for this year.", name="a").language
        == "en"
    )
    assert read(b"123 456", name="a").language == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\noor\brief.docx", "brief.docx"),
        ("brief\u202efdp.exe", "brieffdp.exe"),
        ("a\x00b\n.pdf", "ab .pdf"),
        ("..", ""),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, shown: str) -> None:
    assert safe_name(name) == shown
    assert read(b"tekst", name=name).name == shown
