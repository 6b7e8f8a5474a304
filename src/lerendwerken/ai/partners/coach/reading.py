"""Reading a text: words with their places, sentences, clauses, and which words may be quoted.

Only the first `READ_LIMIT` characters are read, so that a paste of a whole file costs no more than a long
letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from . import personal
from .lexicon import Lexicon
from .model import Word

READ_LIMIT = 20_000
_MAX_SENTENCE = 90
# Soft hyphens, and the vowel and other signs that belong to the letter before.
_MARKS = (
    "\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e"
)
_WORD = re.compile(
    r"\d+(?:[.,:]\d+)*%?(?:[^\W\d_]+)?"
    rf"|[^\W_][\w{_MARKS}]*(?:['’\-][^\W_][\w{_MARKS}]*)*"
)
# What may stand between two words of one quote: blanks, a currency sign, or a slash.
_JOIN = re.compile(r"['’]?[ \t\u00a0]{1,4}[€$£]?|/|[ ][&+/][ ]|[ ]?%[ ]")
# Words of which the beginning is left out: "op 't eind", "have 'em done".
_CLIPPED = frozenset(("t", "k", "m", "n", "r", "s", "em", "til", "cause"))
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?:\s|$)|\n\s*\n|\n\s*(?:[-*•·]|\d+[.)])\s|\x00|[\u2028\u2029]|[;]")
_ABBREVIATION = frozenset(
    (
        "dhr",
        "mw",
        "mevr",
        "mr",
        "mrs",
        "ms",
        "dr",
        "drs",
        "ir",
        "prof",
        "bijv",
        "bv",
        "nr",
        "incl",
        "ca",
        "vs",
        "evt",
    )
)


@dataclass(frozen=True)
class Sentence:
    """Words `first` up to (not including) `last` of the reading."""

    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """A text as the coach sees it; `pasted` when it was brought along and may be somebody else's."""

    text: str
    lexicon: Lexicon
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    privacy: personal.Privacy
    numbers: tuple[personal.Number, ...]
    pasted: bool = False
    facts: dict[str, bool] = field(default_factory=dict, compare=False)
    sentence_facts: dict[tuple[str, int], bool] = field(default_factory=dict, compare=False)

    def states(self, fact: str) -> bool:
        """Whether the text holds this fact anywhere (a measure, a date, a voice of those concerned...)."""
        if fact not in self.facts:
            self.facts[fact] = any(self.sentence_states(fact, sentence) for sentence in self.sentences)
        return self.facts[fact]

    def sentence_states(self, fact: str, sentence: Sentence) -> bool:
        """Whether one sentence holds this fact."""
        key = (fact, sentence.first)
        if key not in self.sentence_facts:
            spans = self.lexicon.facts[fact].find(self.lows, sentence.first, sentence.last)
            self.sentence_facts[key] = next(spans, None) is not None
        return self.sentence_facts[key]

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """All words in lower case."""
        return tuple(word.low for word in self.words)


def read(text: str, lexicon: Lexicon, *, pasted: bool = False) -> Reading:
    """Read the beginning of a text with the words of one language."""
    text = text[:READ_LIMIT]
    words, starts = _words(text, lexicon.spelling)
    sentences = _sentences(words, starts)
    privacy = personal.names_in(words, starts, lexicon.known, lexicon.allowed, lexicon.speaks)
    numbers = personal.numbers(text)
    hidden = list(privacy.hidden)
    at = 0
    for number in numbers:
        while at < len(words) and words[at].end <= number.start:
            at += 1
        ahead = at
        while ahead < len(words) and words[ahead].start < number.end:
            hidden[ahead] = True
            ahead += 1
    privacy = personal.Privacy(tuple(hidden), privacy.person, privacy.titled)
    return Reading(text, lexicon, tuple(words), sentences, privacy, numbers, pasted)


def _words(text: str, spelling: Mapping[str, str]) -> tuple[list[Word], set[int]]:
    words: list[Word] = []
    starts: set[int] = {0}
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()] if words else ""
        low = match.group().casefold().replace("’", "'")
        low = spelling.get(low, low)
        if words and _ends(gap, words[-1], match.group()):
            starts.add(len(words))
        words.append(
            Word(match.group(), low, match.start(), match.end(), bool(words) and _joins(gap, match.group()))
        )
        end = match.end()
    return words, starts


def _joins(gap: str, word: str) -> bool:
    if gap in (" '", " ’"):
        return word.casefold() in _CLIPPED
    return _JOIN.fullmatch(gap) is not None


def _ends(gap: str, before: Word, after: str) -> bool:
    if gap == " ":
        return False
    if before.low in _ABBREVIATION and gap.strip() == ".":
        return False
    if _STOP.search(gap) is not None:
        return True
    return "\n" in gap and (after[:1].isupper() or ":" in gap)


def _sentences(words: list[Word], starts: set[int]) -> tuple[Sentence, ...]:
    edges = sorted(starts | {len(words)}) if words else []
    found = []
    for first, last in pairwise(edges):
        for at in range(first, last, _MAX_SENTENCE):
            found.append(Sentence(at, min(at + _MAX_SENTENCE, last)))
    return tuple(found)
