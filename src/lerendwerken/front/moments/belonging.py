"""Which development question somebody's learning question belongs to: proposed by shared words, for one click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lerendwerken.learning.frame.models import DevelopmentQuestion

_LEAST: Final = 4  # letters, as in `_WORD`; shorter words tell nothing
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_STEM: Final = 5  # letters that a stem has at least before it is looked for inside a longer word
_OWN_WORDS: Final = 2  # what a word of the question itself weighs against one of the text around it
_ENDINGS: Final = re.compile(
    r"(?:heden|ingen|lijke|lijk|ions|ing|ion|ers|ende|end|est|er|en|es|ed|ly|te|de|e|s|t|d)$"
)
_EMPTY: Final = frozenset(
    re.findall(
        r"\w+",
        """
    hoe wat wie waar welke kunnen kunt moeten willen worden wordt hebben heeft zijn
    onze mijn jouw deze voor door naar over meer minder beter goed goede zonder
    tussen tijdens nodig maken maakt krijgen laten vind vinden weten weet kom komt erachter
    merk leer leren mensen werk what which where when with without from into that
    this these those have will would could should make more less better good need
    people work about find learn know notice they them their your does
""",
    )
)


def proposed(
    question: str, around: str, development_questions: Sequence[DevelopmentQuestion]
) -> DevelopmentQuestion | None:
    """The development question that shares most words with a learning question and the text that it came from.

    None when nothing is shared or two fit as well: no proposal is better than a wrong one. The only one there is
    needs no choice.
    """
    if len(development_questions) == 1:
        return development_questions[0]
    own, other = _stems(question), _stems(around)
    scored = sorted(
        ((_score(_stems(row.text), own, other), row) for row in development_questions),
        key=lambda pair: -pair[0],
    )
    if not scored or scored[0][0] == 0 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return scored[0][1]


def _score(wanted: set[str], own: set[str], around: set[str]) -> int:
    score = 0
    for stem in wanted:
        if _has(stem, own):
            score += _OWN_WORDS
        elif _has(stem, around):
            score += 1
    return score


def _has(stem: str, stems: set[str]) -> bool:
    """Whether a word stands there, also inside a compound or with one inside it."""
    return any(
        stem == other or (len(stem) >= _STEM and stem in other) or (len(other) >= _STEM and other in stem)
        for other in stems
    )


def _stems(text: str) -> set[str]:
    """The telling words of a text without their endings."""
    words = _WORD.findall(text.casefold())
    return {_ENDINGS.sub("", word) if len(word) > _LEAST else word for word in words if word not in _EMPTY}
