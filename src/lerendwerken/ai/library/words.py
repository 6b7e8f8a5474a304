"""Words of a text and how near two words are: the same, one thing by two names, part of a compound, a typing error."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Final

import snowballstemmer

SAME: Final = 1.0
OTHER_NAME: Final = 0.8
SAME_ROOT: Final = 0.75
COMPOUND: Final = 0.7
MISTYPED: Final = 0.55
PART_BY_OTHER_NAME: Final = 0.5
"""How much of a word is found when it stands there like this."""

_WORD: Final = re.compile(r"[^\W_]+")
_DATA: Final = Path(__file__).parent / "data"
# Two for Dutch, since each misses endings that the other takes off.
_STEMMERS: Final = [snowballstemmer.stemmer(name) for name in ("dutch", "dutch_porter", "english")]
_SHORTEST_TAIL: Final = 4  # letters of a word that may end a longer one: "plan" in "zorgplan"
_SHORTEST_HEAD: Final = 5  # and of one that may begin it: "parkeer" in "parkeervergunning"
_SHORTEST_ROOT: Final = 5
_SHORTEST_MISTYPED: Final = 5
_ROOT: Final = 0.6  # the share of the longer stem that two stems begin with
_ALIKE: Final = 0.5  # Dice of the trigrams


def folded(text: str) -> str:
    """In small letters without accents, in the same number of characters: places in it are places in the text."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    bare = unicodedata.normalize("NFD", character)[0].casefold()
    return bare if len(bare) == 1 else character


def words_of(text: str) -> list[str]:
    """The words of a text that say something, folded, in order."""
    return [word for word, _start, _end in places_of(text)]


def places_of(text: str) -> list[tuple[str, int, int]]:
    """The same words with where each begins and ends in the text."""
    found = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded(text))]
    return [(word, start, end) for word, start, end in found if len(word) > 1 and word not in _little_words()]


def nearness(one: str, other: str) -> float:
    """How much of one folded word is found in another, from 0 to 1."""
    if one == other or stems(one) & stems(other):
        return SAME
    if names(one) & names(other):
        return OTHER_NAME
    if _have_one_root(one, other):
        return SAME_ROOT
    if _is_part(one, other) or _is_part(other, one):
        return COMPOUND
    if _is_mistyped(one, other):
        return MISTYPED
    if names(one) & names_of_parts(other) or names(other) & names_of_parts(one):
        return PART_BY_OTHER_NAME
    return 0.0


@lru_cache(maxsize=65_536)
def stems(word: str) -> frozenset[str]:
    """What is left of a folded word without its endings, as Dutch and as English."""
    return frozenset(stemmer.stemWord(word) for stemmer in _STEMMERS)


@lru_cache(maxsize=65_536)
def trigrams(word: str) -> frozenset[str]:
    """The pieces of three letters of a word, its beginning and end marked."""
    marked = f"  {word} "
    return frozenset(marked[place : place + 3] for place in range(len(marked) - 2))


@lru_cache(maxsize=65_536)
def names(word: str) -> frozenset[int]:
    """The groups of words for one thing in which a folded word stands."""
    return frozenset().union(*(_groups().get(key, frozenset()) for key in {word, *stems(word)}))


def other_names(word: str) -> list[str]:
    """The words for the same thing, as they are written."""
    return sorted({each for number in names(word) for each in _lines()[number].split()} - {word})


@lru_cache(maxsize=65_536)
def names_of_parts(word: str) -> frozenset[int]:
    """The same of the words that begin or end a longer one."""
    cuts = range(_SHORTEST_TAIL, len(word) - _SHORTEST_TAIL + 1)
    parts = [part for cut in cuts for part in (word[:cut], word[cut:])]
    return frozenset().union(*(_groups().get(part, frozenset()) for part in parts))


def _have_one_root(one: str, other: str) -> bool:
    for left in stems(one):
        for right in stems(other):
            shared = _begin_alike(left, right)
            if shared >= _SHORTEST_ROOT and shared >= _ROOT * max(len(left), len(right)):
                return True
    return False


def _begin_alike(one: str, other: str) -> int:
    """How many letters two words have in common from the beginning."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _pair in alike)


def _is_part(part: str, whole: str) -> bool:
    if len(part) + 2 > len(whole):
        return False
    for stem in stems(part):
        if len(stem) >= _SHORTEST_TAIL and any(each.endswith(stem) for each in stems(whole)):
            return True
        if len(stem) >= _SHORTEST_HEAD and whole.startswith(stem):
            return True
    return False


def _is_mistyped(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_MISTYPED or abs(len(one) - len(other)) > 2:
        return False
    left, right = trigrams(one), trigrams(other)
    return 2 * len(left & right) >= _ALIKE * (len(left) + len(right))


@cache
def _little_words() -> frozenset[str]:
    return frozenset(folded((_DATA / "little_words.txt").read_text(encoding="utf-8")).split())


@cache
def _lines() -> list[str]:
    lines = (_DATA / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@cache
def _groups() -> dict[str, frozenset[int]]:
    """In which lines of the file each word and stem stands: a line holds the words for one thing."""
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_lines()):
        for word in folded(line).split():
            for key in {word, *stems(word)}:
                found[key] = found.get(key, frozenset()) | {number}
    return found
