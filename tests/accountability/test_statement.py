"""Written for oneself, sent to one, and then fixed."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from lerendwerken.change.accountability import actions, queries
from lerendwerken.change.accountability.composing import Part
from lerendwerken.change.accountability.models import Reply, Statement, StatementDraft
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.frame import actions as frame
from tests.accountability.conftest import FIRST, WEEK, Kader, written
from tests.houses import House

As = Callable[[Viewer], Client]
CONTENT = ("title", "first_week", "last_week", "parts", "results", "different", "failed", "need")


def read(viewer: Viewer, statement: uuid.UUID) -> Statement:
    with acting(viewer):
        return queries.statement_for(viewer, statement)


def test_what_is_sent_is_what_the_preview_showed(
    draft: StatementDraft, fatima: Viewer, marga: Viewer, as_: As
) -> None:
    client = as_(fatima)
    shown = client.get(f"/statements/preview/{draft.pk}/").content.decode()
    assert client.post(f"/statements/preview/{draft.pk}/").status_code == 302
    got = as_(marga).get(f"/statements/{draft.pk}/").content.decode()
    assert _letter(shown) == _letter(got)
    assert "Wat mijn werk aan hoorverslagen opleverde" in _letter(got)
    assert "46%" in _letter(got)
    assert "Dit gaat niet mee" in shown


def _letter(page: str) -> str:
    return page[page.index('<article class="letter">') : page.index("</article>")]


def test_sent_it_goes_to_the_manager_of_the_team(sent: Statement, fatima: Viewer, marga: Viewer) -> None:
    assert (sent.owner_id, sent.addressee_id) == (fatima.member, marga.member)
    assert sent.job == "jurist bezwaar"
    with acting(marga):
        assert [item.statement.pk for item in queries.sent_to(marga)] == [sent.pk]
        assert queries.statements(marga) == []
    with acting(fatima):
        assert [item.statement.pk for item in queries.statements(fatima)] == [sent.pk]
        assert queries.draft(fatima) is None


def test_sent_twice_it_is_one_statement(draft: StatementDraft, fatima: Viewer, as_: As) -> None:
    with acting(fatima):
        first = actions.send(draft, by=fatima)
        assert actions.send(draft, by=fatima).pk == first.pk
        assert len(queries.statements(fatima)) == 1
    assert AuditLine.objects.filter(verb="accountability.send").count() == 1


def test_figures_are_copied_when_written_and_cannot_be_typed(
    kader: Kader, fatima: Viewer, joost: Viewer
) -> None:
    with acting(fatima):
        draft = written(fatima, results=[kader.retell.lineage, new_id()])
        assert [row["now"] for row in draft.results] == [""]
        frame.measure(kader.retell.lineage, day=WEEK, value=Decimal(99), by=fatima)
        sent = actions.send(draft, by=fatima)
    assert [(row["title"], row["now"]) for row in sent.results] == [("Kan het navertellen", "")]


def test_a_team_without_a_manager_sends_nothing_and_keeps_the_draft(
    draft: StatementDraft, fatima: Viewer, waterrijk: House, as_: As
) -> None:
    with acting(System.SETUP):
        team = waterrijk.teams["bezwaar"]
        team.manager = None
        team.save(update_fields=["manager"])
    with acting(fatima):
        with pytest.raises(Forbidden):
            actions.send(draft, by=fatima)
        assert queries.draft(fatima) == draft
    page = as_(fatima).get(f"/statements/preview/{draft.pk}/").content.decode()
    assert "geen leidinggevende" in page
    assert "Verstuur naar" not in page


def test_an_empty_statement_is_not_sent(fatima: Viewer, as_: As) -> None:
    with acting(fatima):
        empty = written(fatima, parts=[], different="", failed=" ", need="")
        with pytest.raises(BadInput):
            actions.send(empty, by=fatima)
    answer = as_(fatima).post(f"/statements/preview/{empty.pk}/")
    assert answer.status_code == 400
    assert "Het is niet verstuurd" in answer.content.decode()


class TestSentIsSent:
    """No act, no page and on PostgreSQL no statement in SQL changes what was sent."""

    def test_no_action_takes_a_statement_but_the_reply_and_sending_a_copy(self) -> None:
        acts = {
            name
            for name, act in inspect.getmembers(actions, inspect.isfunction)
            if act.__module__ == actions.__name__ and not name.startswith("_")
        }
        assert acts == {"write_draft", "throw_away", "send", "send_again", "reply"}

    def test_writing_on_with_its_key_is_refused(self, sent: Statement, fatima: Viewer) -> None:
        with acting(fatima), pytest.raises(Conflict):
            written(fatima, title="Toch anders", key=sent.pk)

    @pytest.mark.parametrize("door", ["preview/{}/", "preview/{}/away/", "{}/"])
    def test_no_page_changes_it(self, sent: Statement, fatima: Viewer, as_: As, door: str) -> None:
        before = read(fatima, sent.pk)
        changed = {"title": "Toch anders", "text": "Toch anders", "key": str(sent.pk), "version": "0"}
        assert as_(fatima).post("/statements/" + door.format(sent.pk), changed).status_code in (403, 404)
        as_(fatima).post("/statements/write/", changed)
        after = read(fatima, sent.pk)
        assert [getattr(after, name) for name in CONTENT] == [getattr(before, name) for name in CONTENT]

    @pytest.mark.postgresql
    @pytest.mark.parametrize("model", [Statement, Reply])
    def test_postgresql_grants_no_change(
        self, sent: Statement, fatima: Viewer, marga: Viewer, model: type[Any]
    ) -> None:
        with acting(marga):
            actions.reply(sent, text="Dank.", by=marga)
        for viewer in (fatima, marga):
            for sql in (
                f"UPDATE {model._meta.db_table} SET language = 'en'",
                f"DELETE FROM {model._meta.db_table}",
            ):
                denied = pytest.raises(ProgrammingError, match="permission denied")
                with acting(viewer), denied, transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(sql)


class TestReply:
    """The manager replies once."""

    def test_the_reply_reaches_the_writer(
        self, sent: Statement, fatima: Viewer, marga: Viewer, as_: As
    ) -> None:
        client = as_(marga)
        text = {"text": "Dank, we nemen het op 4 december.", "key": str(new_id()), "version": "0"}
        assert client.post(f"/statements/{sent.pk}/", text).status_code == 302
        assert client.post(f"/statements/{sent.pk}/", text).status_code == 302
        assert client.post(f"/statements/{sent.pk}/", text | {"text": "Toch niet."}).status_code == 409
        page = as_(fatima).get(f"/statements/{sent.pk}/").content.decode()
        assert "Dank, we nemen het op 4 december." in page
        assert "Antwoord van Marga" in page
        assert "er is een antwoord" in as_(fatima).get("/statements/").content.decode()
        assert AuditLine.objects.filter(verb="accountability.reply").count() == 1

    def test_it_is_in_the_export_of_who_wrote_it(
        self, sent: Statement, fatima: Viewer, marga: Viewer
    ) -> None:
        with acting(marga):
            actions.reply(sent, text="Dank, Marga.", by=marga)
            hers = rights.export(marga)["accountability.Reply"]
        with acting(fatima):
            of_fatima = str(rights.export(fatima))
        assert [row["text"] for row in hers] == ["Dank, Marga."]
        assert "Dank, Marga." not in of_fatima
        assert sent.different in of_fatima

    def test_only_the_addressed_manager_replies(
        self, sent: Statement, fatima: Viewer, henk: Viewer, joost: Viewer
    ) -> None:
        with acting(fatima), pytest.raises(Forbidden):
            actions.reply(sent, text="Ik antwoord mezelf.", by=fatima)
        for viewer in (henk, joost):
            with acting(viewer), pytest.raises(NotFound):
                actions.reply(sent, text="Ik ook.", by=viewer)

    @pytest.mark.parametrize("text", ["", "  ", "x" * 2001, "\ud800"])
    def test_bad_replies_are_refused(self, sent: Statement, marga: Viewer, text: str) -> None:
        with acting(marga), pytest.raises(BadInput):
            actions.reply(sent, text=text, by=marga)

    def test_an_empty_reply_comes_back_with_its_form(self, sent: Statement, marga: Viewer, as_: As) -> None:
        answer = as_(marga).post(f"/statements/{sent.pk}/", {"text": "", "key": "?", "version": "?"})
        assert answer.status_code == 200
        assert "aria-invalid" in answer.content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "x" * 161},
        {"different": "x" * 1501},
        {"failed": "\udfff"},
        {"parts": [Part(development_question="Vraag", text="x" * 2001)]},
        {"parts": [Part(development_question="Vraag", text="ja")] * 31},
        {"first_week": FIRST + timedelta(days=1)},
        {"last_week": FIRST - timedelta(weeks=1)},
        {"first_week": date(2020, 1, 6)},
    ],
)
def test_what_cannot_be_kept_is_refused(fatima: Viewer, changed: dict[str, Any]) -> None:
    with acting(fatima):
        with pytest.raises(BadInput):
            written(fatima, **changed)
        assert queries.draft(fatima) is None


def test_written_again_it_replaces_the_draft(draft: StatementDraft, fatima: Viewer) -> None:
    with acting(fatima):
        written(fatima, title="Anders", key=draft.pk)
        assert [row.title for row in queries.drafts(fatima)] == ["Anders"]


def test_the_key_of_somebody_elses_draft_overwrites_nothing(
    draft: StatementDraft, fatima: Viewer, joost: Viewer
) -> None:
    with acting(joost), pytest.raises(Conflict):
        written(joost, title="Van Joost", key=draft.pk)
    with acting(fatima):
        assert queries.draft_for(fatima, draft.pk).title == draft.title


def test_thrown_away_it_is_gone(draft: StatementDraft, fatima: Viewer, as_: As) -> None:
    assert as_(fatima).post(f"/statements/preview/{draft.pk}/away/").status_code == 302
    with acting(fatima):
        assert queries.draft(fatima) is None


def test_after_a_change_of_manager_an_older_statement_stays_where_it_was_sent(
    sent: Statement, fatima: Viewer, marga: Viewer, waterrijk: House, as_: As
) -> None:
    with acting(System.SETUP):
        waterrijk.members["nieuw"] = organisations.join(
            waterrijk.organisation, email="nieuw@waterrijk.example", name="Nieuwe Baas", roles=[Role.MANAGER]
        )
        waterrijk.teams["bezwaar"].manager = waterrijk.members["nieuw"]
        waterrijk.teams["bezwaar"].save(update_fields=["manager"])
    new, mine = as_(waterrijk.viewer("nieuw")), as_(fatima)
    assert new.get(f"/statements/{sent.pk}/").status_code == 404
    assert as_(marga).get(f"/statements/{sent.pk}/").status_code == 200

    page = mine.get(f"/statements/{sent.pk}/").content.decode()
    assert "Nieuwe Baas" in page
    again = [mine.post(f"/statements/{sent.pk}/again/").headers["Location"] for _ in range(2)]
    assert again[0] == again[1] != f"/statements/{sent.pk}/", "two clicks are one statement"
    assert _letter(new.get(again[0]).content.decode()).count("hoorverslagen") == _letter(page).count(
        "hoorverslagen"
    )
    assert as_(marga).get(again[0]).status_code == 404, "each has their own"
    assert new.get(f"/statements/{sent.pk}/").status_code == 404
    assert "/again/" not in mine.get(f"/statements/{sent.pk}/").content.decode()


def test_nobody_else_sends_it_again_and_not_to_who_has_it(sent: Statement, as_: As, waterrijk: House) -> None:
    assert as_(waterrijk.viewer("fatima")).post(f"/statements/{sent.pk}/again/").status_code == 409
    for other in ("joost", "marga", "henk", "beheer"):
        assert as_(waterrijk.viewer(other)).post(f"/statements/{sent.pk}/again/").status_code == 404
