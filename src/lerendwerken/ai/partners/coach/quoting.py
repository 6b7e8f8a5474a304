"""Cutting the words to quote out of a text: short, whole words, one clause, and nothing personal."""

from __future__ import annotations

from typing import NamedTuple

from .reading import Reading, Sentence

MOST_WORDS = 17
_MOST_CHARACTERS = 130
_BEFORE = 3
_FAR = 40
_LEAST = 3
_CARRYING = 2
_CLAUSE = 5
_SHORT_CLAUSE = 9
_HEADING = 0.4
_OPENING = (" '", ' "', " ‘", " “")
_THAT = ("dat", "that")
# A clause that waits for what comes after its comma.
_OPENERS = frozenset(
    (
        "sinds",
        "als",
        "toen",
        "wanneer",
        "omdat",
        "volgens",
        "since",
        "if",
        "when",
        "because",
        "according",
        "although",
        "instead",
    )
)
_AFTER_THAT = ("is", "was", "kan", "gaat", "geeft", "scheelt", "komt", "zou", "can", "means", "would")


class Cut(NamedTuple):
    """Words cut out of a text, their place, and how whole the clause is (1, or less beside hidden words).

    `says_something` tells whether the words mean something by themselves: enough of them carry content.
    """

    quote: str
    position: int
    whole: float
    says_something: bool


def around(reading: Reading, first: int, last: int, side: str) -> Cut | None:
    """The quote that shows words `first` up to `last`, and its place in the text; None if none may be quoted.

    `side` says where it grows when the clause is too long for a quote: "right", "left" or "around".
    """
    hidden = reading.privacy.hidden
    core = next((at for at in range(first, last) if not hidden[at]), None)
    if core is None:
        return None
    end = core + 1
    while end < last and (_next_to(reading, end) or _after_comma(reading, end, core)):
        end += 1
    low, high = core, end
    while low > max(0, core - _FAR) and _next_to(reading, low) and not hidden[low - 1]:
        low -= 1
    while high < min(len(reading.words), end + _FAR) and _next_to(reading, high):
        high += 1
    cut = _cut(reading, low, high, core, end, side)
    if cut is None:
        return None
    first, last = _grown(reading, *cut)
    whole = _HEADING if _is_heading(reading, first, last) else _wholeness(reading, low, high)
    if low and reading.words[low].joined and first == low:
        first = _after_saying(reading, first, last)
    quote = reading.text[reading.words[first].start : reading.words[last - 1].end]
    carrying = sum(low not in reading.lexicon.empty for low in reading.lows[first:last])
    size = last - first
    says = (size >= _LEAST and carrying >= _CARRYING) or (size >= _CLAUSE and carrying > 0)
    return Cut(quote, reading.words[first].start, whole, says)


