"""Choosing the one question that fits best."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from .bank import Bank, Entry, bank, pick
from .lexicon import LANGUAGES, lexicon, written_in
from .model import MODES, Finding, Question
from .noticing import WEAK, central, findings, left_out
from .reading import Reading, read

_EARLIER = 12
_FADE = 0.75
_LEAST = 0.12
_MOST_WEAK = 2
_MOST_OPEN = 2
_MOST_AGAIN = 3
_ENOUGH = 3
_SHORT = 8

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


# What a step of help looks for more than the steps before it.
_STEPS: dict[str, dict[str, float]] = {
    "questions": {},
    "differences": {
        "assumption": 1.3,
        "evidence": 1.3,
        "absolute": 1.2,
        "borrowed": 1.2,
        "contradiction": 1.2,
    },
    "options": {"alternative": 3.0, "risk": 2.2, "solution": 1.8, "people": 1.6},
    "draft": {"time": 2.2, "passive": 1.8, "people": 1.8, "vague": 1.3, "personal": 1.1},
}
# The own view is what is tested; what was brought along comes second.
_BROUGHT = 0.9


@dataclass(frozen=True)
class Material:
    """What a question may be about: own words, what was brought along, and own words of before, oldest first."""

    own: Reading
    brought: Reading
    earlier: tuple[Reading, ...] = ()

    def states(self, fact: str) -> bool:
        """Whether own words or those that were brought hold this fact."""
        return self.own.states(fact) or self.brought.states(fact)

    def findings(self) -> list[Finding]:
        """Everything worth a question. Only own words can contradict own words of before."""
        brought = findings(self.brought, known=(self.own, *self.earlier))
        return findings(self.own, self.earlier, known=(self.brought,)) + _second(brought)

    def left_out(self, mode: str) -> list[Finding]:
        """What to ask when nothing else stands out, the most telling first."""
        weak = left_out(self.own, self, mode) + _second(left_out(self.brought, self, mode))
        return weak + central(self.own)[:_MOST_OPEN] + _second(central(self.brought)[:_MOST_OPEN])


def _second(about_brought: list[Finding]) -> list[Finding]:
    return [replace(finding, strength=finding.strength * _BROUGHT) for finding in about_brought]


def ask(
    text: str,
    *,
    language: str,
    mode: str,
    asked: Collection[str] = (),
    earlier: Sequence[str] = (),
    brought: str = "",
    step: str = "questions",
    also: Sequence[Entry] = (),
) -> Question | None:
    """The one question that fits best, or None when nothing more fits.

    `text` are the person's own words and `brought` is what came along and may be somebody else's: each is quoted as
    what it is. `language` ("nl" or "en") is that of the question; `mode` is one of `MODES`, `step` a step of help;
    `asked` holds the ids of questions asked before, in this session or thread; `earlier` are the person's own earlier
    words, oldest first; `also` are an organisation's own questions, which go before ours. The texts may be anything:
    only their first 20,000 characters are read. Raises ValueError for another language, mode or step.
    """
    for name, value, known in (
        ("language", language, LANGUAGES),
        ("mode", mode, MODES),
        ("step", step, _STEPS),
    ):
        if value not in known:
            raise ValueError(name)
    own = read_own(text, language)
    material = Material(
        own,
        read_own(brought, language, pasted=True),
        tuple(read(words, own.lexicon) for words in earlier[-_EARLIER:]),
    )
    if _closes(material, asked):
        return None
    return _best(bank(language).with_own(also), material, mode, step, asked)


def prepare(language: str) -> None:
    """Read the files of a language, so that the first question of a process comes as fast as every other."""
    bank("en" if language == "en" else "nl")
    for each in LANGUAGES:
        lexicon(each)


def concludes(text: str, language: str) -> bool:
    """Whether somebody says what they will do and when: then the thinking is done for now."""
    reading = read_own(text, language)
    if "?" in text:
        return False
    return any(
        reading.sentence_states("plan", sentence) and reading.sentence_states("time", sentence)
        for sentence in reading.sentences
    )


def _best(
    questions: Bank, material: Material, mode: str, step: str, asked: Collection[str]
) -> Question | None:
    """A question about something not asked about yet; else one more about the same; else the end."""
    counts = questions.asked_per_trigger(asked)
    fresh: list[Finding] = []
    handled: list[Finding] = []
    for finding in ranked(material.findings(), mode, counts, step):
        first = _choice(questions, finding, material, mode, ())
        if first is not None:
            (handled if first.id in asked else fresh).append(finding)
    fresh.sort(key=lambda finding: any(_same_words(finding, other) for other in handled))
    again = [finding for finding in handled if counts[finding.trigger] < _MOST_AGAIN]
    for finding in fresh + (again if len(handled) < _ENOUGH else []):
        entry = _choice(questions, finding, material, mode, asked)
        if entry is not None:
            return entry.about(finding)
    for finding in ranked(material.left_out(mode), mode, counts, step) if len(handled) < _ENOUGH else ():
        first = _choice(questions, finding, material, mode, ())
        if first is not None and first.id not in asked:
            return first.about(finding)
    return None


def _same_words(one: Finding, other: Finding) -> bool:
    words = {*one.quote.casefold().split()}
    return 2 * len(words & {*other.quote.casefold().split()}) > len(words)


def read_own(text: str, language: str, *, pasted: bool = False) -> Reading:
    """Read a text with the word lists of the language it is written in, else those of `language`."""
    return read(text, lexicon(written_in(text, language)), pasted=pasted)


def ranked(
    found: Sequence[Finding], mode: str, counts: dict[str, int], step: str = "questions"
) -> list[Finding]:
    """Findings, the most telling one for this mode and step first; `counts` says how often each trigger was used."""
    weights, steps = _WEIGHTS[mode], _STEPS[step]
    scored: list[tuple[float, bool, int, str, Finding]] = []
    for finding in found:
        used = counts.get(finding.trigger, 0)
        if finding.strength < WEAK and used >= _MOST_WEAK:
            continue
        fits = weights.get(finding.trigger, 1.0) * steps.get(finding.trigger, 1.0)
        score = finding.strength * fits * _FADE**used
        if score >= _LEAST:
            scored.append((-score, finding.pasted, finding.position, finding.trigger, finding))
    return [row[-1] for row in sorted(scored, key=lambda row: row[:4])]


def _closes(material: Material, asked: Collection[str]) -> bool:
    """Nothing to ask: no words, or "thank you, that is clear" after a question."""
    own = material.own
    words = [*own.words, *material.brought.words]
    if not any(word.text[0].isalpha() for word in words):
        return True
    said = bool(asked) and 0 < len(own.words) <= _SHORT
    return said and all(low in own.lexicon.closing for low in own.lows)


def _choice(
    questions: Bank, finding: Finding, material: Material, mode: str, asked: Collection[str]
) -> Entry | None:
    """The bank's question for this finding that was not asked yet."""
    fitting = [
        e for e in questions.about(finding.trigger) if e.id not in asked and _fits(e, finding, material, mode)
    ]
    if not fitting:
        return None
    best = max(_closeness(entry, finding) for entry in fitting)
    return pick([entry for entry in fitting if _closeness(entry, finding) == best], finding.quote)


def _fits(entry: Entry, finding: Finding, material: Material, mode: str) -> bool:
    return (
        mode in entry.modes
        and entry.fits(finding)
        and (not entry.kinds or finding.kind in entry.kinds)
        and not any(material.states(fact) for fact in entry.unless)
        and all(material.states(fact) for fact in entry.needs)
    )


def _closeness(entry: Entry, finding: Finding) -> int:
    """An organisation's own question goes first, then one for this kind of finding or this mode alone."""
    if entry.of_organisation:
        return 2
    return 1 if finding.kind in entry.kinds or len(entry.modes) == 1 else 0
