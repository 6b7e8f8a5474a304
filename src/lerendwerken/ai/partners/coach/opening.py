"""The first three minutes: an answer that tests the own view, and three learning questions from the text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from .asking import ask, ranked, read_own
from .bank import Entry, bank, pick
from .model import Answer, Finding, Question
from .noticing import WEAK, about_somebody, central, findings
from .reading import Reading

_LEARNING = 3
# Questions that fit any words, for a text in which fewer than three things stand out.
_ALWAYS = ("open", "assumption", "people", "evidence", "time", "alternative", "risk", "vague")


def first_answer(piece: str, view: str, *, language: str, asked: Collection[str] = ()) -> Answer:
    """An answer of three to six lines, each a question, that quotes the own view and asks what would undo it.

    `piece` is the pasted work, `view` the person's own two lines about it, `asked` the ids asked before.
    Without quotable words in the view the piece is used; without any words at all the answer has no lines.
    """
    questions = bank(language)
    own = _views(view, language) or _views(piece, language, pasted=True)
    lines: list[Question] = []
    for part, finding in zip(("untrue", "counter"), own, strict=False):
        lines.append(_first(questions.first, part, finding, asked))
    for text, mode in ((view, "redteam"), (piece, "analyse"), (piece, "sharpen")):
        used = {*asked, *(line.id for line in lines)}
        question = _another(text, language, mode, used, lines, pasted=text is piece)
        if question is not None:
            lines.append(question)
    if len(lines) == 1:
        lines.append(_first(questions.first, "counter", own[0], asked))
    if lines:
        lines.append(_first(questions.first, "close", Finding("close", "", 0, own[0].quote, 0), asked))
    return Answer(
        tuple(line.text for line in lines),
        tuple(line.id for line in lines),
        tuple(dict.fromkeys(quote for line in lines for quote in line.quotes)),
    )


def learning_questions(
    piece: str, view: str, *, language: str, asked: Collection[str] = (), never: Collection[str] = ()
) -> list[Question]:
    """Three learning questions in the first person, each quoting the text, each from another trigger.

    `never` are quotes of an earlier try that may not be used. Fewer than three only when the text has hardly any
    words or nearly every learning question was asked before.
    """
    own, pasted = read_own(view, language), read_own(piece, language, pasted=True)
    candidates = _mixed(_telling(own), _telling(pasted))
    spare = central(own) + central(pasted)
    candidates += [replace(finding, trigger=trigger, kind="") for trigger in _ALWAYS for finding in spare]
    # A chosen question is for the team to read: what tells of one citizen or client only if there is nothing else.
    fresh = [finding for finding in candidates if finding.quote not in never]
    of_work = [finding for finding in fresh if not (finding.pasted and about_somebody(pasted, finding))]
    chosen = _distinct(of_work, language, asked, [])
    return _distinct(fresh, language, asked, chosen) if len(chosen) < _LEARNING else chosen


def _telling(reading: Reading) -> list[Finding]:
    """What stands out in a text, but for the personal data in it: these belong in no question for a team."""
    return [one for one in ranked(findings(reading), "sharpen", {}) if one.trigger != "personal"]


def _distinct(
    candidates: list[Finding], language: str, asked: Collection[str], before: list[Question]
) -> list[Question]:
    """Those chosen before and more, first with three different quotes; in too short a text quotes may return."""
    chosen = [*before]
    for fresh_words in (True, False):
        for finding in candidates:
            if len(chosen) == _LEARNING:
                return chosen
            if any(question.trigger == finding.trigger for question in chosen):
                continue
            if fresh_words and any(_overlap(finding.quote, question.quotes) for question in chosen):
                continue
            left = [
                entry
                for entry in bank(language).learning
                if entry.trigger == finding.trigger and entry.id not in asked and entry.fits(finding)
            ]
            if left:
                chosen.append(pick(left, finding.quote).about(finding))
    return chosen


def _overlap(quote: str, quotes: tuple[str, ...]) -> bool:
    words = set(quote.casefold().split())
    return any(len(words & set(other.casefold().split())) * 2 > len(words) for other in quotes)


def _mixed(own: list[Finding], pasted: list[Finding]) -> list[Finding]:
    """View and piece in turn, so that both come back."""
    mixed: list[Finding] = []
    for at in range(max(len(own), len(pasted))):
        mixed += own[at : at + 1] + pasted[at : at + 1]
    return [finding for finding in mixed if finding.strength >= WEAK]


def _views(text: str, language: str, *, pasted: bool = False) -> list[Finding]:
    """The clauses of the own view to test: the most telling finding first, then what carries the text."""
    reading = read_own(text, language, pasted=pasted)
    telling = [
        f
        for f in ranked(findings(reading), "redteam", {})
        if f.trigger not in ("personal", "contradiction", "open")
    ]
    strong = [finding for finding in telling if finding.strength >= WEAK]
    found: list[Finding] = []
    carrying = central(reading)
    whole = [finding for finding in carrying if finding.strength == carrying[0].strength]
    for finding in strong + whole:
        if not any(_overlap(finding.quote, (one.quote,)) for one in found):
            found.append(finding)
    return found[:2]


def _first(entries: tuple[Entry, ...], part: str, finding: Finding, asked: Collection[str]) -> Question:
    every = [entry for entry in entries if entry.trigger == part and entry.fits(finding)]
    return pick([entry for entry in every if entry.id not in asked] or every, finding.quote).about(finding)


def _another(
    text: str, language: str, mode: str, used: set[str], lines: list[Question], *, pasted: bool
) -> Question | None:
    """A question with a trigger and words that the answer does not have yet."""
    for _ in range(8):
        own, brought = ("", text) if pasted else (text, "")
        question = ask(own, language=language, mode=mode, asked=used, brought=brought)
        if question is None:
            return None
        known = any(line.trigger == question.trigger for line in lines)
        repeats = any(_overlap(quote, line.quotes) for quote in question.quotes for line in lines)
        if not known and not repeats:
            return question
        used |= {entry.id for entry in bank(language).questions if entry.trigger == question.trigger}
    return None
