"""The word lists of `triggers/*.toml`, made into something that finds words quickly.

The pattern language is described at the top of those files. Matching goes word by word through small tables,
so that the time grows with the length of the text and not with the length of the lists.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

LANGUAGES = ("nl", "en")
_FOLDER = Path(__file__).parent / "triggers"
_GAPS = {"~": 2, "..": 6, "...": 14}
_MOST_REMEMBERED = 500

Seen = TypeVar("Seen")


class Element:
    """One place in a pattern: literal words, beginnings, endings, or a number."""

    def __init__(self, spelling: str, groups: dict[str, tuple[str, ...]]) -> None:
        alternatives: list[str] = []
        for part in spelling.split("|"):
            alternatives.extend(groups[part[1:-1]] if part.startswith("<") else (part,))
        self.literals = frozenset(part for part in alternatives if "*" not in part and "#" not in part)
        globs = [part for part in alternatives if "*" in part]
        self.begins = tuple(part[:-1] for part in globs if part.find("*") == len(part) - 1)
        self.ends = tuple(part[1:] for part in globs if part.rfind("*") == 0 and len(part) > 1)
        self.inner = tuple(_glob(part) for part in globs if part.count("*") > 1 or "*" in part[1:-1])
        self.exact = not globs and not any(part.startswith("#") for part in alternatives)
        self.numbers = tuple(part.removeprefix("#") for part in alternatives if part.startswith("#"))
        self._never = frozenset(groups.get("no_glob", ()))
        self._never_ending = tuple(part[1:] for part in self._never if part.startswith("*"))
        self._seen: dict[str, bool] = {}

    def matches(self, word: str) -> bool:
        """Whether this place takes the word (lower case)."""
        if self.exact:
            return word in self.literals
        known = self._seen.get(word)
        if known is None:
            known = self._look(word)
            _remember(self._seen, word, known)
        return known

    def _fits(self, word: str) -> bool:
        if word.startswith(self.begins) and word not in self.begins:
            return True
        if word.endswith(self.ends) and word not in self.ends:
            return True
        return any(glob.fullmatch(word) for glob in self.inner)

    def _look(self, word: str) -> bool:
        if word in self.literals:
            return True
        if word not in self._never and not word.endswith(self._never_ending) and self._fits(word):
            return True
        return any(word[:1].isdigit() and word.endswith(unit) for unit in self.numbers)


def _remember(seen: dict[str, Seen], word: str, value: Seen) -> None:
    """Keep what was found for a word, but never many words: they come from people's private texts."""
    if len(seen) >= _MOST_REMEMBERED:
        seen.clear()
    seen[word] = value


def _glob(spelling: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in spelling.split("*")))


@dataclass(frozen=True)
class Pattern:
    """Elements in a row, each with the number of words that may stand before it."""

    elements: tuple[Element, ...]
    gaps: tuple[int, ...]

    def match(self, words: tuple[str, ...], at: int, last: int) -> int | None:
        """The index after the shortest match that begins at `at`, or None. `words[at]` is known to fit."""
        return self._match(words, at + 1, last, 1)

    def _match(self, words: tuple[str, ...], at: int, last: int, place: int) -> int | None:
        if place == len(self.elements):
            return at
        element = self.elements[place]
        for here in range(at, min(at + self.gaps[place] + 1, last)):
            if element.matches(words[here]):
                end = self._match(words, here + 1, last, place + 1)
                if end is not None:
                    return end
        return None


class PatternSet:
    """Many patterns, found together."""

    def __init__(self, source: str, groups: dict[str, tuple[str, ...]]) -> None:
        self._literal: dict[str, list[Pattern]] = {}
        self._other: list[Pattern] = []
        self.words: set[str] = set()
        for spelling in re.split(r"[,\n]", source):
            pattern = _pattern(spelling, groups)
            if pattern is not None:
                self._keep(pattern)
        self._seen: dict[str, tuple[Pattern, ...]] = {}

    def _keep(self, pattern: Pattern) -> None:
        head = pattern.elements[0]
        for literal in head.literals:
            self._literal.setdefault(literal, []).append(pattern)
        if not head.exact:
            self._other.append(pattern)
        for element in pattern.elements:
            self.words |= element.literals

    def _starting(self, word: str) -> tuple[Pattern, ...]:
        known = self._seen.get(word)
        if known is None:
            found = list(self._literal.get(word, ()))
            found += [p for p in self._other if p not in found and p.elements[0].matches(word)]
            known = tuple(found)
            _remember(self._seen, word, known)
        return known

    def find(self, words: tuple[str, ...], first: int, last: int) -> Iterator[tuple[int, int]]:
        """Spans of words in `words[first:last]` that fit; the longest one at each beginning."""
        for at in range(first, last):
            starting = self._starting(words[at])
            if not starting:
                continue
            ends = [pattern.match(words, at, last) for pattern in starting]
            best = max((end for end in ends if end is not None), default=None)
            if best is not None:
                yield at, best


