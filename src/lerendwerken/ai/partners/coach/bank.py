"""The question bank, `bank/nl.toml` and `bank/en.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

from .model import MODES, Finding, Question

_SLOT = re.compile(r"\{(?:quote|earlier)\}")
# Says of the words that the person wrote them: no question about a text that was pasted.
_CLAIMS = {
    "nl": re.compile(r"(?i)\b(?:je schrijft|je schreef|schrijf je|schreef je|jouw kijk|je tekst)\b"),
    "en": re.compile(r"(?i)\b(?:you write|you wrote|your view|your text)\b"),
}
_FOLDER = Path(__file__).parent / "bank"


@dataclass(frozen=True)
class Entry:
    """One question of the bank as it stands in the file."""

    id: str
    trigger: str
    modes: frozenset[str]
    text: str
    kinds: frozenset[str]
    unless: tuple[str, ...]
    needs: tuple[str, ...]
    own: bool  # only about words that the person wrote, not about a text that was pasted
    elsewhere: str  # how the question reads about a pasted text
    of_organisation: bool = False

    def fits(self, finding: Finding) -> bool:
        """Whether it may be asked about these words: their own ones, or those of a text somebody brought."""
        return not (finding.pasted and self.own)

    def about(self, finding: Finding) -> Question:
        """The question with the finding's words in it."""
        words = {"{quote}": finding.quote, "{earlier}": finding.earlier}
        form = self.elsewhere if finding.pasted else self.text
        text = _SLOT.sub(lambda slot: words[slot.group()], form)
        quotes = tuple(words[slot] for slot in _SLOT.findall(form))
        return Question(self.id, text, self.trigger, quotes, finding.pasted)


def own_entry(id: str, trigger: str, modes: Collection[str], text: str, language: str) -> Entry:
    """An organisation's own question as it stands in the bank; `text` has {quote} where the quoted words come."""
    opening, other = _openings(language)
    elsewhere = _instead(text, opening, other)
    own = _CLAIMS[language].search(elsewhere) is not None
    return Entry(id, trigger, frozenset(modes), text, frozenset(), (), (), own, elsewhere, True)


@dataclass(frozen=True)
class Bank:
    """The questions of one language."""

    questions: tuple[Entry, ...]
    learning: tuple[Entry, ...]
    first: tuple[Entry, ...]

    @cached_property
    def by_trigger(self) -> dict[str, tuple[Entry, ...]]:
        """The questions, by what they react to."""
        triggers = dict.fromkeys(entry.trigger for entry in self.questions)
        return {trigger: tuple(e for e in self.questions if e.trigger == trigger) for trigger in triggers}

    def with_own(self, also: Sequence[Entry]) -> Bank:
        """This bank with an organisation's own questions."""
        return replace(self, questions=(*also, *self.questions)) if also else self

    def about(self, trigger: str) -> tuple[Entry, ...]:
        """All questions of one trigger."""
        return self.by_trigger.get(trigger, ())

    def asked_per_trigger(self, asked: Collection[str]) -> dict[str, int]:
        """How many questions of each trigger were asked already."""
        counts: dict[str, int] = {}
        for entry in self.questions:
            if entry.id in asked:
                counts[entry.trigger] = counts.get(entry.trigger, 0) + 1
        return counts


@cache
def _file(language: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def _openings(language: str) -> tuple[str, str]:
    """How a question begins about the person's own words, and about a text that was brought along."""
    openings = _file(language)["openings"]
    return openings["own"], openings["pasted"]


@cache
def bank(language: str) -> Bank:
    """The bank of a language, "nl" or "en"."""
    data = _file(language)
    you_write, it_says = _openings(language)

    def entry(row: dict[str, Any]) -> Entry:
        return _entry(row, _instead(row["text"], you_write, it_says))

    return Bank(
        questions=tuple(entry(row) for row in data["questions"]),
        learning=tuple(entry(row) for row in data["learning"]),
        first=tuple(entry({**row, "trigger": row["part"]}) for row in data["first"]),
    )


def _instead(text: str, opening: str, other: str) -> str:
    return other + text.removeprefix(opening) if text.startswith(opening) else text


def _entry(row: dict[str, Any], elsewhere: str) -> Entry:
    modes = row.get("modes", "all")
    return Entry(
        id=row["id"],
        trigger=row["trigger"],
        modes=frozenset(MODES if modes == "all" else modes),
        text=row["text"],
        kinds=frozenset(row.get("kinds", ())),
        unless=tuple(row.get("unless", ())),
        needs=tuple(row.get("needs", ())),
        own=bool(row.get("own", False)),
        elsewhere=elsewhere,
    )


def wordings(trigger: str, language: str) -> list[str]:
    """What the coach asks about one trigger, with … where it quotes."""
    return [_SLOT.sub("…", entry.text) for entry in bank(language).about(trigger)]


def pick(entries: list[Entry], seed: str) -> Entry:
    """One of several equally good entries: always the same one for the same words."""
    return entries[crc32(seed.encode("utf-8", "replace")) % len(entries)]
