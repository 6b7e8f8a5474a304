"""Bringing a case to the team's table: one a week, and who brings it decides."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from lerendwerken.change.dialogue import actions, bank, queries
from lerendwerken.change.dialogue.models import Dialogue
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import WEDNESDAY, House

WEEK = date(2026, 11, 23)
As = Callable[[Viewer], Client]


def test_the_first_case_is_led_by_who_brings_it_and_has_the_fixed_courage_question(
    dialogue: Dialogue, noor: Viewer
) -> None:
    assert dialogue.lead_id == noor.member
    assert bank.question(dialogue.courage_key, "nl") == "Wat zeggen of beslissen we hier niet?"
    assert bank.question(dialogue.courage_key, "en") == bank.questions("en")["not-said"]


def test_the_last_decision_names_the_lead_and_the_courage_question_takes_turns(
    dialogue: Dialogue, write: Callable[..., None], noor: Viewer, joost: Viewer, pieter: Viewer
) -> None:
    write(noor, "Een proef.")
    with acting(noor):
        actions.reveal(dialogue, by=noor)
        actions.decide(dialogue, text="Vier weken proberen.", next_lead=pieter.member, by=noor)
    with clock.at(WEDNESDAY + timedelta(weeks=1)), acting(joost):
        later = actions.bring_case(
            WEEK + timedelta(weeks=1), case="Wie leest het verslag het eerst?", by=joost
        )
    assert later.lead_id == pieter.member
    assert later.author_id == joost.member
    assert later.courage_key != dialogue.courage_key


def test_sent_twice_it_is_one_case(noor: Viewer) -> None:
    key = new_id()
    with acting(noor):
        rows = [actions.bring_case(WEEK, case="Een vraag?", key=key, by=noor) for _ in range(2)]
        assert rows[0].pk == rows[1].pk == key
        assert len(queries.past(noor, rows[0].team_id)) == 1


def test_a_second_case_in_the_same_week_is_told_that_there_is_one(dialogue: Dialogue, joost: Viewer) -> None:
    with acting(joost), pytest.raises(Conflict):
        actions.bring_case(WEEK, case="Nog een vraag?", by=joost)


@pytest.mark.parametrize(
    ("week", "case", "error"),
    [
        (WEEK, "  ", BadInput),
        (WEEK, "x" * 401, BadInput),
        (WEEK, "\ud800", BadInput),
        (WEEK + timedelta(days=1), "Een vraag?", BadInput),
        (WEEK + timedelta(weeks=40), "Een vraag?", BadInput),
        (WEEK - timedelta(weeks=1), "Een vraag?", Forbidden),
    ],
)
def test_bad_cases_are_refused(noor: Viewer, week: date, case: str, error: type[Exception]) -> None:
    with acting(noor), pytest.raises(error):
        actions.bring_case(week, case=case, by=noor)


def test_nobody_brings_a_case_to_another_team(noor: Viewer, marga: Viewer, waterrijk: House) -> None:
    for viewer in (noor, marga):
        with acting(viewer), pytest.raises(Forbidden):
            actions.bring_case(WEEK, case="Een vraag?", team=waterrijk.teams["sociaal"].pk, by=viewer)


def test_the_page_offers_the_form_with_an_example_and_then_the_dialogue(noor: Viewer, as_: As) -> None:
    client = as_(noor)
    empty = client.get("/dialogue/")
    assert empty.status_code == 200
    assert "Bijvoorbeeld:" in empty.content.decode()
    sent = client.post("/dialogue/", {"case": "Lezen we <b>alles</b>?", "key": str(new_id()), "version": "0"})
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "Lezen we &lt;b&gt;alles&lt;/b&gt;?" in page
    assert client.get("/dialogue/")["Location"] == sent["Location"]


def test_an_empty_case_comes_back_with_its_background(noor: Viewer, as_: As) -> None:
    answer = as_(noor).post(
        "/dialogue/", {"case": "", "background": "Twee klachten.", "key": "x", "version": "y"}
    )
    assert answer.status_code == 200
    assert "Twee klachten." in answer.content.decode()


def test_a_case_for_which_there_was_no_room_is_still_there_next_week(
    dialogue: Dialogue, joost: Viewer, as_: As
) -> None:
    client = as_(joost)
    about = dialogue.team_id.hex
    client.put(
        f"/drafts/dialogue.case/{about}/",
        {"version": 0, "fields": {"case": "Mijn vraag die moet wachten"}},
        content_type="application/json",
    )
    late = client.post(
        "/dialogue/", {"case": "Mijn vraag die moet wachten", "key": str(new_id()), "version": "1"}
    )
    assert late.status_code == 409
    with clock.at(WEDNESDAY + timedelta(weeks=1)):
        assert "Mijn vraag die moet wachten" in client.get("/dialogue/").content.decode()


def test_the_page_of_somebody_without_a_team_does_not_exist(marga: Viewer, as_: As, waterrijk: House) -> None:
    assert as_(marga).get("/dialogue/").status_code == 404
    assert as_(marga).get("/dialogue/past/").status_code == 404
    for team in (waterrijk.teams["bezwaar"].pk, uuid.uuid4()):
        assert as_(marga).get(f"/dialogue/team/{team}/").status_code == 404


def test_earlier_dialogues_teach_when_there_are_none(noor: Viewer, as_: As) -> None:
    assert "Nog geen gesprek" in as_(noor).get("/dialogue/past/").content.decode()
