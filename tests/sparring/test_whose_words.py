"""The coach says of words whose they are: what a person wrote, and what a person brought along."""

from __future__ import annotations

import pytest

from lerendwerken.ai.partners.evaluating import case_of, from_coach
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, queries
from lerendwerken.learning.sparring.models import SparringSession

MAIL = "Uw gemeente doet nooit iets. De paaltjes moeten weg, anders dien ik een klacht in."
VIEW = "Ik denk dat we de paaltjes moeten laten staan."


def answers(session: SparringSession, by: Viewer) -> list[str]:
    return [turn.answer for turn in queries.turns(by, session)]


@pytest.mark.parametrize(
    "mode", ["analyse", "decide", "produce", "innovate", "redteam", "sharpen", "harvest"]
)
def test_what_a_resident_mailed_is_never_called_the_persons_own(fatima: Viewer, mode: str) -> None:
    with acting(fatima):
        session = actions.begin(mode, situation=MAIL, view=VIEW, by=fatima)
        actions.ask_first(session, by=fatima)
        for reply in ("Dat weet ik nog niet.", "De bewoners vinden het fijn.", "De wethouder wil het zo."):
            actions.take_turn(session, reply, by=fatima)
        asked = answers(session, fatima)
    for question in asked:
        if any(part in question for part in ("nooit iets", "moeten weg", "klacht in")):
            assert not question.startswith(("Je schrijft", "Je schreef")), question
            assert "je eerder schreef" not in question, question


@pytest.mark.parametrize(
    "mail",
    [
        MAIL,
        "Mijn buren krijgen altijd sneller antwoord dan ik.",
        "De stoep moet zo snel mogelijk worden gemaakt.",
        "Volgens mijn advocaat bent u te laat met uw besluit.",
    ],
)
@pytest.mark.parametrize("mode", ["analyse", "decide", "produce"])
def test_only_what_was_brought_is_quoted_as_what_stands_in_the_text(
    fatima: Viewer, mail: str, mode: str
) -> None:
    with acting(fatima):
        session = actions.begin(mode, situation=mail, skipped=True, by=fatima)
        actions.ask_first(session, by=fatima)
        for _ in range(3):
            actions.take_turn(session, asked="harder", by=fatima)
        asked = answers(session, fatima)
    assert not [question for question in asked if "Je schr" in question or "je eerder schreef" in question]


def test_an_eval_of_partners_tells_them_apart_in_the_same_way() -> None:
    mail = "De stoep moet zo snel mogelijk worden gemaakt."
    modes = ("analyse", "decide", "produce", "sharpen", "redteam", "harvest")
    cases = [
        case_of({"id": mode, "lang": "nl", "mode": mode, "messages": [{"piece": mail}], "checks": []})
        for mode in modes
    ]
    for given in from_coach(cases).values():
        assert "‘De stoep moet zo snel mogelijk worden gemaakt’" in given.text
        assert "Je schr" not in given.text


def test_no_contradiction_is_made_of_somebody_elses_words_and_ones_own(fatima: Viewer) -> None:
    with acting(fatima):
        session = actions.begin(
            "decide",
            situation="De paaltjes in de straat moeten weg.",
            view="De paaltjes in de straat moeten niet weg.",
            by=fatima,
        )
        actions.ask_first(session, by=fatima)
        (turn,) = queries.turns(fatima, session)
    assert not any(one.startswith("contradiction") for one in turn.question_ids)
