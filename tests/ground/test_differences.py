"""Two texts compared word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import differences

TEXTS = st.text(alphabet="ab \n", max_size=30)


def test_texts_are_compared_word_by_word() -> None:
    found = differences.compared("een twee drie", "een vier drie vijf")
    assert [(piece.kind, piece.text) for piece in found] == [
        ("same", "een "),
        ("out", "twee"),
        ("in", "vier"),
        ("same", " drie"),
        ("in", " vijf"),
    ]


@given(TEXTS, TEXTS)
def test_both_sides_say_all_that_they_said(older: str, newer: str) -> None:
    before, after = differences.sides(older, newer)
    assert "".join(piece.text for piece in before) == older
    assert "".join(piece.text for piece in after) == newer
    same = [[piece.text for piece in side if not piece.marked] for side in (before, after)]
    assert same[0] == same[1]
