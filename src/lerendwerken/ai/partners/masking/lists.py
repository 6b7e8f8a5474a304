"""Lists of names, streets, places and words, read once into memory.

First names, surnames, streets and places are those of the package `deduce` (LGPL-3.0-or-later), read from
where it is installed: we keep no copy. Its medical terms serve as ordinary words; its institutions, its
expanded variants and the tries that it builds are left alone.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from lerendwerken.ai.partners.masking.letters import fold
from lerendwerken.ai.partners.masking.vocabulary import EXTRA_WORDS, NOUN_ENDINGS, RATHER_NAMES

_OWN: Final = Path(__file__).parent / "data"
_VERB_ENDINGS: Final = frozenset({"t", "te", "ten", "de", "den", "en"})
_VERB_AND_PLURAL: Final = (
    "t",
    "te",
    "ten",
    "de",
    "den",
    "en",
    "e",
    "s",
    "'s",
    "tje",
    "je",
    "ed",
    "ing",
    "d",
    "n",
    "er",
    "st",
)


@dataclass(frozen=True)
class Lists:
    """All sets hold folded words: lower case, without accents. Street names are kept whole."""

    first: frozenset[str]
    sure_first: frozenset[str]
    last: frozenset[str]
    streets: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    abroad: frozenset[str]
    """First names and surnames that are usual elsewhere and on none of the lists above."""

    def ordinary(self, folded: str) -> bool:
        """A word that Dutch or English uses for something else than a name, also inflected or compounded."""
        return folded in self.words or self._inflected(folded) or self.compound(folded)

    def verb_like(self, folded: str) -> bool:
        """Has the ending of a verb after a name: "tekende", "weigert", "insisted"."""
        return (
            any(
                len(stem := folded.removesuffix(ending)) < len(folded) > 4
                and {stem, stem + "en", stem + "e", stem + "n"} & self.words
                for ending in ("t", "te", "de", "ed", "d")
            )
            and folded not in self.words
        )

    def _inflected(self, folded: str) -> bool:
        if folded.startswith("ge") and len(folded) > 5 and self._stem(folded[2:]):
            return True
        return self._stem(folded)

    def _stem(self, folded: str) -> bool:
        for ending in _VERB_AND_PLURAL:
            stem = folded.removesuffix(ending)
            if stem == folded or len(stem) < (3 if ending in _VERB_ENDINGS else 4):
                continue
            if {stem, stem + "en", stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem} & self.words:
                return True
        return False

    def compound(self, folded: str) -> bool:
        """Made of two ordinary words, or ending as such words do."""
        if folded.endswith(NOUN_ENDINGS) and len(folded) > 6:
            return True
        return len(folded) > 7 and any(
            folded[:cut].removesuffix("s") in self.words and folded[cut:] in self.words
            for cut in range(4, len(folded) - 3)
        )


@cache
def load() -> Lists:
    """Read the lists; about a third of a second and tens of megabytes, so only where names are searched."""
    first, last = _own_names()
    words = {fold(line) for line in _lines(_OWN / "words.txt")} | {fold(w) for w in EXTRA_WORDS}
    deduce = _deduce()
    for part in ("lst_medical_term", "lst_eponymous_disease/lst_eponymous_single"):
        words |= {term for term in _folded(deduce / f"whitelist/{part}/items.txt") if term.isalpha()}
    return Lists(
        first=frozenset(first | _folded(deduce / "names/lst_first_name/items.txt")),
        sure_first=frozenset(first),
        last=frozenset(
            last
            | _folded(deduce / "names/lst_surname/items.txt")
            | _folded(deduce / "names/lst_interfix_surname/items.txt")
        ),
        streets=frozenset(_folded(deduce / "locations/lst_street/items.txt")),
        places=frozenset(
            name
            for part in ("residence", "municipality", "province", "region")
            for name in _folded(deduce / f"locations/lst_placename/lst_{part}/items.txt")
        ),
        words=frozenset(words - RATHER_NAMES),
        abroad=frozenset(name for line in _lines(_OWN / "abroad.txt") for name in line.split()),
    )


def _deduce() -> Path:
    found = importlib.util.find_spec("deduce")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("The package deduce, whose lists of names are used, is not installed.")
    return Path(found.submodule_search_locations[0]) / "data/lookup/src"


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _folded(path: Path) -> set[str]:
    return {fold(line.strip()) for line in _lines(path)}


def _own_names() -> tuple[set[str], set[str]]:
    """Our own additions: first names and surnames."""
    sections: dict[str, set[str]] = {"[first]": set(), "[last]": set()}
    current = sections["[first]"]
    for line in _lines(_OWN / "names.txt"):
        if line in sections:
            current = sections[line]
        else:
            current.update(fold(name) for name in line.split())
    return sections["[first]"], sections["[last]"]
