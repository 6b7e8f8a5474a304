"""What somebody writes in their moments, and what the team shares."""

from __future__ import annotations

from datetime import date

import pytest

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import WorkProcess
from lerendwerken.learning.weekcycle import actions, bank, queries
from tests.weekcycle.conftest import LAST_WEEK, NEXT_WEEK, WEEK, on

LONG_AGO = date(2026, 11, 9)


def test_what_one_writes_in_a_moment_is_for_oneself(
    noor: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, sanne: Viewer
) -> None:
    with acting(noor):
        actions.write_focus(WEEK, expectation="dat het lukt", if_then="Als, dan", confidence=60, by=noor)
        actions.write_deepen(WEEK, kept="de tegenwerping", conclusion="korter is niet duidelijker", by=noor)
        actions.add_note(LAST_WEEK, "achteraf gezien", by=noor)
        assert set(queries.entries(noor, WEEK)) == {"focus", "deepen"}
        focus = queries.entry(noor, WEEK, "focus")
        assert focus is not None
        assert (focus.confidence, focus.if_then) == (60, "Als, dan")
    for stranger in (joost, marga, henk, sanne):
        with acting(stranger):
            assert queries.entries(stranger, WEEK) == {}
            assert queries.entry(stranger, WEEK, "focus") is None
            assert queries.notes(stranger, LAST_WEEK) == []
            assert queries.earlier(stranger, NEXT_WEEK) is None


def test_written_twice_is_one_entry_and_the_later_words_stand(noor: Viewer) -> None:
    with acting(noor):
        first = actions.write_focus(WEEK, expectation="eerst dit", by=noor)
        again = actions.write_focus(WEEK, expectation="nu dat", by=noor)
        assert first.pk == again.pk
        assert again.expectation == "nu dat"
        assert again.done_at == first.done_at


def test_a_focus_can_be_begun_without_being_done(noor: Viewer) -> None:
    with acting(noor):
        assert actions.write_focus(WEEK, expectation="nog bezig", done=False, by=noor).done_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"expectation": "x" * 601}, "expectation"),
        ({"if_then": "x" * 401}, "if_then"),
        ({"confidence": 101}, "confidence"),
        ({"confidence": -1}, "confidence"),
        ({"expectation": "\ud800"}, "expectation"),
    ],
)
def test_a_focus_has_limits(noor: Viewer, wrong: dict[str, object], field: str) -> None:
    with acting(noor), pytest.raises(BadInput) as refusal:
        actions.write_focus(WEEK, by=noor, **wrong)  # type: ignore[arg-type]
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "most"),
    [("kept", 600), ("rejected", 600), ("claim", 400), ("claim_source", 300), ("conclusion", 1000)],
)
def test_deepen_has_limits(noor: Viewer, field: str, most: int) -> None:
    with acting(noor):
        actions.write_deepen(WEEK, by=noor, **{field: "é" * most})
        with pytest.raises(BadInput) as refusal:
            actions.write_deepen(WEEK, by=noor, **{field: "é" * (most + 1)})
        assert refusal.value.field == field


def test_a_claim_is_open_until_it_is_checked(noor: Viewer) -> None:
    with acting(noor):
        assert actions.write_deepen(WEEK, claim="twee weken", by=noor).claim_verdict == "open"
        checked = actions.write_deepen(
            WEEK, claim="twee weken", claim_verdict="wrong", claim_source="artikel 7:7 Awb", by=noor
        )
        assert (checked.claim_verdict, checked.claim_source) == ("wrong", "artikel 7:7 Awb")
        assert actions.write_deepen(WEEK, claim_verdict="checked", by=noor).claim_verdict == ""
        with pytest.raises(BadInput):
            actions.write_deepen(WEEK, claim="iets", claim_verdict="misschien", by=noor)


