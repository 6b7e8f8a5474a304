"""The theme of the week: a bank that is the same in both languages, the team's own choice, and what is counted of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions, bank, counts, queries
from lerendwerken.learning.weekcycle.models import Rhythm, ThemeHeld
from tests.weekcycle.conftest import LAST_WEEK, NEXT_WEEK, WEEK, on

As = Callable[[Viewer], Client]
SUBJECTS = {
    "reliability",
    "sources",
    "bias",
    "privacy",
    "injection",
    "deepfakes",
    "law",
    "control",
    "energy",
    "own_skill",
}


@pytest.mark.once
def test_dutch_and_english_hold_the_same_themes() -> None:
    dutch, english = bank.bank("nl"), bank.bank("en")
    assert list(dutch) == list(english)
    assert len(dutch) >= 26
    assert {theme.subject for theme in dutch.values()} == SUBJECTS == set(bank.SUBJECTS)
    for key, theme in dutch.items():
        assert (theme.subject, theme.needs_model) == (english[key].subject, english[key].needs_model), key
    assert sum(not theme.needs_model for theme in dutch.values()) >= 10, "the coach alone has themes too"


@pytest.mark.once
@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_no_sentence_stands_twice_in_the_bank(language: str) -> None:
    texts = [
        text
        for theme in bank.bank(language).values()
        for text in (theme.title, theme.do, theme.look_for, theme.teaches, theme.source)
    ]
    sentences = [part.strip().casefold() for text in texts for part in re.split(r"(?<=[.?!])\s+", text)]
    assert [text for text, times in Counter(sentences).items() if times > 1] == []


@pytest.mark.once
def test_a_theme_is_short_and_says_where_it_was_found() -> None:
    for language in bank.LANGUAGES:
        for theme in bank.bank(language).values():
            assert len(theme.do) <= 260, theme.key
            assert re.search(r"\d{4}|artikel \d+|article \d+|Article \d+|LLM\d+", theme.source), theme.key


def test_a_team_chooses_leaves_out_and_takes_turns_again(
    rhythm: Rhythm, fatima: Viewer, noor: Viewer, samira: Viewer
) -> None:
    with acting(noor):
        by_turns = queries.theme(noor, WEEK)
        actions.choose_theme(WEEK, "call-back", by=noor)
    with acting(fatima):
        chosen = queries.theme(fatima, WEEK)
        assert chosen is not None
        assert chosen.key == "call-back"
        assert queries.theme(fatima, NEXT_WEEK) != chosen
        actions.choose_theme(WEEK, "", by=fatima)
        assert queries.theme(fatima, WEEK) is None
        actions.take_turns(WEEK, by=fatima)
        assert queries.theme(fatima, WEEK) == by_turns
    with acting(samira):
        assert queries.theme_choice(samira, WEEK) is None


def test_what_cannot_be_chosen_is_refused(rhythm: Rhythm, noor: Viewer, henk: Viewer) -> None:
    with acting(noor):
        with pytest.raises(BadInput):
            actions.choose_theme(WEEK, "geen-thema", by=noor)
        with pytest.raises(Forbidden):
            actions.choose_theme(LAST_WEEK, "call-back", by=noor)
        with pytest.raises(BadInput):
            actions.choose_theme(date(2026, 12, 14), "call-back", by=noor)
    with acting(henk), pytest.raises(NotFound):
        actions.choose_theme(WEEK, "call-back", by=henk)


def test_the_page_shows_the_bank_and_keeps_a_choice(as_: As, rhythm: Rhythm, noor: Viewer) -> None:
    client = as_(noor)
    html = client.get("/rhythm/themes/").content.decode()
    assert all(theme.title in html for theme in bank.bank("nl").values() if "'" not in theme.title)
    assert client.post("/rhythm/themes/", {"week": "next", "key": "off-tomorrow"}).status_code == 302
    assert "gekozen door je team" in client.get("/rhythm/themes/").content.decode()
    assert client.post("/rhythm/themes/", {"week": "this", "key": ""}).status_code == 302
    assert "Thema van de week:" not in client.get("/week/").content.decode()
    assert client.post("/rhythm/themes/", {"week": "this", "turns": "yes"}).status_code == 302
    assert "Thema van de week:" in client.get("/week/").content.decode()
    assert client.post("/rhythm/themes/", {"week": "this", "key": "<script>"}).status_code == 400
    with CaptureQueriesContext(connection) as asked:
        client.get("/rhythm/themes/")
    assert len(asked) < 40


def test_without_a_model_or_chatbot_turns_are_taken_by_what_goes_without(
    as_: As, rhythm: Rhythm, noor: Viewer
) -> None:
    for week in (WEEK, NEXT_WEEK):
        with acting(noor):
            theme = queries.theme(noor, week, with_model=False)
        assert theme is not None
        assert not theme.needs_model


def test_a_held_theme_is_counted_per_team_and_never_below_five_people(
    rhythm: Rhythm, noor: Viewer, joost: Viewer, samira: Viewer
) -> None:
    for viewer in (noor, joost):
        with acting(viewer):
            actions.write_theme(
                WEEK, key="call-back", line="Wij bellen terug op het bekende nummer.", by=viewer
            )
    assert counts.themes_held(NEXT_WEEK) == [], "a team of four is fewer than five people"
    with acting(samira):
        actions.write_theme(WEEK, key="call-back", line="Een codewoord werkt beter dan een stem.", by=samira)
        actions.write_theme(WEEK, key="call-back", line="Een afgesproken vraag ook.", by=samira)
    assert counts.themes_held(WEEK) == []
    (held,) = counts.themes_held(NEXT_WEEK)
    assert (held.key, held.week, held.teams) == ("call-back", WEEK, 2)


def test_nobody_sees_who_held_a_theme(rhythm: Rhythm, fatima: Viewer, noor: Viewer, marga: Viewer) -> None:
    with acting(noor):
        actions.write_theme(WEEK, key="call-back", line="Terugbellen.", by=noor)
        assert ThemeHeld.objects.visible_to(noor).count() == 1
    for viewer in (fatima, marga):
        with acting(viewer):
            assert ThemeHeld.objects.visible_to(viewer).count() == 0


def test_a_theme_held_late_counts_in_its_own_week(rhythm: Rhythm, noor: Viewer, samira: Viewer) -> None:
    with clock.at(on(30)):
        for viewer in (noor, samira):
            with acting(viewer):
                actions.write_theme(WEEK, key="call-back", line="Alsnog gedaan.", by=viewer)
    assert [held.week for held in counts.themes_held(NEXT_WEEK)] == [WEEK]
