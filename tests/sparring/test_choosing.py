"""Which passages go along: those that share words with the question, within a fixed room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.learning.sparring.choosing import ROOM, Candidate, Stemmer, best

pytestmark = pytest.mark.once

DUTCH = Stemmer(["nl"])
WORDS = ["termijn", "bezwaar", "zitting", "vergunning", "brief", "week"]


@st.composite
def documents(draw: st.DrawFn) -> list[Candidate]:
    rows = draw(
        st.lists(st.tuples(st.frozensets(st.sampled_from(WORDS)), st.integers(1, 1_400)), max_size=60)
    )
    return [Candidate(number, words, length) for number, (words, length) in enumerate(rows, 1)]


@given(documents(), st.frozensets(st.sampled_from(WORDS)), st.integers(0, ROOM))
def test_what_is_chosen_fits_stands_in_order_and_leaves_out_nothing_better(
    candidates: list[Candidate], question: frozenset[str], room: int
) -> None:
    chosen = best(candidates, set(question), room)
    by_number = {candidate.number: candidate for candidate in candidates}
    taken = sum(by_number[number].length for number in chosen)
    assert taken <= room
    assert chosen == sorted(set(chosen))
    if sum(candidate.length for candidate in candidates) <= room:
        assert len(chosen) == len(candidates), "a short document goes along whole"
    if any(candidate.length <= room for candidate in candidates):
        assert chosen


def test_the_passage_with_the_words_of_the_question_goes_first() -> None:
    text = [
        "Over de zaal en de koffie.",
        "De bezwaartermijnen lopen af.",
        "De termijn voor bezwaar is zes weken.",
    ]
    candidates = [Candidate(number, frozenset(DUTCH(each)), 100) for number, each in enumerate(text, 1)]
    assert best(candidates, DUTCH("Hoeveel weken zijn de termijnen?"), 100) == [3]
    assert best(candidates, DUTCH("Iets anders"), 100) == [1], "where no word fits, the beginning"


def test_word_forms_and_capitals_do_not_matter() -> None:
    english = Stemmer(["en"])
    assert DUTCH("Termijnen") & DUTCH("termijn")
    assert english("objections") & english("Objection")
