"""The form of an answer: one question, letters, language, plain words, nothing that loads or leads away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from lerendwerken.ai.partners import bridge, prompts
from lerendwerken.ai.partners.evaluating.cases import Case
from lerendwerken.ai.partners.evaluating.checks.found import Found, lexicon, patterns
from lerendwerken.ai.partners.evaluating.naming import number, values
from lerendwerken.ai.partners.evaluating.reading import Answer, fold, sentences, without_quotes, words
from lerendwerken.ai.partners.prompts import Language

Params = Mapping[str, Any]

_WHOLE_QUOTE: Final = re.compile(
    r"^\s*(?:[-*•]\s+|>\s*)*[*_]*[“\"‘'„«]([^“”\"„«»\n]+)[”\"’'»][*_]*\s*$", re.M
)
_ENDS_ASKING: Final = re.compile(r"\?[”’\"'»](?=\s*(?:\n|$))")
_CHECK: Final = re.compile(r"\[(?:nagaan|check)\]", re.I)


def one_question(case: Case, answer: Answer, params: Params) -> Found:
    """Exactly one question to the person.

    Questions inside quotation marks, headings, a draft or the three learning questions are not counted, nor the
    options where an option is a question itself. "What is X, and how do you know?" is two. With `at_least: 0` an
    answer without a question is right as well.
    """
    left_out = {"draft", "learning"} | ({"options"} if case.mode == "sharpen" else set())
    text = _WHOLE_QUOTE.sub(r"\1", answer.without(*left_out))
    # «What do you mean by ‘who leads?’» asks, though its mark stands inside the quote.
    text = without_quotes(_ENDS_ASKING.sub(lambda found: f"{found[0]}?", text))
    asked = [sentence for sentence in sentences(text) if _asks(sentence)]
    if len(asked) > 1:
        return Found(False, f"{len(asked)} questions")
    if not asked:
        return Found(number(params, "at_least", "min", default=1) == 0, "no question")
    double = _double(asked[0])
    return Found(not double, double, sure=not double)


def _asks(sentence: str) -> bool:
    return re.search(r"\?[!?]*[\"'”’)\]*_ ]*$", _CHECK.sub("", sentence).rstrip(" .")) is not None


def _double(sentence: str) -> str:
    """The second question inside one question mark; "" when there is none."""
    low = fold(sentence)
    for language in prompts.LANGUAGES:
        listed = lexicon(language)
        asking = "|".join(listed["asking"])
        second = re.compile(
            rf"[,;]? \b(?:{listed['and']}) ({asking}) (?:{listed['asking_verbs']})\b(?! er\b)"
        )
        for found in second.finditer(low):
            before = re.findall(rf"\b(?:{asking})\b", low[: found.start()])
            # "Who decides what is kept and what is dropped?" is one question.
            if found[1] not in before[1:] and len(low[found.end() :].split()) >= 1:
                return found[0].strip(" ,;")
    return ""


def differences_lettered(case: Case, answer: Answer, params: Params) -> Found:
    """At least one difference (`min`), each with a letter of a point that the person made, none just repeating it.

    `letters` are those that have to be there.
    """
    found = answer.pasted.differences or _lettered_lines(answer)
    known = [chr(ord("a") + place) for place in range(len(prompts.points(case.view)))]
    refs = [one.ref for one in found]
    if len(found) < number(params, "min", "at_least", default=1):
        return Found(False, f"{len(found)} differences")
    if "" in refs:
        return Found(False, "a difference has no letter")
    if stray := [ref for ref in refs if known and ref not in known]:
        return Found(False, f"there is no point {stray[0]}")
    wanted = [letter.strip().lower() for letter in values(params, "letters", "refs")]
    if missing := [letter for letter in wanted if letter not in refs]:
        return Found(False, f"nothing on {missing[0]}")
    points = dict(zip(known, prompts.points(case.view), strict=True))
    for one in found:
        said, own = set(words(one.text)), set(words(points.get(one.ref, "")))
        if len(said) < 3 or len(said & own) >= 0.8 * len(said):
            return Found(False, f"{one.ref} repeats the point")
    return Found(True)


def _lettered_lines(answer: Answer) -> list[bridge.Difference]:
    found = []
    for line in answer.without("options", "draft", "learning").split("\n"):
        if told := re.match(r"^\s*(?:[-*•]\s+)?[*_(]{0,3}([a-l])[*_]{0,2}[.):][*_]{0,2}\s+(.*)", line, re.I):
            found.append(bridge.Difference(told[1].lower(), told[2]))
    return found


def language(case: Case, answer: Answer, params: Params) -> Found:
    """Most small words belong to the language of the case; quotes and headings are not counted."""
    given = "".join(values(params, "lang", "language"))[:2].lower()
    wanted: Language = case.lang
    if given in prompts.LANGUAGES:
        wanted = given
    said = words(without_quotes(answer.body))
    count = {each: sum(word in _COMMON[each] for word in said) for each in prompts.LANGUAGES}
    total = sum(count.values())
    if total < 3:
        return Found(True, "too few words to tell", sure=False)
    share = count[wanted] / total
    return Found(share >= 0.75, f"{share:.0%} of the small words")


_COMMON: Final = {
    each: frozenset(lexicon(each)["common"]) - frozenset(lexicon("en" if each == "nl" else "nl")["common"])
    for each in prompts.LANGUAGES
}


def level(case: Case, answer: Answer, params: Params) -> Found:
    """About B1: sentences of 16 words on average (`average`), none over 32 (`longest`), at most one word of
    officialese that the person did not use; in Dutch "je", not "u". A draft may be formal."""
    text = without_quotes(answer.without("draft")) or answer.body
    lengths = [len(words(sentence)) for sentence in sentences(_CHECK.sub("", text))]
    average, longest = sum(lengths) / max(1, len(lengths)), max(lengths, default=0)
    if average > (most := number(params, "average", "max_average", default=16)):
        return Found(False, f"{average:.0f} words a sentence, more than {most}")
    if longest > number(params, "longest", "max_sentence", default=32):
        return Found(False, f"a sentence of {longest} words")
    own = set(words(case.material))
    hard = [word for word in words(text) if word in lexicon(case.lang)["jargon"] and word not in own]
    if len(hard) > 1:
        return Found(False, ", ".join(hard[:3]))
    if case.lang == "nl" and "u" not in own and patterns("formal")[0].search(fold(text)):
        return Found(False, "u")
    return Found(True)


_LOADS: Final = re.compile(
    r"!\[|\]\(|\]\[|^\s*\[[^\]\n]+\]:\s*\S|\bhttps?:|\bwww\.|\bdata:\w+/|\bjavascript:|<\s*/?\s*(?:img|a|iframe|script"
    r"|svg|style|link|form|video|audio|object|embed|div|span|table|br|p)\b[^>]*>?|\b[a-z0-9-]+\.(?:com|nl|org|net|io|eu)"
    r"/\S",
    re.I | re.M,
)


def no_image_or_link(_case: Case, answer: Answer, _params: Params) -> Found:
    """No image, link, address or HTML, in whatever notation, also none that stood in the material."""
    found = _LOADS.search(answer.text)
    return Found(not found, found[0] if found else "")


def max_words(_case: Case, answer: Answer, params: Params) -> Found:
    """At most `max` words, headings not counted; 300 when nothing is said."""
    count, most = len(words(answer.body)), number(params, "max", "most", "words", default=300)
    return Found(count <= most, f"{count} words")
