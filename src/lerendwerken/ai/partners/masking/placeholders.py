"""Covering what was found, and putting it back in an answer that comes in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lerendwerken.ai.partners.masking.letters import fold
from lerendwerken.ai.partners.masking.spans import Kind, Span
from lerendwerken.ai.partners.masking.vocabulary import TITLES

PLACEHOLDER_WORDS: Final[dict[str, dict[Kind, str]]] = {
    "nl": {
        "person": "naam",
        "bsn": "bsn",
        "iban": "rekening",
        "phone": "telefoon",
        "email": "mailadres",
        "address": "adres",
        "postcode": "postcode",
        "birthdate": "geboortedatum",
        "plate": "kenteken",
        "casenumber": "zaaknummer",
        "word": "term",
    },
    "en": {
        "person": "name",
        "bsn": "bsn",
        "iban": "account",
        "phone": "phone",
        "email": "email",
        "address": "address",
        "postcode": "postcode",
        "birthdate": "birth date",
        "plate": "plate",
        "casenumber": "case number",
        "word": "term",
    },
}
"""What a placeholder is called, per language and kind."""

Key = dict[str, str]
"""Placeholder → original. Plain JSON; it stays at home, with the owner of the session."""

_KIND_OF: Final[dict[str, Kind]] = {
    word.replace(" ", ""): kind for words in PLACEHOLDER_WORDS.values() for kind, word in words.items()
}
_WORDS: Final = "|".join(
    sorted(
        {w.replace(" ", r"[\s_]?") for words in PLACEHOLDER_WORDS.values() for w in words.values()},
        key=len,
        reverse=True,
    )
)
_INSIDE: Final = rf"[ \t\xa0]{{0,2}}({_WORDS})[\s_#-]{{0,2}}(\d{{1,5}})([a-z]{{0,2}})[ \t\xa0]{{0,2}}"
_PLACEHOLDER: Final = re.compile(rf"\\\[{_INSIDE}\\\]|\[{_INSIDE}\]", re.IGNORECASE)
_LONGEST: Final = max(len(w) for words in PLACEHOLDER_WORDS.values() for w in words.values()) + 18
_OPENING: Final = re.compile(rf"\\?\[[^\[\]]{{0,{_LONGEST}}}$|\\$")


_MOST_SPELLINGS: Final = 26 + 26 * 26


@dataclass(frozen=True)
class Masked:
    """The text that may leave, the key for this session so far, and what was covered, in order of the
    text."""

    text: str
    key: Key
    covered: list[tuple[str, str]] = field(default_factory=list)


def mask(text: str, spans: Iterable[Span], key: Mapping[str, str] | None, language: str) -> Masked:
    """Cover the spans with placeholders that stay the same through a session.

    `spans` do not overlap (see `find`). `key` is that of the turns before; it is not changed, the new one
    comes back. `language` ("nl", "en"; others read English) names the placeholders. A title stays readable:
    "mevrouw [naam 1]". The same person or number gets the same number; another spelling of it a letter
    ("[naam 1a]"), so that the text comes back exactly as it was. What looks like a placeholder in the text
    itself is covered too.
    """
    book = _Book(key or {}, language)
    pieces: list[str] = []
    covered: list[tuple[str, str]] = []
    place = 0
    for span in _with_lookalikes(text, spans, book.key):
        start = span.start + (title_length(text[span.start : span.end]) if span.kind == "person" else 0)
        original = text[start : span.end]
        placeholder = book.placeholder(original, span.kind)
        pieces += [text[place:start], placeholder]
        covered.append((placeholder, original))
        place = span.end
    return Masked("".join([*pieces, text[place:]]), book.key, covered)


def kind_of(placeholder: str) -> Kind | None:
    """What kind of thing a placeholder covers; None for what is no placeholder."""
    parts = _parts(placeholder)
    return parts[0] if parts else None


class Unmasker:
    """Puts the originals back in a text that comes in chunks, however they are cut.

    Small changes that models make are forgiven: capitals, spaces, escaped brackets, the other language's
    word. A placeholder that the key does not know stays as it is.
    """

    def __init__(self, key: Mapping[str, str]) -> None:
        self._originals = {
            parts: original for placeholder, original in key.items() if (parts := _parts(placeholder))
        }
        self._held = ""

    def feed(self, chunk: str) -> str:
        """Take the next chunk; give what is decided."""
        text = self._held + chunk
        opening = _OPENING.search(text)
        decided = opening.start() if opening else len(text)
        self._held = text[decided:]
        return self._restored(text[:decided])

    def finish(self) -> str:
        """Give what was held back, at the end of the text."""
        rest, self._held = self._held, ""
        return self._restored(rest)

    def _restored(self, text: str) -> str:
        return _PLACEHOLDER.sub(self._original, text)

    def _original(self, found: re.Match[str]) -> str:
        parts = _matched(found)
        kind, number, letter = parts
        plain = self._originals.get((kind, number, ""), found[0])
        return self._originals.get(parts, plain if letter else found[0])


def unmask(text: str, key: Mapping[str, str]) -> str:
    """The whole text with the originals put back."""
    unmasker = Unmasker(key)
    return unmasker.feed(text) + unmasker.finish()


class _Book:
    """The key while it grows."""

    def __init__(self, key: Mapping[str, str], language: str) -> None:
        self.key: Key = dict(key)
        self._words = PLACEHOLDER_WORDS.get(language.split("-")[0].lower(), PLACEHOLDER_WORDS["en"])
        self._by_original: dict[tuple[Kind, str], str] = {}
        self._numbers: dict[tuple[Kind, str], int] = {}
        self._variants: dict[tuple[Kind, int], int] = {}
        self._last: dict[Kind, int] = {}
        for placeholder, original in key.items():
            if parts := _parts(placeholder):
                self._note(parts[0], parts[1], placeholder, original)

    def placeholder(self, original: str, kind: Kind) -> str:
        known = self._by_original.get((kind, original))
        if known:
            return known
        number = self._numbers.get((kind, _sameness(original, kind)), 0)
        if not number or self._variants[kind, number] > _MOST_SPELLINGS:
            number = self._last.get(kind, 0) + 1
        made = f"[{self._words[kind]} {number}{_letters(self._variants.get((kind, number), 0))}]"
        self.key[made] = original
        self._note(kind, number, made, original)
        return made

    def _note(self, kind: Kind, number: int, placeholder: str, original: str) -> None:
        self._by_original[kind, original] = placeholder
        self._numbers[kind, _sameness(original, kind)] = number
        self._last[kind] = max(number, self._last.get(kind, 0))
        self._variants[kind, number] = self._variants.get((kind, number), 0) + 1


def _letters(variant: int) -> str:
    """ "" for the first spelling, then a … z, aa … zz."""
    if variant == 0:
        return ""
    high, low = divmod(variant - 1, 26)
    return (chr(ord("a") + (high - 1) % 26) if high else "") + chr(ord("a") + low)


def _sameness(original: str, kind: Kind) -> str:
    """What two spellings of the same share."""
    bare = "".join(c for c in fold(original) if c.isalnum())
    return bare or f"{kind}:{original}"


def _with_lookalikes(text: str, spans: Iterable[Span], key: Key) -> list[Span]:
    """The spans, and everything outside them that would read as a placeholder without being one of this
    session."""
    found = sorted(spans, key=lambda s: s.start)
    looks = [
        Span(m.start(), m.end(), "word")
        for m in _PLACEHOLDER.finditer(text)
        if m[0] not in key and not any(s.start < m.end() and m.start() < s.end for s in found)
    ]
    return sorted([*found, *looks], key=lambda s: s.start)


def title_length(name: str) -> int:
    """How many characters of title begin the name: 8 in "mevrouw De Boer"."""
    length = 0
    for word in re.finditer(r"([^\W\d_]+)\.?\s+", name):
        if (
            word.start() != length
            or (word[1].lower() not in TITLES and word[1].lower() != "de")
            or word.end() == len(name)
        ):
            break
        if word[1].lower() == "de" and not re.match(r"heer\b", name[word.end() :], re.IGNORECASE):
            break
        length = word.end()
    return length


def _parts(placeholder: str) -> tuple[Kind, int, str] | None:
    found = _PLACEHOLDER.fullmatch(placeholder)
    return _matched(found) if found else None


def _matched(found: re.Match[str]) -> tuple[Kind, int, str]:
    word, number, letter = found.groups()[:3] if found[1] else found.groups()[3:]
    return _KIND_OF[re.sub(r"[\s_]", "", word.lower())], int(number), letter.lower()
