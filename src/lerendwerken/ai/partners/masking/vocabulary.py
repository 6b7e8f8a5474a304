"""Small closed sets of words that the search for names leans on (`data/vocabulary.txt`)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lerendwerken.ai.partners.masking.letters import fold


def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (Path(__file__).parent / "data/vocabulary.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current += line.split()
    return sections


_SECTIONS: Final = _sections()


def _set(name: str) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for word in _SECTIONS[name])


def _endings(name: str) -> tuple[str, ...]:
    return tuple(_SECTIONS[name])


INTERFIXES: Final = _set("interfixes")
"""Small words inside a surname."""

INTERFIX_STARTS: Final = _set("interfix starts")
"""Interfixes that a surname may begin with."""

SURNAME_ONLY: Final = frozenset({"'t", "t", "ten", "ter", "den", "der", "vd"})
"""Interfixes that after a first name leave no doubt."""

TITLES: Final = _set("titles")
"""Words of address: what follows is a name, also in lower case."""

ROLES: Final = _set("roles")
"""What a person is called by role, and words of greeting and of forms: a capitalised word that follows is a
name, unless it is an ordinary word or an organisation."""

LOW_CUES: Final = _set("low cues")
"""Before a lower-case first name that may also be something else."""

VERBS: Final = _set("verbs")
"""What people do: after a word that may be a name, at the start of a sentence."""

HUMAN_STATES: Final = _set("human states")
"""What only people are: after "is" or "was" behind a word that may be a name."""

LIFELESS: Final = _set("lifeless")
"""Verbs that go with things as well as with people."""

PRONOUNS: Final = _set("pronouns")
"""Who is called something: before "heet" and a name."""

ORDERS: Final = _set("orders")
"""What one is told to do with somebody: "Bel Jolanda". They are no part of the name."""

RATHER_NAMES: Final = _set("rather names")
"""First names that dictionaries hold as rare words too: they are read as names."""

WATERS: Final = _set("waters")
"""Rivers and other things in the open: after "de" they are no surname."""

SAYING: Final = _set("saying")
"""What only people do: even after a word that no list knows."""

NEVER: Final = _set("never")
"""Capitalised words that are no people, whatever the lists say, unless a title or a first name stands
before them."""

WEAK_FIRST: Final = _set("weak first")
"""First names that are also ordinary words: at the start of a sentence they need a sign more."""

EXTRA_WORDS: Final = _set("extra words")
"""Ordinary words that the shipped list lacks: irregular and frequent forms."""

ORGANISATION_AFTER: Final = _set("organisation after")
"""After a name: then the name is that of an organisation, a prize, a law or a method."""

ORGANISATION_BEFORE: Final = _set("organisation before")
"""Before a name: idem."""

PLACE_BEFORE: Final = _set("place before")
"""Before a word that is both a place and a surname: then it is the place."""

NOUN_ENDINGS: Final = _endings("noun endings")
"""How ordinary compounds end that no list of words of nine letters holds."""

NAME_ENDINGS: Final = _endings("name endings")
"""How surnames end that few words end like."""

STREET_ENDINGS: Final = _endings("street endings")
"""The last word of the name of a street or a building: the whole is a place, not a person."""

LOWER_ORGANISATIONS: Final = _set("lower organisations")
"""Those of the above that are written in lower case too."""

ABSTRACT: Final = NEVER | _set("abstract")
"""Never a name at the start of a sentence by themselves."""

CRAFTS: Final = _set("crafts")
"""Surnames that are compounds: words when they stand in lower case or at the start of a sentence."""

CRAFT_ENDINGS: Final = _endings("craft endings")
"""Idem, by their ending."""

BRANDS: Final = _set("brands")
"""Firms and sayings that look like a person."""

NOT_BEFORE_STRANGER: Final = _set("not before stranger")
"""Before a capitalised word that no list knows: then it is a thing, a place or an organisation."""

CONTACT: Final = _set("contact")
"""Before "met" and a lower-case word that no list knows: then it is a person."""

LETTERED: Final = _set("lettered")
"""Before a letter that is no initial: "plan B. Daarna"."""

COMPASS: Final = _set("compass")
"""Before a hyphen: a region."""

ARABIC_INTERFIXES: Final = _set("arabic interfixes")
"""Before a capitalised word they leave no doubt: "El Idrissi", "Aït Taleb"."""

PREPOSITIONS: Final = _set("prepositions")
"""Before a name they are no part of it, unless it is written "Van Dijk"."""

CUES: Final = _set("cues")
"""Before a small "van" and a surname: then "van" belongs to the surname."""

STARTERS: Final = _set("starters")
"""First names that are words which often begin a sentence."""
