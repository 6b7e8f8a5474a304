"""What must never leave, be doubled or hold others up, however the pages are used."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import masking
from lerendwerken.ai.partners.masking import Span
from lerendwerken.ai.partners.queries import entry_for
from lerendwerken.foundation.ground.errors import Conflict
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.sparring import actions, outgoing, queries, runner
from lerendwerken.learning.sparring.models import MOST_ANSWER, SparringSession, Turn

As = Callable[[Viewer], Client]


def begun(viewer: Viewer, situation: str = "Hoorverslagen") -> SparringSession:
    with acting(viewer):
        return actions.begin("analyse", situation=situation, view="Het is te lang.", by=viewer)


def turns(viewer: Viewer, session: SparringSession) -> list[Turn]:
    with acting(viewer):
        return queries.turns(viewer, session)


def test_a_name_in_the_teams_instruction_is_covered_too(fatima: Viewer, model: None) -> None:
    with acting(fatima):
        process = practices.name_process("Hoorverslag maken", by=fatima)
        draft = practices.propose_change(
            process,
            steps=[{"by": "ai", "text": "Zet het op een rij."}],
            instruction="Schrijf zoals Kees Vonk schrijft.",
            check_text="Klopt elk feit?",
            stop_rule="Stop bij twijfel.",
            reason="Een proef.",
            by=fatima,
        )
        version = practices.put_in_force(draft, reason="Een proef.", by=fatima)
        session = actions.begin("produce", situation="Zaak", view="Kort.", version=version, by=fatima)
        parcel = outgoing.parcel(fatima, session, turns=[])
    left = " ".join(message["content"] for message in parcel.messages)
    assert "Schrijf zoals [naam 1] schrijft" in left
    assert "Vonk" not in left
    assert parcel.covered == {"[naam 1]": "Kees Vonk"}


def test_a_step_of_help_shows_first_what_was_never_seen_covered(fatima: Viewer, model: None, as_: As) -> None:
    session = begun(fatima, "Het gesprek met Kees Vonk")
    page = as_(fatima).post(f"/sparring/{session.pk}/step/").content.decode()
    assert "[naam 1]" in page
    assert turns(fatima, session) == []
    seen = re.findall(r'name="(seen|key|asked)" value="([^"]+)"', page)
    as_(fatima).post(f"/sparring/{session.pk}/say/", dict(seen))
    assert [turn.asked for turn in turns(fatima, session)] == [Turn.Asked.STEP]


@pytest.mark.parametrize("asked", ["harder", "again"])
def test_asking_on_needs_no_words_and_shows_only_what_was_never_seen_covered(
    fatima: Viewer, model: None, as_: As, asked: str
) -> None:
    session, client = begun(fatima, "Het gesprek met Kees Vonk"), as_(fatima)
    say = f"/sparring/{session.pk}/say/"
    page = client.post(say, {"asked": asked}).content.decode()
    assert "[naam 1]" in page
    assert turns(fatima, session) == []
    client.post(say, dict(re.findall(r'name="(seen|key|after|asked)" value="([^"]*)"', page)))
    [first] = turns(fatima, session)
    with acting(fatima):
        first.state, first.answer = Turn.State.DONE, "Wat maakt het te lang?"
        first.save()
    for _time in range(2):
        assert client.post(say, {"asked": asked}).status_code == 302, "what was seen covered goes at once"
    assert [turn.asked for turn in turns(fatima, session)] == [asked, asked]


def test_a_step_that_is_refused_changes_nothing(fatima: Viewer, model: None, as_: As) -> None:
    session = begun(fatima)
    with acting(fatima):
        actions.take_turn(session, by=fatima)
    answer = as_(fatima).post(f"/sparring/{session.pk}/step/")
    assert answer.status_code == 409
    with acting(fatima):
        assert queries.session_for(fatima, session.pk).step == session.step


def test_sent_twice_while_the_model_writes_is_one_turn_and_no_reproach(fatima: Viewer, model: None) -> None:
    session, key = begun(fatima), new_id()
    with acting(fatima):
        first = actions.take_turn(session, "Eén keer.", key=key, by=fatima)
        second = actions.take_turn(session, "Eén keer.", key=key, by=fatima)
    assert first.pk == second.pk
    assert len(turns(fatima, session)) == 1


def test_nothing_reaches_a_model_that_was_taken_out_of_use_in_the_meantime(
    fatima: Viewer, beheer: Viewer, model: None
) -> None:
    session = begun(fatima)
    with acting(fatima):
        turn = actions.take_turn(session, by=fatima)
    with acting(beheer):
        entry = register.register_connected(by=beheer)
        register.switch_off(entry_for(beheer, entry.pk), by=beheer)
    with pytest.raises(runner.Handed):
        runner._claim(fatima, turn.pk)


def test_an_answer_that_swells_when_names_come_back_stays_within_its_row(fatima: Viewer) -> None:
    live = runner.Live(new_id(), fatima)
    for _ in range(200):
        live.say("x" * 1000)
    assert len(live.text) == MOST_ANSWER


def test_one_answer_that_cannot_be_saved_keeps_no_other_back(
    fatima: Viewer, joost: Viewer, model: None
) -> None:
    batch = []
    for viewer, text in ((fatima, "x" * (MOST_ANSWER + 1)), (joost, "Wat maakt het te lang?")):
        session = begun(viewer)
        with acting(viewer):
            turn = actions.take_turn(session, by=viewer)
            Turn.objects.visible_to(viewer).filter(pk=turn.pk).update(process=runner.PROCESS)
        batch.append(runner.Live(turn.pk, viewer, text=text, state=Turn.State.DONE))
    runner._save(batch)
    with acting(joost):
        saved = Turn.objects.visible_to(joost).get(pk=batch[1].turn)
    assert (saved.answer, saved.state) == ("Wat maakt het te lang?", Turn.State.DONE)


def test_a_session_that_is_begun_twice_at_once_asks_one_time(
    fatima: Viewer, model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begun(fatima)
    with acting(fatima):
        actions.ask_first(session, by=fatima)
        monkeypatch.setattr(queries, "turns", lambda *_: [])  # what the second saw before the first was there
        with pytest.raises(Conflict):
            actions.take_turn(session, by=fatima)
        monkeypatch.undo()
        again = actions.take_turn(session, key=session.pk, by=fatima)
    assert [turn.pk for turn in turns(fatima, session)] == [again.pk]


def test_what_will_be_covered_is_shown_at_once(as_: As, fatima: Viewer, model: None) -> None:
    form = {"key": str(new_id()), "mode": "analyse", "situation": "Zaak", "view": "Kees Vonk heeft gelijk."}
    page = as_(fatima).post("/sparring/", form, follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.redirect_chain[-1][0].endswith("#answer")
    assert "1 gegeven wordt afgedekt" in text
    assert "Kees Vonk" in text
    assert re.findall(r'btn--primary"[^>]*id="say-it"[^>]*>([^<]+)<', text) == ["Verstuur afgedekt"]
    seen = re.findall(r'name="seen" value="([^"]+)"', text)
    key = re.findall(r'name="key" value="([^"]+)"', text)
    path = page.request["PATH_INFO"]
    sent = as_(fatima).post(f"{path}say/", {"seen": seen[0], "asked": "reply", "key": key[0]})
    assert sent.status_code == 302, "what was seen is not shown a second time"


def test_without_a_masker_the_page_says_what_to_do(
    as_: As, fatima: Viewer, model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(text: str, **lists: object) -> list[Span]:
        raise masking.MaskerDown

    monkeypatch.setattr(masking, "find", down)
    form = {"key": str(new_id()), "mode": "analyse", "situation": "Zaak", "view": "Kort."}
    page = as_(fatima).post("/sparring/", form, follow=True)
    assert page.status_code == 200
    assert "Er is niets verstuurd" in page.content.decode()