def test_a_week_that_is_over_is_not_rewritten(noor: Viewer) -> None:
    with clock.at(on(18)), acting(noor):
        actions.write_focus(LAST_WEEK, expectation="toen", by=noor)
        actions.write_deepen(LAST_WEEK, conclusion="toen", by=noor)
        actions.plan_next(LAST_WEEK, if_then="Als toen", by=noor)
    with acting(noor):
        with pytest.raises(Forbidden):
            actions.write_focus(LAST_WEEK, expectation="nu", by=noor)
        with pytest.raises(Forbidden):
            actions.write_deepen(LAST_WEEK, conclusion="nu", by=noor)
        with pytest.raises(Forbidden):
            actions.plan_next(LAST_WEEK, if_then="Als nu", by=noor)
        assert {entry.expectation for entry in queries.entries(noor, LAST_WEEK).values()} == {"toen", ""}


def test_a_missed_moment_can_be_done_late_but_not_long_after(noor: Viewer) -> None:
    with acting(noor):
        assert actions.write_deepen(LAST_WEEK, conclusion="alsnog", by=noor).done_at
        assert actions.mark_done(LAST_WEEK, "harvest", by=noor).done_at
        for act in (actions.write_deepen, actions.write_focus):
            with pytest.raises(Forbidden):
                act(LONG_AGO, by=noor)
        with pytest.raises(Forbidden):
            actions.mark_done(LONG_AGO, "do", by=noor)


def test_a_week_to_come_is_not_written_yet(noor: Viewer) -> None:
    with acting(noor):
        for attempt in (
            lambda: actions.write_focus(NEXT_WEEK, by=noor),
            lambda: actions.mark_done(NEXT_WEEK, "focus", by=noor),
            lambda: actions.add_note(NEXT_WEEK, "alvast", by=noor),
            lambda: actions.ask_question("Hoe dan?", week=NEXT_WEEK, by=noor),
        ):
            with pytest.raises(Forbidden):
                attempt()


def test_a_week_is_named_by_its_monday(noor: Viewer) -> None:
    with acting(noor), pytest.raises(BadInput):
        actions.write_focus(date(2026, 11, 25), by=noor)


@pytest.mark.parametrize("moment", ["dialogue", "lunch", ""])
def test_only_own_moments_are_marked_done(noor: Viewer, moment: str) -> None:
    with acting(noor), pytest.raises(BadInput):
        actions.mark_done(WEEK, moment, by=noor)


def test_a_moment_is_done_once(noor: Viewer) -> None:
    with acting(noor):
        first = actions.mark_done(WEEK, "do", tight=True, by=noor)
        again = actions.mark_done(WEEK, "do", by=noor)
        assert first.pk == again.pk
        assert again.tight
    assert AuditLine.objects.filter(verb="weekcycle.mark_done").count() == 1


def test_a_past_week_takes_a_dated_note(noor: Viewer) -> None:
    key = new_id()
    with acting(noor):
        for _time in range(2):
            actions.add_note(LONG_AGO, "Dit bleek later anders.", key=key, by=noor)
        assert [note.text for note in queries.notes(noor, LONG_AGO)] == ["Dit bleek later anders."]
        with pytest.raises(BadInput):
            actions.add_note(LONG_AGO, "x" * 1001, by=noor)
        with pytest.raises(BadInput):
            actions.add_note(LONG_AGO, " ", by=noor)


def test_a_week_opens_with_what_one_wrote_last(noor: Viewer, hearing: WorkProcess) -> None:
    with clock.at(on(12)), acting(noor):
        actions.write_focus(
            LONG_AGO, expectation="dat drie zinnen volstaan", if_then="Als negen uur", by=noor
        )
        actions.write_deepen(LONG_AGO, conclusion="korter is niet duidelijker", by=noor)
        experiment = actions.begin_experiment(LONG_AGO, work_process=hearing, tried="drie zinnen", by=noor)
        actions.finish_experiment(experiment, outcome="ze vertelde het na", by=noor)
        actions.plan_next(LONG_AGO, if_then="Als de zitting klaar is, dan schrijf ik", by=noor)
    with acting(noor):
        before = queries.earlier(noor, WEEK)
        assert before is not None
        assert (before.week, before.expectation) == (LONG_AGO, "dat drie zinnen volstaan")
        assert (before.tried, before.outcome) == ("drie zinnen", "ze vertelde het na")
        assert before.if_then == "Als de zitting klaar is, dan schrijf ik"
        assert before.conclusion == "korter is niet duidelijker"
        assert queries.earlier(noor, LONG_AGO) is None


