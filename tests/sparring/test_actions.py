"""Sparring with the coach: one's own thinking first, questions only, own words at the end; and nobody else's eyes."""

from __future__ import annotations

import uuid

import pytest

from lerendwerken.foundation.ground.errors import BadInput, Conflict, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, queries
from lerendwerken.learning.sparring.models import SparringSession, Turn
from tests.houses import House

VIEW = "Het verslag is altijd te lang. Niemand begrijpt de wettermen, dus die moeten eruit."


def begin(
    viewer: Viewer, view: str = VIEW, mode: str = "analyse", key: uuid.UUID | None = None
) -> SparringSession:
    with acting(viewer):
        session = actions.begin(mode, situation="Hoorverslagen", view=view, key=key, by=viewer)
        actions.ask_first(session, by=viewer)
    return session


def turns(viewer: Viewer, session: SparringSession) -> list[Turn]:
    with acting(viewer):
        return queries.turns(viewer, session)


def test_the_coach_answers_at_once_with_one_question_that_quotes(fatima: Viewer) -> None:
    (turn,) = turns(fatima, begin(fatima))
    assert turn.state == Turn.State.DONE
    assert turn.partner == Turn.Partner.COACH
    assert turn.answer.count("?") == 1
    assert any(word in turn.answer for word in ("altijd", "Niemand", "niemand", "te lang", "eruit"))


def test_a_view_comes_first_unless_it_is_skipped(fatima: Viewer) -> None:
    with acting(fatima):
        with pytest.raises(BadInput):
            actions.begin("analyse", situation="iets", view="  ", by=fatima)
        session = actions.begin("analyse", situation="iets", skipped=True, by=fatima)
        assert session.skipped


def test_the_coach_does_not_repeat_itself(fatima: Viewer) -> None:
    session = begin(fatima)
    with acting(fatima):
        for number in range(6):
            actions.take_turn(
                session, f"Dat weet ik niet zeker, dat is altijd zo geweest bij zaak {number}.", by=fatima
            )
    asked = [one for turn in turns(fatima, session) for one in turn.question_ids]
    assert len(asked) == len(set(asked))


def test_sending_twice_is_one_session_and_one_turn(fatima: Viewer) -> None:
    key = new_id()
    first, second = begin(fatima, key=key), begin(fatima, key=key)
    assert first.pk == second.pk
    said = new_id()
    with acting(fatima):
        for _ in range(2):
            actions.take_turn(first, "Eén keer gezegd.", key=said, by=fatima)
    assert [turn.said for turn in turns(fatima, first)].count("Eén keer gezegd.") == 1


def test_nothing_leaves_a_session_without_own_words(fatima: Viewer) -> None:
    session = begin(fatima)
    with acting(fatima):
        with pytest.raises(BadInput):
            actions.close(session, conclusion=" ", by=fatima)
        closed = actions.close(session, conclusion="Wettermen blijven staan.", confidence_after=55, by=fatima)
        assert closed.closed_at
        with pytest.raises(Conflict):
            actions.take_turn(closed, "nog iets", by=fatima)


def test_the_next_step_of_help_is_asked_for(fatima: Viewer) -> None:
    session = begin(fatima)
    before = session.step
    with acting(fatima):
        assert actions.next_step(session, by=fatima).step != before


def test_a_session_of_somebody_else_is_as_one_that_does_not_exist(
    fatima: Viewer, waterrijk: House, sanne: Viewer
) -> None:
    session = begin(fatima)
    others = [waterrijk.viewer(login) for login in ("joost", "marga", "henk", "beheer", "or", "samira")]
    for viewer in [*others, sanne]:
        with acting(viewer):
            for key in (session.pk, new_id()):
                with pytest.raises(NotFound):
                    queries.session_for(viewer, key)


def test_what_is_thrown_away_is_gone(fatima: Viewer) -> None:
    session = begin(fatima)
    with acting(fatima):
        actions.throw_away(queries.session_for(fatima, session.pk), by=fatima)
        assert not SparringSession.objects.visible_to(fatima).exists()
        assert not Turn.objects.visible_to(fatima).exists()


@pytest.mark.parametrize(
    "text", ["\x00altijd", "‮altijd", "a​l​t​i​j​d", "🙂" * 500, "altijd " * 500, "<img src=x onerror=alert(1)>"]
)
def test_any_text_can_be_said(fatima: Viewer, text: str) -> None:
    session = begin(fatima, view=text)
    (turn,) = turns(fatima, session)
    assert turn.answer


def test_the_bridge_keeps_a_paste_as_it_is_and_names_the_chatbot(fatima: Viewer) -> None:
    session = begin(fatima)
    with acting(fatima):
        turn = actions.paste_answer(session, "Ik zie dat anders.\n\n- één\n- twee", "Kantoorbot", by=fatima)
        assert turn.partner == Turn.Partner.BRIDGE
        assert turn.partner_name == "Kantoorbot"
        assert turn.answer == "Ik zie dat anders.\n\n- één\n- twee"
        with pytest.raises(BadInput):
            actions.paste_answer(session, "  ", "Kantoorbot", by=fatima)


def test_what_one_wrote_at_the_end_is_not_rewritten(fatima: Viewer) -> None:
    with acting(fatima):
        session = actions.begin("analyse", situation="Hoorverslagen", view="Het is te lang.", by=fatima)
        for _ in range(2):
            actions.close(session, conclusion="Eerst de uitkomst, dan de wet.", by=fatima)
        with pytest.raises(Conflict):
            actions.close(session, conclusion="Iets heel anders.", by=fatima)
        assert queries.session_for(fatima, session.pk).conclusion == "Eerst de uitkomst, dan de wet."


def test_the_coach_says_when_the_thinking_is_done_and_asks_on_when_asked(fatima: Viewer) -> None:
    session = begin(fatima)
    with acting(fatima):
        for reply in ("Dat heb ik zo gehoord.", "Noor denkt dat ook."):
            actions.take_turn(session, reply, by=fatima)
        last = actions.take_turn(session, "Ik ga dinsdag drie verslagen naast elkaar leggen.", by=fatima)
        assert "?" not in last.answer
        assert "eigen woorden" in last.answer
        more = actions.take_turn(session, asked=Turn.Asked.HARDER, by=fatima)
    assert more.answer.endswith("?")


def test_a_long_session_with_the_coach_comes_to_an_end(fatima: Viewer) -> None:
    session = begin(fatima)
    with acting(fatima):
        for number in range(9):
            last = actions.take_turn(session, f"Dat is altijd zo bij zaak {number}, denk ik.", by=fatima)
    assert "?" not in last.answer
