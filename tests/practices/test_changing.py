"""How a team names its work, proposes changes and puts them in force."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, queries
from lerendwerken.learning.practices.models import PracticeVersion, WorkProcess
from tests.practices.conftest import HOW, propose


def test_a_work_process_has_a_name_once(hearing: WorkProcess, joost: Viewer) -> None:
    with acting(joost), pytest.raises(BadInput) as refusal:
        actions.name_process("  hoorverslag MAKEN ", by=joost)
    assert refusal.value.field == "name"


def test_another_team_may_use_the_same_name(hearing: WorkProcess, samira: Viewer) -> None:
    with acting(samira):
        assert actions.name_process("Hoorverslag maken", by=samira).team_id == samira.team


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "naam\ud800"])
def test_a_name_has_limits(fatima: Viewer, name: str) -> None:
    with acting(fatima), pytest.raises(BadInput):
        actions.name_process(name, by=fatima)


def test_a_name_sent_twice_is_one_work_process(fatima: Viewer) -> None:
    key = new_id()
    with acting(fatima):
        first = actions.name_process("Intake", key=key, by=fatima)
        again = actions.name_process("Intake", key=key, by=fatima)
        assert first.pk == again.pk == key
        assert len(queries.work_processes(fatima, fatima.teams[0])) == 1


def test_somebody_without_a_team_names_no_work(henk: Viewer) -> None:
    with acting(henk), pytest.raises(Forbidden):
        actions.name_process("Besturen", by=henk)


def test_a_key_of_somebody_else_gives_nothing_away(
    hearing: WorkProcess, joost: Viewer, sanne: Viewer
) -> None:
    for viewer in (joost, sanne):
        with acting(viewer), pytest.raises((Conflict, BadInput)):
            actions.name_process("Iets anders", key=hearing.pk, by=viewer)


def test_a_proposed_change_is_for_the_team_only(
    hearing: WorkProcess,
    noor: Viewer,
    joost: Viewer,
    samira: Viewer,
    marga: Viewer,
    henk: Viewer,
    sanne: Viewer,
) -> None:
    draft = propose(hearing, noor)
    with acting(joost):
        assert queries.draft_for(joost, draft.pk).check_text == HOW["check_text"]
        assert [row.pk for row in queries.proposed(joost, hearing.team_id)] == [draft.pk]
    for stranger in (samira, marga, henk, sanne):
        with acting(stranger):
            with pytest.raises(NotFound) as refusal:
                queries.draft_for(stranger, draft.pk)
            with pytest.raises(NotFound) as for_nothing:
                queries.draft_for(stranger, new_id())
            assert refusal.value.message == for_nothing.value.message
            assert queries.proposed(stranger, hearing.team_id) == []


def test_only_the_team_changes_its_practice(hearing: WorkProcess, samira: Viewer, marga: Viewer) -> None:
    for outsider in (samira, marga):
        with acting(outsider), pytest.raises(Forbidden):
            actions.propose_change(hearing, **HOW, by=outsider)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"steps": []}, "steps"),
        ({"steps": [{"by": "person", "text": " "}]}, "steps"),
        ({"steps": [{"by": "robot", "text": "doet alles"}]}, "steps"),
        ({"steps": [{"by": "person", "text": "stap"}] * 13}, "steps"),
        ({"steps": [{"by": "person", "text": "x" * 601}]}, "steps"),
        ({"instruction": "x" * 4001}, "instruction"),
        ({"check_text": "x" * 601}, "check_text"),
        ({"check_text": ""}, "check_text"),
        ({"stop_rule": "x" * 601}, "stop_rule"),
        ({"stop_rule": "  "}, "stop_rule"),
        ({"reason": "x" * 1001}, "reason"),
        ({"outcome": "x" * 1001}, "outcome"),
    ],
)
def test_a_change_has_limits_and_ai_has_a_check_and_a_stop_rule(
    hearing: WorkProcess, noor: Viewer, change: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        propose(hearing, noor, **change)
    assert refusal.value.field == field


def test_work_without_ai_needs_no_check(hearing: WorkProcess, noor: Viewer) -> None:
    draft = propose(
        hearing, noor, steps=[{"by": "person", "text": "Bel eerst."}], check_text="", stop_rule=""
    )
    assert draft.steps == [{"by": "person", "text": "Bel eerst."}]


def test_strange_characters_are_kept_as_written(hearing: WorkProcess, noor: Viewer) -> None:
    text = "‏مرحبا 🙂 <img src=x onerror=alert(1)>\r\nregel twee\x00"
    draft = propose(hearing, noor, reason=text)
    with acting(noor):
        assert queries.draft_for(noor, draft.pk).reason == text.replace("\r\n", "\n").replace("\x00", "")


def test_put_in_force_the_draft_becomes_the_practice_of_everybody(
    three_sentences: PracticeVersion,
    hearing: WorkProcess,
    samira: Viewer,
    marga: Viewer,
    henk: Viewer,
    noor: Viewer,
) -> None:
    for viewer in (samira, marga, henk, noor):
        with acting(viewer):
            version = queries.practice_in_force(viewer, hearing)
            assert version is not None
            assert (version.number, version.author_id) == (1, noor.member)
            assert version.reason == "Het schrijven kostte 83 minuten in plaats van 95."
            assert queries.proposed(noor, hearing.team_id) == []


def test_another_organisation_does_not_see_it(
    three_sentences: PracticeVersion, hearing: WorkProcess, sanne: Viewer
) -> None:
    with acting(sanne):
        for read, key in [(queries.version_for, three_sentences.pk), (queries.process_for, hearing.pk)]:
            with pytest.raises(NotFound):
                read(sanne, key)
        assert queries.practices_elsewhere(sanne) == []
        assert queries.practices_of_team(sanne, hearing.team_id) == []


def test_only_the_facilitator_puts_in_force_and_says_why(
    hearing: WorkProcess, noor: Viewer, fatima: Viewer
) -> None:
    draft = propose(hearing, noor, reason="")
    with acting(noor), pytest.raises(Forbidden):
        actions.put_in_force(draft, reason="omdat ik het wil", by=noor)
    with acting(fatima), pytest.raises(BadInput) as refusal:
        actions.put_in_force(draft, reason=" ", by=fatima)
    assert refusal.value.field == "reason"


def test_the_newest_is_in_force_and_the_earlier_ones_stay(
    three_sentences: PracticeVersion, hearing: WorkProcess, joost: Viewer, fatima: Viewer
) -> None:
    draft = propose(hearing, joost, outcome="Bij twee buren werden de zinnen een nieuwe ruzie.")
    with acting(fatima):
        second = actions.put_in_force(draft, reason="Twee partijen, twee alinea's.", by=fatima)
        assert [(row.number, row.current) for row in queries.versions(fatima, hearing)] == [
            (2, True),
            (1, False),
        ]
        assert second.outcome == "Bij twee buren werden de zinnen een nieuwe ruzie."


def test_two_clicks_are_one_version(hearing: WorkProcess, noor: Viewer, fatima: Viewer) -> None:
    draft = propose(hearing, noor)
    with acting(fatima):
        first = actions.put_in_force(draft, reason="het werkt", by=fatima)
        again = actions.put_in_force(draft, reason="het werkt", by=fatima)
        assert first.pk == again.pk
        assert len(queries.versions(fatima, hearing)) == 1


def test_what_was_withdrawn_cannot_be_put_in_force(
    hearing: WorkProcess, noor: Viewer, fatima: Viewer
) -> None:
    draft = propose(hearing, noor)
    with acting(noor):
        actions.withdraw(draft, by=noor)
        actions.withdraw(draft, by=noor)
    with acting(fatima), pytest.raises(Conflict):
        actions.put_in_force(draft, reason="toch maar", by=fatima)


def test_a_teammate_does_not_withdraw_anothers_change(
    hearing: WorkProcess, noor: Viewer, joost: Viewer, fatima: Viewer
) -> None:
    draft = propose(hearing, noor)
    with acting(joost), pytest.raises(Forbidden):
        actions.withdraw(draft, by=joost)
    with acting(fatima):
        actions.withdraw(draft, by=fatima)
        assert queries.proposed(fatima, hearing.team_id) == []


def test_numbers_follow_whoever_is_first(hearing: WorkProcess, noor: Viewer, fatima: Viewer) -> None:
    for turn in range(1, 4):
        draft = propose(hearing, noor)
        with acting(fatima):
            assert actions.put_in_force(draft, reason="weer beter", by=fatima).number == turn


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_changes_put_in_force_at_once_get_numbers_one_after_the_other(
    hearing: WorkProcess, noor: Viewer, fatima: Viewer
) -> None:
    drafts = [propose(hearing, noor, reason=f"reden {number}") for number in range(6)]
    moment = clock.now()

    def put(number: int) -> int:
        try:
            with clock.at(moment), acting(fatima):
                return int(actions.put_in_force(drafts[number % 6], reason="tegelijk", by=fatima).number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(put, range(12)))
    assert sorted(set(numbers)) == [1, 2, 3, 4, 5, 6]
    with acting(fatima):
        rows = queries.versions(fatima, hearing)
    assert [row.number for row in rows] == [6, 5, 4, 3, 2, 1]
    assert [row.number for row in rows if row.current] == [6]
