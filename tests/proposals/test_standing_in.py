"""Who answers while a decision maker does not: the deputy, absence, and the queue before five open requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.houses import House
from tests.proposals.conftest import put

from lerendwerken.change.proposals import actions, queries
from lerendwerken.change.proposals.models import Proposal
from lerendwerken.change.proposals.story import Stage, acts
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries as known
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer

SignIn = Callable[[Viewer], Client]
DUE = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)  # ten working days after Wednesday 25 November
DAY_AFTER = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
YES = {"verdict": "yes", "reason": "Zes weken, en meet elke week."}


def named(house: House, deputy: Viewer, by: Viewer) -> None:
    with acting(by):
        organisations.name_deputy(house.members["marga"], deputy.member, by=by)


@pytest.fixture
def els(waterrijk: House) -> Viewer:
    """A manager whom nobody of these teams answers to."""
    with acting(System.SETUP):
        waterrijk.members["els"] = organisations.join(
            waterrijk.organisation, email="els@waterrijk.example", name="Els de Boer", roles=(Role.MANAGER,)
        )
    return waterrijk.viewer("els")


class TestDeputy:
    def test_on_the_day_after_the_term_it_passes_to_the_deputy(
        self, waterrijk: House, fatima: Viewer, marga: Viewer, henk: Viewer
    ) -> None:
        named(waterrijk, henk, marga)
        proposal = put(fatima)
        with acting(henk), clock.at(DUE):
            assert queries.put_to(henk) == []
            with pytest.raises(Forbidden):
                actions.answer(proposal, **YES, by=henk)
        with acting(henk), clock.at(DAY_AFTER):
            assert [row.pk for row in queries.put_to(henk)] == [proposal.pk]
            answer = actions.answer(proposal, **YES, by=henk)
        with acting(fatima):
            story = queries.story(fatima, proposal.lineage)
            assert (story.stage, story.answer) == (Stage.YES, answer)
            assert answer.author_id == henk.member

    def test_named_later_it_also_holds_for_what_lies_there(
        self, waterrijk: House, fatima: Viewer, samira: Viewer, marga: Viewer, beheer: Viewer, els: Viewer
    ) -> None:
        """An administrator names one for somebody who is ill, and reads no proposal by that."""
        rows = [put(fatima), put(samira)]
        named(waterrijk, els, beheer)
        with acting(els), clock.at(DAY_AFTER):
            assert {row.pk for row in queries.put_to(els)} == {row.pk for row in rows}
        with acting(beheer), pytest.raises(NotFound):
            queries.proposal_for(beheer, rows[0].pk)
        with acting(marga):
            organisations.name_deputy(waterrijk.members["marga"], None, by=marga)
        with acting(els), clock.at(DAY_AFTER), pytest.raises(NotFound):
            queries.proposal_for(els, rows[0].pk)

    def test_who_was_asked_may_still_answer(
        self, waterrijk: House, fatima: Viewer, marga: Viewer, henk: Viewer
    ) -> None:
        named(waterrijk, henk, marga)
        proposal = put(fatima)
        with acting(marga), clock.at(DAY_AFTER):
            actions.answer(proposal, **YES, by=marga)
        with acting(henk), clock.at(DAY_AFTER), pytest.raises(Conflict):
            actions.answer(proposal, **YES, by=henk)

    def test_nobody_answers_about_their_own_team(
        self, waterrijk: House, fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer
    ) -> None:
        with acting(marga), pytest.raises(BadInput):
            organisations.name_deputy(waterrijk.members["marga"], joost.member, by=marga)
        with acting(marga), pytest.raises(BadInput):
            organisations.name_deputy(waterrijk.members["marga"], marga.member, by=marga)
        named(waterrijk, henk, marga)
        with acting(System.SETUP):
            organisations.place(waterrijk.teams["bezwaar"], waterrijk.members["henk"])
        inside = waterrijk.viewer("henk")
        proposal = put(fatima)
        assert proposal.deputy_id is None
        with acting(inside), clock.at(DAY_AFTER), pytest.raises(Forbidden):
            actions.answer(proposal, **YES, by=inside)

    def test_nobody_names_one_for_another(
        self, waterrijk: House, fatima: Viewer, henk: Viewer, sanne: Viewer
    ) -> None:
        for viewer in (fatima, henk):
            with acting(viewer), pytest.raises(Forbidden):
                organisations.name_deputy(waterrijk.members["marga"], henk.member, by=viewer)
        with acting(sanne), pytest.raises((Forbidden, NotFound)):
            organisations.name_deputy(waterrijk.members["marga"], sanne.member, by=sanne)

    def test_an_erased_deputy_is_gone_and_the_proposal_stays(
        self, waterrijk: House, fatima: Viewer, marga: Viewer, els: Viewer
    ) -> None:
        named(waterrijk, els, marga)
        proposal = put(fatima)
        with acting(System.KEEPER):
            rights.erase(els.member)
        with acting(marga):
            assert known.deputies_of(marga, [marga.member]) == {}
            assert queries.proposal_for(marga, proposal.pk).deputy_id is None

    def test_all_who_see_it_read_that_it_passed(
        self, waterrijk: House, fatima: Viewer, marga: Viewer, henk: Viewer, as_: SignIn
    ) -> None:
        named(waterrijk, henk, marga)
        page = reverse("proposals:one", args=[put(fatima).lineage])
        assert "Op de dag daarna gaat het naar Henk Vermeulen, de vervanger." in text(as_(fatima), page)
        with clock.at(DAY_AFTER):
            assert "Het ligt nu bij Henk Vermeulen, de vervanger." in text(as_(fatima), page)
            client = as_(henk)
            assert "Jij bent de vervanger en geeft nu antwoord." in text(client, page)
            assert "als vervanger van Marga de Wit" in text(client, reverse("asked"))
            assert "Beantwoord 1 voorstel" in text(client, reverse("proposals:list"))


class TestAway:
    def test_days_away_do_not_count_and_the_deputy_answers(
        self, waterrijk: House, fatima: Viewer, marga: Viewer, henk: Viewer
    ) -> None:
        named(waterrijk, henk, marga)
        proposal = put(fatima)
        with acting(marga):
            organisations.be_away(
                waterrijk.members["marga"], first=date(2026, 11, 30), last=date(2026, 12, 4), by=marga
            )
        with acting(fatima), clock.at(datetime(2026, 12, 2, 9, 0, tzinfo=UTC)):
            story = queries.story(fatima, proposal.lineage)
            assert story.clock is not None
            assert (story.clock.due, story.clock.day, story.clock.of) == (date(2026, 12, 16), 2, 10)
            assert (story.clock.late, story.clock.passed) == (False, True)
        with acting(henk), clock.at(datetime(2026, 12, 2, 9, 0, tzinfo=UTC)):
            actions.answer(proposal, **YES, by=henk)

    def test_what_has_gone_by_has_counted(self, waterrijk: House, marga: Viewer, fatima: Viewer) -> None:
        me = waterrijk.members["marga"]
        with acting(marga):
            for first, last in (
                (date(2026, 11, 24), date(2026, 12, 4)),
                (date(2026, 12, 4), date(2026, 12, 3)),
                (date(2026, 12, 4), date(2028, 1, 1)),
            ):
                with pytest.raises(BadInput):
                    organisations.be_away(me, first=first, last=last, by=marga)
            row = organisations.be_away(me, first=date(2026, 11, 25), last=date(2026, 12, 4), by=marga)
            with pytest.raises(BadInput):
                organisations.be_away(me, first=date(2026, 12, 4), last=date(2026, 12, 8), by=marga)
        with acting(fatima), pytest.raises(Forbidden):
            organisations.be_back(row.pk, by=fatima)
        with acting(marga), clock.at(datetime(2026, 11, 30, 9, 0, tzinfo=UTC)):
            organisations.be_back(row.pk, by=marga)
            assert known.absences_of(marga, marga.member) == []
            assert date(2026, 11, 27) in known.days_away(marga, [marga.member])[marga.member]


class TestQueue:
    def test_at_most_five_ask_and_the_rest_waits_in_an_open_queue(
        self, fatima: Viewer, samira: Viewer, marga: Viewer
    ) -> None:
        rows = [put(viewer) for viewer in (fatima, samira, fatima, samira, fatima, samira, fatima)]
        states = [row.state for row in rows]
        assert states == [Proposal.State.OPEN] * 5 + [Proposal.State.QUEUED] * 2
        with acting(fatima):
            story = queries.story(fatima, rows[6].lineage)
            assert (story.stage, story.clock, story.place) == (Stage.QUEUED, None, 2)
        with acting(marga):
            assert len(queries.put_to(marga)) == 5
            assert [row.pk for row in queries.queued_for(marga)] == [rows[5].pk, rows[6].pk]
            assert "answer" not in acts(queries.story(marga, rows[5].lineage), marga)
            with pytest.raises(Conflict):
                actions.answer(rows[5], **YES, by=marga)
        later = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
        with acting(marga), clock.at(later):
            actions.answer(rows[0], **YES, by=marga)
            (asked,) = [row for row in queries.asked(marga) if row.proposal.pk == rows[5].pk]
            assert asked.clock is not None
            assert (asked.clock.asked, asked.clock.due) == (date(2026, 12, 1), date(2026, 12, 15))
            assert [row.pk for row in queries.queued_for(marga)] == [rows[6].pk]

    def test_the_page_says_why_it_waits(self, fatima: Viewer, marga: Viewer, as_: SignIn) -> None:
        rows = [put(fatima) for _time in range(6)]
        page = reverse("proposals:one", args=[rows[5].lineage])
        assert "Dit staat op plaats 1 in de rij" in text(as_(fatima), page)
        assert "Er wachten al vijf andere voorstellen op jouw antwoord." in text(as_(marga), page)
        assert "In de rij" in text(as_(marga), reverse("asked"))


class TestPages:
    def test_a_manager_names_a_deputy_and_days_away(
        self, waterrijk: House, marga: Viewer, henk: Viewer, as_: SignIn
    ) -> None:
        client, page = as_(marga), reverse("proposals:deputy", args=[marga.member])
        assert "Nog niemand" in text(client, page)
        assert "Joost Bakker" not in text(client, page), "no member of a team that they manage"
        for login in ("or", "beheer"):
            assert waterrijk.members[login].name not in text(client, page), "that role sees no content"
            refused = client.post(page, {"deputy": str(waterrijk.members[login].pk)})
            assert refused.status_code == 200
        assert client.post(page, {"deputy": str(henk.member)}).status_code == 302
        away = reverse("proposals:away", args=[marga.member])
        assert client.post(away, {"first": "2026-12-21", "last": "2027-01-01"}).status_code == 302
        assert "Kies de laatste dag." in client.post(away, {"first": "2026-12-21"}).content.decode()
        asked = text(client, reverse("asked"))
        assert "Henk Vermeulen antwoordt als je termijn voorbij is" in asked
        assert "Afwezig van 21 december tot en met 1 januari 2027." in asked
        with acting(marga):
            (row,) = known.absences_of(marga, marga.member)
        assert client.post(reverse("proposals:back", args=[marga.member, row.pk])).status_code == 302
        with acting(marga):
            assert known.absences_of(marga, marga.member) == []

    def test_the_page_is_for_who_decides_and_for_the_administrator(
        self, marga: Viewer, fatima: Viewer, henk: Viewer, beheer: Viewer, sanne: Viewer, as_: SignIn
    ) -> None:
        page = reverse("proposals:deputy", args=[marga.member])
        assert as_(beheer).get(page).status_code == 200
        for viewer in (fatima, henk, sanne):
            assert as_(viewer).get(page).status_code == 404
        assert as_(fatima).get(reverse("proposals:deputy", args=[fatima.member])).status_code == 404
        assert reverse("proposals:deputy", args=[marga.member]) in text(
            as_(beheer), reverse("organisations:person", args=[marga.member])
        )

    def test_everybody_reads_a_mandate_and_its_manager_writes_it(
        self, waterrijk: House, marga: Viewer, fatima: Viewer, beheer: Viewer, sanne: Viewer, as_: SignIn
    ) -> None:
        page = reverse("proposals:mandate_of", args=[waterrijk.teams["bezwaar"].pk])
        client = as_(marga)
        sent = {"text": "Elke proef van hooguit een maand.", "weeks": "4"}
        assert client.post(page, sent).status_code == 302
        for viewer in (fatima, beheer):
            html = text(as_(viewer), page)
            assert "Elke proef van hooguit een maand." in html
            assert "Een proef duurt hoogstens 4 weken." in html
            assert "Alles wat we in een week terugdraaien" in html, "what held before stays readable"
            assert "<textarea" not in html.partition("<main")[2].partition("</main>")[0]
            assert as_(viewer).post(page, sent).status_code == 403
        assert as_(sanne).get(page).status_code == 404


def text(client: Client, page: str) -> str:
    """The words of a page."""
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()
