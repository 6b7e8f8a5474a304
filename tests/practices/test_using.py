"""Starting a practice on real work, and closing it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, queries
from lerendwerken.learning.practices.models import PracticeVersion, Use, WorkProcess
from tests.practices.conftest import propose

WEEK = date(2026, 11, 23)
NEXT_MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def started(version: PracticeVersion, by: Viewer, piece: str = "hoorverslag dakkapel") -> Use:
    with acting(by):
        return actions.start(version, piece=piece, week=WEEK, by=by)


def test_the_team_sees_what_a_practice_was_used_for(
    three_sentences: PracticeVersion, noor: Viewer, joost: Viewer
) -> None:
    use = started(three_sentences, noor)
    with acting(joost):
        assert [row.piece for row in queries.uses_in_week(joost, noor.teams[0], WEEK)] == [
            "hoorverslag dakkapel"
        ]
        assert queries.use_for(joost, use.pk).author_id == noor.member


def test_nobody_outside_the_team_sees_a_use(
    three_sentences: PracticeVersion, noor: Viewer, samira: Viewer, marga: Viewer, henk: Viewer, sanne: Viewer
) -> None:
    use = started(three_sentences, noor)
    for stranger in (samira, marga, henk, sanne):
        with acting(stranger):
            with pytest.raises(NotFound):
                queries.use_for(stranger, use.pk)
            assert queries.uses_in_week(stranger, noor.teams[0], WEEK) == []
            assert [row.uses for row in queries.practices_of_team(stranger, noor.teams[0])] in ([0], [])


def test_a_use_counts_only_with_a_named_piece(three_sentences: PracticeVersion, noor: Viewer) -> None:
    for piece in ("", "  ", "x" * 201):
        with acting(noor), pytest.raises(BadInput) as refusal:
            actions.start(three_sentences, piece=piece, week=WEEK, by=noor)
        assert refusal.value.field == "piece"


def test_sent_twice_is_one_use(three_sentences: PracticeVersion, noor: Viewer) -> None:
    key = new_id()
    with acting(noor):
        for _time in range(2):
            use = actions.start(three_sentences, piece="verslag", week=WEEK, key=key, by=noor)
            assert use.pk == key
        assert [row.uses for row in queries.practices_of_team(noor, noor.teams[0])] == [0]  # still busy
        actions.end_use(use, check_state="done", by=noor)
        assert [row.uses for row in queries.practices_of_team(noor, noor.teams[0])] == [1]


def test_another_team_reads_but_does_not_start(three_sentences: PracticeVersion, samira: Viewer) -> None:
    with acting(samira):
        assert [row.version.pk for row in queries.practices_elsewhere(samira)] == [three_sentences.pk]
        with pytest.raises(Forbidden):
            actions.start(three_sentences, piece="keukentafelgesprek", week=WEEK, by=samira)


def test_work_is_started_in_its_own_week(three_sentences: PracticeVersion, noor: Viewer) -> None:
    for week in (date(2026, 11, 16), date(2026, 11, 30), date(2026, 11, 24)):
        with acting(noor), pytest.raises(Forbidden):
            actions.start(three_sentences, piece="verslag", week=week, by=noor)


def test_who_still_has_the_old_page_open_is_told(
    three_sentences: PracticeVersion, hearing: WorkProcess, noor: Viewer, fatima: Viewer
) -> None:
    draft = propose(hearing, noor)
    with acting(fatima):
        actions.put_in_force(draft, reason="verder verbeterd", by=fatima)
    with acting(noor), pytest.raises(Conflict):
        actions.start(three_sentences, piece="verslag", week=WEEK, by=noor)


@pytest.mark.parametrize("state", ["done", "not_done"])
def test_a_use_is_closed_with_one_word(three_sentences: PracticeVersion, noor: Viewer, state: str) -> None:
    use = started(three_sentences, noor)
    with acting(noor):
        actions.end_use(use, check_state=state, by=noor)
        actions.end_use(use, check_state=state, by=noor)
        assert queries.use_for(noor, use.pk).check_state == state
        assert queries.my_open_uses(noor) == []


def test_who_stops_says_why(three_sentences: PracticeVersion, noor: Viewer) -> None:
    use = started(three_sentences, noor)
    with acting(noor):
        for why in ("", "x" * 401):
            with pytest.raises(BadInput) as refusal:
                actions.end_use(use, check_state="stopped", stopped_why=why, by=noor)
            assert refusal.value.field == "stopped_why"
        actions.end_use(use, check_state="stopped", stopped_why="de zinnen kozen partij", by=noor)
        assert queries.use_for(noor, use.pk).stopped_why == "de zinnen kozen partij"


@pytest.mark.parametrize("state", ["open", "klaar", ""])
def test_only_the_three_endings_exist(three_sentences: PracticeVersion, noor: Viewer, state: str) -> None:
    use = started(three_sentences, noor)
    with acting(noor), pytest.raises(BadInput):
        actions.end_use(use, check_state=state, by=noor)


def test_a_teammate_does_not_close_anothers_use(
    three_sentences: PracticeVersion, noor: Viewer, joost: Viewer
) -> None:
    use = started(three_sentences, noor)
    with acting(joost), pytest.raises(Forbidden):
        actions.end_use(use, check_state="done", by=joost)


def test_an_open_use_can_be_closed_next_week_but_not_rewritten(
    three_sentences: PracticeVersion, noor: Viewer
) -> None:
    use = started(three_sentences, noor)
    with clock.at(NEXT_MONDAY), acting(noor):
        actions.end_use(use, check_state="done", by=noor)
        with pytest.raises(Forbidden):
            actions.end_use(use, check_state="not_done", by=noor)


def test_reading_costs_the_same_however_much_there_is(
    three_sentences: PracticeVersion,
    noor: Viewer,
    fatima: Viewer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        with acting(fatima):
            process = actions.name_process(f"werkproces {number}", by=fatima)
        draft = propose(process, noor)
        with acting(fatima):
            version = actions.put_in_force(draft, reason="zo doen we het", by=fatima)
        started(version, noor, f"stuk {number}")
    with acting(noor):
        with django_assert_max_num_queries(4):
            lines = queries.practices_of_team(noor, noor.teams[0])
            assert [line.version.author.name for line in lines if line.version] == ["Noor Hendriks"] * 6
        with django_assert_max_num_queries(1):
            uses = queries.uses_in_week(noor, noor.teams[0], WEEK)
            assert {use.version.work_process.name for use in uses} == {f"werkproces {n}" for n in range(5)}


@pytest.mark.postgresql
def test_postgresql_keeps_a_use_inside_the_team(
    three_sentences: PracticeVersion, noor: Viewer, samira: Viewer
) -> None:
    use = started(three_sentences, noor)
    with acting(samira):
        assert not Use.unscoped.filter(pk=use.pk).exists()
        assert Use.unscoped.filter(pk=use.pk).update(piece="van ons") == 0


def test_a_week_shows_the_practices_in_force_and_what_was_done_with_them(
    three_sentences: PracticeVersion,
    noor: Viewer,
    joost: Viewer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    closed, mine = started(three_sentences, noor), started(three_sentences, joost, "schutting")
    with acting(noor):
        actions.end_use(closed, check_state="done", by=noor)
        actions.name_process("Nog zonder werkwijze", by=noor)
    with acting(joost):
        with django_assert_num_queries(2):
            (found,) = queries.in_force_in_week(joost, joost.teams[0], WEEK)
            assert (found.process.name, found.times, found.checks_done) == ("Hoorverslag maken", 2, 1)
        assert found.mine_open == mine
        (later,) = queries.in_force_in_week(joost, joost.teams[0], date(2026, 11, 30))
    assert (later.times, later.mine_open) == (0, None)
