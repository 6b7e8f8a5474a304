"""What a check says, and the words by which it recognises things."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from lerendwerken.ai.partners.evaluating.reading import fold, sentences
from lerendwerken.ai.partners.prompts import LANGUAGES, Language

_FOLDER: Final = Path(__file__).parents[1] / "words"


class Found(NamedTuple):
    """Whether a check is met, why, and whether the rule is sure of it."""

    met: bool
    why: str = ""
    sure: bool = True


@cache
def lexicon(language: Language) -> dict[str, Any]:
    """The word lists of a language, as `words/*.toml` has them."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def patterns(name: str, at: str = "") -> tuple[re.Pattern[str], ...]:
    """The patterns of this name in both languages: an answer may come in the wrong one.

    `at` stands where a pattern leaves room for names that a case gives.
    """
    found = []
    for language in LANGUAGES:
        listed = lexicon(language)[name]
        for pattern in [listed] if isinstance(listed, str) else listed:
            bad = lexicon(language).get(f"{name}_bad", "")
            found.append(re.compile(pattern.replace("@bad@", bad).replace("@name@", at or "(?!)")))
    return tuple(found)


def first(text: str, compiled: Iterable[re.Pattern[str]]) -> str:
    """The first words of a (folded) text that one of the patterns fits; "" when none does."""
    for pattern in compiled:
        if found := pattern.search(text):
            return found[0].strip() or text
    return ""


def told(text: str) -> list[str]:
    """The sentences of a text, folded."""
    return [fold(sentence).lstrip("*_>\"'( ") for sentence in sentences(text)]
