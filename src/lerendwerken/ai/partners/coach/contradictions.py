"""Where a person's words seem to contradict each other: the same matter, with a "not" or an opposite more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import quoting
from .model import Finding
from .reading import Reading, Sentence

_STRENGTH = 1.34
_MOST_SENTENCES = 40
_ENDINGS = re.compile(r"(?:ingen|heden|ing|ende|end|en|es|ed|ly|e|t|s|n|d)$")


def between(reading: Reading, earlier: Sequence[Reading]) -> list[Finding]:
    """At most one finding: the clearest pair of an earlier sentence and one of this text."""
    now = [(s, _matter(reading, s)) for s in reading.sentences[:_MOST_SENTENCES]]
    best: tuple[int, Finding] | None = None
    for order, (sentence, matter) in enumerate(now):
        pairs = [(reading, s, m, True) for s, m in now[:order]]
        pairs += [
            (one, s, _matter(one, s), False)
            for one in earlier
            if one is not reading
            for s in one.sentences[:_MOST_SENTENCES]
        ]
        for other, before, known, same in pairs:
            shared = len(matter & known)
            if shared < 2 or 5 * shared < 2 * min(len(matter), len(known)):
                continue
            finding = _opposed(reading, sentence, other, before, same, matter & known)
            if finding is not None and (best is None or shared > best[0]):
                best = (shared, finding)
    return [best[1]] if best is not None else []


def _opposed(
    reading: Reading, sentence: Sentence, other: Reading, before: Sentence, same: bool, shared: set[str]
) -> Finding | None:
    lexicon = reading.lexicon
    here = reading.lows[sentence.first : sentence.last]
    there = other.lows[before.first : before.last]
    if same and lexicon.then_and_now & {*here, *there}:
        return None
    words, their = set(here), set(there)
    sign = next(((a, b) for a, b in lexicon.opposites if a in words - their and b in their - words), None)
    denied = (
        sum(word in lexicon.negations for word in here) % 2
        != sum(word in lexicon.negations for word in there) % 2
    )
    if (sign is not None) == denied:
        return None
    marks = lexicon.negations | ({sign[0], sign[1]} if sign is not None else set())
    quote = _quote(reading, sentence, marks, shared)
    earlier = _quote(other, before, marks, shared)
    if quote is None or earlier is None or quote.quote == earlier.quote:
        return None
    return Finding("contradiction", "", _STRENGTH, quote.quote, quote.position, earlier.quote)


def _quote(
    reading: Reading, sentence: Sentence, marks: frozenset[str] | set[str], shared: set[str]
) -> quoting.Cut | None:
    places = range(sentence.first, sentence.last)
    at = next((i for i in places if reading.lows[i] in marks and not reading.privacy.hidden[i]), None)
    if at is None:
        at = next(
            (i for i in places if _stem(reading.lows[i]) in shared and not reading.privacy.hidden[i]), None
        )
    return quoting.around(reading, at, at + 1, "around") if at is not None else None


def _matter(reading: Reading, sentence: Sentence) -> set[str]:
    lexicon = reading.lexicon
    leave = lexicon.weak | lexicon.negations
    return {
        _stem(reading.lows[at])
        for at in range(sentence.first, sentence.last)
        if len(reading.lows[at]) > 3 and reading.lows[at] not in leave and not reading.privacy.person[at]
    }


def _stem(word: str) -> str:
    return (_ENDINGS.sub("", word) if len(word) > 4 else word)[:8]
