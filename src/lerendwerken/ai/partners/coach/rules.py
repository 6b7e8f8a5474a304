"""What a question must be to stand in the bank: ours, or an organisation's own."""

from __future__ import annotations

import re
from typing import Final

from .bank import bank
from .lexicon import lexicon
from .reading import read

PLACE: Final = "‘…’"
"""Where the quoted words come, as people write it."""
LONGEST: Final = 200  # characters

_ASKS: Final = {
    "nl": r"wat|wie|wiens|welke?|waar\w*|wanneer|hoe\w*|door wie|voor wie",
    "en": r"what|who|whom|whose|which|where|when|why|how",
}
_YES_OR_NO: Final = {
    "nl": r"is|zijn|was|waren|heb|heeft|hebben|kan|kun|kunnen|moet|moeten|wil|willen|ben|gaat|ga|zou|mag|klopt",
    "en": r"do|does|did|is|are|was|were|can|could|should|would|have|has|will|may|must",
}
_ADVICE: Final = {
    "nl": r"je moet|je zou moeten|zou je niet|kun je niet|kan je niet|waarom niet|waarom \w+ je niet|probeer|overweeg"
    r"|misschien kun|beter is|het is beter|ik raad|ons advies|zorg dat|denk aan|vergeet niet|gebruik",
    "en": r"you should|you must|you need to|you ought|have you considered|why not|why don't|try to|consider|maybe you"
    r"|it is better|i advise|our advice|make sure|remember to|don't forget|use the",
}
_JUDGES: Final = {
    "nl": r"goede vraag|goed dat|mooi dat|knap|slim|dom|domme|jammer|helaas|fijn dat|lui|luie|slordig\w*|schuld"
    r"|eindelijk|gewoon|eigenlijk wel|natuurlijk",
    "en": r"great question|well done|good that|clever|smart of|stupid|sadly|unfortunately|lazy|sloppy|fault of|blame"
    r"|finally|simply|of course|obviously",
}
_STRANGE: Final = re.compile(
    r"[\x00-\x1f\u202a-\u202e\u2066-\u2069{}<>@\[\]]|https?:|www\.|\w\.\w", re.IGNORECASE
)
_DOTS: Final = re.compile(r"[‘'\"“”„«]\s*(?:…|\.\.\.)\s*[’'\"”“»]")


def as_written(text: str) -> str:
    """The text with the place for the quoted words as it is written here, whichever quotation marks were typed."""
    return _DOTS.sub(PLACE, " ".join(text.split(" ")).strip())


def faults(text: str, language: str, *, places: int = 1) -> list[str]:
    """What is wrong with a question in "nl" or "en", as names, the first thing to mend first; empty when it may stand.

    `text` has `PLACE` where the quoted words come, `places` times.
    """
    outside = text.replace(PLACE, " ")
    checks = {
        "strange": _STRANGE.search(outside) is not None,
        "long": len(text) > LONGEST,
        "place": text.count(PLACE) != places,
        "one": not text.endswith("?") or text.count("?") != 1,
        "shouts": "!" in text,
        "closed": not _found(_ASKS[language], outside) or _begins(_YES_OR_NO[language], outside),
        "advice": _found(_ADVICE[language], outside),
        "judges": _found(_JUDGES[language], outside),
        "person": _names_somebody(outside, language),
    }
    return [name for name, wrong in checks.items() if wrong]


def is_ours(text: str, language: str) -> bool:
    """Whether our own bank asks this already."""
    known = {_plain(entry.text.replace("{quote}", "…")) for entry in bank(language).questions}
    return _plain(text) in known


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+|…", text.casefold()))


def _found(pattern: str, text: str) -> bool:
    return re.search(rf"(?i)\b(?:{pattern})\b", text) is not None


def _begins(pattern: str, text: str) -> bool:
    return re.match(rf"(?i)\W*(?:{pattern})\b", text) is not None


def _names_somebody(text: str, language: str) -> bool:
    reading = read(text, lexicon(language))
    return any(reading.privacy.person) or bool(reading.numbers)
