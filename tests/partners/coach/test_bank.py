"""The bank's own house rules."""

from __future__ import annotations

import re

import pytest

from lerendwerken.ai.partners.coach import MODES, TRIGGERS, rules
from lerendwerken.ai.partners.coach.bank import Bank, Entry, bank
from lerendwerken.ai.partners.coach.lexicon import lexicon
from lerendwerken.ai.partners.coach.rules import PLACE

LANGUAGES = ("nl", "en")


def entries(language: str) -> tuple[Entry, ...]:
    own: Bank = bank(language)
    return own.questions + own.learning + own.first


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_questions_with_unique_ids(language: str) -> None:
    own = bank(language)
    assert len(own.questions) >= 250
    ids = [entry.id for entry in entries(language)]
    assert len(ids) == len(set(ids))
    texts = [entry.text for entry in entries(language)]
    assert len(texts) == len(set(texts))


def test_ids_mean_the_same_in_both_languages() -> None:
    dutch = {
        entry.id: (entry.trigger, entry.modes, entry.kinds, entry.unless, entry.needs, entry.own)
        for entry in entries("nl")
    }
    english = {
        entry.id: (entry.trigger, entry.modes, entry.kinds, entry.unless, entry.needs, entry.own)
        for entry in entries("en")
    }
    assert dutch == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_ours_keep_to_the_rules_for_everybody(language: str) -> None:
    for entry in entries(language):
        text = entry.text.replace("‘{quote}’", PLACE)
        places = text.count(PLACE) if entry.trigger == "close" else 1
        text = text.replace("‘{earlier}’", "‘dit’")
        assert not rules.faults(text, language, places=places), (entry.id, rules.faults(text, language))
        assert ("{earlier}" in entry.text) == (entry.trigger == "contradiction"), entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trigger_has_choice_in_every_mode(language: str) -> None:
    own = bank(language)
    assert {entry.trigger for entry in own.questions} == set(TRIGGERS)
    kinds = {
        (rule.trigger, kind)
        for rule in lexicon(language).rules
        for kind in (rule.kind, rule.wish or rule.kind)
    }
    for trigger, kind in kinds:
        for mode in MODES:
            fitting = [e for e in own.about(trigger) if mode in e.modes and (not e.kinds or kind in e.kinds)]
            assert len([e for e in fitting if not e.needs]) >= 2, (trigger, kind, mode)


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_that_questions_name_exist(language: str) -> None:
    words = lexicon(language)
    for entry in entries(language):
        assert {*entry.unless, *entry.needs} <= set(words.facts), entry.id
    for rule in words.rules:
        assert {*rule.unless, *rule.unless_text, *rule.needs, *rule.needs_text} <= set(words.facts)
        assert rule.trigger in TRIGGERS
        assert rule.side in ("around", "right", "left")


@pytest.mark.parametrize(("language", "begins"), [("nl", ("Hoe ", "Wat ")), ("en", ("How ", "What "))])
def test_learning_questions_are_in_the_first_person(language: str, begins: tuple[str, ...]) -> None:
    first_person = re.compile({"nl": r"\bik\b", "en": r"\bI\b"}[language])
    learning = bank(language).learning
    assert {entry.trigger for entry in learning} == set(TRIGGERS)
    for entry in learning:
        assert entry.text.startswith(begins), entry.id
        assert first_person.search(entry.text), entry.id


PLURAL = {
    "nl": re.compile(r"(?i)\b(?:hen|henzelf|hun|zouden zij)\b"),
    "en": re.compile(r"(?i)\b(?:them|themselves)\b"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_person_is_not_spoken_of_as_many(language: str) -> None:
    """What is quoted may be about one client or about all of them: no word counts them."""
    for entry in bank(language).questions + bank(language).learning:
        if not re.search("people|mensen|details", entry.text):
            assert not PLURAL[language].search(entry.text), entry.id


@pytest.mark.parametrize(
    ("language", "claims"),
    [
        ("nl", r"(?i)\b(?:je schrijft|je schreef|ik schrijf|jouw kijk|je tekst)\b"),
        ("en", r"(?i)\b(?:you write|you wrote|I write|your view|your text)\b"),
    ],
)
def test_nobody_is_said_to_have_written_what_was_pasted(language: str, claims: str) -> None:
    for entry in entries(language):
        assert entry.own or not re.search(claims, entry.elsewhere), entry.id
    for trigger in TRIGGERS:
        left = [one for one in bank(language).learning if one.trigger == trigger and not one.own]
        assert left, trigger
