"""The headings of an answer, as chatbots write them: the asked ones, and those in words of their own."""

from __future__ import annotations

import re
from typing import Final

from lerendwerken.ai.partners import prompts
from lerendwerken.ai.partners.prompts import Language
from lerendwerken.ai.partners.sentences import CITATION

FORM: Final = ("differences", "objection", "question", "uncertainty")
# Headings as chatbots rephrase them, in letters only. The asked headings come from the prompts.
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "differences": (
        "waar ik anders kijk",
        "waar ik het anders zie",
        "verschillen",
        "verschillen en tegenspraak",
        "where i look differently",
        "where i see things differently",
        "differences",
        "differences and counter positions",
    ),
    "objection": (
        "het sterkste bezwaar",
        "sterkste bezwaar",
        "het sterkste bezwaar tegen je idee",
        "the strongest objection",
        "strongest objection",
    ),
    "question": (
        "mijn vraag",
        "vraag",
        "een vraag",
        "vraag aan jou",
        "my question",
        "question",
        "one question",
    ),
    "uncertainty": (
        "waar ik niet zeker over ben",
        "wat ik niet zeker weet",
        "onzekerheid",
        "mijn onzekerheid",
        "what i am unsure about",
        "what im not sure about",
        "where i am not sure",
        "uncertainty",
        "my uncertainty",
    ),
    "claims": (
        "beweringen",
        "beweringen om na te gaan",
        "om na te gaan",
        "te controleren",
        "feiten om na te gaan",
        "claims",
        "claims to check",
        "facts to check",
    ),
    "options": ("opties", "options"),
    "draft": ("uitwerking", "concept", "draft"),
    "learning": ("leervragen", "learning questions"),
}
# What the letters of a heading hold when a chatbot says it in words of its own; the first that fits.
_LIKE: Final = (
    ("uncertainty", re.compile(r"niet zeker|onzeker|not (?:so |fully |entirely )?sure|unsure|uncertain")),
    (
        "claims",
        re.compile(
            r"\bbewering|\bclaims?\b|(?:te|om) (?:controleren|checken)|na te gaan|to (?:check|verify)\b"
        ),
    ),
    ("differences", re.compile(r"anders (?:kijk|zie|denk)|verschil|differen|tegenspraak|counter ?position")),
    ("objection", re.compile(r"bezwaar|tegenargument|tegenwerping|objection|counter ?argument")),
    (
        "question",
        re.compile(
            r"vraag (?:aan|voor) jou?\b|mijn (?:ene )?vraag|question (?:to|for) you|my (?:one )?question"
        ),
    ),
)
_DRESSED: Final = re.compile(r"^\s*(?:#{1,6}\s+\S|(?:\d{1,2}[.)]\s+)?(\*\*|__)[^*_]{3,80}\1:?\s*$)")
# "[1]: https://...", "¹ A report": what a number of a source stands for.
_REFERENCE: Final = re.compile(r"^\s*(?:\[\^?\d{1,3}\^?\]:|[¹²³⁴-⁹]+\s)")
_ASIDE: Final = re.compile(
    r"^(?:bronnen|bronvermelding|sources|references|citations|samenvatting|summary|conclusie|conclusion|tip|tips"
    r"|volgende stap(?:pen)?|next steps?|tot slot|meer informatie|more information|learn more|related content)$"
)
# "a.", "(b)", "**c:**", "- d)", "Punt a (lengte):", "### a.", "a – "; letters of at most twelve points.
LETTER: Final = re.compile(
    r"^\s*#{0,6}\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+)?[*_(]{0,3}(?:(?:punt|point|bij|ad|over|on)\s+)?[*_(]{0,3}([a-l])"
    r"[*_]{0,2}(?:\s*\([^)\n]{1,60}\))?(?:[.):](?!\w)|\s+[–—-]\s)[*_]{0,2}[:.]?\s*",
    re.I,
)


def known_headings(language: Language) -> dict[str, str]:
    """Letters of a heading to the part that it names; the asked language first."""
    known: dict[str, str] = {}
    for each in (language, *(other for other in prompts.LANGUAGES if other != language)):
        for part, heading in prompts.headings(each).items():
            known.setdefault(_letters(heading), part)
    for part, others in _ALSO.items():
        for other in others:
            known.setdefault(other, part)
    return known


def heading_in(line: str, known: dict[str, str]) -> tuple[str, str]:
    """The part that a line begins and the words after it; "" for no heading, "rest" for an unknown one."""
    bare = line.strip()
    if not bare or bare.startswith("|"):
        return "", ""
    if len(bare) <= 120 and (part := known.get(_letters(bare))):
        return part, ""
    for mark in ("**:", ":**", "__:", ":__", "**", ":"):
        label, found, remainder = bare.lstrip("*_").partition(mark)
        part = known.get(_letters(label), "") if found and len(label) <= 80 else ""
        if part in (*FORM, "claims") or (part and bare.startswith(("**", "__"))):
            return part, remainder.strip()
    if _REFERENCE.match(bare) or _ASIDE.match(_letters(bare.partition(":")[0])):
        return "rest", ""
    is_unknown = bare.startswith("#") or _ASIDE.match(_letters(bare)) is not None
    return ("rest", "") if is_unknown and len(bare) <= 120 else ("", "")


def like_heading(line: str) -> str:
    """The part whose heading this seems to be, in words of the chatbot's own; "" for none."""
    letters = _letters(line)
    if not _DRESSED.match(line) or LETTER.match(line) or len(letters.split()) > 10:
        return ""
    return next((part for part, words in _LIKE if words.search(letters)), "")


def _letters(heading: str) -> str:
    """A heading in small letters, without numbers, marks, emoji and citations around it."""
    words = re.sub(r"^[\W\d_]+", "", CITATION.sub("", heading)).replace("’", "").replace("'", "")
    return " ".join(re.sub(r"[^\w\s]|_", " ", words.lower().replace("é", "e")).split())
