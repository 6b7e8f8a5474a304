"""How an answer is read: its parts, its sentences, and what it quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lerendwerken.ai.partners import bridge, prompts
from lerendwerken.ai.partners.prompts import Language

# A closing ’ must not be an apostrophe: “foto’s”, “zo’n”, “don’t” stay words.
_QUOTE: Final = re.compile(
    r"“([^”“\n]{1,400})”|„([^”„\n]{1,400})”|«([^»\n]{1,400})»|(?<!\w)\"([^\"\n]{1,400})\"(?!\w)"
    r"|(?<!\w)‘([^‘\n]{1,400}?)’(?!\w)|(?<![\w'])'([^'\n]{1,400}?(?:\w'\w[^'\n]{0,400}?)*)'(?!\w)"
)
_ABBREVIATION: Final = re.compile(
    r"\b(bijv|bv|o\.a|d\.w\.z|nl|art|nr|mr|dr|drs|prof|mw|dhr|mevr|e\.g|i\.e|etc|no|vs|approx|ca|incl|max|min)\.",
    re.I,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?…])(?:[\"'”’)\]*_]*)\s+|(?<=[.!?…][\"'”’)\]*_])\s+|\n+")
_HEADING: Final = re.compile(r"^\s*(?:#{1,6}\s*(.+?)\s*#*|\*\*([^*]+)\*\*:?|__([^_]+)__:?)\s*$")
_ITEM: Final = re.compile(r"^\s*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+|\**\(?[a-l][.)]\**\s+)", re.I)
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]")


def fold(text: str) -> str:
    """Text for comparing: small letters, straight quotes, single blanks, without accents and unseen signs."""
    plain = unicodedata.normalize("NFKD", _UNSEEN.sub("", text).translate(_STRAIGHT))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


_STRAIGHT: Final = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "…": "..."})


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"[^\W_]+(?:['\-][^\W_]+)*", fold(text))


def quotes(text: str) -> list[str]:
    """What stands between quotation marks."""
    return [next(filter(None, found.groups()), "").strip() for found in _QUOTE.finditer(text)]


def without_quotes(text: str, which: Callable[[str], bool] = lambda _: True) -> str:
    """The text in which quoted words are replaced by a sign, as far as `which` says so."""

    def replaced(found: re.Match[str]) -> str:
        return "‹›" if which(next(filter(None, found.groups()), "")) else found[0]

    return _QUOTE.sub(replaced, text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line ends one, as does a full stop that is no abbreviation."""
    shielded = _ABBREVIATION.sub(lambda found: found[0].replace(".", "\u2024"), text)
    found = [_ITEM.sub("", piece).strip() for piece in _SENTENCE.split(shielded) if piece]
    return [piece.replace("\u2024", ".") for piece in found if re.search(r"\w", piece)]


@dataclass(frozen=True)
class Part:
    """A part of an answer: its name as in the prompts ("" before the first heading, "rest" for another)."""

    name: str
    text: str


@dataclass(frozen=True)
class Answer:
    """An answer, as the person would read it."""

    text: str
    language: Language

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its parts in order, without their headings and without code marks."""
        found: list[tuple[str, list[str]]] = [("", [])]
        for line in self.text.replace("\r\n", "\n").split("\n"):
            if name := _part_of(line):
                found.append((name, []))
            elif not re.match(r"\s*(?:```|~~~)", line):
                found[-1][1].append(line)
        return tuple(Part(name, "\n".join(lines).strip()) for name, lines in found)

    @cached_property
    def body(self) -> str:
        """All its words but the headings."""
        return "\n\n".join(part.text for part in self.parts if part.text)

    def part(self, *names: str) -> str:
        """The words of these parts."""
        return "\n\n".join(part.text for part in self.parts if part.name in names and part.text)

    def without(self, *names: str) -> str:
        """The words of all parts but these."""
        return "\n\n".join(part.text for part in self.parts if part.name not in names and part.text)

    @cached_property
    def pasted(self) -> bridge.Pasted:
        """The answer as the bridge takes it apart."""
        return bridge.paste_back(self.text, self.language)


def _part_of(line: str) -> str:
    """The part that a heading begins; "" for a line that is no heading."""
    known = _HEADINGS.get(fold(line).strip("#*_: "))
    if known:
        return known
    found = _HEADING.match(line)
    if not found or len(line) > 120 or (line.lstrip().startswith("**") and line.rstrip("*: ").endswith("?")):
        return ""
    title = fold(next(filter(None, found.groups()), "")).strip("#*_:. ")
    return _HEADINGS.get(re.sub(r"^\d+[.)]\s*", "", title), "rest")


_HEADINGS: Final = {
    fold(heading).strip(): part
    for language in prompts.LANGUAGES
    for part, heading in prompts.headings(language).items()
}
