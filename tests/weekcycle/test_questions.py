"""One's own learning question: one is current, the team sees it, its week ends its mending."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.weekcycle import actions, queries
from lerendwerken.learning.weekcycle.models import LearningQuestion
from tests.weekcycle.conftest import LAST_WEEK, NEXT_WEEK, WEEK, on


def ask(
    by: Viewer, text: str = "Hoe maak ik hoorverslagen die mensen begrijpen?", week: date = WEEK
) -> LearningQuestion:
    with acting(by):
        return actions.ask_question(text, week=week, by=by)


def test_a_new_question_ends_the_earlier_one(noor: Viewer) -> None:
    with clock.at(on(18)):
        first = ask(noor, "Eerste vraag?", LAST_WEEK)
    second = ask(noor, "Tweede vraag?")
    with acting(noor):
        now = queries.current_question(noor)
        assert now is not None
        assert now.pk == second.pk
        assert queries.question_for(noor, first.pk).ended == date(2026, 11, 25)
        assert [row.text for row in queries.my_questions(noor)] == ["Tweede vraag?", "Eerste vraag?"]


def test_past_weeks_show_the_question_of_then(noor: Viewer, joost: Viewer) -> None:
    with clock.at(on(18)):
        ask(noor, "Eerste vraag?", LAST_WEEK)
        ask(joost, "Vraag van Joost?", LAST_WEEK)
    ask(noor, "Tweede vraag?")
    with acting(joost):
        assert [row.text for row in queries.questions_of_team(joost, LAST_WEEK)] == [
            "Vraag van Joost?",
            "Eerste vraag?",
        ]
        assert [row.text for row in queries.questions_of_team(joost, WEEK)] == [
            "Vraag van Joost?",
            "Tweede vraag?",
        ]
        assert queries.questions_of_team(joost, date(2026, 11, 9)) == []


def test_the_team_sees_a_question_and_nobody_else(
    noor: Viewer, joost: Viewer, samira: Viewer, marga: Viewer, henk: Viewer, sanne: Viewer
) -> None:
    question = ask(noor)
    with acting(joost):
        assert queries.question_for(joost, question.pk).text == question.text
        assert queries.current_question(joost) is None
    for stranger in (samira, marga, henk, sanne):
        with acting(stranger):
            assert queries.questions_of_team(stranger, WEEK) == []
            with pytest.raises(NotFound) as refusal:
                queries.question_for(stranger, question.pk)
            with pytest.raises(NotFound) as for_nothing:
                queries.question_for(stranger, new_id())
            assert refusal.value.message == for_nothing.value.message


def test_a_question_sent_twice_is_asked_once(noor: Viewer) -> None:
    key = new_id()
    with acting(noor):
        for _time in range(2):
            asked = actions.ask_question("Hoe dan?", week=WEEK, key=key, by=noor)
            assert (asked.pk, asked.ended) == (key, None)
        assert len(queries.my_questions(noor)) == 1


def test_sent_again_after_a_newer_one_it_does_not_come_back(noor: Viewer) -> None:
    key = new_id()
    with acting(noor):
        actions.ask_question("Eerste?", week=WEEK, key=key, by=noor)
        newer = actions.ask_question("Tweede?", week=WEEK, by=noor)
        actions.ask_question("Eerste?", week=WEEK, key=key, by=noor)
        now = queries.current_question(noor)
        assert now is not None
        assert now.pk == newer.pk


def test_a_typing_error_is_mended_by_writing_it_again(noor: Viewer, joost: Viewer) -> None:
    ask(noor, "Hoe mak ik dit?")
    ask(noor, "Hoe maak ik dit?")
    with acting(joost):
        assert [row.text for row in queries.questions_of_team(joost, WEEK)] == ["Hoe maak ik dit?"]


def test_only_who_asked_a_question_says_what_it_belongs_to(noor: Viewer, joost: Viewer, henk: Viewer) -> None:
    with acting(henk):
        draft = frame.start_draft(title="Kader", why="Om te leren.", starts=WEEK, by=henk)
        goal = frame.put_goal(draft, title="Begrijpelijk besluiten", by=henk)
        explain = frame.put_development_question(draft, goal=goal, text="Hoe leggen we uit?", by=henk)
    question = ask(noor)
    with acting(joost), pytest.raises(Forbidden):
        actions.place_question(question, explain, by=joost)
    with acting(noor):
        assert actions.place_question(question, explain, by=noor).text == question.text
        assert queries.question_for(noor, question.pk).development_question == explain


@pytest.mark.parametrize("text", ["", " \n ", "x" * 301])
def test_a_question_has_limits(noor: Viewer, text: str) -> None:
    with pytest.raises(BadInput):
        ask(noor, text)


def test_a_question_belongs_to_this_week(noor: Viewer) -> None:
    for week in (LAST_WEEK, NEXT_WEEK):
        with pytest.raises(Forbidden):
            ask(noor, week=week)


def test_who_has_no_team_asks_no_question(henk: Viewer) -> None:
    with pytest.raises(Forbidden):
        ask(henk)


def test_a_focus_remembers_under_which_question_it_was_written(noor: Viewer) -> None:
    question = ask(noor)
    with acting(noor):
        assert actions.write_focus(WEEK, expectation="iets", by=noor).question_id == question.pk


def test_the_questions_of_a_team_cost_one_query(
    fatima: Viewer,
    noor: Viewer,
    joost: Viewer,
    pieter: Viewer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for viewer in (fatima, noor, joost, pieter):
        ask(viewer)
    with acting(noor), django_assert_max_num_queries(1):
        assert [row.author.first_name for row in queries.questions_of_team(noor, WEEK) if row.author] == [
            "Fatima",
            "Joost",
            "Noor",
            "Pieter",
        ]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_questions_asked_at_once_leave_one_current(noor: Viewer) -> None:
    moment = clock.now()

    def one(number: int) -> None:
        try:
            with clock.at(moment), acting(noor):
                actions.ask_question(f"Vraag {number}?", week=WEEK, by=noor)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(12)))
    with acting(noor):
        rows = queries.my_questions(noor)
        assert sum(row.ended is None for row in rows) == 1
        assert len(rows) == 12


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_question_sent_twice_at_once_is_one(noor: Viewer) -> None:
    moment, key = clock.now(), new_id()

    def one(_number: int) -> object:
        try:
            with clock.at(moment), acting(noor):
                return actions.ask_question("Hoe dan?", week=WEEK, key=key, by=noor).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(one, range(6))) == {key}
    with acting(noor):
        assert len(queries.my_questions(noor)) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_moment_written_in_two_tabs_at_once_is_one_entry(noor: Viewer) -> None:
    moment = clock.now()

    def one(number: int) -> object:
        try:
            with clock.at(moment), acting(noor):
                return actions.write_focus(WEEK, expectation=f"verwachting {number}", by=noor).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(6)))) == 1
