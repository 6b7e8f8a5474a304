"""Search over what one may see: own things for their owner alone, found in every form, and gone when they are gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.ai.library import finding, sources
from lerendwerken.ai.library.finding import Circle
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import actions as insights
from lerendwerken.learning.insights.models import Insight
from lerendwerken.learning.weekcycle import actions as weekcycle
from tests.houses import House
from tests.moments.conftest import MONDAY

As = Callable[[Viewer], Client]
LEARNED = "Bij een hoorverslag lezen mensen alleen de eerste zinnen."


@pytest.fixture
def learned(begun: Viewer) -> Insight:
    with acting(begun):
        return insights.write_insight(week=MONDAY, now=LEARNED, by=begun)


def found(by: Viewer, question: str) -> list[str]:
    """What somebody finds, as kind and text."""
    with acting(by):
        circles = finding.search(by, question)
    return ["".join(piece.text for piece in row.pieces) for rows in circles.values() for row in rows]


@pytest.mark.parametrize(
    "question", ["hoorverslagen", "verslag", "hoorverslga", "HOORVERSLAG eerste", "lezen bij hoorverslag"]
)
def test_ones_own_is_found_in_every_form(begun: Viewer, learned: Insight, question: str) -> None:
    assert LEARNED in found(begun, question)


def test_nobody_else_finds_it(
    begun: Viewer,
    learned: Insight,
    waterrijk: House,
    zorgkompas: House,
) -> None:
    for house in (waterrijk, zorgkompas):
        for login in house.members:
            others = found(house.viewer(login), LEARNED)
            assert (LEARNED in others) == (house is waterrijk and login == "fatima"), login


def test_a_copy_is_found_by_the_team_until_it_is_taken_back(
    begun: Viewer,
    learned: Insight,
    joost: Viewer,
    samira: Viewer,
) -> None:
    with acting(begun):
        copy = insights.share(learned, by=begun)
    assert LEARNED in found(joost, "hoorverslag")
    assert LEARNED not in found(samira, "hoorverslag")
    with acting(begun):
        insights.take_back(copy, by=begun)
    assert LEARNED not in found(joost, "hoorverslag")
    with acting(begun):
        insights.delete(learned, by=begun)
    assert LEARNED not in found(begun, "hoorverslag")


def test_results_stand_by_who_sees_them(begun: Viewer, learned: Insight, hearing_in_force: Any) -> None:
    with acting(begun):
        circles = finding.search(begun, "hoorverslag")
    assert list(circles) == [Circle.MINE, Circle.TEAM, Circle.ORGANISATION]
    assert circles[Circle.TEAM][0].week == MONDAY


def test_the_page_marks_the_words_and_leads_there(as_: As, begun: Viewer, learned: Insight) -> None:
    answer = as_(begun).post("/search/", {"q": "hoorverslagen"})
    text = answer.content.decode()
    assert "<mark>hoorverslag</mark>" in text
    assert f'href="/insights/{learned.pk}/edit/"' in text
    assert "week 48 van 2026" in text
    assert answer.request["QUERY_STRING"] == ""


def test_nothing_in_the_address_is_searched_for(as_: As, begun: Viewer, learned: Insight) -> None:
    assert "<mark>" not in as_(begun).get("/search/", {"q": "hoorverslag"}).content.decode()


@pytest.mark.parametrize("question", ["", "   ", "de", "%", "_", "\\", "'\"<script>", "\x00", "x" * 5000])
def test_any_question_gets_an_answer(as_: As, begun: Viewer, learned: Insight, question: str) -> None:
    answer = as_(begun).post("/search/", {"q": question})
    assert answer.status_code == 200
    assert b"<script>" not in answer.content.split(b"<main")[1].split(b"</main>")[0]
    assert LEARNED not in answer.content.decode()


def test_as_many_queries_however_much_there_is(begun: Viewer) -> None:
    def queries() -> int:
        with acting(begun), CaptureQueriesContext(connection) as asked:
            finding.search(begun, "hoorverslag zinnen")
        return len(asked)

    with acting(begun):
        for number in range(8):
            insights.write_insight(week=MONDAY, now=f"{LEARNED} {number}", by=begun)
    few = queries()
    with acting(begun):
        for number in range(30):
            weekcycle.catch(f"Over het hoorverslag, gedachte {number}.", by=begun)
    assert queries() == few <= len(sources.every()) + 2


def test_more_of_a_circle_on_request(as_: As, begun: Viewer) -> None:
    with acting(begun):
        for number in range(8):
            weekcycle.catch(f"Over het hoorverslag, gedachte {number}.", by=begun)
    first = as_(begun).post("/search/", {"q": "hoorverslag gedachte"}).content.decode()
    assert first.count('href="/catch/" aria') < 8
    more = as_(begun).post("/search/", {"q": "hoorverslag gedachte", "more": "1"}).content.decode()
    assert more.count("gevonden") == first.count("gevonden")
    assert more.count('href="/catch/" aria') == 8
