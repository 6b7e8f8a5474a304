"""An organisation's own questions for the coach: added by the steward, by the same rules as ours, asked first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.ai.partners import coach, questions
from lerendwerken.ai.partners.models import CoachQuestion
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer

As = Callable[[Viewer], Client]
TEXT = "Wat merkt een inwoner zonder computer van ‘…’?"


def added(by: Viewer, text: str = TEXT, trigger: str = "absolute", mode: str = "") -> CoachQuestion:
    with acting(by):
        return questions.add(trigger=trigger, text=text, language="nl", mode=mode, by=by)


def test_the_coach_asks_it_first_and_only_once(henk: Viewer, fatima: Viewer) -> None:
    added(henk)
    with acting(fatima):
        also = questions.entries(fatima, "nl")
    first = coach.ask("Niemand leest de brief.", language="nl", mode="analyse", also=also)
    assert first is not None
    assert first.text == "Wat merkt een inwoner zonder computer van ‘Niemand leest de brief’?"
    again = coach.ask("Niemand leest de brief.", language="nl", mode="analyse", also=also, asked=[first.id])
    assert again is None or again.id != first.id


def test_a_question_for_one_kind_of_sparring_is_asked_there_alone(henk: Viewer, fatima: Viewer) -> None:
    added(henk, mode="redteam")
    with acting(fatima):
        also = questions.entries(fatima, "nl")
    asked = {
        mode: coach.ask("Niemand leest de brief.", language="nl", mode=mode, also=also)
        for mode in coach.MODES
    }
    assert [mode for mode, one in asked.items() if one and one.id.startswith("house-")] == ["redteam"]


def test_one_that_speaks_of_own_writing_is_not_asked_about_a_pasted_text(henk: Viewer) -> None:
    added(henk, "Waarom schrijf je ‘…’ zo?".replace("Waarom", "Hoe kom je erbij, als je schrijft"))
    with acting(henk):
        also = questions.entries(henk, "nl")
    asked = coach.ask("", language="nl", mode="analyse", brought="Niemand leest de brief.", also=also)
    assert asked is not None
    assert not asked.id.startswith("house-")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Wat merkt een inwoner hiervan?", "Zet ‘…’"),
        ("Wat is ‘…’ en wat is ‘…’?", "Zet ‘…’"),
        ("Wat is ‘…’? En hoe nu?", "Stel één vraag"),
        ("Wat is ‘…’.", "Stel één vraag"),
        ("Wat is ‘…’ toch!?", "uitroepteken"),
        ("Is ‘…’ wel zo?", "Begin met wat"),
        ("Wat houdt je tegen bij ‘…’, en waarom niet gewoon doen?", "geeft advies"),
        ("Wat is de schuld van ‘…’?", "oordeelt"),
        ("Wat vindt Fatima van ‘…’?", "naam of nummer"),
        ("Wat staat op https://evil.example over ‘…’?", "gewone woorden"),
        ("Wat is {quote} van ‘…’?", "gewone woorden"),
        ("Wat " + "heel " * 50 + "is ‘…’?", "te lang"),
        ("Je schrijft ‘…’: welke uitzondering ken je?", "stelt de coach al"),
        ("", "Zet ‘…’"),
    ],
)
def test_what_may_not_stand_there_is_refused_in_words(henk: Viewer, as_: As, text: str, says: str) -> None:
    answer = as_(henk).post(
        "/ai/coach/new/", {"text": text, "trigger": "absolute", "mode": "", "language": "nl"}
    )
    assert answer.status_code == 200
    if text:
        assert says in answer.content.decode()
    with acting(henk):
        assert questions.in_force(henk) == []


@pytest.mark.parametrize("field", ["trigger", "mode", "language"])
def test_unknown_choices_are_refused(henk: Viewer, field: str) -> None:
    given = {"trigger": "risk", "mode": "", "language": "nl", "text": TEXT, field: "xx"}
    with acting(henk), pytest.raises(BadInput):
        questions.add(**given, by=henk)


def test_quotation_marks_may_be_typed_as_one_can(henk: Viewer) -> None:
    assert added(henk, "Wat merkt een inwoner zonder computer van '...'?").text == TEXT


def test_a_change_is_a_new_version_and_taking_out_ends_it(henk: Viewer) -> None:
    first = added(henk)
    with acting(henk):
        newer = questions.change(
            first, trigger="people", text="Wat merkt een inwoner van ‘…’?", language="nl", by=henk
        )
        assert (newer.number, newer.lineage) == (2, first.lineage)
        assert questions.in_force(henk) == [newer]
        assert questions.entries(henk, "nl")[0].id == f"house-{first.lineage.hex}"
        assert CoachQuestion.objects.visible_to(henk).get(pk=first.pk).text == TEXT
        with pytest.raises(NotFound):
            questions.change(first, trigger="risk", text=TEXT, language="nl", by=henk)
        questions.take_out(newer, by=henk)
        questions.take_out(newer, by=henk)
        assert questions.in_force(henk) == []
    verbs = [line.verb for line in AuditLine.objects.filter(verb__endswith="_question").order_by("number")]
    assert verbs == ["partners.add_question", "partners.change_question", "partners.take_out_question"]


def test_the_same_question_stands_there_once(henk: Viewer) -> None:
    added(henk)
    with pytest.raises(BadInput) as refused:
        added(henk)
    assert "staat er al" in str(refused.value.message)


def test_everybody_reads_and_only_the_steward_writes(
    as_: As, henk: Viewer, fatima: Viewer, marga: Viewer, beheer: Viewer, council: Viewer
) -> None:
    row = added(henk)
    for viewer in (fatima, marga, beheer, council):
        client = as_(viewer)
        page = client.get("/ai/coach/").content.decode()
        assert TEXT in page
        assert f'href="/ai/coach/{row.pk}/"' not in page, "versions are for everybody, writing is not"
        assert client.get("/ai/coach/new/").status_code == 403
        assert client.post(f"/ai/coach/{row.pk}/take-out/").status_code == 403
        with acting(viewer), pytest.raises(Forbidden):
            questions.add(trigger="risk", text="Wat is ‘…’ waard?", language="nl", by=viewer)
    assert f'href="/ai/coach/{row.pk}/"' in as_(henk).get("/ai/coach/").content.decode()


def test_the_page_asks_the_database_the_same_however_many_there_are(henk: Viewer, as_: As) -> None:
    client = as_(henk)
    added(henk)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/ai/coach/")
    for number in ("een", "twee", "drie", "vier"):
        added(henk, f"Wat merken {number} inwoners van ‘…’?")
    with CaptureQueriesContext(connection) as many:
        client.get("/ai/coach/")
    assert len(many) == len(few)


def test_another_organisation_sees_nothing_of_it(henk: Viewer, sanne: Viewer) -> None:
    row = added(henk)
    with acting(sanne):
        assert questions.in_force(sanne) == []
        with pytest.raises(NotFound):
            questions.question_for(sanne, row.pk)
