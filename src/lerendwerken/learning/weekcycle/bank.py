"""The bank of themes of the week: learning about AI by trying something for five minutes on own work."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "themes"
LANGUAGES: Final = ("nl", "en")
_TEXTS: Final = ("key", "subject", "title", "do", "look_for", "teaches", "source")


@dataclass(frozen=True)
class Theme:
    """A trial of five minutes: what to do, what to look for, what it teaches and where that was found."""

    key: str
    subject: str
    title: str
    do: str
    look_for: str
    teaches: str
    source: str
    needs_model: bool = True


def theme_of_turn(turn: int, language: str, *, with_model: bool = True) -> Theme | None:
    """The theme whose turn it is; the rota begins anew at its end. None when the bank has nothing to offer.

    `with_model` is False where nobody can speak to a model or chatbot: then only what goes without one.
    """
    themes = bank(language)
    keys = [key for key in _rota() if with_model or not themes[key].needs_model]
    return themes[keys[turn % len(keys)]] if keys else None


def known(key: str) -> bool:
    """Whether the bank has this theme."""
    return key in _rota()


@cache
def bank(language: str) -> Mapping[str, Theme]:
    """The themes in one language (else Dutch) by key; what is incomplete is left out."""
    file = FOLDER / f"{language if language in LANGUAGES else 'nl'}.toml"
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("theme", [])
    except (OSError, tomllib.TOMLDecodeError):
        rows = []
    return {row["key"]: _theme(row) for row in rows if _is_whole(row)}


@cache
def _rota() -> tuple[str, ...]:
    """The keys in both languages, one subject after the other, so that two weeks on end differ."""
    subjects: dict[str, list[str]] = {}
    for key, theme in bank("nl").items():
        if key in bank("en"):
            subjects.setdefault(theme.subject, []).append(key)
    return tuple(key for turn in zip_longest(*subjects.values()) for key in turn if key)


def _is_whole(row: Any) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(name), str) and row[name] for name in _TEXTS)


def _theme(row: Mapping[str, Any]) -> Theme:
    texts = {name: row[name].strip() for name in _TEXTS}
    return Theme(**texts, needs_model=bool(row.get("needs_model", True)))
