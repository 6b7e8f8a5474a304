"""Covering and putting back."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lerendwerken.ai.partners.masking import KINDS, Span, Unmasker, find, mask, unmask
from lerendwerken.ai.partners.masking import names as name_search
from lerendwerken.ai.partners.masking.spans import merged


def person(text: str, name: str, start: int = 0) -> Span:
    place = text.index(name, start)
    return Span(place, place + len(name), "person")


def test_a_name_is_covered_and_its_title_stays() -> None:
    text = "Mevrouw De Boer belde; De Boer is boos."
    masked = mask(text, [Span(0, 15, "person"), person(text, "De Boer", 16)], None, "nl")
    assert masked.text == "Mevrouw [naam 1] belde; [naam 1] is boos."
    assert masked.covered == [("[naam 1]", "De Boer"), ("[naam 1]", "De Boer")]
    assert unmask(masked.text, masked.key) == text


def test_placeholders_stay_the_same_through_a_session() -> None:
    first = mask("Fatima belde.", [Span(0, 6, "person")], None, "nl")
    stored = json.loads(json.dumps(first.key))
    text = "Noor sprak Fatima."
    second = mask(text, [person(text, "Noor"), person(text, "Fatima")], stored, "nl")
    assert second.text == "[naam 2] sprak [naam 1]."
    assert first.key == {"[naam 1]": "Fatima"}


def test_another_spelling_is_the_same_person_and_comes_back_as_written() -> None:
    text = "Jan de Boer, jan de boer en JAN DE BOER"
    spans = [person(text, n) for n in ("Jan de Boer", "jan de boer", "JAN DE BOER")]
    masked = mask(text, spans, None, "nl")
    assert masked.text == "[naam 1], [naam 1a] en [naam 1b]"
    assert unmask(masked.text, masked.key) == text


@pytest.mark.parametrize(
    ("language", "expected"), [("nl", "[zaaknummer 1]"), ("en", "[case number 1]"), ("fr", "[case number 1]")]
)
def test_placeholders_speak_the_language(language: str, expected: str) -> None:
    assert mask("Z26.1187", [Span(0, 8, "casenumber")], None, language).text == expected


@pytest.mark.parametrize(
    "written",
    [
        "[naam 1]",
        "[Naam 1]",
        "[naam1]",
        r"\[naam 1\]",
        "[ NAAM  1 ]",
        "[name 1]",
        "[naam_1]",
        "**[naam 1]**",
        "[naam\u00a01]",
    ],
)
def test_small_changes_of_a_model_are_forgiven(written: str) -> None:
    assert unmask(written, {"[naam 1]": "Fatima"}).strip("*") == "Fatima"


@pytest.mark.parametrize(
    "written",
    ["[naam 2]", "[naam]", "naam 1", "[bijlage 1]", "[naam 1", "[1]", r"\[naam 1]x".replace("naam", "noot")],
)
def test_what_is_no_placeholder_of_this_session_stays(written: str) -> None:
    assert unmask(written, {"[naam 1]": "Fatima"}) == written


def test_a_half_placeholder_is_held_back_until_it_is_decided() -> None:
    unmasker = Unmasker({"[naam 1]": "Fatima"})
    assert unmasker.feed("Vraag [na") == "Vraag "
    assert unmasker.feed("am 1") == ""
    assert unmasker.feed("] zelf [") == "Fatima zelf "
    assert unmasker.feed("of niet") == ""
    assert (
        unmasker.feed(", zoals het hier staat, zonder eind") == "[of niet, zoals het hier staat, zonder eind"
    )
    assert unmasker.finish() == ""


def test_a_text_that_looks_like_a_placeholder_comes_back_as_it_was() -> None:
    text = "Er stond [naam 1] en [Naam1], geschreven door Fatima."
    masked = mask(text, [person(text, "Fatima")], None, "nl")
    assert unmask(masked.text, masked.key) == text
    assert "Fatima" not in masked.text


_pieces = st.sampled_from(
    [
        "Fatima",
        "jan de boer",
        "[naam 1]",
        r"\[naam 1\]",
        "[Naam1",
        "[",
        "]",
        "\\",
        " ",
        "1",
        "a]",
        "[name 1a]",
        "mw ",
        "De heer ",
        "123456782",
        "\x00",
        "\u200b",
        "\u202e",
        "é",
        "é",
        "🙂",
        "Z26.1187",
        "\n",
        "06-12345678",
        "x@y.nl",
        "Kerkstraat 1",
    ]
)
_texts = st.one_of(
    st.lists(_pieces, max_size=25).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
)


@st.composite
def covered_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(_texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=9, max_size=9))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Span(a, b, kind) for (a, b), kind in zip(pairs, kinds, strict=False)]


@settings(deadline=None, max_examples=300)
@given(covered_texts(), st.lists(st.integers(0, 400), max_size=12), st.sampled_from(["nl", "en"]))
def test_what_was_covered_comes_back_for_any_cut(
    case: tuple[str, list[Span]], cuts: list[int], language: str
) -> None:
    text, spans = case
    masked = mask(text, spans, None, language)
    unmasker = Unmasker(masked.key)
    edges = [0, *sorted(c for c in cuts if c < len(masked.text)), len(masked.text)]
    chunks = [masked.text[a:b] for a, b in pairwise(edges)]
    assert "".join(unmasker.feed(chunk) for chunk in chunks) + unmasker.finish() == text


@settings(deadline=None, max_examples=200)
@given(_texts)
def test_found_spans_never_overlap_and_stay_inside(text: str) -> None:
    end = 0
    for span in find(text, names=name_search.find, words=["boer"]):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@settings(deadline=None, max_examples=200)
@given(covered_texts(), covered_texts())
def test_merging_leaves_no_digit_uncovered(
    one: tuple[str, list[Span]], other: tuple[str, list[Span]]
) -> None:
    text = one[0]
    spans = [s for s in [*one[1], *other[1]] if s.end <= len(text)]
    result = merged(spans, text)
    assert all(a.end <= b.start for a, b in pairwise(result))
    for place, char in enumerate(text):
        if char.isdigit() and any(s.start <= place < s.end for s in spans):
            assert any(s.start <= place < s.end for s in result)
