"""Which text answers a question: stems, compounds, other names and typing errors count, and nothing is an answer too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.ai.library.ranking import Ranking, alike
from lerendwerken.ai.library.words import folded

pytestmark = pytest.mark.once
TEXTS = [
    "Een parkeervergunning vraag je aan met je kenteken.",
    "De verpleegkundige schrijft het zorgplan samen met de cliënt.",
    "Ontbrekende facturen vragen we op met één lijst per klant.",
    "Potholes are filled within two working days.",
    "Na een valpartij hoort de huisarts het dezelfde dag.",
]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("parkeervergunningen", 0),  # another ending
        ("vergunning", 0),  # part of a compound
        ("Mag ik mijn auto parkeren?", 0),  # the other part
        ("zorgplannen", 1),
        ("client", 1),  # without the accent
        ("rekeningen die ontbreken", 2),  # another name
        ("factuuren", 2),  # mistyped
        ("pothole", 3),
        ("Hoe lang duurt het voor een gat in de weg dicht is?", 3),  # Dutch for an English text
        ("dokter", 4),
    ],
)
def test_the_best_answer(question: str, place: int) -> None:
    assert Ranking(TEXTS).answers(question, least=0)[0].place == place


@pytest.mark.parametrize(
    "question", ["koers van de bitcoin", "swimming lessons for toddlers", "de het een", ""]
)
def test_no_answer_where_nothing_has_to_do_with_it(question: str) -> None:
    assert Ranking(TEXTS).answers(question) == []


def test_the_likest_first_and_never_itself() -> None:
    texts = ["Korter overdragen tussen diensten", "Samen koken", "De overdracht van een dienst korter maken"]
    assert alike(texts, 1)[0] == [2]
    assert all(place not in found for place, found in enumerate(alike(texts, 3)))


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=4))
def test_any_text_is_taken(question: str, texts: list[str]) -> None:
    answers = Ranking(texts).answers(question, least=0)
    assert all(0 <= answer.covers <= 1.0001 for answer in answers)
    assert len(folded(question)) == len(question)