def test_the_theme_is_the_same_for_the_team_and_differs_next_week(fatima: Viewer, noor: Viewer) -> None:
    with acting(fatima):
        mine, next_one = queries.theme(fatima, WEEK), queries.theme(fatima, NEXT_WEEK)
    with acting(noor):
        hers = queries.theme(noor, WEEK)
    assert mine is not None
    assert mine == hers
    assert next_one is not None
    assert mine.subject != next_one.subject


def test_every_theme_has_its_turn_in_both_languages() -> None:
    turns = [bank.theme_of_turn(turn, "en") for turn in range(len(bank.bank("nl")))]
    assert {theme.key for theme in turns if theme} == set(bank.bank("nl")) == set(bank.bank("en"))
    assert len(turns) >= 6
    assert all(theme and not theme.needs_model for theme in [bank.theme_of_turn(3, "nl", with_model=False)])


def test_a_theme_ends_in_one_own_sentence(noor: Viewer) -> None:
    with acting(noor):
        theme = queries.theme(noor, WEEK)
        assert theme is not None
        entry = actions.write_theme(WEEK, key=theme.key, line="Het tweede antwoord was anders.", by=noor)
        assert (entry.moment, entry.done_at) == ("deepen", None)
        for key, line in [("geen-thema", "zin"), (theme.key, ""), (theme.key, "x" * 401)]:
            with pytest.raises(BadInput):
                actions.write_theme(WEEK, key=key, line=line, by=noor)


def test_an_experiment_is_shared_with_the_team_only(
    hearing: WorkProcess,
    noor: Viewer,
    joost: Viewer,
    samira: Viewer,
    marga: Viewer,
    henk: Viewer,
    sanne: Viewer,
) -> None:
    with acting(noor):
        colleague = organisations.member_for(noor, joost.member)
        experiment = actions.begin_experiment(
            WEEK, work_process=hearing, tried="drie zinnen", expects="sneller", partner=colleague, by=noor
        )
    with acting(joost):
        assert [row.pk for row in queries.experiments_in_week(joost, WEEK)] == [experiment.pk]
        assert queries.my_experiments(joost, WEEK) == []
        with pytest.raises(Forbidden):
            actions.finish_experiment(experiment, outcome="niet van mij", by=joost)
    for stranger in (samira, marga, henk, sanne):
        with acting(stranger):
            assert queries.experiments_in_week(stranger, WEEK) == []
            with pytest.raises(NotFound):
                queries.experiment_for(stranger, experiment.pk)


def test_an_experiment_sent_twice_is_one(hearing: WorkProcess, noor: Viewer) -> None:
    key = new_id()
    with acting(noor):
        for _time in range(2):
            actions.begin_experiment(WEEK, work_process=hearing, tried="drie zinnen", key=key, by=noor)
        assert len(queries.my_experiments(noor, WEEK)) == 1


def test_experiments_belong_to_ones_own_team_and_colleagues(
    hearing: WorkProcess, noor: Viewer, samira: Viewer
) -> None:
    with acting(samira), pytest.raises(Forbidden):
        actions.begin_experiment(WEEK, work_process=hearing, tried="bij hen", by=samira)
    with acting(noor):
        for other in (samira.member, noor.member):
            partner = organisations.member_for(noor, other)
            with pytest.raises(BadInput) as refusal:
                actions.begin_experiment(WEEK, work_process=hearing, tried="samen", partner=partner, by=noor)
            assert refusal.value.field == "partner"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "x" * 601}, "outcome"),
        ({"minutes_before": -1}, "minutes_before"),
        ({"minutes_after": 10_001}, "minutes_after"),
        ({"quality": "best"}, "quality"),
        ({"evidence": "x" * 401}, "evidence"),
    ],
)
def test_an_outcome_has_limits(
    hearing: WorkProcess, noor: Viewer, wrong: dict[str, object], field: str
) -> None:
    with acting(noor):
        experiment = actions.begin_experiment(WEEK, work_process=hearing, tried="iets", by=noor)
        with pytest.raises(BadInput) as refusal:
            actions.finish_experiment(experiment, by=noor, **{"outcome": "ging goed", **wrong})  # type: ignore[arg-type]
        assert refusal.value.field == field


