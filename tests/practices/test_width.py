"""Practices with width: what colleagues say of a change, what another team takes over, what is stopped, what is integrated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, adopted, changed, comparing, queries
from lerendwerken.learning.practices.models import (
    AdoptionResult,
    PracticeDraft,
    PracticeVersion,
    Voice,
    WorkProcess,
)
from tests.practices.conftest import propose

As = Callable[[Viewer], Client]
EXPECTS = "Bij ons bellen mensen vaak terug over het verslag."
WORSE = "Het kostte tien minuten meer en niemand belde minder."
SEEN = "In vier van de tien verslagen klopte de datum niet."
ENOUGH = "Dat is meer dan zonder de drie zinnen."


def take_over(
    version: PracticeVersion, by: Viewer, lead: Viewer, name: str = "Gespreksverslag"
) -> PracticeVersion:
    with acting(by):
        draft = actions.adopt(version, name=name, reason=EXPECTS, by=by)
    with acting(lead):
        return actions.put_in_force(draft, reason=EXPECTS, by=lead)


# ---- taking over


def test_another_team_takes_a_practice_over_and_both_show_its_worse_result(
    as_: As, three_sentences: PracticeVersion, bram: Viewer, samira: Viewer, noor: Viewer, henk: Viewer
) -> None:
    at = reverse("practices:adopt", args=[three_sentences.pk])
    sent = as_(bram).post(at, {"name": "Gespreksverslag", "reason": EXPECTS, "key": str(key := new_id())})
    assert sent.url == reverse("practices:proposed", args=[key])  # type: ignore[attr-defined]
    with acting(samira):
        copy = actions.put_in_force(queries.draft_for(samira, key), reason=EXPECTS, by=samira)
    assert copy.steps == three_sentences.steps
    result = reverse("practices:result", args=[copy.work_process_id])
    as_(bram).post(result, {"verdict": "worse", "text": WORSE, "key": str(new_id())})
    for viewer in (noor, henk, bram):
        original = as_(viewer).get(reverse("practices:process", args=[three_sentences.work_process_id]))
        assert "Sociale ondersteuning: Gespreksverslag" in original.content.decode()
        taken = as_(viewer).get(reverse("practices:process", args=[copy.work_process_id])).content.decode()
        assert "Overgenomen van Bezwaar en beroep" in taken
        for html in (original.content.decode(), taken):
            assert "slechter dan eerst" in html
            assert WORSE in html


def test_a_copy_lands_on_the_work_that_the_team_named_before(
    three_sentences: PracticeVersion, bram: Viewer, samira: Viewer
) -> None:
    with acting(bram):
        own = actions.name_process("Gespreksverslag", by=bram)
    copy = take_over(three_sentences, bram, samira, name="gespreksVERSLAG")
    assert copy.work_process_id == own.pk


def test_what_is_sent_twice_is_taken_over_once(three_sentences: PracticeVersion, bram: Viewer) -> None:
    key = new_id()
    with acting(bram):
        for _time in range(2):
            row = actions.adopt(three_sentences, name="Verslag", reason=EXPECTS, key=key, by=bram)
            assert row.pk == key
        with pytest.raises(BadInput):
            actions.adopt(three_sentences, name="Ander verslag", reason=EXPECTS, by=bram)
        assert len(queries.work_processes(bram, bram.teams[0])) == 1


def test_nobody_takes_over_their_own_or_without_a_team_or_what_was_stopped(
    three_sentences: PracticeVersion, noor: Viewer, fatima: Viewer, bram: Viewer, marga: Viewer
) -> None:
    for viewer in (noor, marga):
        with acting(viewer), pytest.raises(Forbidden):
            actions.adopt(three_sentences, name="Verslag", reason=EXPECTS, by=viewer)
    with acting(fatima):
        actions.stop(three_sentences, evidence=SEEN, reason=ENOUGH, by=fatima)
    with acting(bram), pytest.raises(Conflict):
        actions.adopt(three_sentences, name="Verslag", reason=EXPECTS, by=bram)


def test_only_the_team_that_took_over_says_what_came_of_it_and_nothing_is_overwritten(
    three_sentences: PracticeVersion, bram: Viewer, samira: Viewer, noor: Viewer, hearing: WorkProcess
) -> None:
    copy = take_over(three_sentences, bram, samira)
    with acting(noor):
        adoption = adopted.adoption_of(noor, copy.work_process)
        assert adoption is not None
        with pytest.raises(Forbidden):
            actions.record_result(adoption, verdict="better", text="Vast beter.", by=noor)
    with acting(bram):
        for verdict, text, field in (("goed", WORSE, "verdict"), ("worse", " ", "text")):
            with pytest.raises(BadInput) as refusal:
                actions.record_result(adoption, verdict=verdict, text=text, by=bram)
            assert refusal.value.field == field
        actions.record_result(adoption, verdict="worse", text=WORSE, by=bram)
        actions.record_result(adoption, verdict="same", text="Na oefening even lang.", by=bram)
        (found,) = adopted.adopters(bram, hearing)
        assert [row.verdict for row in found.results] == ["same", "worse"]
        assert found.in_force


def test_who_adopted_costs_the_same_however_many_did(
    three_sentences: PracticeVersion,
    bram: Viewer,
    samira: Viewer,
    hearing: WorkProcess,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        copy = take_over(three_sentences, bram, samira, name=f"verslag {number}")
        with acting(bram):
            adoption = adopted.adoption_of(bram, copy.work_process)
            assert adoption is not None
            actions.record_result(adoption, verdict="better", text="Ja.", by=bram)
    with acting(bram), django_assert_num_queries(3):
        found = adopted.adopters(bram, hearing)
        assert [row.adoption.version.work_process.team.name for row in found] == ["Sociale ondersteuning"] * 3
        assert all(row.result and row.result.author.name for row in found)


@pytest.mark.postgresql
def test_postgresql_keeps_another_teams_result_from_other_organisations(
    three_sentences: PracticeVersion, bram: Viewer, samira: Viewer, sanne: Viewer
) -> None:
    copy = take_over(three_sentences, bram, samira)
    with acting(bram):
        adoption = adopted.adoption_of(bram, copy.work_process)
        assert adoption is not None
        row = actions.record_result(adoption, verdict="worse", text=WORSE, by=bram)
    with acting(sanne):
        assert not AdoptionResult.unscoped.filter(pk=row.pk).exists()


# ---- stopping


def test_a_practice_stopped_on_evidence_is_a_result_and_can_be_taken_up_again(
    as_: As,
    three_sentences: PracticeVersion,
    hearing: WorkProcess,
    fatima: Viewer,
    noor: Viewer,
    henk: Viewer,
) -> None:
    at = reverse("practices:stop", args=[three_sentences.pk])
    assert as_(noor).get(at).status_code == 403
    key = str(new_id())
    for _time in range(2):
        sent = as_(fatima).post(at, {"evidence": SEEN, "reason": ENOUGH, "key": key})
        assert sent.status_code == 302
    for page in (reverse("practices:process", args=[hearing.pk]), reverse("practices:list")):
        html = as_(henk).get(page).content.decode()
        assert "Gestopt om wat we zagen" in html
        assert ENOUGH in html
    with acting(noor), pytest.raises(Conflict):
        actions.start(three_sentences, piece="verslag", week=weeks.monday(clock.today(noor.zone)), by=noor)
    assert (
        "Schrijf na de zitting eerst drie zinnen."
        in as_(noor).get(reverse("practices:propose", args=[hearing.pk])).content.decode()
    ), "it is taken up again from where it stopped"
    again = propose(hearing, noor)
    with acting(fatima):
        version = actions.put_in_force(again, reason="met de datum erbij", by=fatima)
        assert version.number == 2
        assert queries.stopped_now(fatima) == []
    assert SEEN in as_(henk).get(reverse("practices:process", args=[hearing.pk])).content.decode()


def test_a_stop_needs_evidence_and_a_reason(three_sentences: PracticeVersion, fatima: Viewer) -> None:
    with acting(fatima):
        for given_words in ({"evidence": "", "reason": ENOUGH}, {"evidence": SEEN, "reason": " "}):
            with pytest.raises(BadInput):
                actions.stop(three_sentences, **given_words, by=fatima)
        assert queries.practice_in_force(fatima, three_sentences.work_process) is not None
        actions.stop(three_sentences, evidence=SEEN, reason=ENOUGH, by=fatima)
        with pytest.raises(Conflict):
            actions.stop(three_sentences, evidence="anders", reason=ENOUGH, by=fatima)


# ---- used and integrated


def use_in_weeks(version: PracticeVersion, by: Viewer, first: datetime, many: int) -> None:
    for number in range(many):
        with clock.at(first + timedelta(weeks=number)), acting(by):
            week = weeks.monday(clock.today(by.zone))
            for piece in ("een verslag", "nog een verslag"):
                use = actions.start(version, piece=piece, week=week, by=by)
                actions.end_use(use, check_state="done", by=by)


def test_integrated_is_in_force_and_used_in_eight_weeks_counted_anew_after_a_stop(
    three_sentences: PracticeVersion, hearing: WorkProcess, noor: Viewer, fatima: Viewer, samira: Viewer
) -> None:
    first = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    use_in_weeks(three_sentences, noor, first, 7)
    with acting(noor):
        standing = queries.standing_of(noor, hearing)
        assert standing is not None
        assert (standing.uses, standing.weeks, standing.integrated) == (14, 7, False)
    use_in_weeks(three_sentences, noor, first + timedelta(weeks=9), 1)
    with acting(noor):
        standing = queries.standing_of(noor, hearing)
        assert standing is not None
        assert (standing.weeks, standing.integrated) == (8, True)
        assert queries.standing_of(samira, hearing) is None
    with acting(fatima):
        actions.stop(three_sentences, evidence=SEEN, reason=ENOUGH, by=fatima)
    draft = propose(hearing, noor)
    with acting(fatima):
        again = actions.put_in_force(draft, reason="opnieuw", by=fatima)
    use_in_weeks(again, noor, first + timedelta(weeks=10), 1)
    with acting(noor):
        (line,) = queries.practices_of_team(noor, noor.teams[0])
        assert (line.uses, line.standing.weeks, line.standing.integrated) == (18, 1, False)


def test_the_definition_stands_beside_the_figure(
    as_: As, three_sentences: PracticeVersion, hearing: WorkProcess, noor: Viewer, samira: Viewer
) -> None:
    html = as_(noor).get(reverse("practices:process", args=[hearing.pk])).content.decode()
    assert "nog niet gebruikt" in html
    assert "in acht weken of meer gebruikt" in html
    assert (
        "in acht weken of meer"
        not in as_(samira).get(reverse("practices:process", args=[hearing.pk])).content.decode()
    ), "uses are the team's"


# ---- talking and deciding


def test_colleagues_say_a_word_and_the_facilitator_decides_not_to(
    as_: As, hearing: WorkProcess, noor: Viewer, joost: Viewer, fatima: Viewer, samira: Viewer
) -> None:
    draft = propose(hearing, noor)
    speak = reverse("practices:speak", args=[draft.pk])
    refused = as_(joost).post(speak, {"kind": "objection", "text": "", "key": str(new_id())})
    assert "Schrijf hier iets." in refused.content.decode()
    as_(joost).post(speak, {"kind": "for", "text": "", "key": str(new_id())})
    as_(joost).post(speak, {"kind": "objection", "text": "Dit kost te veel tijd.", "key": str(new_id())})
    with acting(noor):
        assert [(row.kind, row.text) for row in queries.voices(noor, draft.pk)] == [
            ("objection", "Dit kost te veel tijd.")
        ]
    with acting(samira):
        assert queries.voices(samira, draft.pk) == []
    decline = reverse("practices:decline", args=[draft.pk])
    as_(joost).post(decline, {"declined_why": "Nee.", "key": str(new_id())})
    sent = as_(fatima).post(decline, {"declined_why": "Eerst meten wat het kost.", "key": str(new_id())})
    assert sent.status_code == 302
    html = as_(noor).get(reverse("practices:proposed", args=[draft.pk])).content.decode()
    for words in ("Eerst meten wat het kost.", "Dit kost te veel tijd.", "Niet ingegaan"):
        assert words in html
    with acting(fatima):
        assert queries.proposed(fatima, fatima.teams[0]) == []
        with pytest.raises(Conflict):
            actions.put_in_force(draft, reason="toch", by=fatima)
    with acting(joost), pytest.raises(Conflict):
        actions.speak(draft, kind="for", by=joost)


def test_an_objection_stays_with_the_version_and_goes_with_a_withdrawal(
    hearing: WorkProcess, noor: Viewer, joost: Viewer, fatima: Viewer
) -> None:
    kept, gone = propose(hearing, noor), propose(hearing, noor)
    for draft in (kept, gone):
        with acting(joost):
            actions.speak(draft, kind="objection", text="Te lang.", by=joost)
    with acting(noor), pytest.raises(Forbidden):
        actions.speak(kept, kind="for", by=noor)
    with acting(fatima):
        version = actions.put_in_force(kept, reason="kort", by=fatima)
    with acting(noor):
        actions.withdraw(gone, by=noor)
        assert [row.text for row in queries.voices(noor, version.pk)] == ["Te lang."]
        assert Voice.objects.visible_to(noor).count() == 1


# ---- side by side, and on the wall


def test_two_versions_are_read_side_by_side_with_the_words_marked(
    as_: As,
    three_sentences: PracticeVersion,
    hearing: WorkProcess,
    noor: Viewer,
    fatima: Viewer,
    sanne: Viewer,
) -> None:
    steps = [{"by": "person", "text": "Schrijf na de zitting eerst vijf zinnen."}]
    draft = propose(hearing, noor, steps=steps, instruction="", check_text="", stop_rule="")
    with acting(fatima):
        second = actions.put_in_force(draft, reason="vijf is genoeg", by=fatima)
    at = reverse("practices:compare", args=[three_sentences.pk, second.pk])
    html = as_(noor).get(at).content.decode()
    assert "<del>" in html
    assert "drie<" in html
    assert "vijf<" in html
    assert at in as_(noor).get(reverse("practices:process", args=[hearing.pk])).content.decode()
    assert as_(sanne).get(at).status_code == 404


TEXTS = st.text(alphabet="ab \n<&", max_size=30)


@given(before=TEXTS, after=TEXTS)
@pytest.mark.once
def test_a_comparison_loses_no_word(before: str, after: str) -> None:
    one, other = PracticeDraft(instruction=before), PracticeDraft(instruction=after)
    row = comparing.compare(one, other).instruction
    assert "".join(part.text for part in row.before) == before
    assert "".join(part.text for part in row.after) == after
    assert row.changed == (before != after)


def test_a_page_for_the_wall_holds_the_steps_and_not_the_instruction(
    as_: As, three_sentences: PracticeVersion, samira: Viewer
) -> None:
    html = as_(samira).get(reverse("practices:wall", args=[three_sentences.pk])).content.decode()
    assert "Schrijf na de zitting eerst drie zinnen." in html
    assert "Stop als de drie zinnen partij kiezen." in html
    assert "Herschrijf niets." not in html


def test_what_does_not_exist_is_not_found(as_: As, bram: Viewer, hearing: WorkProcess) -> None:
    assert as_(bram).get(reverse("practices:adopt", args=[new_id()])).status_code == 404
    sent = as_(bram).post(reverse("practices:result", args=[hearing.pk]), {"verdict": "worse", "text": WORSE})
    assert sent.status_code == 404
    with acting(bram), pytest.raises(NotFound):
        queries.version_to_stop(bram, new_id())


# ---- for who answers for the teams


def test_a_manager_reads_what_changed_in_how_their_teams_work_and_nothing_of_how_they_got_there(
    as_: As,
    three_sentences: PracticeVersion,
    hearing: WorkProcess,
    noor: Viewer,
    fatima: Viewer,
    bram: Viewer,
    samira: Viewer,
    marga: Viewer,
    henk: Viewer,
) -> None:
    with acting(noor):
        use = actions.start(
            three_sentences, piece="hoorverslag dakkapel", week=weeks.monday(clock.today(noor.zone)), by=noor
        )
        actions.end_use(use, check_state="done", by=noor)
    take_over(three_sentences, bram, samira)
    with acting(fatima):
        actions.stop(three_sentences, evidence=SEEN, reason=ENOUGH, by=fatima)
    html = as_(marga).get(reverse("asked")).content.decode()
    for words in (
        "1 werkwijze geldt in je teams.",
        "overgenomen van Bezwaar en beroep",
        "gestopt om wat er is gezien",
        ENOUGH,
        "eerste versie",
    ):
        assert words in html
    assert "dakkapel" not in html
    assert "Wat er veranderde" not in as_(henk).get(reverse("asked")).content.decode()
    with clock.at(datetime(2027, 4, 1, 9, 0, tzinfo=UTC)):
        later = as_(marga).get(reverse("asked")).content.decode()
    assert "In die tijd veranderde er niets." in later


def test_what_changed_costs_the_same_however_much_there_is(
    three_sentences: PracticeVersion,
    hearing: WorkProcess,
    bram: Viewer,
    samira: Viewer,
    marga: Viewer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        take_over(three_sentences, bram, samira, name=f"verslag {number}")
    teams = [hearing.team_id, bram.teams[0]]
    with acting(marga), django_assert_num_queries(4):
        ways = changed.in_teams(marga, teams, clock.now() - timedelta(weeks=13))
        assert [change.kind for change in ways.changes] == ["adopted"] * 3 + ["first"]
        assert {
            change.taken_from.work_process.team.name for change in ways.changes[:3] if change.taken_from
        } == {"Bezwaar en beroep"}
    assert ways.in_force == 4
