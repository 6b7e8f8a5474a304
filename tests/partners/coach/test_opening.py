"""The first three minutes with the coach."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lerendwerken.ai.partners.coach import first_answer, learning_questions
from lerendwerken.ai.partners.coach.bank import bank

PIECE = """Geachte mevrouw De Boer,

Op 3 november ontvingen wij uw bezwaar tegen de beschikking huishoudelijke hulp. De commissie acht uw bezwaar
ongegrond, omdat uit het onderzoek van het wijkteam is gebleken dat uw dochter de zware taken kan overnemen.

Met vriendelijke groet,
Fatima El Amrani"""
VIEW = "Ik vind de brief te juridisch. Volgens mij snapt zij hem niet en belt ze meteen."
NAMES = ("Boer", "Fatima", "Amrani")
PLAIN = [
    "kast",
    "tafel",
    "lopen",
    "blauw",
    "steen",
    "praten",
    "water",
    "zacht",
    "regen",
    "boom",
    "fiets",
    "straat",
    "altijd",
    "beter",
    "we",
    "gaan",
    "niemand",
]


def test_the_answer_quotes_the_view_and_asks_what_would_undo_it() -> None:
    answer = first_answer(PIECE, VIEW, language="nl")
    assert 3 <= len(answer.lines) <= 6
    assert all(line.endswith("?") and line.count("?") == 1 for line in answer.lines)
    assert any(quote in VIEW and quote in answer.lines[0] for quote in answer.quotes)
    assert answer.question_ids[0].startswith("first-untrue")
    assert not [name for name in NAMES if name in answer.text]
    assert len(set(answer.question_ids)) == len(answer.question_ids)


@pytest.mark.parametrize(
    ("piece", "view", "language"),
    [
        (PIECE, "", "nl"),
        ("", VIEW, "nl"),
        ("Groep 6 rekent zwak.", "Meer oefenen helpt.", "nl"),
        ("From January the plant runs four shifts.", "I think the operators will not like it.", "en"),
    ],
)
def test_works_with_little(piece: str, view: str, language: str) -> None:
    answer = first_answer(piece, view, language=language)
    assert 3 <= len(answer.lines) <= 6
    assert all(quote in piece or quote in view for quote in answer.quotes)


def test_without_words_there_is_no_answer() -> None:
    assert first_answer("😀", "", language="nl").lines == ()
    assert learning_questions("", "", language="nl") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PLAIN), min_size=6, max_size=60), st.sampled_from(["nl", "en"]))
def test_always_three_learning_questions(words: list[str], language: str) -> None:
    half = len(words) // 2
    piece, view = " ".join(words[:half]), " ".join(words[half:])
    questions = learning_questions(piece, view, language=language)
    assert len(questions) == 3
    assert len({question.trigger for question in questions}) == 3
    for question in questions:
        assert question.text.endswith("?")
        assert all(quote in piece or quote in view for quote in question.quotes)
        assert question.quotes


def test_learning_questions_name_nobody_and_do_not_return() -> None:
    asked: list[str] = []
    for _ in range(6):
        questions = learning_questions(PIECE, VIEW, language="nl", asked=asked)
        assert len(questions) == 3
        assert not {question.id for question in questions} & {*asked}
        assert not [name for name in NAMES for question in questions if name in question.text]
        asked += [question.id for question in questions]


def test_the_ids_are_those_of_the_bank() -> None:
    known = {entry.id for entry in bank("nl").questions + bank("nl").first}
    assert {*first_answer(PIECE, VIEW, language="nl").question_ids} <= known


SOMEBODY = {
    "nl": (
        "De eigenaar Jan de Vries (j.devries@voorbeeld.nl) zegt dat Sanne Jansen hem een vergunning heeft beloofd. "
        "De cliënt krijgt altijd begeleiding bij het huishouden. Wij weigeren de vergunning omdat de parkeernorm "
        "niet wordt gehaald.",
        "Ik vind de brief te streng.",
    ),
    "en": (
        "The owner John Smith (j.smith@example.com) says that Mary Jones promised him a permit. The client always "
        "gets help with the household. We refuse the permit because the parking norm is not met.",
        "I think the letter is too strict.",
    ),
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_pasted_is_not_called_the_persons_own_writing(language: str) -> None:
    piece, view = SOMEBODY[language]
    own, pasted = {"nl": ("Je schrijft", "In de tekst"), "en": ("You write", "The text says")}[language]
    lines = first_answer(piece, view, language=language).lines
    for line in lines:
        quoted = re.findall("‘([^’]+)’", line)
        if any(words in piece and words not in view for words in quoted):
            assert not line.startswith(own), line
    assert [line for line in lines if line.startswith(pasted)], lines


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_quote_beside_a_name_says_something(language: str) -> None:
    piece, view = SOMEBODY[language]
    quotes = [*first_answer(piece, view, language=language).quotes]
    quotes += [quote for one in learning_questions(piece, view, language=language) for quote in one.quotes]
    for quote in quotes:
        assert len(quote.split()) >= 3, quote
        assert not quote.startswith(("zegt", "says")), quote


def test_a_learning_question_says_whose_words_it_quotes() -> None:
    for question in learning_questions(PIECE, VIEW, language="nl"):
        assert question.pasted == (question.quotes[0] not in VIEW)


def test_names_alone_give_no_question_at_all() -> None:
    assert first_answer("Hoi Karin! Groet, Peter", "", language="nl").lines == ()


@pytest.mark.parametrize(
    ("language", "piece", "view"),
    [
        (
            "nl",
            "Dhr. Yildiz belt voor de derde keer over zijn bijstand. Hij heeft schulden en zijn vrouw is ziek.",
            "De brief is te lang en niemand leest de toelichting.",
        ),
        (
            "en",
            "Client J. Patel has not sent his receipts. He says his wife is in hospital.",
            "Our letters are too long and nobody reads them.",
        ),
    ],
)
def test_a_question_for_the_team_tells_of_no_citizen(language: str, piece: str, view: str) -> None:
    """What can be shared quotes the own view again before it quotes one citizen's case."""
    questions = learning_questions(piece, view, language=language)
    assert len(questions) == 3
    assert all(quote in view for question in questions for quote in question.quotes)
