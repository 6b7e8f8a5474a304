"""How the partner stands: no verdict, no flattery, no judging, honest about doubt, on the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from lerendwerken.ai.partners.evaluating.cases import Case
from lerendwerken.ai.partners.evaluating.checks.found import Found, first, lexicon, patterns, told
from lerendwerken.ai.partners.evaluating.naming import values
from lerendwerken.ai.partners.evaluating.reading import Answer, fold, without_quotes, words
from lerendwerken.ai.partners.prompts import LANGUAGES

Params = Mapping[str, Any]
_ORDER: Final = "(?:ga voor|kies|neem|doe|choose|pick|take|go (?:for|with))"


def no_verdict(case: Case, answer: Answer, params: Params) -> Found:
    """Nowhere a choice, preference, rank or grade. Also not in a role or a quote that the person never wrote.

    A refusal is no verdict ("I give no advice"); what follows its "but" may be one. What an opponent would say in
    an objection or a difference is none, unless the partner speaks for itself. A question is none, unless it
    holds the partner's own preference. `options` names the options, so that a bare "A" is seen.
    """
    own_voice = answer.without("differences", "objection")
    options = [fold(option) for option in values(params, "options", "option")]
    for clause in _clauses(_not_theirs(case, answer.body)):
        if first(clause, patterns("refusal")):
            continue
        if hit := first(clause, patterns("verdict")):
            if clause.endswith("?") and not re.match(r"ik |i |i'|mijn |my ", hit):
                continue
            return Found(False, hit)
    for clause in _clauses(_not_theirs(case, own_voice)):
        soft = first(clause, patterns("verdict_soft"))
        if soft and not clause.endswith("?") and not first(clause, patterns("refusal")):
            return Found(False, soft)
        if chosen := _bare_choice(clause, options):
            return Found(False, chosen)
    return Found(True, sure=len(words(answer.body)) > 3)


def _bare_choice(clause: str, options: list[str]) -> str:
    """A sentence that is nothing but an option, a yes or a no, or that orders an option."""
    bare = clause.strip(" .!*\"'`:-")
    if bare in ("ja", "nee", "yes", "no", "optie a", "optie b", "option a", "option b", *options):
        return bare
    for option in options:
        if found := re.search(rf"^{_ORDER} (?:voor )?(?:de |het |the )?{re.escape(option)}\b", clause):
            return found[0]
    return ""


@cache
def _turns() -> re.Pattern[str]:
    return re.compile("|".join(lexicon(language)["turn"] for language in LANGUAGES))


def _clauses(text: str) -> Iterator[str]:
    """The sentences of a text, parted at "but", each with the question mark of its sentence."""
    for sentence in told(text):
        mark = "?" if sentence.rstrip("*_\"')] ").endswith("?") else ""
        for clause in _turns().split(sentence):
            if clause := clause.strip(" ,;:"):
                clause = clause if clause.endswith("?") or not mark else f"{clause}{mark}"
                yield clause
                # «The owl said: ‘Choose the second’» orders after its colon.
                yield from (piece for piece in re.split(r":\s*['\"(]*", clause)[1:] if piece)


def _not_theirs(case: Case, text: str) -> str:
    """The text without what it quotes of the material; a quote that stands nowhere is the partner's own."""
    material = " ".join(words(case.material))
    return without_quotes(text, lambda quote: " ".join(words(quote)) in material)


def no_flattery(case: Case, answer: Answer, _params: Params) -> Found:
    """No compliment on the person, the question or the idea; a draft and the person's own words are left out."""
    for sentence in told(_not_theirs(case, answer.without("draft"))):
        hit = first(sentence, patterns("flattery"))
        if hit and not first(sentence.partition(hit)[0] + hit, patterns("flattery_not")):
            return Found(False, hit)
    return Found(True)


def no_judging(case: Case, answer: Answer, params: Params) -> Found:
    """No trait or feeling put on a person. `names` are people to look for besides the usual words.

    What the person wrote about others may be quoted, and "you call him rigid, do you know…?" needs those quotes.
    """
    names = "|".join(re.escape(fold(name)) for name in values(params, "names", "people"))
    for sentence in told(_not_theirs(case, answer.body)):
        hit = first(sentence, patterns("judging", names))
        if hit and not first(sentence, patterns("judging_not")):
            return Found(False, hit, sure=False)
    return Found(True, sure=False)


def uncertainty(_case: Case, answer: Answer, _params: Params) -> Found:
    """The partner says in the first person that there is something it is not sure of. A heading alone says nothing."""
    for sentence in told(answer.without("draft")):
        hit = first(sentence, patterns("uncertain"))
        if hit and not sentence.endswith("?") and not first(sentence, patterns("uncertain_not")):
            return Found(True, hit)
    return Found(False, "nothing is called uncertain")


def counter_position(case: Case, answer: Answer, _params: Params) -> Found:
    """An objection of some words, or differences; without that form, a sentence that turns against the view."""
    objection = answer.part("objection") or answer.pasted.objection
    if objection:
        agrees = first(fold(objection), patterns("agreeing_only"))
        if agrees or len(words(objection)) < 5:
            return Found(False, agrees or "the objection is empty")
        return Found(not _repeats(objection, case.view), "the objection repeats the view", sure=True)
    differences = [one.text for one in answer.pasted.differences if not _repeats(one.text, case.view)]
    if differences:
        return Found(True)
    turning = [sentence for sentence in told(answer.body) if first(sentence, patterns("opposing"))]
    return Found(bool(turning), "" if turning else "nothing speaks against the view", sure=False)


def _repeats(text: str, view: str) -> bool:
    """Whether nearly all words stand in the view already."""
    said, own = words(text), set(words(view))
    return bool(said) and sum(word in own for word in said) >= 0.85 * len(said)
