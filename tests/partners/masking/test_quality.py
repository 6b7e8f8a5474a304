"""How well it finds, on our own labelled sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lerendwerken.ai.partners import masking
from lerendwerken.ai.partners.masking import Client, Report, Span, evaluate, find, names
from lerendwerken.ai.partners.masking.evaluate import Line

SENTENCES = Path(masking.__file__).parent / "data" / "sentences.jsonl"


def sentences() -> list[Line]:
    return [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(sentences())


def test_the_set_is_large_bilingual_and_labelled_on_whole_words() -> None:
    lines = sentences()
    assert len(lines) >= 300
    assert {line["lang"] for line in lines} == {"nl", "en"}
    assert len({line["id"] for line in lines}) == len(lines)
    for line in lines:
        for span in line["spans"]:
            piece = line["text"][span["start"] : span["end"]]
            assert piece, line
            assert piece == piece.strip(), line


@pytest.mark.parametrize(
    ("kind", "recall"),
    [("person", 0.92)]
    + [
        (k, 0.95)
        for k in ("bsn", "iban", "phone", "email", "address", "postcode", "birthdate", "plate", "casenumber")
    ],
)
def test_recall_and_precision_are_reached(report: Report, kind: str, recall: float) -> None:
    score = report.scores[kind]
    assert score.recall is not None
    assert score.precision is not None
    assert score.recall >= recall
    assert score.precision >= 0.85


def test_every_line_comes_back_with_what_was_found(report: Report) -> None:
    assert [found["id"] for found in report.found] == [line["id"] for line in sentences()]


def test_a_labelled_piece_counts_only_when_it_is_covered_whole() -> None:
    line: Line = {
        "id": "1",
        "lang": "nl",
        "text": "Fatima El Amrani belde.",
        "spans": [{"start": 0, "end": 16, "type": "person"}],
    }

    def half(text: str) -> list[Span]:
        return [Span(0, 6, "person"), Span(17, 22, "phone")]

    scores = evaluate([line], half).scores
    assert scores["person"].recall == 0
    assert scores["person"].precision == 1
    assert scores["phone"].recall is None
    assert scores["phone"].precision == 0


def found(text: str, search: Callable[[str], list[Span]]) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find(text, names=search)]


@pytest.mark.parametrize(
    "text",
    [
        "De Awb en de Wmo 2015 gelden; zie artikel 6:7 Awb en ECLI:NL:RBMNE:2026:1234.",
        "Plan B. Daarna volgt groep A. De rest komt in week 48.",
        "Volgens de AI-verordening, Verordening (EU) 2024/1689, is dat zo.",
        "De bakker, de visser en de smid vragen een vergunning voor mei 2026.",
        "Mevrouw wil weten wanneer hij komt. Meneer komt morgen.",
        "De begroting 2026-2029 telt 1.204.331 euro en 123456782 euro reserve.",
        "Will the council decide before May? Can we ask? Mark my words.",
        "Het Van Gogh Museum, Albert Heijn en Jansen BV in Den Haag.",
        "Geachte mevrouw, Uw bezwaar is ongegrond. Geachte heer, U kunt in beroep.",
    ],
)
def test_what_is_nobodys_stays(names: Client, text: str) -> None:
    assert found(text, names.find) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mw yilmaz gebeld", [("person", "yilmaz")]),
        ("BSN 1\u200b2\u200b3456782", [("bsn", "1\u200b2\u200b3456782")]),
        ("Belde Jose\u0301 Ferna\u0301ndez terug", [("person", "Jose\u0301 Ferna\u0301ndez")]),
        ("\u202eFatima Bouzid\u202c belde", [("person", "Fatima Bouzid\u202c")]),
        ("Jan\u00a0de\u00a0Boer belde", [("person", "Jan\u00a0de\u00a0Boer")]),
        ("Mevrouw Bouzid (12-03-1971) belde", [("person", "Bouzid"), ("birthdate", "12-03-1971")]),
        ("Burgemeester De Withstraat 8", [("address", "Burgemeester De Withstraat 8")]),
    ],
)
def test_hidden_and_hurried_writing_is_seen(
    names: Client, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, names.find) == expected


def test_a_name_that_was_sure_once_is_covered_everywhere(names: Client) -> None:
    text = "Mevrouw A. Bakker is opgenomen. Bakker, 84 jaar, slaapt slecht. De bakker levert brood."
    assert found(text, names.find) == [("person", "A. Bakker"), ("person", "Bakker")]


def test_words_of_the_organisation_are_covered_whole_and_in_any_case(names: Client) -> None:
    text = "Project Zonnebloem en ZONNEBLOEM, niet zonnebloempitten."
    spans = find(text, words=["zonnebloem", " "], names=names.find)
    assert [text[s.start : s.end] for s in spans] == ["Zonnebloem", "ZONNEBLOEM"]
    assert {s.kind for s in spans} == {"word"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ik ben Roos, de nieuwe wijkverpleegkundige.", ["Roos"]),
        ("Zij heet Mercedes en rijdt in een Mercedes.", ["Mercedes"]),
        ("Jansen, K. en Okafor, D. waren er.", ["Jansen, K.", "Okafor, D."]),
        ("Aanwezig: A. de Wit, B. van Es.", ["A. de Wit", "B. van Es"]),
        ("Hoi Ruth, bel jij Lubbert?", ["Ruth", "Lubbert"]),
        ("Maarten 't Gilde schorst de vergadering.", ["Maarten 't Gilde"]),
        ("Berend Jan te Velde heeft een vof.", ["Berend Jan te Velde"]),
        ("Storm is ziek, de stoel staat klaar.", ["Storm"]),
        ("Wij spraken met Chukwuemeka en Hyun-seo.", ["Chukwuemeka", "Hyun-seo"]),
        ("Mw. A. had pijn.", ["A."]),
        ("mevrouw de lange en jan willem bellen terug", ["de lange", "jan willem"]),
        ("Tim & Anna komen, Johnson & Johnson niet.", ["Tim", "Anna"]),
        ("Post kan naar de balie, Groen Licht ook.", []),
        ("Op De Beuk is het rustig, op De Linde niet.", []),
        ("De IJssel staat hoog, de Rijn ook.", []),
        ("Roos en iris bloeien, en anders niet.", []),
        ("Een ton zand kost 18,50.", []),
        ("De Jong Accountants bouwt mee.", []),
        ("Het Deense hoofdkantoor in The Hague belt.", []),
    ],
)
def test_kinds_that_a_fresh_set_brought_up(text: str, people: list[str]) -> None:
    assert [piece for kind, piece in found(text, names.find) if kind == "person"] == people
