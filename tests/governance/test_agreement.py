"""Without an agreement no week begins; each change is a version that the council sees first."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import queries as partners
from lerendwerken.change.accountability import actions as accountability
from lerendwerken.change.dialogue import actions as dialogue
from lerendwerken.change.proposals import actions as proposals
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import actions as insights
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle.models import Caught, LearningQuestion
from lerendwerken.oversight.governance import actions, queries
from lerendwerken.oversight.governance.models import Agreement, Voice
from lerendwerken.oversight.governance.standing import longest, standing_of
from tests.houses import House

As = Callable[[Viewer], Client]
TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)


def pilot(house: House, **other: Any) -> Agreement:
    by = house.viewer("henk")
    told: dict[str, Any] = {
        "purpose": "Dertien weken proberen.",
        "teams": [house.teams["bezwaar"].pk],
        "starts": TODAY,
        "ends": longest(TODAY),
        **other,
    }
    with acting(by):
        return actions.propose(told.pop("kind", "pilot"), **told, by=by)


def says(house: House, row: Agreement, verdict: str = "agrees", text: str = "") -> Voice:
    by = house.viewer("or")
    with acting(by):
        return actions.speak(row, verdict, text=text, by=by)


def covers(house: House, login: str = "fatima") -> bool:
    viewer = house.viewer(login)
    with acting(viewer):
        return queries.covers(viewer, viewer.team)


def on(day: date) -> Any:
    return clock.at(datetime.combine(day, time(9), UTC))


def shown(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_without_an_agreement_nothing_of_a_week_begins_and_nothing_is_asked_of_ai(fresh: House) -> None:
    fatima = fresh.viewer("fatima")
    with acting(fresh.viewer("beheer")):
        row = register.put_in_register(name="Kantoorchat", kind="chatbot", by=fresh.viewer("beheer"))
        register.switch_on(row, by=fresh.viewer("beheer"))
    week: dict[str, Any] = {"week": MONDAY, "by": fatima}
    refused: list[Callable[[], object]] = [
        lambda: weekcycle.begin_rhythm(
            fatima.teams[0], dialogue_day="thu", dialogue_time=time(10), starts=MONDAY, by=fatima
        ),
        lambda: weekcycle.ask_question("Hoe dan?", **week),
        lambda: weekcycle.write_focus(MONDAY, expectation="iets", by=fatima),
        lambda: weekcycle.hold_dialogue(fatima.teams[0], MONDAY, by=fatima),
        lambda: practices.name_process("Hoorverslag maken", by=fatima),
        lambda: dialogue.bring_case(MONDAY, case="Deze zaak", by=fatima),
    ]
    for act in refused:
        with acting(fatima), pytest.raises(Forbidden):
            act()
    with acting(fatima):
        insight = insights.write_insight(week=MONDAY, now="Korter is niet duidelijker.", by=fatima)
        with pytest.raises(Forbidden):
            insights.share(insight, by=fatima)
        assert partners.chatbots(fatima) == []
    says(fresh, pilot(fresh))
    for act in refused:
        with acting(fatima):
            act()
    with acting(fatima):
        insights.share(insight, by=fatima)
        assert [one.name for one in partners.chatbots(fatima)] == ["Kantoorchat"]


def test_the_installations_own_model_is_not_asked_either(fresh: House, model: None) -> None:
    fatima = fresh.viewer("fatima")
    with acting(fatima):
        assert partners.endpoint(fatima) is None
    says(fresh, pilot(fresh))
    with acting(fatima):
        assert partners.endpoint(fatima) is not None


def test_the_week_page_says_why_and_whom_to_ask(fresh: House, as_: As) -> None:
    client = as_(fresh.viewer("fatima"))
    page = shown(client, "/week/")
    assert "Je week kan nog niet beginnen" in page
    assert "Henk Vermeulen, Ruth Baas" in page
    assert "Je week kan nog niet beginnen" in shown(client, "/week/focus/")
    proposed = pilot(fresh)
    page = shown(client, "/week/")
    assert "Versie 1 van de afspraak ligt bij de ondernemingsraad (Ineke Smit)." in page
    assert "Die gaat in op 3 december 2026, of eerder als de raad instemt." in page
    assert "Vraag een van deze mensen" not in page, "it has been written; the council has it"
    says(fresh, proposed)
    assert "Je week kan nog niet beginnen" not in shown(client, "/week/")
    other = shown(as_(fresh.viewer("samira")), "/week/")
    assert "je team doet er nog niet aan mee" in other


def test_the_week_page_tells_what_the_council_said(fresh: House, as_: As) -> None:
    client = as_(fresh.viewer("fatima"))
    row = pilot(fresh, starts=TODAY + timedelta(days=5), ends=longest(TODAY))
    says(fresh, row, "objects", "Eerst met de privacyfunctionaris.")
    page = shown(client, "/week/")
    assert (
        "Versie 1 van de afspraak is geschreven, maar de ondernemingsraad (Ineke Smit) stemt niet in." in page
    )
    assert "Henk Vermeulen, Ruth Baas" in page, "somebody writes a next version, or speaks with the council"
    says(fresh, row)
    page = shown(client, "/week/")
    assert "Versie 1 van de afspraak gaat in op 30 november 2026." in page
    assert "ligt bij de ondernemingsraad" not in page


def test_what_needs_an_agreement_says_so_and_is_no_page_of_somebody_else(fresh: House, as_: As) -> None:
    client = as_(fresh.viewer("fatima"))
    assert "Je week kan nog niet beginnen" in shown(client, "/dialogue/"), "before anybody writes a case"
    refused = client.post("/dialogue/", {"case": "Schrijven we korter?", "key": str(new_id())})
    assert refused.status_code == 403
    page = html.unescape(refused.content.decode())
    assert "Er geldt nu geen afspraak" in page
    assert "Kies een andere rol" not in page


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/practices/", "Verder naar de stappen"),
        ("/rhythm/", "Start het ritme"),
        ("/proposals/{proposal}/", "Leg het voor aan mijn team"),
        ("/statements/preview/{statement}/", "Verstuur naar Marga"),
    ],
)
def test_a_page_says_what_is_missing_before_anybody_writes(
    fresh: House, as_: As, path: str, button: str
) -> None:
    fatima = fresh.viewer("fatima")
    with acting(fatima):
        statement = accountability.write_draft(
            title="Dit kwartaal",
            parts=[],
            first_week=MONDAY,
            last_week=MONDAY,
            different="Korter.",
            by=fatima,
        )
        proposal = proposals.write_draft(
            title="Korter schrijven", idea="Drie zinnen.", expected="Tien minuten.", by=fatima
        )
    path = path.format(statement=statement.pk, proposal=proposal.lineage)
    client = as_(fatima)
    page = shown(client, path)
    assert "Er geldt nu geen afspraak" in page
    assert 'href="/week/">Wat er ontbreekt, en wie je het vraagt' in page
    assert button not in page
    says(fresh, pilot(fresh))
    page = shown(client, path)
    assert "Er geldt nu geen afspraak" not in page
    assert button in page


def test_after_a_pilot_practices_are_read_and_not_begun(fresh: House, as_: As) -> None:
    fatima = fresh.viewer("fatima")
    says(fresh, pilot(fresh, ends=TODAY))
    with acting(fatima):
        process = practices.name_process("Hoorverslag maken", by=fatima)
        draft = practices.propose_change(
            process,
            steps=[{"by": "person", "text": "Schrijf eerst drie zinnen."}],
            instruction="",
            check_text="",
            stop_rule="",
            reason="Zo beginnen we.",
            by=fatima,
        )
        version = practices.put_in_force(draft, reason="Zo beginnen we.", by=fatima)
    client = as_(fatima)
    assert "Pas toe op werk van vandaag" in shown(client, f"/practices/{process.pk}/")
    with on(TODAY + timedelta(days=1)):
        for path in ("/practices/", f"/practices/{process.pk}/"):
            page = shown(client, path)
            assert "Schrijf eerst drie zinnen." in page
            assert "Er geldt nu geen afspraak" in page
            assert "Pas toe op werk van vandaag" not in page
        for path in (
            f"/practices/start/{version.pk}/",
            f"/practices/{process.pk}/propose/",
            "/rhythm/themes/",
        ):
            assert client.get(path).headers["Location"] == "/week/", path


def test_no_statement_is_sent_without_an_agreement(fresh: House) -> None:
    fatima = fresh.viewer("fatima")
    with acting(fatima):
        draft = accountability.write_draft(
            title="Dit kwartaal",
            parts=[],
            first_week=MONDAY,
            last_week=MONDAY,
            different="Korter.",
            by=fatima,
        )
        with pytest.raises(Forbidden):
            accountability.send(draft, by=fatima)
    says(fresh, pilot(fresh))
    with acting(fatima):
        accountability.send(draft, by=fatima)


def test_the_first_paste_and_the_chosen_question_stay_with_their_owner(fresh: House, as_: As) -> None:
    client = as_(fresh.viewer("fatima"))
    given = {
        "piece": "Het verslag is altijd te lang.",
        "view": "Ik denk dat niemand het leest.",
        "key": str(new_id()),
    }
    answer = client.post("/first/", given, follow=True)
    path = answer.request["PATH_INFO"]
    chosen = {"number": "1", "question": "Wie leest mijn verslag?", "key": str(new_id())}
    assert client.post(f"{path}choose/", chosen).status_code == 302
    with migrating():
        assert not LearningQuestion.unscoped.exists()
        assert [row.text for row in Caught.unscoped.all()] == ["Wie leest mijn verslag?"]
    page = shown(client, path)
    assert "Alleen voor jou bewaard" in page
    assert "Wie leest mijn verslag?" in shown(client, "/week/")
    assert "Wie leest mijn verslag?" not in shown(as_(fresh.viewer("joost")), "/week/")
    says(fresh, pilot(fresh))
    assert "Wie leest mijn verslag?" in shown(client, "/week/focus/")


def test_it_holds_when_the_council_agrees_or_after_its_days_without_an_objection(fresh: House) -> None:
    row = pilot(fresh, ends=TODAY + timedelta(days=60))
    assert row.council_until == date(2026, 12, 2)
    assert not covers(fresh)
    with on(date(2026, 12, 2)):
        assert not covers(fresh)
    with on(date(2026, 12, 3)):
        assert covers(fresh)
    says(fresh, row, "advises", "Kijk na zes weken opnieuw.")
    assert not covers(fresh)
    says(fresh, row, "objects", "De termijn is te lang.")
    with on(date(2026, 12, 3)):
        assert not covers(fresh)
    says(fresh, row)
    assert covers(fresh)


def test_a_full_agreement_waits_for_the_council_however_long(fresh: House) -> None:
    row = pilot(fresh, kind="full")
    assert row.ends is None
    with on(TODAY + timedelta(days=90)):
        assert not covers(fresh)
        says(fresh, row)
        assert covers(fresh)
    with on(TODAY + timedelta(days=900)):
        assert covers(fresh)


def test_a_new_version_leaves_the_old_one_in_force_until_its_day(fresh: House, as_: As) -> None:
    says(fresh, pilot(fresh))
    second = pilot(fresh, reason="Sociaal doet mee.", teams=[team.pk for team in fresh.teams.values()])
    assert covers(fresh)
    assert not covers(fresh, "samira")
    page = shown(as_(fresh.viewer("or")), f"/transparency/agreement/{second.pk}/")
    assert "Bezwaar en beroep, Sociale ondersteuning" in page
    third = pilot(fresh, reason="Toch met een dag minder.", ends=longest(TODAY) - timedelta(days=1))
    with pytest.raises(Conflict):
        says(fresh, second)
    with on(date(2026, 12, 10)):
        assert not covers(fresh, "samira"), "a version that was replaced before its day never comes in force"
    assert third.number == 3


def test_a_pilot_lasts_thirteen_weeks_over_all_its_versions(fresh: House) -> None:
    with pytest.raises(BadInput):
        pilot(fresh, ends=longest(TODAY) + timedelta(days=1))
    says(fresh, pilot(fresh))
    with on(TODAY + timedelta(days=30)):
        with pytest.raises(BadInput):
            pilot(fresh, reason="Langer", starts=clock.now().date(), ends=longest(clock.now().date()))
        assert covers(fresh)
    with on(longest(TODAY)):
        assert covers(fresh)
    with on(longest(TODAY) + timedelta(days=1)):
        assert not covers(fresh)
        with pytest.raises(BadInput):
            pilot(fresh, reason="Nog een keer", starts=clock.now().date(), ends=clock.now().date())


def test_before_the_end_the_week_page_warns_and_after_it_says_what_to_do(fresh: House, as_: As) -> None:
    says(fresh, pilot(fresh))
    client = as_(fresh.viewer("fatima"))
    last = longest(TODAY)
    with acting(fresh.viewer("fatima")):
        weekcycle.write_focus(MONDAY, expectation="Dat het korter kan.", by=fresh.viewer("fatima"))
    for day, told in [
        (last - timedelta(days=29), None),
        (last - timedelta(days=28), "De proef loopt bijna af"),
        (last - timedelta(days=7), "Dit is de laatste week van de proef"),
    ]:
        with on(day):
            page = shown(client, "/week/")
            assert ("loopt bijna af" in page or "laatste week" in page) == (told is not None)
            assert told is None or told in page
    with on(last + timedelta(days=1)):
        assert "De proef is afgelopen" in shown(client, "/week/")
        assert "Dat het korter kan." in shown(client, "/week/2026-W48/")


def test_where_nobody_is_of_the_council_it_says_with_whom_it_was_agreed(zorgkompas: House, as_: As) -> None:
    with migrating():
        Agreement.unscoped.all().delete()
    by = zorgkompas.viewer("beheer")
    told: dict[str, Any] = {"purpose": "Proberen.", "teams": [zorgkompas.teams["thuis"].pk], "starts": TODAY}
    with acting(by):
        with pytest.raises(BadInput) as refusal:
            actions.propose("full", **told, by=by)
        assert refusal.value.field == "agreed_with"
        actions.propose("full", **told, agreed_with="Anja, personeelsvertegenwoordiging, 20 november", by=by)
    assert covers(zorgkompas, "sanne")
    assert "Anja, personeelsvertegenwoordiging" in shown(
        as_(zorgkompas.viewer("sanne")), "/transparency/agreement/"
    )


@pytest.mark.parametrize("login", ["fatima", "marga", "or"])
def test_only_a_steward_or_an_administrator_writes_it(fresh: House, as_: As, login: str) -> None:
    by = fresh.viewer(login)
    with acting(by), pytest.raises(Forbidden):
        actions.propose("full", purpose="x", teams=[fresh.teams["bezwaar"].pk], starts=TODAY, by=by)
    assert as_(by).get("/transparency/agreement/write/").status_code == 403


def test_only_the_council_speaks(fresh: House, as_: As) -> None:
    row = pilot(fresh)
    for login in ("fatima", "marga", "henk", "beheer"):
        by = fresh.viewer(login)
        with acting(by), pytest.raises(Forbidden):
            actions.speak(row, "agrees", by=by)
        assert (
            as_(by).post(f"/transparency/agreement/{row.pk}/speak/", {"verdict": "agrees"}).status_code == 403
        )


def test_it_is_written_and_agreed_in_the_pages(fresh: House, as_: As) -> None:
    steward, council = as_(fresh.viewer("henk")), as_(fresh.viewer("or"))
    page = shown(steward, "/transparency/agreement/write/")
    assert "wekelijks ritme" in page
    assert 'value="2027-02-28"' in page  # thirteen weeks from the next Monday
    given = {
        "kind": "pilot",
        "purpose": "Proberen.",
        "teams": [str(fresh.teams["bezwaar"].pk)],
        "starts": "2026-11-25",
        "ends": "2027-01-31",
        "key": str(new_id()),
    }
    answer = steward.post("/transparency/agreement/write/", given, follow=True)
    path = answer.request["PATH_INFO"]
    steward.post("/transparency/agreement/write/", given)
    with migrating():
        assert Agreement.unscoped.count() == 1
    wrong = steward.post(
        "/transparency/agreement/write/", given | {"ends": "2027-06-01", "key": str(new_id()), "reason": "x"}
    )
    assert "dertien weken" in html.unescape(wrong.content.decode())
    nothing = council.post(f"{path}speak/", {"verdict": "objects", "text": "", "key": str(new_id())})
    assert "Eén regel is genoeg" in html.unescape(nothing.content.decode())
    said = {"verdict": "agrees", "text": "Akkoord voor dit kwartaal.", "key": str(new_id())}
    assert "Akkoord voor dit kwartaal." in html.unescape(
        council.post(f"{path}speak/", said, follow=True).content.decode()
    )
    assert covers(fresh)
    page = shown(as_(fresh.viewer("fatima")), "/transparency/agreement/")
    assert "Ineke Smit (ondernemingsraad) gaat akkoord, 25 november 2026" in page


def test_what_changed_in_the_installation_since_is_told(fresh: House, as_: As) -> None:
    says(fresh, pilot(fresh))
    assert "Nu anders" not in shown(as_(fresh.viewer("or")), "/transparency/agreement/")
    fresh.organisation.pasted_days = 90
    fresh.organisation.save()
    beheer = fresh.viewer("beheer")
    with acting(beheer):
        register.switch_on(register.put_in_register(name="Kantoorchat", kind="chatbot", by=beheer), by=beheer)
    with migrating():
        row = Agreement.unscoped.get()
        row.recorded.pop("sparring.Turn")
        row.recorded["gone.Thing"] = "team"
        row.save()
    page = shown(as_(fresh.viewer("or")), "/transparency/agreement/")
    for told in ("Nu anders", "90 dagen", "Kantoorchat", "gone.Thing", "Alleen jij"):
        assert told in page


def test_the_page_asks_the_same_of_the_database_for_many_versions(fresh: House, as_: As) -> None:
    client = as_(fresh.viewer("or"))
    says(fresh, pilot(fresh))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/transparency/agreement/")
        return len(found)

    asked()
    few = asked()
    for number in range(5):
        says(fresh, pilot(fresh, reason=f"Wijziging {number}."))
    assert asked() == few


@given(
    st.lists(
        st.tuples(st.sampled_from(["pilot", "full"]), st.integers(-30, 30), st.integers(0, 40)), max_size=5
    )
)
@pytest.mark.once
def test_the_newest_version_whose_day_has_come_counts(told: list[tuple[str, int, int]]) -> None:
    versions = [
        Agreement(
            number=number,
            kind=kind,
            in_force_from=TODAY + timedelta(days=begins) if begins else None,
            ends=TODAY + timedelta(days=begins + lasts) if kind == "pilot" else None,
            starts=TODAY,
        )
        for number, (kind, begins, lasts) in enumerate(told, start=1)
    ]
    standing = standing_of(versions, TODAY)
    came = [row for row in versions if row.in_force_from and row.in_force_from <= TODAY]
    assert standing.agreement is (came[-1] if came else None)
    assert standing.holds == bool(came and (came[-1].ends is None or came[-1].ends >= TODAY))
    assert standing.proposed is None or standing.proposed is versions[-1]
