"""The pages of proposals: each role through a browser's eyes, without its script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.houses import House
from tests.proposals.conftest import OBJECTION, at_team, drafted, put, tried, tried_in_mandate

from lerendwerken.change.proposals import actions, queries
from lerendwerken.change.proposals.story import Stage
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.learning.frame.models import ResultPromise
from lerendwerken.learning.insights import actions as insights
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.weekcycle import actions as weekcycle

WEEK = date(2026, 11, 23)
SignIn = Callable[[Viewer], Client]


def url(name: str, *args: object) -> str:
    return reverse(f"proposals:{name}", args=args)


def form(**fields: str) -> dict[str, str]:
    return {"key": str(new_id()), "version": "0", **fields}


def test_from_a_first_thought_to_everybodys_way_of_working(
    fatima: Viewer, joost: Viewer, marga: Viewer, samira: Viewer, promise: ResultPromise, as_: SignIn
) -> None:
    own, colleague, manager = as_(fatima), as_(joost), as_(marga)
    sent = form(
        title="Drie zinnen bovenaan", idea="Drie zinnen.", expected="46 naar 75", promise=str(promise.lineage),
        risk="Kleurt het gesprek.", reversible="yes",
    )  # fmt: skip
    written = own.post(url("write"), sent)
    assert written.status_code == 302
    with acting(fatima):
        (draft,) = queries.drafts(fatima)
    one = url("one", draft.lineage)
    assert written["Location"] == one
    assert own.get(one).status_code == 200
    assert own.post(url("to_team", draft.pk), form(with_names="Noor")).status_code == 302

    assert "Drie zinnen bovenaan" in colleague.get(url("list")).content.decode()
    assert colleague.post(url("react", draft.lineage), form(text="", kind="objection")).status_code == 200
    assert (
        colleague.post(url("react", draft.lineage), form(text=OBJECTION, kind="objection")).status_code == 302
    )
    page = own.get(one).content.decode()
    assert OBJECTION in page
    assert "terugdraaien" in page  # the team's mandate is shown
    assert manager.get(one).status_code == 404

    with acting(fatima):
        (objection,) = queries.story(fatima, draft.lineage).objections
    assert own.post(url("forward", draft.lineage), {"objection": [str(objection.pk), "x"]}).status_code == 302
    asked = manager.get(reverse("asked")).content.decode()
    assert "Drie zinnen bovenaan" in asked
    assert 'class="ticks"' in asked
    page = manager.get(one).content.decode()
    assert OBJECTION in page
    assert "Joost" not in page

    for mistake in ({}, {"verdict": "yes"}, {"verdict": "park", "reason": "Later."}):
        assert manager.post(url("answer", draft.lineage), form(**mistake)).status_code == 200
    yes = form(verdict="yes", reason="Zes weken.", until="")
    assert manager.post(url("answer", draft.lineage), yes).status_code == 302
    assert manager.post(url("answer", draft.lineage), yes).status_code == 302
    other_tab = manager.post(url("answer", draft.lineage), form(verdict="no", reason="Toch niet."))
    assert other_tab.status_code == 409
    assert "Zes weken." in own.get(one).content.decode()

    planned = form(what="Alle zittingen", starts="2026-11-25", ends="2027-01-06")
    assert own.post(url("trial", draft.lineage), planned).status_code == 302
    measured = form(value="49,5", day="2026-11-25", note="Nagebeld")
    assert own.post(url("measure", draft.lineage), measured).status_code == 302
    with acting(fatima):
        (row,) = queries.story(fatima, draft.lineage).measurements
    assert row.value == Decimal("49.50")
    assert own.post(url("confirm", draft.lineage, row.pk)).status_code == 403
    assert colleague.post(url("confirm", draft.lineage, row.pk)).status_code == 302
    assert "Joost Bakker" in own.get(one).content.decode()

    assert own.post(url("end", draft.lineage), form(text="Werkt", end="maybe")).status_code == 200
    assert own.post(url("end", draft.lineage), form(text="", end="realise")).status_code == 200
    ended = form(text="Mensen vertellen het na.", end="realise")
    assert own.post(url("end", draft.lineage), ended).status_code == 302
    assert own.post(url("end", draft.lineage), ended).status_code == 302
    everybody = as_(samira)
    assert "Mensen vertellen het na." in everybody.get(one).content.decode()
    assert OBJECTION not in everybody.get(one).content.decode()
    assert "Drie zinnen bovenaan" in everybody.get(url("list")).content.decode()


def test_a_trial_in_the_mandate_and_stopping_it(fatima: Viewer, as_: SignIn) -> None:
    row, client = at_team(fatima), as_(fatima)
    nothing = client.post(url("mandate", row.lineage), form(what=""))
    assert nothing.status_code == 200
    planned = form(what="Vijf verslagen", starts="2026-11-25", ends="2026-12-25")
    assert client.post(url("mandate", row.lineage), planned).status_code == 302
    assert client.get(url("one", row.lineage)).status_code == 200
    stopped = form(text="Niemand las het.", end="stop")
    assert client.post(url("end", row.lineage), stopped).status_code == 302
    with acting(fatima):
        assert queries.story(fatima, row.lineage).stage is Stage.STOPPED
    assert "Niemand las het." in client.get(url("one", row.lineage)).content.decode()
    assert "Drie zinnen bovenaan" in client.get(url("list")).content.decode()


def test_withdrawing_and_throwing_away(fatima: Viewer, as_: SignIn) -> None:
    row, draft, client = at_team(fatima), drafted(fatima), as_(fatima)
    assert client.post(url("withdraw", row.lineage)).status_code == 302
    assert client.post(url("throw_away", draft.pk)).status_code == 302
    with acting(fatima):
        assert queries.drafts(fatima) == []
        assert queries.story(fatima, row.lineage).stage is Stage.WITHDRAWN


def test_a_draft_can_be_gone_on_with(fatima: Viewer, promise: ResultPromise, as_: SignIn) -> None:
    draft, client = drafted(fatima, promise), as_(fatima)
    assert "alleen voor mij" in client.get(url("edit", draft.pk)).content.decode()
    changed = form(title="Twee zinnen", idea="Korter.", reversible="no", promise="")
    assert client.post(url("edit", draft.pk), {**changed, "title": ""}).status_code == 200
    assert client.post(url("edit", draft.pk), changed).status_code == 302
    with acting(fatima):
        kept = queries.draft_for(fatima, draft.pk)
    assert (kept.title, kept.promise, kept.reversible) == ("Twee zinnen", None, False)
    refused = client.post(url("to_team", draft.pk), form())
    assert refused.status_code == 200  # the expected result is still missing


NOBODYS = "0193a1f0-0000-7000-8000-00000000000f"  # a key that no row has


class TestOutOfWhatIsThere:
    def test_an_own_insight(self, fatima: Viewer, joost: Viewer, as_: SignIn) -> None:
        with acting(fatima):
            insight = insights.write_insight(week=WEEK, before="a", now="dat drie zinnen helpen", by=fatima)
        there = f"{url('write')}?insight={insight.pk}"
        assert "dat drie zinnen helpen" in as_(fatima).get(there).content.decode()
        assert as_(joost).get(there).status_code == 404
        as_(fatima).post(there, form(title="Drie zinnen", idea="Doen.", reversible="no"))
        with acting(fatima):
            assert "dat drie zinnen helpen" in queries.drafts(fatima)[0].from_text

    def test_an_own_experiment(self, fatima: Viewer, joost: Viewer, as_: SignIn) -> None:
        with acting(fatima):
            process = practices.name_process("Hoorverslag maken", by=fatima)
            tried_out = weekcycle.begin_experiment(
                WEEK, work_process=process, tried="Drie zinnen bovenaan gezet", by=fatima
            )
        there = f"{url('write')}?experiment={tried_out.pk}"
        assert "Drie zinnen bovenaan gezet" in as_(fatima).get(there).content.decode()
        assert as_(joost).get(there).status_code == 404

    @pytest.mark.parametrize(
        "query", ["insight=x", "insight=", "experiment=1", "insight=0193a1f0-0000-7000-8000-00000000000f"]
    )
    def test_nothing(self, fatima: Viewer, as_: SignIn, query: str) -> None:
        assert as_(fatima).get(f"{url('write')}?{query}").status_code == 404


class TestLists:
    def test_empty_they_teach(
        self, fatima: Viewer, marga: Viewer, henk: Viewer, beheer: Viewer, council: Viewer, as_: SignIn
    ) -> None:
        for viewer in (fatima, marga, henk, beheer, council):
            client = as_(viewer)
            assert client.get(url("list")).status_code == 200
            assert 'class="empty"' in client.get(reverse("asked")).content.decode()

    def test_late_is_said_to_all_who_see_it(
        self, fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, as_: SignIn
    ) -> None:
        proposal = put(fatima)
        with clock.at(datetime(2026, 12, 11, 9, 0, tzinfo=UTC)):
            for viewer in (fatima, joost, marga, henk):
                page = as_(viewer).get(url("one", proposal.lineage)).content.decode()
                assert 'data-state="late"' in page
                if viewer is marga:
                    assert "Jij had uiterlijk" in page
                else:
                    assert "Marga de Wit had uiterlijk" in page

    def test_who_answers_is_spoken_to(self, fatima: Viewer, marga: Viewer, as_: SignIn) -> None:
        proposal, client = put(fatima), as_(marga)
        page = client.get(url("one", proposal.lineage)).content.decode()
        assert "Jij antwoordt uiterlijk" in page
        assert "Jij, uiterlijk" in page
        assert "Jij antwoordt uiterlijk" in client.get(reverse("asked")).content.decode()
        assert "Marga de Wit antwoordt uiterlijk" in as_(fatima).get(url("list")).content.decode()
        sent = form(verdict="yes", reason="Omdat je het meet.")
        assert client.post(url("answer", proposal.lineage), sent).status_code == 302
        assert '<p class="strong">Jij zei ja' in client.get(url("one", proposal.lineage)).content.decode()

    def test_parked_ones_stand_apart(self, fatima: Viewer, marga: Viewer, as_: SignIn) -> None:
        proposal, client = put(fatima), as_(marga)
        parked = form(verdict="park", reason="Eerst de begroting.", until="2027-01-11")
        assert client.post(url("answer", proposal.lineage), parked).status_code == 302
        page = client.get(reverse("asked")).content.decode()
        assert "11 januari" in page
        assert 'class="ticks"' not in page
        assert client.get(url("one", proposal.lineage)).status_code == 200
        assert "11 januari" in as_(fatima).get(url("list")).content.decode()

    def test_more_proposals_ask_no_more_queries(
        self, fatima: Viewer, joost: Viewer, marga: Viewer, promise: ResultPromise, as_: SignIn
    ) -> None:
        own, manager, counts = as_(fatima), as_(marga), []
        for _round in range(2):
            for author in (fatima, joost):
                drafted(author)
                row = at_team(author, promise)
                other = joost if author is fatima else fatima
                with acting(other):
                    actions.react(row, kind="objection", text=OBJECTION, by=other)
                put(author)
                trial = tried_in_mandate(author, promise)
                with acting(author):
                    actions.realise(trial.lineage, result="Het werkt.", by=author)
            seen = []
            for client, page in ((own, url("list")), (manager, url("list")), (manager, reverse("asked"))):
                client.get(page)
                with CaptureQueriesContext(connection) as captured:
                    client.get(page)
                seen.append(len(captured))
            counts.append(seen)
        assert counts[0] == counts[1]

    def test_more_talk_and_measuring_asks_no_more_queries(
        self, fatima: Viewer, joost: Viewer, noor: Viewer, marga: Viewer, promise: ResultPromise, as_: SignIn
    ) -> None:
        trial, client, counts = tried(fatima, marga, promise), as_(fatima), []
        for viewer in (joost, noor):
            with acting(viewer):
                row = queries.story(viewer, trial.lineage).team_proposal
                assert row is not None
                actions.react(row, kind="objection", text=OBJECTION, by=viewer)
                for value in (50, 55):
                    actions.measure_trial(
                        trial.lineage, day=date(2026, 11, 25), value=Decimal(value), by=viewer
                    )
            client.get(url("one", trial.lineage))
            with CaptureQueriesContext(connection) as captured:
                client.get(url("one", trial.lineage))
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestNextStep:
    """There is always a sentence that says who does what now, or a button."""

    def test_without_a_mandate_it_says_so_and_who_can_mend_it(
        self, waterrijk: House, fatima: Viewer, noor: Viewer, as_: SignIn
    ) -> None:
        with acting(System.SETUP):
            team = waterrijk.teams["bezwaar"]
            team.mandate = ""
            team.save()
        row = at_team(fatima)
        page = as_(fatima).get(url("one", row.lineage)).content.decode()
        assert "Je team heeft nog geen mandaat en kan dus geen proef beginnen" in page
        assert "Marga de Wit schrijft op wat je team zelf mag proberen." in page
        assert url("mandate_of", team.pk) in page
        assert "Leg het voor aan Marga" in page
        with acting(System.SETUP):
            team.manager = None
            team.save()
        page = as_(fatima).get(url("one", row.lineage)).content.decode()
        assert "Je team heeft nog geen leidinggevende." in page
        assert "Een kaderhouder schrijft op wat je team zelf mag proberen." in page
        other = as_(noor).get(url("one", row.lineage)).content.decode()
        assert "Fatima El Amrani of de begeleider van het team zet de volgende stap." in other

    def test_what_cannot_be_turned_back_says_why_there_is_no_trial(self, fatima: Viewer, as_: SignIn) -> None:
        row = at_team(fatima, reversible=False)
        page = as_(fatima).get(url("one", row.lineage)).content.decode()
        assert "Dit is niet zomaar terug te draaien." in page

    def test_every_state_says_it_to_every_reader(
        self, fatima: Viewer, noor: Viewer, marga: Viewer, henk: Viewer, as_: SignIn
    ) -> None:
        rows = {"open": put(fatima), "parked": put(fatima), "no": put(fatima), "yes": put(fatima)}
        trial, stopped, done = (tried(fatima, marga) for _time in range(3))
        withdrawn = at_team(fatima)
        with acting(marga):
            until = date(2027, 1, 11)
            reason = "Eerst de begroting."
            actions.answer(rows["parked"], verdict="park", reason=reason, until=until, by=marga)
            actions.answer(rows["no"], verdict="no", reason=reason, by=marga)
            actions.answer(rows["yes"], verdict="yes", reason=reason, by=marga)
        with acting(fatima):
            actions.stop(stopped.lineage, reason="Het werd slechter.", by=fatima)
            actions.realise(done.lineage, result="Het werd beter.", by=fatima)
            actions.withdraw(withdrawn, by=fatima)
        lineages = [row.lineage for row in (*rows.values(), trial, stopped, done)]
        for viewer, reached in (
            (fatima, [*lineages, withdrawn.lineage]),
            (noor, [*lineages, withdrawn.lineage]),
            (marga, lineages),
            (henk, lineages),
        ):
            for lineage in reached:
                answer = as_(viewer).get(url("one", lineage))
                acts = answer.context["can"] - {"react"}
                assert answer.context["next"] or acts, (viewer.role, answer.context["story"].stage)

    def test_a_trial_to_come_is_not_measured_yet_and_can_be_stopped(
        self, fatima: Viewer, as_: SignIn
    ) -> None:
        with clock.at(datetime(2026, 11, 24, 9, 0, tzinfo=UTC)):
            trial = tried_in_mandate(fatima)
            client = as_(fatima)
            page = client.get(url("one", trial.lineage))
            told = page.content.decode()
            assert "begint morgen" in told
            assert "De proef begint op 25 november." in told
            assert "measure" not in page.context["can"]
            assert 'value="realise"' not in told
            assert "Waarom begint het niet?" in told
            assert "proef begint morgen" in client.get(url("list")).content.decode()
        with clock.at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
            assert "begint op 25 november" in client.get(url("one", trial.lineage)).content.decode()
        assert "begint" not in client.get(url("list")).content.decode()

    def test_a_trial_past_its_last_day_says_so_and_what_is_next(
        self, fatima: Viewer, marga: Viewer, as_: SignIn
    ) -> None:
        trial = tried(fatima, marga)
        running = as_(fatima).get(url("one", trial.lineage)).content.decode()
        assert "25 november 2026 tot en met 6 januari 2027" in running, "it crosses a year"
        assert "afgelopen" not in running
        with clock.at(datetime(2027, 1, 11, 9, 0, tzinfo=UTC)):
            team, manager = (
                as_(one).get(url("one", trial.lineage)).content.decode() for one in (fatima, marga)
            )
            assert "afgelopen op 6 januari" in team
            assert "De proef liep af op 6 januari. Vertel wat die opleverde" in team
            assert "Het team vertelt nu wat die opleverde." in manager
            listed = as_(fatima).get(url("list")).content.decode()
            assert "proef afgelopen op 6 januari, wat leverde die op?" in listed

    def test_a_parked_one_whose_day_has_come_is_in_one_state(
        self, fatima: Viewer, marga: Viewer, as_: SignIn
    ) -> None:
        proposal = put(fatima)
        with acting(marga):
            until = date(2026, 12, 14)
            actions.answer(proposal, verdict="park", reason="Eerst de begroting.", until=until, by=marga)
        client = as_(fatima)
        assert (
            "Marga de Wit heeft het geparkeerd" in client.get(url("one", proposal.lineage)).content.decode()
        )
        with clock.at(datetime(2026, 12, 14, 9, 0, tzinfo=UTC)):
            page = client.get(url("one", proposal.lineage)).content.decode()
            assert "Een eerder antwoord" in page
            assert '<p class="strong">' not in page
            assert "wacht op antwoord" in client.get(url("list")).content.decode()

    def test_objections_stand_before_the_answer(
        self, fatima: Viewer, joost: Viewer, marga: Viewer, as_: SignIn
    ) -> None:
        row = at_team(fatima)
        with acting(joost):
            actions.react(row, kind="objection", text=OBJECTION, by=joost)
        with acting(fatima):
            actions.put_forward(row, by=fatima)
        page = as_(marga).get(url("one", row.lineage)).content.decode()
        assert page.count(OBJECTION) == 1
        assert page.index(OBJECTION) < page.index("Verstuur mijn antwoord")


def test_markup_is_text(fatima: Viewer, joost: Viewer, as_: SignIn) -> None:
    row = at_team(fatima, title="<svg onload=alert(1)>", idea="<img src=x onerror=alert(1)>")
    page = as_(joost).get(url("one", row.lineage)).content.decode()
    assert "<svg onload" not in page
    assert "<img src=x" not in page


def test_english_reads_as_well(fatima: Viewer, marga: Viewer, as_: SignIn) -> None:
    from lerendwerken.foundation.organisations import actions as organisations

    proposal, client = put(fatima), as_(marga)
    organisations.speak(marga.person, "en")
    assert "You answer by Wednesday 9 December" in client.get(reverse("asked")).content.decode()
    assert "Send my answer" in client.get(url("one", proposal.lineage)).content.decode()
