"""Choosing the one question that fits best."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .bank import Bank, Entry, bank, pick
from .lexicon import LANGUAGES, lexicon, written_in
from .model import MODES, Finding, Question
from .noticing import WEAK, central, findings
from .reading import Reading, read

_EARLIER = 12
_FADE = 0.75
_LEAST = 0.12
_MOST_WEAK = 2
_MOST_OPEN = 2
_MOST_AGAIN = 3
_ENOUGH = 3

# What a mode looks for first; 1 where nothing is said.
_WEIGHTS: dict[str, dict[str, float]] = {
    "sharpen": {"vague": 1.12, "absolute": 1.05, "solution": 1.05, "time": 0.9},
    "analyse": {
        "evidence": 1.1,
        "assumption": 1.08,
        "passive": 1.1,
        "baseline": 1.08,
        "borrowed": 1.05,
        "time": 0.85,
    },
    "decide": {
        "alternative": 1.15,
        "risk": 1.1,
        "borrowed": 1.05,
        "people": 1.05,
        "vague": 0.9,
        "passive": 0.9,
    },
    "produce": {"people": 1.08, "personal": 1.15, "vague": 1.05, "passive": 1.08, "absolute": 0.95},
    "innovate": {"solution": 1.12, "alternative": 1.1, "risk": 1.05, "baseline": 1.05, "people": 1.05},
    "redteam": {
        "risk": 1.15,
        "assumption": 1.1,
        "absolute": 1.1,
        "evidence": 1.08,
        "vague": 0.9,
        "time": 0.9,
    },
    "harvest": {
        "evidence": 1.12,
        "baseline": 1.1,
        "vague": 1.02,
        "risk": 0.85,
        "solution": 0.9,
        "alternative": 0.9,
    },
}


def ask(
    text: str,
    *,
    language: str,
    mode: str,
    asked: Collection[str] = (),
    earlier: Sequence[str] = (),
    pasted: bool = False,
) -> Question | None:
    """The one question that fits this text best, or None when nothing more fits.

    `language` ("nl" or "en") is that of the question; `mode` is one of `MODES`; `asked` holds the ids of
    questions asked before, in this session or thread; `earlier` are the person's own earlier words, oldest
    first; `pasted` says that the text was brought along and may be somebody else's. The text may be anything:
    only its first 20,000 characters are read. Raises ValueError for another language or mode.
    """
    if language not in LANGUAGES:
        raise ValueError("language")
    if mode not in MODES:
        raise ValueError("mode")
    reading = read_own(text, language, pasted=pasted)
    if _closes(reading, asked):
        return None
    before = [read(words, reading.lexicon) for words in earlier[-_EARLIER:]]
    return _best(bank(language), reading, before, mode, asked)


def _best(
    questions: Bank, reading: Reading, earlier: Sequence[Reading], mode: str, asked: Collection[str]
) -> Question | None:
    """A question about something not asked about yet; else one more about the same; else the end."""
    counts = questions.asked_per_trigger(asked)
    fresh: list[Finding] = []
    handled: list[Finding] = []
    for finding in ranked(reading, earlier, mode, counts):
        first = _choice(questions, finding, reading, mode, ())
        if first is not None:
            (handled if first.id in asked else fresh).append(finding)
    fresh.sort(key=lambda finding: any(_same_words(finding, other) for other in handled))
    again = [finding for finding in handled if counts[finding.trigger] < _MOST_AGAIN]
    for finding in fresh + (again if len(handled) < _ENOUGH else []):
        entry = _choice(questions, finding, reading, mode, asked)
        if entry is not None:
            return entry.about(finding)
    for finding in central(reading)[:_MOST_OPEN] if len(handled) < _ENOUGH else ():
        first = _choice(questions, finding, reading, mode, ())
        if first is not None and first.id not in asked:
            return first.about(finding)
    return None


def _same_words(one: Finding, other: Finding) -> bool:
    words = {*one.quote.casefold().split()}
    return 2 * len(words & {*other.quote.casefold().split()}) > len(words)


def read_own(text: str, language: str, *, pasted: bool = False) -> Reading:
    """Read a text with the word lists of the language it is written in, else those of `language`."""
    return read(text, lexicon(written_in(text, language)), pasted=pasted)


def ranked(reading: Reading, earlier: Sequence[Reading], mode: str, counts: dict[str, int]) -> list[Finding]:
    """Findings, the most telling one for this mode first; `counts` says how often each trigger was used."""
    weights = _WEIGHTS[mode]
    scored: list[tuple[float, int, str, Finding]] = []
    for finding in findings(reading, earlier):
        used = counts.get(finding.trigger, 0)
        if finding.strength < WEAK and used >= _MOST_WEAK:
            continue
        score = finding.strength * weights.get(finding.trigger, 1.0) * _FADE**used
        if score >= _LEAST:
            scored.append((-score, finding.position, finding.trigger, finding))
    return [row[-1] for row in sorted(scored, key=lambda row: row[:3])]


def _closes(reading: Reading, asked: Collection[str]) -> bool:
    """Nothing to ask: no words, or "thank you, that is clear" after a question."""
    if not any(word.text[0].isalpha() for word in reading.words):
        return True
    return (
        bool(asked)
        and len(reading.words) <= 8
        and all(low in reading.lexicon.closing for low in reading.lows)
    )


def _choice(
    questions: Bank, finding: Finding, reading: Reading, mode: str, asked: Collection[str]
) -> Entry | None:
    """The bank's question for this finding that was not asked yet."""
    fitting = [
        e for e in questions.about(finding.trigger) if e.id not in asked and _fits(e, finding, reading, mode)
    ]
    if not fitting:
        return None
    best = max(_closeness(entry, finding) for entry in fitting)
    return pick([entry for entry in fitting if _closeness(entry, finding) == best], finding.quote)


def _fits(entry: Entry, finding: Finding, reading: Reading, mode: str) -> bool:
    return (
        mode in entry.modes
        and entry.fits(finding)
        and (not entry.kinds or finding.kind in entry.kinds)
        and not any(reading.states(fact) for fact in entry.unless)
        and all(reading.states(fact) for fact in entry.needs)
    )


def _closeness(entry: Entry, finding: Finding) -> int:
    """A question made for this kind of finding, or for this mode alone, goes before a general one."""
    return 1 if finding.kind in entry.kinds or len(entry.modes) == 1 else 0