def _pattern(spelling: str, groups: dict[str, tuple[str, ...]]) -> Pattern | None:
    elements: list[Element] = []
    gaps: list[int] = []
    gap = 0
    for part in spelling.split():
        if part in _GAPS:
            gap = max(gap, _GAPS[part])
            continue
        elements.append(Element(part.casefold() if "<" not in part else part, groups))
        gaps.append(gap if len(elements) > 1 else 0)
        gap = 0
    return Pattern(tuple(elements), tuple(gaps)) if elements else None


@dataclass(frozen=True)
class Rule:
    """What to look for, and what a find is worth. The fields are those of the file."""

    trigger: str
    kind: str
    wish: str
    strength: float
    side: str
    words: PatternSet
    no: PatternSet
    unless: tuple[str, ...]
    unless_text: tuple[str, ...]
    needs: tuple[str, ...]
    needs_text: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All that is known of one language."""

    language: str
    rules: tuple[Rule, ...]
    facts: dict[str, PatternSet]
    groups: dict[str, tuple[str, ...]]
    weak: frozenset[str]
    subject: frozenset[str]
    lead: frozenset[str]
    breaks: frozenset[str]
    closing: frozenset[str]
    allowed: frozenset[str]
    known: frozenset[str]
    empty: frozenset[str]
    negations: frozenset[str]
    then_and_now: frozenset[str]
    opposites: frozenset[tuple[str, str]]
    spelling: dict[str, str]

    @property
    def speaks(self) -> frozenset[str]:
        """Verbs that follow the name of a person who says, thinks or wants something."""
        return frozenset(self.groups["quotesay"])


@cache
def lexicon(language: str) -> Lexicon:
    """The word lists of a language, "nl" or "en"."""
    data = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    groups = {name: tuple(words.split()) for name, words in data["groups"].items()}
    edges = {name: frozenset(words.split()) for name, words in data["edges"].items()}
    rules = tuple(_rule(row, groups) for row in data["rule"])
    facts = {name: PatternSet(source, groups) for name, source in data["facts"].items()}
    known = set().union(*(rule.words.words for rule in rules), *(fact.words for fact in facts.values()))
    known |= (
        set().union(*groups.values()) | edges["weak"] | edges["subject"] | edges["lead"] | edges["closing"]
    )
    return Lexicon(
        language,
        rules,
        facts,
        groups,
        edges["weak"],
        edges["subject"],
        edges["lead"],
        edges["breaks"],
        edges["closing"],
        edges["ok_capital"],
        frozenset(known),
        frozenset({*groups["small"], *groups["quotesay"]})
        | edges["weak"]
        | edges["subject"]
        | edges["lead"]
        | edges["empty"],
        frozenset(data["contradiction"]["negations"].split()),
        frozenset(data["contradiction"]["then_and_now"].split()),
        _opposites(data["contradiction"]["pairs"]),
        {spelt: meant for meant, others in data["spelling"].items() for spelt in others.split()},
    )


def _opposites(source: str) -> frozenset[tuple[str, str]]:
    pairs = [tuple(pair.split()) for pair in re.split(r"[,\n]", source) if pair.strip()]
    return frozenset({(one, other) for one, other in pairs} | {(other, one) for one, other in pairs})


def _rule(row: dict[str, Any], groups: dict[str, tuple[str, ...]]) -> Rule:
    return Rule(
        trigger=row["trigger"],
        kind=row.get("kind", ""),
        wish=row.get("wish", ""),
        strength=float(row["strength"]),
        side=row["side"],
        words=PatternSet(row["words"], groups),
        no=PatternSet(row.get("not", ""), groups),
        unless=tuple(row.get("unless", ())),
        unless_text=tuple(row.get("unless_text", ())),
        needs=tuple(row.get("needs", ())),
        needs_text=tuple(row.get("needs_text", ())),
    )


def written_in(text: str, default: str) -> str:
    """The language in which a text is written, by its small words; `default` when they do not tell."""
    words = re.findall(r"[a-z]+", text[:2_000].casefold())
    counts = {language: sum(word in lexicon(language).weak for word in words) for language in LANGUAGES}
    other = "en" if default == "nl" else "nl"
    return other if counts[other] >= 3 and counts[other] > 2 * counts[default] else default
