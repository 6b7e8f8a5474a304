"""What the method coach reads and hands out: words, questions, the answer of the first three minutes."""

from __future__ import annotations

from dataclasses import dataclass

MODES: tuple[str, ...] = ("sharpen", "analyse", "decide", "produce", "innovate", "redteam", "harvest")

TRIGGERS: tuple[str, ...] = (
    "vague",
    "absolute",
    "baseline",
    "people",
    "risk",
    "solution",
    "borrowed",
    "passive",
    "personal",
    "alternative",
    "time",
    "evidence",
    "assumption",
    "contradiction",
    "open",
)


@dataclass(frozen=True)
class Word:
    """A word, its place, and whether it is joined to the word before within one clause."""

    text: str
    low: str
    start: int
    end: int
    joined: bool


@dataclass(frozen=True)
class Question:
    """One question of the coach.

    `id` names it in the bank, `trigger` what it reacts to, `quotes` are the words that stand in `text` between
    ‘…’, verbatim; `pasted` when they come from a text that the person brought and may not have written.
    """

    id: str
    text: str
    trigger: str
    quotes: tuple[str, ...]
    pasted: bool = False


@dataclass(frozen=True)
class Answer:
    """The coach's answer in the first three minutes: three to six short lines, each a question.

    `question_ids` are the ids to remember as asked, `quotes` the person's words that the lines hold.
    """

    lines: tuple[str, ...]
    question_ids: tuple[str, ...]
    quotes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text, a line each."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Finding:
    """Something in the text worth a question: which trigger, how telling (0 to about 1.5), and the words."""

    trigger: str
    kind: str
    strength: float
    quote: str
    position: int
    earlier: str = ""
    pasted: bool = False