def test_an_outcome_can_come_late_once(hearing: WorkProcess, noor: Viewer) -> None:
    with acting(noor):
        experiment = actions.begin_experiment(WEEK, work_process=hearing, tried="iets", by=noor)
        with clock.at(on(30)):
            late = actions.finish_experiment(
                experiment,
                outcome="12 minuten korter",
                minutes_before=95,
                minutes_after=83,
                quality="better",
                by=noor,
            )
            assert (late.minutes_before, late.minutes_after) == (95, 83)
            with pytest.raises(Forbidden):
                actions.finish_experiment(experiment, outcome="toch niet", by=noor)
            with pytest.raises(Forbidden):
                actions.begin_experiment(WEEK, work_process=hearing, tried="nog een", by=noor)


@pytest.mark.parametrize(("field", "most"), [("tried", 600), ("expects", 600), ("piece", 200)])
def test_an_experiment_has_limits(hearing: WorkProcess, noor: Viewer, field: str, most: int) -> None:
    with acting(noor), pytest.raises(BadInput) as refusal:
        actions.begin_experiment(
            WEEK, work_process=hearing, by=noor, **{"tried": "iets", field: "x" * (most + 1)}
        )  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_a_pasted_piece_is_ones_own_until_its_term_is_over(
    noor: Viewer, joost: Viewer, marga: Viewer, sanne: Viewer
) -> None:
    key = new_id()
    with acting(noor):
        for _time in range(2):
            piece = actions.paste("De commissie overweegt dat.", view="Te lang.", key=key, by=noor)
        assert [row.pk for row in queries.pieces(noor)] == [piece.pk]
        assert piece.expires == date(2026, 12, 25)
    for stranger in (joost, marga, sanne):
        with acting(stranger):
            assert queries.pieces(stranger) == []
            with pytest.raises(NotFound):
                queries.piece_for(stranger, piece.pk)
            actions.throw_away(piece, by=stranger)
            with pytest.raises(Conflict):
                actions.paste("van mij", view="", key=key, by=stranger)
    with clock.at(on(26, month=12)), acting(noor):
        assert queries.pieces(noor) == []
        with pytest.raises(NotFound):
            queries.piece_for(noor, piece.pk)


def test_a_hundred_thousand_characters_fit_and_not_one_more(noor: Viewer) -> None:
    text = "é🙂" * 50_000
    with acting(noor):
        assert queries.piece_for(noor, actions.paste(text, view="v" * 2000, by=noor).pk).text == text
        for piece, view, field in [(text + "x", "", "text"), ("", "", "text"), ("stuk", "v" * 2001, "view")]:
            with pytest.raises(BadInput) as refusal:
                actions.paste(piece, view=view, by=noor)
            assert refusal.value.field == field


def test_a_caught_thought_waits_until_it_is_placed_or_thrown_away(noor: Viewer, joost: Viewer) -> None:
    key = new_id()
    with acting(noor):
        thought = actions.catch("bellen met de commissie", key=key, by=noor)
        actions.catch("bellen met de commissie", key=key, by=noor)
        other = actions.catch("een tweede", by=noor)
        assert [row.text for row in queries.caught(noor)] == ["een tweede", "bellen met de commissie"]
    with acting(joost):
        actions.place(thought, by=joost)
        actions.throw_away(other, by=joost)
        with pytest.raises(NotFound):
            queries.caught_for(joost, thought.pk)
    with acting(noor):
        actions.place(thought, by=noor)
        assert [row.pk for row in queries.caught(noor)] == [other.pk]
        actions.throw_away(other, by=noor)
        assert queries.caught(noor) == []
        with pytest.raises(NotFound):
            queries.caught_for(noor, other.pk)
        with pytest.raises(BadInput):
            actions.catch("x" * 2001, by=noor)
