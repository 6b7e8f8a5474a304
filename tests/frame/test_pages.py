"""Everybody reads the frame; a steward edits it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, queries
from tests.frame.conftest import Kader, promise_in
from tests.houses import House

As = Callable[[Viewer], Client]
HOME, EDIT = "/frame/", "/frame/edit/"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def draft(kader: Kader, henk: Viewer):  # type: ignore[no-untyped-def]
    """A version in preparation."""
    with acting(henk):
        return actions.start_draft(by=henk)


def test_without_a_frame_the_page_teaches_and_the_steward_can_begin(
    as_: As, fatima: Viewer, henk: Viewer
) -> None:
    assert reverse("frame:start") not in text(as_(fatima), HOME)
    assert reverse("frame:start") in text(as_(henk), HOME)


def test_a_first_frame_in_five_forms(as_: As, henk: Viewer, fatima: Viewer) -> None:
    client = as_(henk)
    begun = client.post(
        "/frame/start/",
        {
            "title": "Duidelijk",
            "why": "Mensen bellen na.",
            "starts": "2026-09-01",
            "ends": "2027-08-31",
            "key": new_id(),
        },
    )
    assert begun.url == EDIT
    client.post(
        "/frame/edit/goal/", {"title": "Begrepen worden", "challenges": ["inclusion"], "key": new_id()}
    )
    with acting(henk):
        frame = queries.draft_frame(henk)
        assert frame is not None
        [goal] = queries.goals(henk, frame)
    added = client.post(
        "/frame/edit/result/",
        {
            "goal": goal.pk,
            "title": "Minder schrijfuren",
            "indicator": "Uren per zaak",
            "unit": "uur",
            "better": "down",
            "baseline": "6,5",
            "target": " 4.5 ",
            "due": "01-03-2027",
            "kind": "direct",
            "term": "short",
            "key": new_id(),
        },
    )
    assert added.status_code == 302, added.content.decode()
    client.post("/frame/edit/question/", {"goal": goal.pk, "text": "Wat laten we weg?", "key": new_id()})
    done = client.post("/frame/edit/decide/", {"reason": "Zo beginnen we."})
    assert done.url == HOME
    page = text(as_(fatima), HOME)
    for words in (
        "Duidelijk",
        "Begrepen worden",
        "Van 6,5 naar",
        "4,5 uur",
        "Wat laten we weg?",
        "Zo beginnen we.",
    ):
        assert words in page
    assert EDIT not in page


def test_everybody_reads_every_version(
    as_: As, kader: Kader, draft, henk: Viewer, fatima: Viewer, marga: Viewer, beheer: Viewer, council: Viewer
) -> None:  # type: ignore[no-untyped-def]
    with acting(henk):
        actions.edit_frame(draft, title="Tweede versie", why="Beter", by=henk)
        actions.decide(draft, reason="Na een half jaar.", by=henk)
    for viewer in (fatima, marga, beheer, council, henk):
        client = as_(viewer)
        page = text(client, HOME)
        assert "Tweede versie" in page
        assert "Eerste kader." in page
        assert kader.promise.title in text(client, f"/frame/version/{kader.frame.pk}/")


def test_only_a_steward_gets_behind_the_editing_doors(
    as_: As, kader: Kader, draft, fatima: Viewer, marga: Viewer, beheer: Viewer, council: Viewer, henk: Viewer
) -> None:  # type: ignore[no-untyped-def]
    with acting(henk):
        [goal] = queries.goals(henk, draft)
    doors = [
        "start/",
        "edit/",
        "edit/words/",
        "edit/goal/",
        f"edit/goal/{goal.pk}/",
        "edit/result/",
        "edit/question/",
    ]
    for viewer in (fatima, marga, beheer, council):
        client = as_(viewer)
        for door in doors:
            assert client.get(f"/frame/{door}").status_code == 403, door
        for door in ("edit/decide/", "edit/throw-away/", f"edit/remove/goal/{goal.pk}/", "edit/words/"):
            assert client.post(f"/frame/{door}", {"reason": "Ik wil het"}).status_code == 403, door
        assert client.get(f"/frame/version/{draft.pk}/").status_code == 404
    with acting(henk):
        assert queries.draft_frame(henk) == draft


def test_another_organisation_gets_the_same_answer_as_for_nothing(
    as_: As, kader: Kader, draft, zorgkompas: House, henk: Viewer
) -> None:  # type: ignore[no-untyped-def]
    rob = zorgkompas.viewer("rob")
    client = as_(rob)
    with acting(rob):
        actions.start_draft(title="Ons kader", why="Zorg", by=rob)
    with acting(henk):
        [goal], [promise] = queries.goals(henk, draft), queries.promises(henk, draft)
        [question] = queries.development_questions(henk, draft)
    for foreign, door in (
        (kader.frame.pk, "/frame/version/{}/"),
        (goal.pk, "/frame/edit/goal/{}/"),
        (promise.pk, "/frame/edit/result/{}/"),
        (question.pk, "/frame/edit/question/{}/"),
    ):
        answers = {client.get(door.format(key)).status_code for key in (foreign, uuid4())}
        # A draft without goals says so before it looks for a row; either way nothing of Waterrijk is told.
        assert answers == {404}, door
    for kind, key in (
        ("goal", goal.pk),
        ("result", promise.pk),
        ("question", question.pk),
        ("frame", draft.pk),
    ):
        assert client.post(f"/frame/edit/remove/{kind}/{key}/").status_code == 404
    with acting(henk):
        assert queries.goals(henk, draft) == [goal]


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "1e999"},
        {"target": "NaN"},
        {"target": "Infinity"},
        {"target": "1.500"},
        {"target": "1.000,5"},
        {"target": "veel"},
        {"target": ""},
        {"target": "\x00"},
        {"target": "46"},
        {"baseline": "6,5,5"},
        {"baseline": "", "baseline_by": ""},
        {"baseline": "", "baseline_by": "31-02-2027"},
        {"due": "0001-01-01"},
        {"due": "9999-12-31"},
        {"due": "morgen"},
        {"due": ""},
        {"title": ""},
        {"title": "x" * 161},
        {"title": "nul\x00teken"},
        {"indicator": "x" * 601},
        {"unit": "x" * 21},
        {"kind": "forever"},
        {"better": ""},
        {"goal": "geen-sleutel"},
        {"goal": ""},
        {"goal": "00000000-0000-7000-8000-000000000000"},
    ],
)
def test_a_result_that_cannot_be_kept_comes_back_with_its_words(
    as_: As, kader: Kader, draft, henk: Viewer, wrong: dict[str, str]
) -> None:  # type: ignore[no-untyped-def]
    with acting(henk):
        [goal] = queries.goals(henk, draft)
    sent = {
        "goal": goal.pk,
        "title": "Nog een resultaat",
        "indicator": "Geteld over alle zaken",
        "unit": "%",
        "better": "up",
        "baseline": "46",
        "target": "75",
        "due": "2027-07-01",
        "kind": "lasting",
        "term": "long",
    } | wrong
    answer = as_(henk).post("/frame/edit/result/", sent)
    assert answer.status_code == 200
    assert "Geteld over alle zaken" in answer.content.decode() or "indicator" in wrong
    with acting(henk):
        assert len(queries.promises(henk, draft)) == 1


def test_nothing_sent_at_all(as_: As, kader: Kader, draft, henk: Viewer) -> None:  # type: ignore[no-untyped-def]
    client = as_(henk)
    for door in ("edit/words/", "edit/goal/", "edit/result/", "edit/question/", "edit/decide/"):
        assert client.post(f"/frame/{door}").status_code == 200, door
    with acting(henk):
        assert queries.draft_frame(henk) == draft


def test_changing_and_taking_out(
    as_: As, kader: Kader, draft, henk: Viewer, samira: Viewer, waterrijk: House
) -> None:  # type: ignore[no-untyped-def]
    client = as_(henk)
    with acting(henk):
        [goal] = queries.goals(henk, draft)
        [promise] = queries.promises(henk, draft)
        [question] = queries.development_questions(henk, draft)
    assert 'value="46"' in text(client, f"/frame/edit/result/{promise.pk}/")
    client.post(f"/frame/edit/goal/{goal.pk}/", {"title": "Anders gezegd"})
    team = waterrijk.teams["sociaal"]
    client.post(
        f"/frame/edit/question/{question.pk}/",
        {"goal": goal.pk, "text": "Wat vraagt een inwoner?", "team": team.pk},
    )
    client.post(f"/frame/edit/remove/goal/{goal.pk}/")
    client.post(f"/frame/edit/remove/result/{promise.pk}/")
    client.post("/frame/edit/decide/", {"reason": "Minder is meer."})
    with acting(samira):
        frame = queries.frame_in_force(samira)
        assert frame is not None
        assert [g.title for g in queries.goals(samira, frame)] == ["Anders gezegd"]
        assert queries.promises(samira, frame) == []
        assert [q.text for q in queries.questions_open_to(samira)] == ["Wat vraagt een inwoner?"]
    fatima = waterrijk.viewer("fatima")
    with acting(fatima):
        assert queries.questions_open_to(fatima) == []
    assert "Sociale ondersteuning" in text(as_(fatima), HOME)


def test_a_throw_away_leaves_the_frame(as_: As, kader: Kader, draft, henk: Viewer) -> None:  # type: ignore[no-untyped-def]
    client = as_(henk)
    assert client.post("/frame/edit/throw-away/").url == HOME
    assert client.get(EDIT).status_code == 404
    assert kader.frame.title in text(client, HOME)


def test_markup_is_shown_as_text(as_: As, kader: Kader, draft, henk: Viewer) -> None:  # type: ignore[no-untyped-def]
    evil = "<img src=x onerror=alert(1)>"
    client = as_(henk)
    client.post(
        "/frame/edit/words/", {"title": evil, "why": evil, "starts": "2026-09-01", "ends": "2027-08-31"}
    )
    client.post("/frame/edit/goal/", {"title": evil, "text": evil, "key": new_id()})
    assert evil not in text(client, EDIT)
    client.post("/frame/edit/decide/", {"reason": evil})
    page = text(client, HOME)
    assert evil not in page
    assert "&lt;img src=x" in page


def test_the_page_asks_the_database_the_same_number_of_questions(
    as_: As, kader: Kader, draft, henk: Viewer, fatima: Viewer
) -> None:  # type: ignore[no-untyped-def]
    client = as_(fatima)
    text(client, HOME)
    with CaptureQueriesContext(connection) as few:
        text(client, HOME)
    with acting(henk):
        for number in range(5):
            goal = actions.put_goal(draft, title=f"Doel {number}", by=henk)
            promise_in(draft, goal, henk, title=f"Resultaat {number}", due=date(2027, 5, 1))
            actions.put_development_question(draft, goal=goal, text=f"Vraag {number}?", by=henk)
        actions.decide(draft, reason="Meer doelen.", by=henk)
    with CaptureQueriesContext(connection) as many:
        assert "Vraag 4?" in text(client, HOME)
    assert len(many) == len(few)


def test_who_reads_in_english_hears_a_dutch_frame_as_dutch(as_: As, kader: Kader, fatima: Viewer) -> None:
    Person.objects.filter(pk=fatima.person).update(language="en")
    page = text(as_(fatima), HOME)
    assert '<html lang="en">' in page
    for words in (kader.goal.title, kader.promise.title, kader.promise.indicator, kader.question.text):
        assert f'<span lang="nl">{words}</span>' in page
    assert "by 1 July 2027" in page