def _grown(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """A few words before a comma or colon say too little: "Mijn voorstel: ..." is quoted with what follows."""
    enough = last - first >= _CLAUSE and reading.lows[first] not in _OPENERS
    if enough or last == len(reading.words) or not _after_comma(reading, last, first):
        return first, last
    end = last
    while end < len(reading.words) and _after_comma(reading, end, first):
        longer = end + 1
        while longer < len(reading.words) and _next_to(reading, longer):
            longer += 1
        if not _fits(reading, first, longer):
            break
        end = longer
    return first, end


def _fits(reading: Reading, first: int, last: int) -> bool:
    """Whether these words are short enough for a quote."""
    characters = reading.words[last - 1].end - reading.words[first].start
    return last - first <= MOST_WORDS and characters <= _MOST_CHARACTERS


def _after_saying(reading: Reading, first: int, last: int) -> int:
    """Behind a hidden name, "says that the term is over" is quoted as "the term is over"."""
    lexicon, lows = reading.lexicon, reading.lows
    saying = {*lexicon.speaks, *lexicon.groups["say"]}
    that = first
    while that < last and lows[that] not in _THAT and (lows[that] in lexicon.empty or lows[that] in saying):
        that += 1
    has_that = that < last and lows[that] in _THAT
    return that + 1 if has_that and last - that > _LEAST else first


def _is_heading(reading: Reading, first: int, last: int) -> bool:
    """A few words before a colon, with what they announce left out."""
    end = reading.words[last - 1].end
    return last - first <= _CLAUSE + 1 and reading.text[end : end + 1] == ":"


def _wholeness(reading: Reading, low: int, high: int) -> float:
    after = high < len(reading.words) and (reading.words[high].joined or _opens_quotation(reading, high))
    before = low > 0 and (reading.words[low].joined or _opens_quotation(reading, low))
    if (after or before) and high - low < _LEAST + 2:
        return 0.45
    return 0.72 if after else 0.92 if before else 1.0


def _opens_quotation(reading: Reading, at: int) -> bool:
    """Whether what stands before a word opens somebody's words in the middle of a clause: my boss said 'no'."""
    return reading.text[reading.words[at - 1].end : reading.words[at].start] in _OPENING


def clauses(reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """The stretches of a sentence that may be quoted, as word indexes."""
    found = []
    start: int | None = None
    for at in range(sentence.first, sentence.last):
        if reading.privacy.hidden[at]:
            if start is not None:
                found.append((start, at))
            start = None
        elif start is None or not reading.words[at].joined:
            if start is not None:
                found.append((start, at))
            start = at
    if start is not None:
        found.append((start, sentence.last))
    return found


def _next_to(reading: Reading, at: int) -> bool:
    return reading.words[at].joined and not reading.privacy.hidden[at]


def _after_comma(reading: Reading, at: int, core: int) -> bool:
    """One quote may span "if ..., then ...", as long as it stays short."""
    gap = reading.text[reading.words[at - 1].end : reading.words[at].start]
    return gap in (", ", ": ") and not reading.privacy.hidden[at] and at - core < MOST_WORDS - 2


def _cut(reading: Reading, low: int, high: int, core: int, end: int, side: str) -> tuple[int, int] | None:
    """The words of the quote, as indexes."""
    lexicon = reading.lexicon
    words = reading.words
    if high - low > MOST_WORDS - 2:
        low, high = _within_breaks(reading, low, high, core, end)
    whole_left = True
    whole_right = high == len(words) or not words[high].joined
    if side == "right" and core - low > 2 and high - low > _SHORT_CLAUSE and high - core >= _CLAUSE:
        low, whole_left = core, False
    if high - low > MOST_WORDS:
        before = {"right": 0, "left": MOST_WORDS, "around": _BEFORE}[side]
        wanted = max(low, core - before, end - MOST_WORDS if before else low)
        whole_left = wanted == low
        low = min(wanted, core)
        whole_right = whole_right and high <= low + MOST_WORDS
        high = min(high, low + MOST_WORDS)
    trim = lexicon.lead if whole_left else lexicon.weak - lexicon.subject
    while low < core and high - low > 3 and words[low].text in trim and not _is_that(reading, low):
        low += 1
    while not whole_right and high > end and high - low > 2 and words[high - 1].low in lexicon.weak:
        high -= 1
    while words[high - 1].end - words[low].start > _MOST_CHARACTERS and high - low > 1:
        high -= 1
    if words[high - 1].end - words[low].start > _MOST_CHARACTERS:
        return None
    return low, high


def _is_that(reading: Reading, at: int) -> bool:
    """ "That is safe" keeps its first word; in "that it is safe" the word only joins."""
    return reading.lows[at] in _THAT and reading.lows[at + 1] in _AFTER_THAT


def _within_breaks(reading: Reading, low: int, high: int, core: int, end: int) -> tuple[int, int]:
    """Shorten a long clause at "because", "but" and the like, if enough words remain."""
    breaks = reading.lexicon.breaks
    left = max((at for at in range(low, core + 1) if reading.words[at].low in breaks), default=low)
    right = min((at for at in range(end, high) if reading.words[at].low in breaks), default=high)
    for shorter in ((left, right), (left, high), (low, right)):
        if shorter[1] - shorter[0] >= _LEAST:
            return shorter
    return low, high
