"""What the coach notices in a text.

Most findings come from the rules of the word lists; personal data and contradictions need more than words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

from . import contradictions, quoting
from .lexicon import Rule
from .model import Finding
from .reading import Reading, Sentence

_MOST_PER_RULE = 6
_ENOUGH_WORDS = 4
_MOST_CENTRAL = 3
# A few words cut off by a name say too little to ask about.
_SHRED = 0.5
WEAK = 0.6
"""Below this strength a finding rests on what is absent from the text, not on words that stand in it."""
# What a clause of some sort may leave out: the sort, the trigger with its kind, the facts that say it all the same.
_LEFT_OUT: tuple[tuple[str, str, str, tuple[str, ...], float], ...] = (
    ("asks", "baseline", "target", ("baseline",), 0.4),
    ("asks", "people", "absent", ("people", "voice"), 0.36),
    ("task", "people", "absent", ("people", "voice"), 0.4),
    ("wish", "people", "absent", ("people", "voice"), 0.36),
    ("plan", "alternative", "plan", ("alternative",), 0.42),
    ("plan", "risk", "plan", ("risk",), 0.41),
    ("plan", "people", "absent", ("people", "voice"), 0.4),
    ("plan", "time", "absent", ("time",), 0.34),
    ("told", "evidence", "told", ("evidence",), 0.4),
    ("number", "evidence", "figure", (), 0.4),
)


# What a bare clause is in a mode in which people bring plans or tasks without saying so.
_UNSAID = {"innovate": "plan", "produce": "task"}


class Stating(Protocol):
    """Something that says whether a fact stands in the texts at hand."""

    def states(self, fact: str) -> bool:
        """Whether this fact stands there."""


def findings(
    reading: Reading, earlier: Sequence[Reading] = (), known: Sequence[Reading] = ()
) -> list[Finding]:
    """Everything worth a question, in no particular order.

    `earlier` are the person's own earlier words, `known` other texts at hand: what they state is not asked.
    """
    sentences = [s for s in reading.sentences if not reading.sentence_states("greeting", s)]
    found: dict[tuple[str, str], Finding] = {}
    for rule in reading.lexicon.rules:
        if _superfluous(rule, reading, earlier, known):
            continue
        for finding in _by_rule(rule, reading, sentences):
            key = (finding.trigger, finding.quote)
            if key not in found or found[key].strength < finding.strength:
                found[key] = finding
    every = list(found.values())
    every += _personal(reading)
    every += contradictions.between(reading, earlier)
    return [replace(finding, pasted=reading.pasted) for finding in every]


def central(reading: Reading) -> list[Finding]:
    """The clauses that carry the text, for questions that fit any text; best first."""
    ranked = []
    for order, sentence in enumerate(reading.sentences[:40]):
        weight = 0.0 if not reading.sentence_states("greeting", sentence) else -3.0
        weight += 1.0 if reading.sentence_states("problem", sentence) else 0.0
        weight += 0.8 if reading.sentence_states("wish", sentence) else 0.0
        for first, last in quoting.clauses(reading, sentence):
            size = 1.5 if 5 <= last - first <= quoting.MOST_WORDS else min(last - first, 4) / 5
            ranked.append((-(weight + size - 0.05 * order), first, last))
    cuts = []
    for _, first, last in sorted(ranked)[:12]:
        cut = quoting.around(reading, first, min(first + 1, last), "right")
        if cut is not None and any(letter.isalpha() for letter in cut.quote):
            cuts.append(cut)
    # A shred beside a name never returns; a greeting or a cry only where nothing else stands.
    about_nobody = not any(reading.privacy.hidden)
    telling = [cut for cut in cuts if cut.says_something] or [
        cut for cut in cuts if cut.whole == 1 and (about_nobody or " " in cut.quote)
    ]
    result = [
        Finding("open", "", 0.2 * cut.whole, cut.quote, cut.position, pasted=reading.pasted)
        for cut in telling
    ]
    return sorted(result, key=lambda finding: -finding.strength)


def about_somebody(reading: Reading, finding: Finding) -> bool:
    """Whether the sentence of a finding may tell of one person: a name or number, a delicate fact, "he", "her"."""
    at = _word_at(reading, finding.position)
    sentence = next(s for s in reading.sentences if s.first <= at < s.last)
    words = range(sentence.first, sentence.last)
    return (
        any(char.isdigit() for char in finding.quote)
        or any(reading.privacy.hidden[word] for word in words)
        or reading.sentence_states("somebody", sentence)
        or reading.sentence_states("sensitive", sentence)
    )


def left_out(reading: Reading, material: Stating, mode: str) -> list[Finding]:
    """What the text does not say about its most telling clauses; weak, for when no words stand out."""
    found = []
    for finding in central(reading)[:_MOST_CENTRAL]:
        sort = _sort(reading, finding, mode)
        for about, trigger, kind, facts, strength in _LEFT_OUT:
            if about == sort and not any(material.states(fact) for fact in facts):
                found.append(
                    replace(finding, trigger=trigger, kind=kind, strength=strength * finding.strength * 5)
                )
    return found


def _sort(reading: Reading, finding: Finding, mode: str) -> str:
    """What a clause is: what somebody is stuck on, a task, question, plan, wish, figure, or something told."""
    at = _word_at(reading, finding.position)
    sentence = next(s for s in reading.sentences if s.first <= at < s.last)
    sorts = ("stuck", "task", "asks", "plan", "wish", "number")
    return next(
        (fact for fact in sorts if reading.sentence_states(fact, sentence)), _UNSAID.get(mode, "told")
    )


def _superfluous(rule: Rule, reading: Reading, earlier: Sequence[Reading], known: Sequence[Reading]) -> bool:
    if any(one.states(fact) for one in (reading, *known) for fact in rule.unless_text):
        return True
    if any(not reading.states(fact) for fact in rule.needs_text):
        return True
    return rule.strength < WEAK and any(one.states(fact) for one in earlier for fact in rule.unless_text)


def _by_rule(rule: Rule, reading: Reading, sentences: list[Sentence]) -> list[Finding]:
    found: list[Finding] = []
    is_short = len(reading.words) < _ENOUGH_WORDS
    for sentence in sentences:
        spans = list(rule.words.find(reading.lows, sentence.first, sentence.last))
        if not spans:
            continue
        if any(reading.sentence_states(fact, sentence) for fact in rule.unless):
            continue
        if not all(reading.sentence_states(fact, sentence) for fact in rule.needs):
            continue
        barred = list(rule.no.find(reading.lows, sentence.first, sentence.last))
        wished = bool(rule.wish) and reading.sentence_states("wish", sentence)
        for first, last in spans:
            if any(start < last and first < end for start, end in barred):
                continue
            cut = quoting.around(reading, first, last, rule.side)
            if cut is not None and cut.whole > _SHRED and (cut.says_something or is_short):
                kind = rule.wish if wished else rule.kind
                found.append(Finding(rule.trigger, kind, rule.strength * cut.whole, cut.quote, cut.position))
        if len(found) >= _MOST_PER_RULE:
            break
    return found[:_MOST_PER_RULE]


def _personal(reading: Reading) -> list[Finding]:
    """Numbers that identify somebody, names with a title, and names beside a delicate fact."""
    found = []
    for number in reading.numbers:
        if number.telling:
            found += _beside(reading, _word_at(reading, number.start), "number", 1.7)
            break
    for sentence in reading.sentences:
        named = [at for at in range(sentence.first, sentence.last) if reading.privacy.person[at]]
        if not named:
            continue
        titled = any(reading.privacy.titled[at] for at in named)
        delicate = reading.sentence_states("sensitive", sentence)
        full = any(after - before == 1 for before, after in pairwise(named))
        strength = (
            1.35 if titled and delicate else 1.15 if delicate else 0.95 if titled else 0.62 if full else 0
        )
        if strength:
            found += _beside(reading, named[0], "name", strength)
        if len(found) > 3:
            break
    return found


def _word_at(reading: Reading, place: int) -> int:
    return next((at for at, word in enumerate(reading.words) if word.end > place), len(reading.words) - 1)


def _beside(reading: Reading, at: int, kind: str, strength: float) -> list[Finding]:
    """A finding that quotes harmless words near the personal ones; none where they would say nothing."""
    sentence = next((s for s in reading.sentences if s.first <= at < s.last), None)
    nearby = quoting.clauses(reading, sentence) if sentence is not None else []
    if not any(last - first > 1 for first, last in nearby):
        nearby = [part for one in reading.sentences[:20] for part in quoting.clauses(reading, one)]
    after = [part for part in nearby if part[0] > at and part[1] - part[0] > 1]
    before = [part for part in nearby if part[0] <= at and part[1] - part[0] > 1]
    nearest = sorted(after + before[::-1], key=lambda part: part[1] - part[0] < _ENOUGH_WORDS)
    for first, last in nearest + nearby:
        while last - first > 2 and reading.lows[first] in reading.lexicon.lead:
            first += 1
        cut = quoting.around(reading, first, min(last, first + 2), "right")
        if cut is not None and cut.says_something:
            return [Finding("personal", kind, strength, cut.quote, cut.position)]
    return []
