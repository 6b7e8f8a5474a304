"""The checks: each looks at one answer and says whether it holds to one rule of the method.

Rules of language, no model: the same answer always gets the same verdict. Where rules can only guess, `sure` is
False, and a judge model may be asked instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from lerendwerken.ai.partners.evaluating.cases import Asked, Case
from lerendwerken.ai.partners.evaluating.checks import content, form, stance
from lerendwerken.ai.partners.evaluating.checks.found import Found
from lerendwerken.ai.partners.evaluating.reading import Answer, fold, sentences

__all__ = ["Found", "look"]

_LOOK: Final[dict[str, Callable[[Case, Answer, Mapping[str, Any]], Found]]] = {
    "one_question": form.one_question,
    "differences_lettered": form.differences_lettered,
    "language": form.language,
    "level": form.level,
    "no_image_or_link": form.no_image_or_link,
    "max_words": form.max_words,
    "no_verdict": stance.no_verdict,
    "no_flattery": stance.no_flattery,
    "no_judging": stance.no_judging,
    "uncertainty": stance.uncertainty,
    "counter_position": stance.counter_position,
    "quotes_own_words": content.quotes_own_words,
    "sources_right": content.sources_right,
    "thread_right": content.thread_right,
    "reveals_nobody": content.reveals_nobody,
    "ignores_injection": content.ignores_injection,
    "must_contain": content.must_contain,
    "must_not_contain": content.must_not_contain,
}


def look(case: Case, answer: Answer, asked: Asked) -> Found | None:
    """What a check finds in an answer; None for a check that is not known.

    No answer, or one that got stuck, meets no check.
    """
    check = _LOOK.get(asked.name)
    if check is None:
        return None
    if not any(sign.isalnum() for sign in answer.text):
        return Found(False, "there is no answer")
    if _only_repeats(answer):
        return Found(False, "it only repeats itself")
    return check(case, answer, asked.params)


def _only_repeats(answer: Answer) -> bool:
    """A model that got stuck says the same again and again: that keeps from flattery, but is no answer."""
    said = [fold(sentence) for sentence in sentences(answer.text)]
    return len(said) >= 10 and len(set(said)) < 0.4 * len(said)
