"""A team names what stands in its way to one person, who owes a reasoned answer by a day that the team sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.change.obstacles import actions, queries, reminders
from lerendwerken.change.obstacles.models import Obstacle
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.learning.practices import actions as practices
from tests.houses import House, agree

As = Callable[[Viewer], Client]
TEXT = "Het zaaksysteem sluit na acht minuten."
WHY = "Wie nadenkt, moet zich opnieuw aanmelden."
STAYS = {"verdict": "stays", "reason": "De gemeenteraad wil het zo houden."}
GONE = {"verdict": "gone", "reason": "Sinds gisteren een half uur."}
DUE = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)  # ten working days after Wednesday 25 November
DAY_AFTER = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)


def named(by: Viewer, asked: Viewer, **given: object) -> Obstacle:
    with acting(by):
        return actions.name_obstacle(
            TEXT,
            why=WHY,
            addressee=asked.member,
            by=by,
            **given,  # type: ignore[arg-type]
        )


def page(client: Client, row: Obstacle) -> str:
    return client.get(reverse("obstacles:one", args=[row.pk])).content.decode()


def test_the_team_and_the_one_who_was_asked_see_it_with_its_clock(
    fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, samira: Viewer, beheer: Viewer, as_: As
) -> None:
    row = named(fatima, marga, out_of="Hoorverslag maken")
    answer = reverse("obstacles:answer", args=[row.pk])
    for viewer in (fatima, joost, henk):
        told = page(as_(viewer), row)
        assert all(words in told for words in (TEXT, WHY, "Hoorverslag maken"))
        assert "Marga de Wit antwoordt uiterlijk woensdag 9 december" in told
        assert answer not in told
    assert answer in page(as_(marga), row)
    for viewer in (samira, beheer):
        assert as_(viewer).get(reverse("obstacles:one", args=[row.pk])).status_code == 404
        assert TEXT not in as_(viewer).get(reverse("obstacles:list")).content.decode()
    assert TEXT in as_(joost).get(reverse("team")).content.decode()
    assert TEXT in as_(marga).get(reverse("asked")).content.decode()


def test_an_answer_with_a_reason_stays(fatima: Viewer, marga: Viewer, as_: As) -> None:
    row = named(fatima, marga)
    with acting(marga):
        with pytest.raises(BadInput):
            actions.answer(row, verdict="stays", reason="Nee.", by=marga)
        key = new_id()
        given = actions.answer(row, **STAYS, key=key, by=marga)
        assert actions.answer(row, **STAYS, key=key, by=marga) == given
        with pytest.raises(Conflict):
            actions.answer(row, **GONE, by=marga)
    with acting(fatima), pytest.raises(Conflict):
        actions.take_back(row, by=fatima)
    told = page(as_(fatima), row)
    assert STAYS["reason"] in told
    assert "Het blijft, met de reden." in told


def test_what_is_promised_asks_again_on_its_day_and_is_seen_when_it_is_late(
    fatima: Viewer, marga: Viewer, as_: As
) -> None:
    row = named(fatima, marga)
    reason = "De leverancier zet het om."
    with acting(marga):
        for day in (None, date(2026, 11, 25), date(2026, 12, 25)):
            with pytest.raises(BadInput):
                actions.answer(row, verdict="by_a_day", reason=reason, until=day, by=marga)
        actions.answer(row, verdict="by_a_day", reason=reason, until=date(2026, 12, 10), by=marga)
        assert queries.asked(marga) == []
        assert queries.promised_by(marga) == [row]
    assert "Uit de weg op uiterlijk 10 december 2026" in page(as_(fatima), row)
    with clock.at(datetime(2027, 1, 20, 9, tzinfo=UTC)):
        assert "werkdagen te laat" in page(as_(fatima), row)
        with acting(marga):
            assert [one.row for one in queries.asked(marga)] == [row]
            actions.answer(row, **GONE, by=marga)
        assert "Uit de weg." in page(as_(fatima), row)


def test_on_the_day_after_the_term_it_passes_to_the_deputy_also_one_named_later(
    waterrijk: House, fatima: Viewer, marga: Viewer, henk: Viewer, as_: As
) -> None:
    row = named(fatima, marga)
    with acting(marga):
        organisations.name_deputy(waterrijk.members["marga"], henk.member, by=marga)
    with acting(henk), clock.at(DUE), pytest.raises(Forbidden):
        actions.answer(row, **GONE, by=henk)
    with clock.at(DAY_AFTER):
        assert "Het ligt nu bij Henk" in page(as_(fatima), row)
        with acting(henk):
            actions.answer(row, **GONE, by=henk)


def test_at_most_five_ask_of_every_team_together(fatima: Viewer, samira: Viewer, marga: Viewer) -> None:
    rows = [named(fatima, marga) for _ in range(5)]
    sixth, seventh = named(samira, marga), named(samira, marga)
    assert (sixth.state, seventh.state) == ("queued", "queued")
    with acting(samira):
        assert [queries.place_in_queue(row) for row in (sixth, seventh)] == [1, 2]
    with acting(marga):
        assert queries.queued_for(marga) == [sixth, seventh]
        with pytest.raises(Conflict):
            actions.answer(sixth, **GONE, by=marga)
        actions.answer(rows[0], **GONE, by=marga)
    with acting(fatima):
        actions.take_back(rows[1], by=fatima)
        with pytest.raises(NotFound):
            queries.one_for(fatima, rows[1].pk)
    with acting(samira):
        assert [queries.one_for(samira, row.pk).row.state for row in (sixth, seventh)] == ["open", "open"]


def test_it_is_put_to_a_manager_or_steward_outside_the_team(
    waterrijk: House, fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, sanne: Viewer
) -> None:
    for somebody in (joost, sanne, fatima):
        with pytest.raises(BadInput):
            named(fatima, somebody)
    with pytest.raises(Forbidden):
        named(henk, marga)
    with acting(System.SETUP):
        organisations.place(waterrijk.teams["bezwaar"], waterrijk.members["henk"])
    with acting(fatima):
        assert [row.pk for row in queries.who_can_take_away(fatima, fatima.teams[0])] == [marga.member]


def test_the_deputy_is_never_of_the_team_itself(waterrijk: House, fatima: Viewer, henk: Viewer) -> None:
    with acting(henk):
        organisations.name_deputy(waterrijk.members["henk"], fatima.member, by=henk)
    assert named(fatima, henk).deputy is None


def test_only_who_named_it_takes_it_back_or_the_team_of_who_left(
    waterrijk: House, fatima: Viewer, joost: Viewer, marga: Viewer, beheer: Viewer
) -> None:
    row = named(fatima, marga)
    with acting(joost), pytest.raises(Forbidden):
        actions.take_back(row, by=joost)
    with acting(beheer):
        organisations.end_membership(waterrijk.members["fatima"], by=beheer)
    with acting(joost):
        actions.take_back(row, by=joost)
        assert queries.every(joost) == []


def test_naming_one_from_the_page_of_a_practice(fatima: Viewer, marga: Viewer, as_: As) -> None:
    with acting(fatima):
        process = practices.name_process("Hoorverslag maken", by=fatima)
    client = as_(fatima)
    url = f"{reverse('obstacles:write')}?out_of=practice&of={process.pk}"
    assert 'value="Hoorverslag maken"' in client.get(url).content.decode()
    sent = {"text": TEXT, "why": "", "out_of": "Verslagen", "addressee": str(marga.member), "key": new_id()}
    assert TEXT in client.post(url, sent).content.decode()
    done = client.post(url, sent | {"why": WHY})
    with acting(fatima):
        (one,) = queries.every(fatima)
    assert done.url == reverse("obstacles:one", args=[one.row.pk])
    assert (one.row.out_of, one.row.addressee_id) == ("Verslagen", marga.member)
    answer = reverse("obstacles:answer", args=[one.row.pk])
    assert client.post(answer, GONE | {"key": new_id()}).status_code == 403
    refused = as_(marga).post(answer, {"verdict": "by_a_day", "reason": "Ik bel elke week.", "key": new_id()})
    assert "Ik bel elke week." in refused.content.decode()
    assert as_(marga).post(answer, GONE | {"key": new_id()}).url == done.url


@pytest.mark.parametrize("asked", ["out_of=practice&of=x", "out_of=practice&of={}", "out_of=x&of={}"])
def test_work_that_is_not_there_opens_nothing(fatima: Viewer, as_: As, asked: str) -> None:
    url = f"{reverse('obstacles:write')}?{asked.format(new_id())}"
    assert as_(fatima).get(url).status_code == 404


def test_a_reminder_comes_before_the_term_is_over_and_tells_nothing_of_it(
    fatima: Viewer, marga: Viewer
) -> None:
    named(fatima, marga)
    with acting(marga):
        assert reminders.of_terms(marga, date(2026, 11, 25)) == []
    with acting(marga), clock.at(DUE):
        (reminder,) = reminders.of_terms(marga, DUE.date())
    assert TEXT not in reminder.text
    with acting(marga), clock.at(DAY_AFTER):
        assert reminders.of_terms(marga, DAY_AFTER.date()) == []


def test_more_obstacles_ask_no_more_queries(fatima: Viewer, joost: Viewer, marga: Viewer, as_: As) -> None:
    def asked(viewer: Viewer, url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_(viewer).get(url).status_code == 200
        return len(captured)

    row = named(fatima, marga)
    pages = [
        (fatima, reverse("obstacles:list")),
        (joost, reverse("team")),
        (marga, reverse("asked")),
        (marga, reverse("obstacles:one", args=[row.pk])),
    ]
    before = [asked(*one) for one in pages]
    for _ in range(3):
        named(joost, marga)
    with acting(marga):
        promised = {"verdict": "by_a_day", "reason": "Ik bel elke week.", "until": date(2026, 12, 10)}
        actions.answer(named(fatima, marga), **promised, by=marga)  # type: ignore[arg-type]
    assert [asked(*one) for one in pages] == before


def test_who_leads_finds_what_waits_as_a_case_for_their_own_table(
    waterrijk: House, fatima: Viewer, as_: As
) -> None:
    with acting(System.SETUP):
        team = organisations.form_team(waterrijk.organisation, name="Leiding", manager=None)
        organisations.place(team, waterrijk.members["marga"], facilitates=True)
        organisations.place(team, waterrijk.members["henk"])
    waterrijk.teams["leiding"] = team
    marga = waterrijk.viewer("marga")
    row = named(fatima, marga)
    agree(waterrijk, "henk", "or", reason="De leiding doet mee.")
    client, url = as_(marga), reverse("dialogue:this_week")
    assert f"?case={row.pk}" in client.get(url).content.decode()
    opened = client.get(f"{url}?case={row.pk}").content.decode()
    assert opened.count(TEXT) >= 2
    assert WHY in opened
    assert client.get(f"{url}?case={new_id()}").status_code == 404
    assert TEXT not in as_(waterrijk.viewer("henk")).get(url).content.decode()
