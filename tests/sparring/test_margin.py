"""The coach in the margin: one question beside what somebody writes alone, and nothing kept of the words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lerendwerken.ai.partners.models import CoachAsked
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, queries

As = Callable[[Viewer], Client]
TEXT = "Niemand leest onze brieven, dus moeten ze korter."


def ask(client: Client, text: str = TEXT, mode: str = "analyse") -> dict[str, str]:
    answer = client.post("/sparring/coach/", {"text": text, "mode": mode})
    assert answer.status_code == 200, answer
    told: dict[str, str] = answer.json()
    return told


def test_one_question_that_quotes_and_never_the_same_again(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    asked = [ask(client)["question"] for _ in range(4)]
    assert all(question.count("?") == 1 for question in asked)
    assert any(part in asked[0] for part in ("Niemand", "korter"))
    assert len(set(asked)) == 4


def test_nothing_is_kept_but_which_question_it_was(as_: As, fatima: Viewer, noor: Viewer) -> None:
    ask(as_(fatima))
    with acting(fatima):
        (row,) = CoachAsked.objects.visible_to(fatima)
        held = {field.attname: getattr(row, field.attname) for field in CoachAsked._meta.fields}
    assert not [value for value in held.values() if isinstance(value, str) and "brie" in value]
    with acting(noor):
        assert not CoachAsked.objects.visible_to(noor).exists()


def test_what_the_margin_asked_is_not_asked_in_a_session(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    for _ in range(3):
        ask(client)
    with acting(fatima):
        kept = {row.question for row in CoachAsked.objects.visible_to(fatima)}
        session = actions.begin("analyse", situation="", view=TEXT, by=fatima)
        actions.ask_first(session, by=fatima)
        (turn,) = queries.turns(fatima, session)
    assert not kept & {*turn.question_ids}


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_without_words_it_says_what_to_do(as_: As, fatima: Viewer, text: str) -> None:
    told = ask(as_(fatima), text)
    assert told["question"] == ""
    assert told["message"]


def test_an_unknown_kind_is_refused(as_: As, fatima: Viewer) -> None:
    assert as_(fatima).post("/sparring/coach/", {"text": TEXT, "mode": "chat"}).status_code == 400
    assert as_(fatima).get("/sparring/coach/").status_code == 405


@pytest.mark.parametrize("page", ["/week/focus/", "/week/deepen/", "/week/do/", "/week/harvest/"])
def test_the_button_stands_beside_own_words_and_is_absent_without_a_script(
    as_: As, fatima: Viewer, page: str
) -> None:
    html = as_(fatima).get(page).content.decode()
    assert html.count("data-coach=") == 1
    part = html[html.index('class="margin-coach"') : html.index("data-coach=")]
    assert "data-needs-script hidden" in part
