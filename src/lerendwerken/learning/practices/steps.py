"""The steps of a practice: who does what, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypedDict

from django.db.models import TextChoices
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.wall.keeping import words

MOST_STEPS: Final = 12
MOST_WORDS: Final = 600
LINE: Final = 110


class Doer(TextChoices):
    """Who does a step; a check is done by a person and stands apart, so that nobody overlooks it."""

    PERSON = "person", _("we")
    AI = "ai", _("AI")
    CHECK = "check", _("check")


class Step(TypedDict):
    """One step: `by` is a `Doer`."""

    by: str
    text: str


_DOERS: Final = {
    "ai": Doer.AI,
    "check": Doer.CHECK,
    "controle": Doer.CHECK,
    "we": Doer.PERSON,
    "wij": Doer.PERSON,
}
_MARKED: Final = re.compile(rf"\s*(?:[-*]\s+)?(?P<doer>{'|'.join(_DOERS)})\s*:\s*(?P<text>.*)", re.IGNORECASE)


def checked(steps: Sequence[Step]) -> list[Step]:
    """The steps as they are kept, empty ones left out.

    Raises `BadInput` for none, more than `MOST_STEPS`, an unknown doer or too long a text.
    """
    kept: list[Step] = []
    for step in steps:
        text = words(" ".join(step["text"].split()), MOST_WORDS, "steps")
        if step["by"] not in Doer.values:
            raise BadInput(_("Say of each step who does it: we, AI or a check."), "steps")
        if text:
            kept.append({"by": step["by"], "text": text})
    if not kept:
        raise BadInput(_("Write down at least one step."), "steps")
    if len(kept) > MOST_STEPS:
        raise BadInput(_("A practice has at most 12 steps. Join some of them."), "steps")
    return kept


def with_ai(steps: Sequence[Step]) -> bool:
    """Whether AI does any of the steps."""
    return any(step["by"] == Doer.AI for step in steps)


def apart(steps: Sequence[Step], check: str) -> tuple[list[Step], str]:
    """The steps without their checks, and all that is checked in one text; as they were where that is too long."""
    checks = [step["text"] for step in steps if step["by"] == Doer.CHECK]
    others = [step for step in steps if step["by"] != Doer.CHECK]
    joined = "\n".join(dict.fromkeys(filter(None, [*checks, check])))
    if len(joined) > MOST_WORDS or not others:
        return list(steps), check
    return others, joined


def gist(steps: Sequence[Step]) -> str:
    """Steps in one line of at most `LINE` characters: the first that AI does, or else the first of all."""
    first = next((step for step in steps if step["by"] == Doer.AI), steps[0])
    marked = first["text"] if first["by"] != Doer.AI else f"AI: {first['text']}"
    return Truncator(marked).chars(LINE)


def from_lines(text: str) -> list[Step]:
    """The steps that somebody wrote, one a line: 'AI: ...' is for AI, 'Check: ...' is a check, the rest is ours."""
    steps: list[Step] = []
    for line in filter(str.strip, text.splitlines()):
        marked = _MARKED.match(line)
        doer = _DOERS[marked["doer"].lower()] if marked else Doer.PERSON
        steps.append({"by": doer.value, "text": (marked["text"] if marked else line).strip()})
    return steps


def as_lines(steps: Iterable[Step]) -> str:
    """The steps as somebody writes them, one a line."""
    marks = {Doer.AI.value: "AI: ", Doer.CHECK.value: f"{gettext('Check')}: "}
    return "\n".join(marks.get(step["by"], "") + step["text"] for step in steps)
