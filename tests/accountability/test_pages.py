"""The pages of statements, and for whom they do not exist."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.change.accountability import actions, queries
from lerendwerken.change.accountability.forms import name_of
from lerendwerken.change.accountability.models import Reply, Statement, StatementDraft
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.accountability.conftest import EXPLAIN, Kader, written

As = Callable[[Viewer], Client]


@pytest.fixture(params=["joost", "samira", "henk", "beheer", "council", "sanne"])
def outsider(request: pytest.FixtureRequest) -> Viewer:
    """A teammate, another team, the steward, the administrator, the council, another organisation."""
    viewer: Viewer = request.getfixturevalue(request.param)
    return viewer


def test_a_sent_statement_exists_for_its_writer_and_its_manager_only(
    sent: Statement, fatima: Viewer, marga: Viewer, outsider: Viewer, as_: As
) -> None:
    for viewer in (fatima, marga):
        assert as_(viewer).get(f"/statements/{sent.pk}/").status_code == 200
    client = as_(outsider)
    real, unknown = (client.get(f"/statements/{key}/") for key in (sent.pk, uuid.uuid4()))
    assert real.status_code == unknown.status_code == 404
    assert "hoorverslagen" not in real.content.decode()
    assert (
        client.post(f"/statements/{sent.pk}/", {"text": "Ik ook.", "key": str(new_id())}).status_code == 404
    )
    with acting(outsider):
        assert queries.sent_to(outsider) == queries.statements(outsider) == []
        for model in (Statement, Reply, StatementDraft):
            assert not model.objects.visible_to(outsider).exists()


def test_a_draft_exists_for_its_writer_only(
    draft: StatementDraft, fatima: Viewer, marga: Viewer, outsider: Viewer, as_: As
) -> None:
    for viewer in (marga, outsider):
        for key in (draft.pk, uuid.uuid4()):
            assert as_(viewer).get(f"/statements/preview/{key}/").status_code == 404
            assert as_(viewer).post(f"/statements/preview/{key}/").status_code == 404
            assert as_(viewer).post(f"/statements/preview/{key}/away/").status_code == 404
    assert as_(fatima).get(f"/statements/preview/{draft.pk}/").status_code == 200


@pytest.mark.postgresql
def test_postgresql_shows_it_to_nobody_else(sent: Statement, outsider: Viewer) -> None:
    with acting(outsider):
        assert Statement.unscoped.count() == 0


def test_the_form_is_filled_from_what_was_shared_and_becomes_a_letter(
    worked: Kader, fatima: Viewer, as_: As
) -> None:
    client = as_(fatima)
    page = client.get("/statements/write/").content.decode()
    assert "Mijn vraag: Hoe maak ik verslagen die mensen begrijpen?" in page
    assert page.count("btn--primary") == 1
    sent = {
        "title": "Wat mijn werk opleverde",
        name_of(EXPLAIN): "Ik schreef <script>alert(1)</script> niets.",
        name_of(""): "En iets anders.",
        "results": [str(worked.retell.lineage)],
        "different": "Anders.",
        "key": str(new_id()),
        "version": "0",
    }
    done = client.post("/statements/write/", sent)
    assert done.status_code == 302
    letter = client.get(done["Location"]).content.decode()
    assert "&lt;script&gt;" in letter
    assert "61%, door Joost Bakker" in letter
    assert "En iets anders." in letter
    assert "Schrijftijd" not in letter
    again = client.get("/statements/write/").content.decode()
    assert "En iets anders." in again
    assert f'value="{worked.retell.lineage}" checked' in again
    assert f'value="{worked.hours.lineage}">' in again
    assert (
        client.post("/statements/write/", sent | {"title": "Beter", "key": str(new_id())}).status_code == 302
    )
    with acting(fatima):
        assert [row.title for row in queries.drafts(fatima)] == ["Beter"]


@pytest.mark.parametrize("results", ["not-a-key", str(uuid.UUID(int=3)), "<b>"])
def test_a_result_that_was_not_offered_is_refused(
    kader: Kader, fatima: Viewer, as_: As, results: str
) -> None:
    sent = {"title": "Titel", "different": "Iets.", "results": [results], "key": "?", "version": "?"}
    answer = as_(fatima).post("/statements/write/", sent)
    assert answer.status_code == 200
    assert "Iets." in answer.content.decode()
    with acting(fatima):
        assert queries.draft(fatima) is None


def test_the_home_page_of_each(
    sent: Statement, fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, as_: As
) -> None:
    assert sent.title in as_(fatima).get("/statements/").content.decode()
    assert "Nog niets verstuurd" in as_(joost).get("/statements/").content.decode()
    managers = as_(marga).get("/statements/").content.decode()
    assert sent.title in managers
    assert "wacht op jouw antwoord" in managers
    assert "Je zit nog niet in een team" in as_(henk).get("/statements/").content.decode()


def test_who_reads_in_english_hears_dutch_titles_as_dutch(
    sent: Statement, fatima: Viewer, marga: Viewer, as_: As
) -> None:
    with acting(fatima):
        draft = written(fatima)
    Person.objects.filter(pk__in=[fatima.person, marga.person]).update(language="en")
    for viewer, title in [(fatima, sent.title), (fatima, draft.title), (marga, sent.title)]:
        assert f'<span lang="nl">{title}</span>' in as_(viewer).get("/statements/").content.decode()


def test_the_sign_of_who_sees_it_is_true(sent: Statement, fatima: Viewer, marga: Viewer, as_: As) -> None:
    mine = as_(fatima).get(f"/statements/{sent.pk}/").content.decode()
    assert 'data-who="manager"' in mine
    assert "de schrijver en ik" in as_(marga).get(f"/statements/{sent.pk}/").content.decode()


def test_lists_take_a_fixed_number_of_queries(kader: Kader, fatima: Viewer, marga: Viewer) -> None:
    def send_one() -> None:
        with acting(fatima):
            row = actions.send(written(fatima, results=[kader.retell.lineage]), by=fatima)
        with acting(marga):
            actions.reply(row, text="Gelezen.", by=marga)

    def counted(viewer: Viewer) -> int:
        with acting(viewer), CaptureQueriesContext(connection) as captured:
            for item in [*queries.statements(viewer), *queries.sent_to(viewer)]:
                assert item.statement.owner
                assert item.reply
        return len(captured)

    send_one()
    few = counted(marga)
    for _ in range(4):
        send_one()
    assert counted(marga) == few
