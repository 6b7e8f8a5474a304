"""Where a text holds personal data or a person's name, so that no question repeats it.

This is no masking (see the neighbour room): it only decides which words the coach may quote, and when to ask
about personal data at all. It would rather leave a word unquoted than repeat a name.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .model import Word

_NUMBERS = re.compile(
    r"""
    (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}                    # e-mail
    | \b[A-Z]{2}\d{2}[ ]?[A-Z]{4}[ ]?(?:\d[ ]?){8,12}\b                # IBAN, Dutch or British
    | \b[A-Z]{2}\d{2}(?:[ ]?\d{4}){3,7}\b                              # IBAN elsewhere
    | (?<![\w])(?:\+|00)\d{1,3}[ ()\-.]{0,2}(?:\d[ \-.()]{0,2}){7,12}  # phone, abroad
    | (?<![\w])0\d(?:[ \-.]?\d){8}(?!\d)                               # phone
    | (?<!\d)\d{4}[. ]?\d{2}[. ]?\d{3}(?!\d) | (?<!\d)\d{8}(?!\d)      # BSN and the like
    | \b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}\b                       # date
    | \b[1-9]\d{3}[ ]?[A-Z]{2}\b                                       # postcode
    | \b[A-Z]\w{2,20}(?:straat|laan|weg|plein|kade|hof|dreef|singel|gracht)[ ]\d{1,4}\w?\b    # address
    | \b\d{1,4}[ ][A-Z]\w{2,20}[ ](?:Street|Road|Lane|Avenue)\b
    | \b(?:[A-Z]{2}-?\d{2,3}-?[A-Z]{1,2}|\d{1,2}-[A-Z]{2,3}-\d{1,2})\b                        # plate
    | \b(?:[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{2}-\d{2}-\d{2})\b
    """,
    re.VERBOSE,
)
_HARD = re.compile(
    r"(?i)\b(?:bsn|burgerservicenummer|rekeningnummer|iban|geboortedatum|geboren|geb|date of birth|born on"
    r"|national insurance|social security number)\b"
)


_ABBREVIATED = 3  # letters that a title or initial before a point has at most
# "v.d. Meulen": the particles of a name as they are shortened.
_SHORTENED = frozenset(("v", "d", "vd", "vdr", "vh", "vdn"))


@dataclass(frozen=True)
class Names:
    first: frozenset[str]
    capital_only: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]


@cache
def names() -> Names:
    """The lists of first names, titles and particles."""
    data = tomllib.loads((Path(__file__).parent / "triggers" / "names.toml").read_text(encoding="utf-8"))
    return Names(
        first=frozenset(data["first"].split()),
        capital_only=frozenset(data["capital_only"].split()),
        titles=frozenset(data["titles"].split()),
        particles=frozenset(data["particles"].split()),
    )


@dataclass(frozen=True)
class Number:
    start: int
    end: int
    telling: bool


def numbers(text: str) -> tuple[Number, ...]:
    """Spans of numbers and addresses that point to a person; `telling` ones are worth a question."""
    hard = tuple(match.start() for match in _HARD.finditer(text))
    found = []
    for match in _NUMBERS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        labelled = any(0 <= match.start() - at < 40 for at in hard)
        plain_date = re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", match.group()) is not None
        telling = labelled or (not plain_date and (len(digits) != 8 or "@" in match.group()))
        if match.group().isdigit() and len(digits) == 9:
            telling = labelled or _passes_eleven_test(digits)
        found.append(Number(match.start(), match.end(), telling))
    return tuple(found)


def _passes_eleven_test(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


@dataclass(frozen=True)
class Privacy:
    """Per word: may it be quoted, and does it belong to the name of a person."""

    hidden: tuple[bool, ...]
    person: tuple[bool, ...]
    titled: tuple[bool, ...]


def names_in(
    words: list[Word],
    starts: set[int],
    known: frozenset[str],
    allowed: frozenset[str],
    speaks: frozenset[str],
) -> Privacy:
    """Mark the words that are, or may be, names.

    `starts` are indexes of words that open a sentence, `known` lower-case words that are certainly no name,
    `allowed` capitalised words that may be quoted (products, laws, countries), `speaks` verbs that follow a
    name.
    """
    lists = names()
    capital = [word.text[:1].isupper() and not word.text[1:2].isupper() for word in words]
    plain = not any(capital)
    inside = [index for index in range(len(words)) if index not in starts]
    shouting = len(inside) > 5 and sum(capital[index] for index in inside) > 0.4 * len(inside)
    hidden = [False] * len(words)
    person = [False] * len(words)
    titled = [False] * len(words)
    for index, word in enumerate(words):
        base = word.low.removesuffix("'s").removesuffix("’s").rstrip("'’")
        if base in lists.first and (capital[index] or plain):
            hidden[index] = person[index] = True
        elif capital[index] and index not in starts:
            person[index] = base in lists.capital_only
            hidden[index] = person[index] or not (shouting or _allowed(word.text, allowed) or base in known)
        elif capital[index] and base not in known and index + 1 < len(words):
            hidden[index] = words[index + 1].joined and words[index + 1].low in speaks
    for index in range(1, len(words)):
        if capital[index] and words[index - 1].low in _SHORTENED:
            hidden[index] = person[index] = True
    _follow_titles(words, starts, lists, capital, hidden, person, titled)
    _follow_names(words, starts, lists, capital, hidden, person)
    unmasked = {
        words[index].low for index in range(len(words)) if person[index] and words[index].low not in known
    }
    unmasked -= lists.particles
    for index, word in enumerate(words):
        if word.low in unmasked and word.text[:1].isupper():
            hidden[index] = True
    return Privacy(tuple(hidden), tuple(person), tuple(titled))


def _allowed(text: str, allowed: frozenset[str]) -> bool:
    """Whether a word with a capital may be quoted: "Woo", and "Woo-module" with it."""
    return text in allowed or ("-" in text and text.partition("-")[0] in allowed)


def _follow_titles(
    words: list[Word],
    starts: set[int],
    lists: Names,
    capital: list[bool],
    hidden: list[bool],
    person: list[bool],
    titled: list[bool],
) -> None:
    """In "Mevrouw van der Berg": the title, the particles and the surname together."""
    for index, word in enumerate(words):
        if word.low not in lists.titles:
            continue
        last = index
        for ahead in range(index + 1, min(index + 6, len(words))):
            # "Geachte mevrouw," ends there; after "P." or "ing." the name goes on.
            if ahead in starts and len(words[ahead - 1].text) > _ABBREVIATED:
                break
            if not words[ahead].joined and not (
                words[ahead - 1].low in lists.titles
                or words[ahead - 1].low in _SHORTENED
                or _initial(words[ahead - 1])
            ):
                break
            if words[ahead].low in lists.particles | _SHORTENED or _initial(words[ahead]):
                continue
            if not (capital[ahead] or hidden[ahead]):
                break
            last = ahead
        for at in range(index, last + 1 if last > index else index):
            hidden[at] = person[at] = titled[at] = True


def _initial(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isupper()


def _follow_names(
    words: list[Word],
    starts: set[int],
    lists: Names,
    capital: list[bool],
    hidden: list[bool],
    person: list[bool],
) -> None:
    """A surname after a first name, and an unknown capitalised opener before another name."""
    for index in range(len(words) - 1):
        if not person[index]:
            continue
        ahead = index + 1
        while ahead < len(words) and words[ahead].joined and words[ahead].low in lists.particles:
            ahead += 1
        if ahead < len(words) and words[ahead].joined and capital[ahead] and ahead not in starts:
            for at in range(index, ahead + 1):
                hidden[at] = person[at] = True
