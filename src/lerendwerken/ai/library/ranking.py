"""Which texts answer a question best, by their words; nothing, where none has enough to do with it.

The rarest words weigh most (BM25, Robertson and Zaragoza 2009), and a word counts for less where it stands in another
form (`words.nearness`). A text whose words cover too little of the question is no answer, whatever the others do.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lerendwerken.ai.library.words import names, names_of_parts, nearness, trigrams, words_of

LEAST: Final = 0.3
"""The share of a question, the rarest words weighing most, that a text must cover to be an answer."""

_OFTEN: Final = 1.2  # how soon a word that stands there once more says nothing new
_LONG: Final = 0.4  # how much a long text is held against itself


@dataclass(frozen=True)
class Answer:
    """A text by its place, how well it fits beside the others, and the share of the question that it covers."""

    place: int
    fit: float
    covers: float


class Ranking:
    """Texts that can be asked more than once."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [Counter(words_of(text)) for text in texts]
        lengths = [sum(words.values()) for words in self._texts]
        mean = sum(lengths) / max(1, len(lengths)) or 1.0
        self._drag = [_OFTEN * (1 - _LONG + _LONG * length / mean) for length in lengths]
        self._places: dict[str, list[int]] = {}
        for place, words in enumerate(self._texts):
            for word in words:
                self._places.setdefault(word, []).append(place)
        self._by_sign: dict[str | int, set[str]] = {}
        for word in self._places:
            for sign in _signs(word):
                self._by_sign.setdefault(sign, set()).add(word)
        self._known: dict[str, dict[int, float]] = {}

    def answers(self, question: str, *, least: float = LEAST) -> list[Answer]:
        """The texts that answer a question, the best first; none covers less of it than `least` (0 to 1)."""
        fits: defaultdict[int, float] = defaultdict(float)
        covers: defaultdict[int, float] = defaultdict(float)
        total = 0.0
        for word in dict.fromkeys(words_of(question)):
            held = self._held(word)
            weight = math.log(1 + (len(self._texts) + 1) / (sum(held.values()) + 1))
            total += weight
            for place, near in held.items():
                covers[place] += weight * near
                fits[place] += weight * near * self._often(word, place)
        found = [Answer(place, fits[place], covers[place] / total) for place in fits]
        enough = [answer for answer in found if answer.covers >= least]
        return sorted(enough, key=lambda answer: (-answer.fit, answer.place))

    def _held(self, word: str) -> dict[int, float]:
        """In which texts a word stands in some form, and how near the nearest form is."""
        if word not in self._known:
            held: dict[int, float] = {}
            for other in set().union(*(self._by_sign.get(sign, set()) for sign in _signs(word))):
                near = nearness(word, other)
                for place in self._places[other] if near else ():
                    held[place] = max(held.get(place, 0.0), near)
            self._known[word] = held
        return self._known[word]

    def _often(self, word: str, place: int) -> float:
        times = self._texts[place][word] or 1
        return times * (_OFTEN + 1) / (times + self._drag[place])


def _signs(word: str) -> frozenset[str | int]:
    """What two words have in common when they are near at all: a piece of three letters, or a name for one thing."""
    return frozenset[str | int]().union(trigrams(word), names(word), names_of_parts(word))


def alike(texts: Sequence[str], most: int) -> list[list[int]]:
    """For each text the places of those that are most like it, the likest first: each covers much of the other."""
    ranking = Ranking(texts)
    covers = [{answer.place: answer.covers for answer in ranking.answers(text, least=0)} for text in texts]
    both = [
        {other: share + covers[other].get(place, 0.0) for other, share in found.items() if other != place}
        for place, found in enumerate(covers)
    ]
    return [sorted(found, key=lambda other: (-found[other], other))[:most] for found in both]
