"""Which sentences of an answer may be a claim, and that the words of the answer stay what they are around them."""

from __future__ import annotations

import re

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.ai.partners.markdown import render
from lerendwerken.ai.partners.sentences import Sentence, plain_words, sentences, with_marks

ANSWER = """## Waar ik anders kijk dan jij
a. Volgens art. 7:7 Awb moet er een verslag zijn. [nagaan] **Dezelfde woorden** staan in het besluit [nagaan].
b. Lengte & "duur" is een gevolg. Bijv. de griffie vraagt erom. (te controleren)

- Een lijst met **vet. En nog** iets [check].

```
Hier staat code. Die beweert niets.
```
## Mijn vraag aan jou
Hoe weet je dat zeker?
"""


def to_check(text: str) -> list[str]:
    return [one.text for one in sentences(render(text)) if one.to_check]


def as_read(page: str) -> str:
    return " ".join(strip_tags(page).split())


def test_a_sentence_that_the_answer_marks_asks_to_be_checked() -> None:
    assert to_check(ANSWER) == [
        "Volgens art. 7:7 Awb moet er een verslag zijn.",
        "Dezelfde woorden staan in het besluit.",
        "Bijv. de griffie vraagt erom.",
        "En nog iets.",
    ]


def test_headings_questions_and_code_claim_nothing() -> None:
    told = " ".join(one.text for one in sentences(render(ANSWER)))
    assert "anders kijk" not in told
    assert "zeker?" not in told
    assert "code" not in told


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The limit is six weeks. [check] So hurry.", "The limit is six weeks."),
        ("The limit is six weeks [check]. So hurry.", "The limit is six weeks."),
        ("The limit is six weeks. **[to check]** So hurry.", "The limit is six weeks."),
        ("The limit is six weeks.【4†source】 [verify]", "The limit is six weeks."),
        ("| Punt | Wat |\n|---|---|\n| a | Het zijn er vijf [nagaan] |", "Het zijn er vijf"),
        ("1. De termijn is zes weken. ((nagaan))\n2. Klaar.", "De termijn is zes weken."),
        ("Hij zei: “De termijn is zes weken.” [nagaan] Dat is alles.", "Hij zei: “De termijn is zes weken.”"),
        ("> De termijn is zes weken [nagaan]", "De termijn is zes weken"),
    ],
)
def test_the_sign_is_known_wherever_it_stands(text: str, claim: str) -> None:
    assert to_check(text) == [claim]
    assert not re.search(r"nagaan|check|verify", as_read(with_marks(render(text), lambda _: None)))


def test_a_sentence_that_runs_through_emphasis_is_marked_whole_and_told_once() -> None:
    page = with_marks(
        render("Wacht. **Dezelfde woorden** staan in het besluit [nagaan]. Dat is alles."),
        lambda one: ('<span class="claim">', "<i>!</i>") if one.to_check else None,
    )
    assert page.count("<i>!</i>") == 1
    assert '<strong><span class="claim">Dezelfde woorden</span></strong>' in page
    assert as_read(page) == "Wacht. Dezelfde woorden staan in het besluit.! Dat is alles."


def bare(page: str) -> str:
    """The letters of a page, without signs of claims and without what may stand around those."""
    return re.sub(r"[\s*_`]", "", plain_words(strip_tags(page)))


PIECES = st.sampled_from(
    [
        "**",
        "*",
        "`",
        "[nagaan]",
        " [check] ",
        ". ",
        "Een zin met woorden. ",
        "\n",
        "- ",
        "# ",
        "| a | b |\n|--|--|\n",
        "<b>",
        "&",
        "```\n",
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30).map("".join))
def test_no_word_is_lost_or_made(text: str) -> None:
    page = render(text)
    every: list[Sentence] = []

    def mark(one: Sentence) -> tuple[str, str]:
        every.append(one)
        return "<span>", ""

    marked = with_marks(page, mark)
    assert every == sentences(page)
    assert [one.number for one in every] == list(range(1, len(every) + 1))
    assert bare(marked) == bare(page)
    assert re.sub("</?span>", "", marked).count("<") == page.count("<")


@pytest.mark.parametrize(
    "unit", [".", ". ", "[", "(nagaan ", "【", "a. ", " ", '."', "[nagaan]", "¹", "**a** "]
)
def test_a_hostile_answer_comes_to_an_end(unit: str) -> None:
    page = render("Een zin. " + unit * (60_000 // len(unit)) + " Nog een zin hier.")
    with_marks(page, lambda _: ("<span>", ""))
