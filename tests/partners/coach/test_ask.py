"""What somebody notices who talks with the coach."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lerendwerken.ai.partners.coach import MODES, Question, ask, concludes, evaluate
from lerendwerken.ai.partners.coach.reading import READ_LIMIT

LETTER = (
    "Onze brieven moeten duidelijker, want inwoners bellen altijd terug. We gaan binnenkort een sjabloon maken. "
    "Volgens de leverancier scheelt dat veel tijd."
)
WORDS = st.sampled_from(
    [
        "we",
        "ik",
        "moeten",
        "altijd",
        "beter",
        "de",
        "brief",
        "inwoners,",
        "omdat",
        "niemand.",
        "Mevrouw",
        "De",
        "Boer",
        "vindt",
        "123456782",
        "en",
        "maar",
        "sneller",
        "the",
        "clients",
        "must",
        "always",
        "be",
        "better",
        "because",
        "nobody",
        "should",
        "Jan",
        "06-12345678",
        "zo",
        "snel",
        "mogelijk?",
        "AI\n\n",
        "wordt",
        "gedaan",
        "‘quote’",
        "’",
        "\x00",
        "\u202e",
        "שלום",
        "مرحبا",
        "😀",
        "20%",
        "van",
        "naar",
        "niet",
        "meer",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join))


def session(text: str, language: str, mode: str, earlier: tuple[str, ...] = ()) -> list[Question]:
    """Ask until the coach stops."""
    asked: list[Question] = []
    while question := ask(text, language=language, mode=mode, asked=[q.id for q in asked], earlier=earlier):
        asked.append(question)
        assert len(asked) < 60
    return asked


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["nl", "en"]), st.sampled_from(MODES))
def test_one_question_quoting_only_what_was_written(text: str, language: str, mode: str) -> None:
    question = ask(text, language=language, mode=mode)
    if question is None:
        return
    assert question.text.endswith("?")
    without = question.text
    for quote in question.quotes:
        assert f"‘{quote}’" in question.text
        assert quote in text
        without = without.replace(quote, "")
        at = text.index(quote)
        assert not quote[0].isspace()
        assert not quote[-1].isspace()
        assert "\n" not in quote
        assert at >= 0
    assert without.count("?") == 1
    assert question == ask(text, language=language, mode=mode)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["nl", "en"]), st.sampled_from(MODES))
def test_never_repeats_and_ends(text: str, language: str, mode: str) -> None:
    ids = [question.id for question in session(text, language, mode)]
    assert len(ids) == len(set(ids))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["kast", "tafel", "lopen", "blauw", "steen", "praten", "water", "zacht", "regen", "boom"]
        ),
        min_size=4,
    ),
    st.sampled_from(MODES),
)
def test_a_few_words_always_bring_a_question(words: list[str], mode: str) -> None:
    assert ask(" ".join(words), language="nl", mode=mode) is not None


@pytest.mark.parametrize("mode", MODES)
def test_a_session_goes_on_and_ends_in_time(mode: str) -> None:
    questions = session(LETTER, "nl", mode)
    assert 4 <= len(questions) <= 14
    assert len({question.trigger for question in questions[:4]}) >= 3


def test_thanks_ends_it() -> None:
    assert ask("Dank je, duidelijk.", language="nl", mode="sharpen", asked=["vague-show"]) is None
    assert ask("Thank you, that is clear.", language="en", mode="sharpen", asked=["vague-show"]) is None


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("Mevrouw De Boer (BSN 111222333) belde over haar indicatie.", ["Boer", "111222333", "Mevrouw"]),
        ("Dhr. P. van den Heuvel, 06-12345678, vindt alles te duur.", ["Heuvel", "06-1"]),
        ("Joost vindt dat ik altijd te lang doe over een advies.", ["Joost"]),
        ("Volgens Fatima El Amrani moet het sneller.", ["Fatima", "Amrani"]),
        ("Stuur het naar sanne@zorgkompas.example, zij wil betere cijfers.", ["sanne", "@"]),
        ("NL91ABNA0417164300 is de rekening die nooit klopt.", ["NL91"]),
        ("De Vries wil dat de brief korter wordt.", ["Vries"]),
        ("Ms Haddad thinks the reports are always late.", ["Haddad"]),
        ("I told Keith that everybody finds it too slow.", ["Keith"]),
        ("jan zegt dat niemand de brief leest", ["jan"]),
    ],
)
def test_no_personal_data_in_any_question(text: str, secrets: list[str]) -> None:
    for mode in MODES:
        for question in session(text, "nl", mode):
            assert not [secret for secret in secrets if secret in question.text]


def test_a_citizens_number_is_asked_about_first() -> None:
    question = ask("Mevrouw De Boer (BSN 111222333) krijgt nooit bericht.", language="nl", mode="produce")
    assert question is not None
    assert question.trigger == "personal"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("We willen de doorlooptijd van 9 naar 6 weken verkorten.", "baseline"),
        ("We gaan op 3 maart beginnen met de proef.", "time"),
        ("We gaan het rooster wijzigen; de cliënten zeiden in gesprekken dat zij dat willen.", "people"),
        ("We gaan over op het systeem. Het risico is dat gegevens kwijtraken, dan stoppen we.", "risk"),
    ],
)
def test_does_not_ask_what_stands_there(text: str, trigger: str) -> None:
    for mode in MODES:
        assert trigger not in {question.trigger for question in session(text, "nl", mode)}


def test_a_measure_makes_a_comparative_clear() -> None:
    triggers = {
        q.trigger for q in session("Ik wil brieven maximaal 2 dagen sneller versturen.", "nl", "sharpen")
    }
    assert "vague" not in triggers


def test_contradicts_earlier_words() -> None:
    question = ask(
        "We moeten de tweede controle afschaffen.",
        language="nl",
        mode="decide",
        earlier=["De tweede controle moeten we nooit afschaffen."],
    )
    assert question is not None
    assert question.trigger == "contradiction"
    assert set(question.quotes) == {
        "De tweede controle moeten we nooit afschaffen",
        "We moeten de tweede controle afschaffen",
    }


def test_then_and_now_is_no_contradiction() -> None:
    text = "Vroeger vertrouwde ik het systeem niet. Nu vertrouw ik het systeem wel."
    assert "contradiction" not in {question.trigger for question in session(text, "nl", "analyse")}


def test_reads_dutch_for_somebody_who_works_in_english() -> None:
    question = ask("De brieven van onze afdeling zijn altijd te lang.", language="en", mode="analyse")
    assert question is not None
    assert question.trigger == "absolute"
    assert question.quotes == ("De brieven van onze afdeling zijn altijd te lang",)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "😀😀😀", "١٢٣ ٤٥", "...", "123456782"])
def test_nothing_to_ask_about(text: str) -> None:
    assert ask(text, language="nl", mode="sharpen") is None


@pytest.mark.parametrize(
    "piece", ["a", "a ", "a.b@", "moet ", "wij worden ", "0612345678 ", "\n", "a-", "1", "‘", "Jan de "]
)
def test_a_huge_paste_is_read_in_bounded_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    begin = time.process_time()
    ask(text, language="nl", mode="decide")
    assert time.process_time() - begin < 5


def test_only_the_beginning_is_read() -> None:
    text = "kast tafel " * (READ_LIMIT // 11 + 1)
    same = ask(text + "altijd nooit", language="nl", mode="sharpen")
    assert same == ask(text, language="nl", mode="sharpen")


@pytest.mark.parametrize(("language", "mode"), [("de", "sharpen"), ("nl", "chat")])
def test_unknown_language_or_mode(language: str, mode: str) -> None:
    with pytest.raises(ValueError):
        ask(LETTER, language=language, mode=mode)


def test_evaluate_keeps_the_shape() -> None:
    lines: list[dict[str, Any]] = [
        {"id": 1, "lang": "nl", "mode": "red team", "text": LETTER},
        {"id": "b", "lang": "en-GB", "mode": "decide", "text": ""},
        {"id": "c"},
    ]
    answers = list(evaluate(lines))
    assert [sorted(answer) for answer in answers] == [["id", "question", "quotes", "trigger"]] * 3
    assert [answer["id"] for answer in answers] == [1, "b", "c"]
    assert answers[0]["question"].endswith("?")
    assert answers[1] == {"id": "b", "question": "", "trigger": "", "quotes": []}


def test_each_step_of_help_looks_further() -> None:
    text = "We gaan het rooster omgooien. Ik denk dat de ploeg dat prettiger vindt."
    asked = {
        step: ask(text, language="nl", mode="decide", step=step)
        for step in ("questions", "differences", "options", "draft")
    }
    assert asked["differences"] is not None
    assert asked["differences"].trigger in ("assumption", "evidence", "absolute", "borrowed")
    assert asked["options"] is not None
    assert asked["options"].trigger in ("alternative", "risk", "people", "solution")


def test_own_words_and_brought_words_are_told_apart() -> None:
    own, brought = "Ik vind het antwoord goed.", "U bent altijd te laat met uw antwoord."
    asked: list[Question] = []
    while question := ask(
        own, language="nl", mode="analyse", brought=brought, asked=[one.id for one in asked]
    ):
        asked.append(question)
    for question in asked:
        assert all(quote in (brought if question.pasted else own) for quote in question.quotes)
        assert not (question.pasted and question.text.startswith("Je schr"))
    assert {question.pasted for question in asked} == {True, False}


def test_what_was_brought_answers_too() -> None:
    own = "We gaan het rooster wijzigen."
    told = "De cliënten zeiden in gesprekken dat zij dat willen."
    alone = {one.trigger for one in session(own, "nl", "decide")}
    assert "people" in alone
    question = ask(own, language="nl", mode="decide", brought=told)
    assert question is not None
    assert question.trigger != "people"


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Ik ga dinsdag met de ploeg de lijst doorlopen.", True),
        ("I will check three letters on Thursday.", True),
        ("Ik ga dat eens bekijken.", False),
        ("Zal ik het dinsdag doen?", False),
    ],
)
def test_a_plan_with_a_moment_ends_the_thinking(text: str, done: bool) -> None:
    assert concludes(text, "en" if text.startswith("I ") else "nl") is done


NAMED = st.sampled_from(
    [
        ("Mevrouw Terpstra", "Terpstra"),
        ("Dhr. P. van den Heuvel", "Heuvel"),
        ("dhr v.d. Meulen", "Meulen"),
        ("Fatima El Amrani", "Amrani"),
        ("Mr Whitcombe", "Whitcombe"),
        ("Joost", "Joost"),
        ("Keith", "Keith"),
    ]
)
AROUND = st.lists(
    st.sampled_from(
        [
            "altijd",
            "wil",
            "dat",
            "het",
            "sneller",
            "moet,",
            "niemand.",
            "because",
            "always",
            "says",
            "we",
            "en",
        ]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(AROUND, NAMED, AROUND, st.sampled_from(["nl", "en"]), st.sampled_from(MODES), st.booleans())
def test_no_question_in_a_session_repeats_a_name(
    before: str, named: tuple[str, str], after: str, language: str, mode: str, own: bool
) -> None:
    name, secret = named
    text = f"{before} {name} {after}".strip()
    asked: list[str] = []
    while question := ask(
        text if own else "", brought="" if own else text, language=language, mode=mode, asked=asked
    ):
        assert secret not in question.text
        asked.append(question.id)
    assert len(asked) == len({*asked})
