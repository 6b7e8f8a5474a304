"""Anybody objects to the frame; a steward owes a reasoned answer by a day that everybody sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.frame import actions, objections, queries, reminders
from lerendwerken.learning.frame.models import FrameObjection
from tests.frame.conftest import Kader
from tests.houses import House

As = Callable[[Viewer], Client]
TEXT = "Tellen wie het verslag navertelt, straft de moeilijke zaken."
WHY = "Bij een burenruzie belt niemand terug, en juist daar zit het werk."
NO = {"verdict": "not_taken", "reason": "Wij bellen ook die mensen na."}
DUE = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)  # ten working days after Wednesday 25 November
DAY_AFTER = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)


def objected(kader: Kader, by: Viewer, **given: object) -> FrameObjection:
    with acting(by):
        return actions.object_to(
            kader.promise.lineage,
            text=TEXT,
            why=WHY,
            by=by,
            **given,  # type: ignore[arg-type]
        )


def new_version(henk: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        actions.edit_frame(draft, title="Duidelijk voor iedereen", why=draft.why, by=henk)
        actions.decide(draft, reason="Na het bezwaar.", by=henk)


def test_everybody_reads_an_objection_with_its_clock(
    kader: Kader, fatima: Viewer, samira: Viewer, henk: Viewer, as_: As
) -> None:
    row = objected(kader, fatima)
    page = as_(samira).get(reverse("frame:objection", args=[row.pk])).content.decode()
    assert all(words in page for words in (TEXT, WHY, kader.promise.title))
    assert "Henk Vermeulen antwoordt uiterlijk woensdag 9 december" in page
    assert reverse("frame:answer", args=[row.pk]) not in page
    assert reverse("frame:answer", args=[row.pk]) in (
        as_(henk).get(reverse("frame:objection", args=[row.pk])).content.decode()
    )


def test_it_stands_at_what_it_is_about_and_with_who_answers(
    kader: Kader, fatima: Viewer, henk: Viewer, as_: As
) -> None:
    objected(kader, fatima)
    frame = as_(fatima).get("/frame/").content.decode()
    assert frame.index(kader.promise.title) < frame.index(TEXT) < frame.index(kader.question.text)
    assert "Jij antwoordt uiterlijk" not in frame
    for url in ("/frame/", reverse("asked")):
        assert "Jij antwoordt uiterlijk" in as_(henk).get(url).content.decode()


def test_an_answer_with_a_reason_closes_it_for_good(kader: Kader, fatima: Viewer, henk: Viewer) -> None:
    row = objected(kader, fatima)
    with acting(henk):
        with pytest.raises(BadInput):
            actions.answer(row, verdict="not_taken", reason="Nee.", by=henk)
        key = new_id()
        given = actions.answer(row, **NO, key=key, by=henk)
        assert actions.answer(row, **NO, key=key, by=henk) == given
        with pytest.raises(Conflict):
            actions.answer(row, verdict="taken", reason="Toch wel overgenomen.", by=henk)
    with acting(fatima):
        shown = objections.one_for(fatima, row.pk)
        assert (shown.row.state, shown.clock, shown.answers) == ("not_taken", None, (given,))
        with pytest.raises(Conflict):
            actions.take_back(row, by=fatima)


def test_what_is_taken_over_points_at_the_version_that_came_of_it(
    kader: Kader, fatima: Viewer, henk: Viewer, as_: As
) -> None:
    row = objected(kader, fatima)
    with acting(henk):
        actions.answer(row, verdict="taken", reason="Het doel gaat over alle zaken.", by=henk)
        assert [one.pk for one in objections.taken_for_next(henk)] == [row.pk]
    new_version(henk)
    with acting(fatima):
        taken = objections.one_for(fatima, row.pk).row.taken_in
        assert taken == queries.frame_in_force(fatima)
    assert "Overgenomen in versie 2" in (
        as_(fatima).get(reverse("frame:objection", args=[row.pk])).content.decode()
    )


def test_an_answer_can_name_a_version_that_is_there_already(
    kader: Kader, fatima: Viewer, henk: Viewer
) -> None:
    row = objected(kader, fatima)
    new_version(henk)
    with acting(henk):
        now = queries.frame_in_force(henk)
        with pytest.raises(BadInput):
            actions.answer(row, verdict="taken", reason="Het staat er al in.", version=kader.frame, by=henk)
        actions.answer(row, verdict="taken", reason="Het staat er al in.", version=now, by=henk)
        assert objections.one_for(henk, row.pk).row.taken_in == now


def test_parked_it_comes_back_by_itself(kader: Kader, fatima: Viewer, henk: Viewer) -> None:
    row = objected(kader, fatima)
    with acting(henk):
        for day in (None, date(2026, 11, 25), date(2026, 12, 25)):
            with pytest.raises(BadInput):
                actions.answer(row, verdict="park", reason="Na de winter weten we meer.", until=day, by=henk)
        actions.answer(
            row, verdict="park", reason="Na de winter weten we meer.", until=date(2027, 3, 1), by=henk
        )
        assert objections.asked(henk) == []
        assert objections.one_for(henk, row.pk).comes_back
    with acting(henk), clock.at(datetime(2027, 3, 1, 9, tzinfo=UTC)):
        assert [one.row.pk for one in objections.asked(henk)] == [row.pk]
        actions.answer(row, **NO, by=henk)


def test_on_the_day_after_the_term_it_passes_to_the_deputy_where_all_see_it(
    kader: Kader, waterrijk: House, fatima: Viewer, henk: Viewer, marga: Viewer, as_: As
) -> None:
    with acting(henk):
        organisations.name_deputy(waterrijk.members["henk"], marga.member, by=henk)
    row = objected(kader, fatima)
    with acting(marga), clock.at(DUE):
        assert objections.asked(marga) == []
        with pytest.raises(Forbidden):
            actions.answer(row, **NO, by=marga)
    with clock.at(DAY_AFTER):
        page = as_(fatima).get(reverse("frame:objection", args=[row.pk])).content.decode()
        assert "Het ligt nu bij Marga" in page
        with acting(marga):
            assert [one.row.pk for one in objections.asked(marga)] == [row.pk]
            actions.answer(row, **NO, by=marga)


def test_days_away_do_not_count_and_the_deputy_answers(
    kader: Kader, waterrijk: House, fatima: Viewer, henk: Viewer, marga: Viewer
) -> None:
    with acting(henk):
        organisations.name_deputy(waterrijk.members["henk"], marga.member, by=henk)
        away = {"first": date(2026, 11, 25), "last": date(2026, 11, 27)}
        organisations.be_away(waterrijk.members["henk"], **away, by=henk)
    row = objected(kader, fatima)
    with acting(marga):
        (one,) = objections.asked(marga)
        assert one.clock is not None
        assert one.clock.due == date(2026, 12, 11)
        actions.answer(row, **NO, by=marga)


def test_at_most_five_ask_and_the_next_comes_when_one_is_answered_or_taken_back(
    kader: Kader, fatima: Viewer, samira: Viewer, henk: Viewer
) -> None:
    rows = [objected(kader, fatima) for _ in range(5)]
    sixth, seventh = objected(kader, samira), objected(kader, samira)
    assert (sixth.state, seventh.state) == ("queued", "queued")
    with acting(henk), pytest.raises(Conflict):
        actions.answer(sixth, **NO, by=henk)
    with acting(henk), clock.at(DUE):
        actions.answer(rows[0], **NO, by=henk)
        one = objections.one_for(henk, sixth.pk)
        assert (one.row.state, one.row.asked_on) == ("open", date(2026, 12, 9))
    with acting(fatima):
        actions.take_back(rows[1], by=fatima)
        assert objections.one_for(fatima, seventh.pk).row.state == "open"
        with pytest.raises(NotFound):
            objections.one_for(fatima, rows[1].pk)
        with pytest.raises(Forbidden):
            actions.take_back(seventh, by=fatima)


def test_a_steward_does_not_answer_an_objection_of_their_own(
    kader: Kader, waterrijk: House, fatima: Viewer, henk: Viewer
) -> None:
    with pytest.raises(Forbidden):
        objected(kader, henk)
    with acting(System.SETUP):
        els = organisations.join(
            waterrijk.organisation, email="els@waterrijk.example", name="Els de Boer", roles=(Role.STEWARD,)
        )
    assert objected(kader, henk).addressee_id == els.pk
    assert objected(kader, fatima).addressee_id == henk.member


def test_where_the_one_asked_is_no_steward_any_more_any_steward_answers(
    kader: Kader, waterrijk: House, fatima: Viewer, beheer: Viewer, henk: Viewer
) -> None:
    row = objected(kader, fatima)
    with acting(System.SETUP):
        waterrijk.members["els"] = organisations.join(
            waterrijk.organisation, email="els@waterrijk.example", name="Els de Boer", roles=(Role.STEWARD,)
        )
    els = waterrijk.viewer("els")
    with acting(els), pytest.raises(Forbidden):
        actions.answer(row, **NO, by=els)
    with acting(beheer):
        organisations.end_membership(waterrijk.members["henk"], by=beheer)
    with acting(els):
        assert actions.answer(row, **NO, by=els).author_id == els.member


def test_objecting_from_the_page_names_what_it_is_about(
    kader: Kader, fatima: Viewer, henk: Viewer, as_: As
) -> None:
    client, url = as_(fatima), reverse("frame:object")
    sent = {"part": str(kader.goal.lineage), "text": TEXT, "why": "", "key": new_id()}
    refused = client.post(url, sent)
    assert TEXT in refused.content.decode()
    done = client.post(url, sent | {"why": WHY})
    with acting(fatima):
        (one,) = objections.every(fatima)
    assert done.url == reverse("frame:objection", args=[one.row.pk])
    assert (one.row.about, one.part) == ("goal", kader.goal.title)
    foreign = client.post(url, sent | {"part": str(new_id()), "why": WHY, "key": new_id()})
    assert foreign.status_code == 200
    answer = reverse("frame:answer", args=[one.row.pk])
    assert client.post(answer, NO | {"key": new_id()}).status_code == 403
    assert as_(henk).post(answer, NO | {"key": new_id()}).url == done.url
    assert NO["reason"] in client.get(done.url).content.decode()


def test_an_answer_that_cannot_be_kept_keeps_the_words(
    kader: Kader, fatima: Viewer, henk: Viewer, as_: As
) -> None:
    row = objected(kader, fatima)
    sent = {"verdict": "park", "reason": "Na de winter weten we meer.", "until": "", "key": new_id()}
    refused = as_(henk).post(reverse("frame:answer", args=[row.pk]), sent)
    assert refused.status_code == 200
    assert "Na de winter weten we meer." in refused.content.decode()
    with acting(henk):
        assert objections.one_for(henk, row.pk).answers == ()


def test_the_steward_is_reminded_before_the_term_is_over(kader: Kader, fatima: Viewer, henk: Viewer) -> None:
    objected(kader, fatima)
    with acting(henk):
        assert reminders.of_terms(henk, date(2026, 11, 25)) == []
    with acting(henk), clock.at(DUE):
        (reminder,) = reminders.of_terms(henk, DUE.date())
    assert TEXT not in reminder.text
    with acting(henk), clock.at(DAY_AFTER):
        assert reminders.of_terms(henk, DAY_AFTER.date()) == []


def test_more_objections_ask_no_more_queries(kader: Kader, fatima: Viewer, henk: Viewer, as_: As) -> None:
    client = as_(henk)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    objected(kader, fatima)
    urls = ("/frame/", reverse("frame:objections"))
    before = [asked(url) for url in urls]
    for _ in range(6):
        row = objected(kader, fatima)
    with acting(henk):
        first = objections.asked(henk)[0].row
        actions.answer(first, **NO, by=henk)
        assert row.state == "queued"
    assert [asked(url) for url in urls] == before
