"""The bank of themes of the week: learning about AI by trying something for five minutes on own work."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy

FOLDER: Final = Path(__file__).parent / "themes"
LANGUAGES: Final = ("nl", "en")
_TEXTS: Final = ("key", "subject", "title", "do", "look_for", "teaches", "source")
SUBJECTS: Final[Mapping[str, Lazy]] = {
    "reliability": _("Reliability"),
    "sources": _("Sources"),
    "bias": _("Prejudice"),
    "privacy": _("Privacy"),
    "injection": _("Hidden instructions"),
    "deepfakes": _("Made to deceive"),
    "law": _("Law and copyright"),
    "control": _("Control and dependence"),
    "energy": _("Energy"),
    "own_skill": _("Own skill"),
}


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


def theme_with(key: str, language: str) -> Theme | None:
    """One theme in a language, or None where the bank does not have it (any more)."""
    return bank(language).get(key) if known(key) else None


def by_subject(language: str) -> dict[Lazy, list[Theme]]:
    """Every theme in a language under the name of its subject, in the order of the subjects."""
    themes = [theme for key, theme in bank(language).items() if known(key)]
    named = {name: [theme for theme in themes if theme.subject == code] for code, name in SUBJECTS.items()}
    return {name: found for name, found in named.items() if found}


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
