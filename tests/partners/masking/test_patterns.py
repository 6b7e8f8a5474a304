"""What has a shape."""

from __future__ import annotations

import pytest

from lerendwerken.ai.partners.masking import patterns

POSITIVE = {
    "bsn": [
        "BSN 123456782",
        "bsn: 1112.22.333",
        "nummer 123 456 782",
        "sofinummer 111222333",
        "BSN is 123456789 (typfout)",
    ],
    "iban": [
        "NL91ABNA0417164300",
        "nl91 abna 0417 1643 00 en",
        "BE68 5390 0754 7034 is",
        "DE89370400440532013000",
    ],
    "phone": [
        "06-12345678",
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "06 - 12345678",
        "(020) 624 11 11",
        "033-4612345",
        "+31 6 12345678",
        "+31(0)6-12345678",
        "0031 6 12345678",
        "(+31) 6 1234 5678",
        "31 6 12345678",
        "0182-123456",
        "+32 475 12 34 56",
        "+48 601 234 567",
        "+44 7700 900123",
        "088 - 123 45 67",
        "tel. 461 23 45",
    ],
    "email": ["a.b@c.nl", "A+b@x.y.example", "piet(at)voorbeeld.nl", "o'neil@x.org"],
    "postcode": [
        "3811 AB Amersfoort",
        "3811AB",
        "woont op 3811ab",
        "Molenstr. 7, 3811 ab amersfoort",
        "postcode 3811 ab",
    ],
    "address": [
        "Kerkstraat 12",
        "Kerkstraat 12a",
        "Singel 88",
        "woont aan het Achterpad 8",
        "Kanaaldijk Zuid 44 D",
        "Veenkade 10 t/m 24",
        "Kerkstraat 12-3",
        "Kerkstraat nr. 12",
        "kerkstraat 12",
        "Prins Hendrikkade 33",
        "Laan van Meerdervoort 100",
        "Plein 1813 4",
        "Van der Helststraat 88 III",
        "12 Church Street",
        "Nieuwe Rijn 46, 2312 JG",
    ],
    "birthdate": [
        "geboren op drie april negentienhonderdtweeënzestig",
        "geboren op de eenentwintigste mei 1954",
        "born on the third of June 1990",
        "9 september 1958 als geboortedatum",
        "Zij is van 7 maart 1988",
        "Naam;Geboortedatum;Wijk\nJansen;12-07-1981;Zuid",
        "| naam | dob |\n| --- | --- |\n| Jansen | 1981-07-12 |",
        "geboren op 12 maart 1984",
        "geb. 3-5-71",
        "geboortedatum: 1990-11-30",
        "born on July 4, 1990",
        "DOB 12/03/1971",
        "geboren te Ankara op 3 mei 1984",
        "12-03-1971 geboren",
        "*12-03-1971",
        "jarig op 3 mei",
    ],
    "plate": [
        "AB-12-34",
        "12-34-AB",
        "12-AB-34",
        "AB-12-CD",
        "AB-CD-12",
        "12-AB-CD",
        "12-ABC-3",
        "1-ABC-23",
        "AB-123-C",
        "A-123-BC",
        "ABC-12-D",
        "A-12-BCD",
        "1-AB-234",
        "123-AB-4",
        "kenteken ab12cd",
        "kenteken JX 482 B",
        "VG 045 R",
        "aanhanger 93 WB TR",
    ],
    "casenumber": [
        "Z26.1187",
        "Z/2026/001234",
        "Z-26-12345",
        "2026-000123",
        "2026.004512",
        "zaaknummer 12345",
        "zaak 88213",
        "WOO-2025-118",
        "dossiernummer: D/2025/00871",
        "ons kenmerk 2026/UIT/00412",
        "UTR 25/1234",
        "HZ_WABO-2026-123",
        "cliëntnummer C004512",
        "case number 12345",
        "file 2026-000456",
        "V26-0012",
        "V-nummer 281 004 7719",
    ],
}

NEGATIVE = [
    "123456783",
    "€ 123456782",
    "123456782 euro",
    "ordernummer 123456782",
    "NL123456782B01",
    "0800-1234",
    "bel 14 033",
    "01-02-2026 10:30",
    "06-12-2026 14:00",
    "2025-2026",
    "artikel 6:162 BW",
    "artikel 3811 BW",
    "2500 KG",
    "in 2026 EN 2027",
    "1500 euro",
    "Kerkstraat",
    "de snelweg 3",
    "week 12-14",
    "12-mei-26",
    "3-mei-26",
    "ISO 27001-2022",
    "NEN-EN-ISO 9001",
    "Verordening (EU) 2016/679",
    "Verordening (EU) 2024/1689",
    "ECLI:NL:CRVB:2025:412",
    "factuur 2026-0456",
    "Stcrt. 2026-12345",
    "opgericht op 12 maart 1984",
    "besluit van 12-11-2026",
    "de brief is van 7 maart 1988",
    "doos 12 KG 40",
    "Naam;Datum\nOverleg;12-07-1981",
    "zaak 3",
    "dossier 2026",
    "4,2% en 6.8",
    "1.204.331",
    "v2.0.1",
    "2026-W48",
    "2026-11-24T10:30:00Z",
    "IPv4 192.168.100.200",
    "GPT-4 en COVID-19",
]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in POSITIVE.items() for text in texts]
)
def test_shape_is_found(kind: str, text: str) -> None:
    assert kind in {span.kind for span in patterns.find(f"Zie {text}.")}


@pytest.mark.parametrize("text", NEGATIVE)
def test_other_numbers_stay(text: str) -> None:
    assert patterns.find(f"Zie {text}.") == []


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1 ",
        "06-12",
        "A.",
        "NL91 ",
        "AB12CD34",
        "geboren op de ",
        "Laan van de ",
        "x@",
        "Kerkstraat ",
        "\0",
        "\u200b1",
        "(0)",
    ],
)
def test_a_paste_of_100_000_characters_ends(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert all(0 <= span.start < span.end <= len(text) for span in patterns.find(text))
