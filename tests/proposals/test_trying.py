"""Drafts, reactions, trials, measurements, and the end: realised or stopped on evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.houses import House
from tests.proposals.conftest import ENDS, OBJECTION, STARTS, at_team, drafted, put, tried, tried_in_mandate

from lerendwerken.change.proposals import actions, queries
from lerendwerken.change.proposals.models import RealisedProposal, TeamProposal
from lerendwerken.change.proposals.story import Stage
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries as known
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.frame import queries as frames
from lerendwerken.learning.frame.models import ResultPromise

TODAY = date(2026, 11, 25)


class TestDrafting:
    def test_sent_twice_it_is_one_draft(self, fatima: Viewer) -> None:
        key = new_id()
        assert drafted(fatima, key=key).pk == drafted(fatima, key=key).pk
        with acting(fatima):
            assert len(queries.drafts(fatima)) == 1

    def test_somebody_elses_key_is_refused(self, fatima: Viewer, joost: Viewer) -> None:
        draft = drafted(fatima)
        with pytest.raises(Conflict):
            drafted(joost, key=draft.pk)

    @pytest.mark.parametrize(
        ("field", "text"),
        [("title", ""), ("title", "x" * 161), ("idea", " "), ("idea", "x" * 2001), ("expected", "x" * 601)],
    )
    def test_what_cannot_be_kept_is_told_at_its_field(self, fatima: Viewer, field: str, text: str) -> None:
        with pytest.raises(BadInput) as refusal:
            drafted(fatima, **{field: text})
        assert refusal.value.field == field

    def test_strange_characters_are_kept_and_nul_is_dropped(self, fatima: Viewer) -> None:
        draft = drafted(fatima, title="Drie\x00 zinnen 🙂 ‮", idea="a\u200bb\r\nc")
        with acting(fatima):
            kept = queries.draft_for(fatima, draft.pk)
        assert (kept.title, kept.idea) == ("Drie zinnen 🙂 ‮", "a\u200bb\nc")

    def test_a_promise_of_nobody_or_of_another_organisation_is_refused(
        self, sanne: Viewer, fatima: Viewer, promise: ResultPromise
    ) -> None:
        for viewer, lineage in ((fatima, new_id()), (sanne, promise.lineage)):
            with acting(viewer), pytest.raises(BadInput) as refusal:
                actions.write_draft(title="x", idea="y", promise=lineage, by=viewer)
            assert refusal.value.field == "promise"

    def test_thrown_away_it_is_gone(self, fatima: Viewer) -> None:
        draft = drafted(fatima)
        with acting(fatima):
            actions.throw_away(draft, by=fatima)
            actions.throw_away(draft, by=fatima)
            assert queries.drafts(fatima) == []
            with pytest.raises(Conflict):
                actions.edit_draft(draft, title="x", idea="y", by=fatima)
            with pytest.raises(Conflict):
                actions.put_to_team(draft, by=fatima)

    def test_to_the_team_twice_is_one_proposal(self, fatima: Viewer) -> None:
        draft = drafted(fatima)
        with acting(fatima):
            assert actions.put_to_team(draft, by=fatima).pk == actions.put_to_team(draft, by=fatima).pk
            assert queries.drafts(fatima) == []

    def test_the_team_is_told_which_result_to_expect(self, fatima: Viewer) -> None:
        draft = drafted(fatima, expected="")
        with acting(fatima), pytest.raises(BadInput) as refusal:
            actions.put_to_team(draft, by=fatima)
        assert refusal.value.field == "expected"

    def test_who_is_in_no_team_keeps_a_draft(self, marga: Viewer) -> None:
        draft = drafted(marga)
        with acting(marga), pytest.raises(Forbidden):
            actions.put_to_team(draft, by=marga)


class TestReacting:
    def test_one_reaction_each_and_a_later_one_replaces_it(self, fatima: Viewer, joost: Viewer) -> None:
        row = at_team(fatima)
        with acting(joost):
            actions.react(row, kind="for", by=joost)
            actions.react(row, kind="objection", text=OBJECTION, by=joost)
            assert [(r.kind, r.text) for r in queries.reactions(joost, row)] == [("objection", OBJECTION)]

    def test_an_objection_needs_words(self, fatima: Viewer, joost: Viewer) -> None:
        row = at_team(fatima)
        with acting(joost):
            for kind, text in (("objection", " "), ("like", "x"), ("for", "x" * 601)):
                with pytest.raises(BadInput):
                    actions.react(row, kind=kind, text=text, by=joost)

    def test_nobody_reacts_to_their_own(self, fatima: Viewer) -> None:
        row = at_team(fatima)
        with acting(fatima), pytest.raises(Forbidden):
            actions.react(row, kind="for", by=fatima)

    def test_another_team_does_not_react(self, fatima: Viewer, samira: Viewer) -> None:
        row = at_team(fatima)
        with acting(samira), pytest.raises(NotFound):
            actions.react(row, kind="for", by=samira)

    def test_what_a_leaver_left_behind_passes_to_the_team(
        self, waterrijk: House, noor: Viewer, joost: Viewer, beheer: Viewer
    ) -> None:
        row = at_team(noor)
        with acting(beheer):
            organisations.end_membership(waterrijk.members["noor"], by=beheer)
        with acting(joost):
            held = queries.team_proposal_for(joost, row.pk)
            actions.withdraw(held, by=joost)
            assert queries.story(joost, row.lineage).stage is Stage.WITHDRAWN

    def test_withdrawn_it_goes_no_further(self, fatima: Viewer, joost: Viewer) -> None:
        row = at_team(fatima)
        with acting(joost), pytest.raises(Forbidden):
            actions.withdraw(row, by=joost)
        with acting(fatima):
            actions.withdraw(row, by=fatima)
            actions.withdraw(row, by=fatima)
            assert queries.story(fatima, row.lineage).stage is Stage.WITHDRAWN
            with pytest.raises(Conflict):
                actions.put_forward(row, by=fatima)
        with acting(joost), pytest.raises(Conflict):
            actions.react(row, kind="for", by=joost)


class TestMandate:
    def test_it_starts_without_asking_anyone(self, fatima: Viewer, joost: Viewer) -> None:
        trial = tried_in_mandate(fatima)
        with acting(joost):
            story = queries.story(joost, trial.lineage)
        assert (story.stage, story.proposal) == (Stage.TRIAL, None)

    def test_only_what_can_be_turned_back(self, fatima: Viewer) -> None:
        row = at_team(fatima, reversible=False)
        with acting(fatima), pytest.raises(Forbidden):
            actions.start_in_mandate(row, what="Alles", starts=STARTS, ends=ENDS, by=fatima)

    def test_only_inside_a_mandate_that_was_written_down(self, waterrijk: House, fatima: Viewer) -> None:
        row = at_team(fatima)
        with acting(System.SETUP):
            waterrijk.teams["bezwaar"].mandate = " "
            waterrijk.teams["bezwaar"].save()
        with acting(fatima), pytest.raises(Forbidden):
            actions.start_in_mandate(row, what="Alles", starts=STARTS, ends=ENDS, by=fatima)

    def test_sent_twice_it_is_one_trial_and_another_tab_is_told(self, fatima: Viewer) -> None:
        row, key = at_team(fatima), new_id()
        with acting(fatima):
            first = actions.start_in_mandate(row, what="A", starts=STARTS, ends=ENDS, key=key, by=fatima)
            again = actions.start_in_mandate(row, what="A", starts=STARTS, ends=ENDS, key=key, by=fatima)
            assert first.pk == again.pk
            with pytest.raises(Conflict):
                actions.start_in_mandate(row, what="B", starts=STARTS, ends=ENDS, key=new_id(), by=fatima)
            with pytest.raises(Conflict):
                actions.put_forward(row, by=fatima)

    @pytest.mark.parametrize(
        ("starts", "ends", "field"),
        [
            (STARTS, date(2026, 11, 24), "ends"),
            (STARTS, date(2028, 1, 1), "ends"),
            (date(2020, 1, 1), ENDS, "starts"),
            (date.max, date.max, "starts"),
            (date.min, ENDS, "starts"),
        ],
    )
    def test_days_that_make_no_trial(self, fatima: Viewer, starts: date, ends: date, field: str) -> None:
        row = at_team(fatima)
        with acting(fatima), pytest.raises(BadInput) as refusal:
            actions.start_in_mandate(row, what="A", starts=starts, ends=ends, by=fatima)
        assert refusal.value.field == field


class TestLimitOfTheMandate:
    def test_a_trial_lasts_no_longer_than_the_mandate_says(
        self, waterrijk: House, fatima: Viewer, marga: Viewer
    ) -> None:
        with acting(marga):
            organisations.set_mandate(waterrijk.teams["bezwaar"], "Een maand.", weeks=4, by=marga)
        row = at_team(fatima)
        with acting(fatima):
            with pytest.raises(BadInput) as refusal:
                actions.start_in_mandate(
                    row, what="Te lang", starts=STARTS, ends=date(2026, 12, 24), by=fatima
                )
            assert refusal.value.field == "ends"
            assert "23 december 2026" in str(refusal.value.message)
            actions.start_in_mandate(row, what="Past", starts=STARTS, ends=date(2026, 12, 23), by=fatima)

    def test_who_sets_it_and_what_held_before(
        self, waterrijk: House, fatima: Viewer, marga: Viewer, henk: Viewer, beheer: Viewer
    ) -> None:
        team = waterrijk.teams["bezwaar"]
        for viewer in (fatima, beheer):
            with acting(viewer), pytest.raises(Forbidden):
                organisations.set_mandate(team, "Alles mag.", by=viewer)
        with acting(marga):
            organisations.set_mandate(team, "Eerst dit.", weeks=4, by=marga)
            assert organisations.set_mandate(team, "Eerst dit.", weeks=4, by=marga) is None
            for weeks in (0, 27):
                with pytest.raises(BadInput):
                    organisations.set_mandate(team, "Dit.", weeks=weeks, by=marga)
        with acting(henk), clock.at(datetime(2026, 11, 26, 9, 0, tzinfo=UTC)):
            organisations.set_mandate(team, "", weeks=4, by=henk)
        with acting(fatima):
            kept = [(row.text, row.weeks, row.author_id) for row in known.mandates(fatima, team.pk)]
            assert kept[:2] == [("", None, henk.member), ("Eerst dit.", 4, marga.member)]
            assert known.team_for(fatima, team.pk).mandate == ""


class TestTrialOfAProposal:
    def test_it_needs_a_yes(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(fatima), pytest.raises(Conflict):
            actions.start_trial(proposal, what="A", starts=STARTS, ends=ENDS, by=fatima)

    def test_the_team_starts_it_not_who_decides(self, fatima: Viewer, joost: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(marga):
            actions.answer(proposal, verdict="yes", reason="Goed bedacht.", by=marga)
            with pytest.raises(Forbidden):
                actions.start_trial(proposal, what="A", starts=STARTS, ends=ENDS, by=marga)
        with acting(joost):
            actions.start_trial(proposal, what="A", starts=STARTS, ends=ENDS, by=joost)
        with acting(marga):
            assert queries.story(marga, proposal.lineage).stage is Stage.TRIAL


class TestMeasuring:
    def test_a_measurement_moves_the_promise_and_a_colleague_confirms_it(
        self, fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, promise: ResultPromise
    ) -> None:
        trial = tried(fatima, marga, promise)
        with acting(fatima):
            row = actions.measure_trial(trial.lineage, day=TODAY, value=Decimal("49.5"), by=fatima)
            with pytest.raises(Forbidden):
                frame.confirm(row, by=fatima)
        with acting(henk):
            (standing,) = frames.standing(henk)
            assert (standing.now_claimed, standing.now_confirmed) == (Decimal("49.50"), None)
        with acting(joost):
            frame.confirm(row, by=joost)
        with acting(marga):
            assert [m.trial for m in queries.story(marga, trial.lineage).measurements] == [trial.lineage]
            (standing,) = frames.standing(marga)
            assert standing.now_confirmed == Decimal("49.50")

    def test_sent_twice_it_is_one_measurement(self, fatima: Viewer, promise: ResultPromise) -> None:
        trial, key = tried_in_mandate(fatima, promise), new_id()
        with acting(fatima):
            for _time in range(2):
                actions.measure_trial(trial.lineage, day=TODAY, value=Decimal(49), key=key, by=fatima)
            assert len(queries.story(fatima, trial.lineage).measurements) == 1

    def test_only_in_a_running_trial_of_the_own_team(
        self, fatima: Viewer, samira: Viewer, marga: Viewer, promise: ResultPromise
    ) -> None:
        row = at_team(fatima, promise)
        with acting(fatima), pytest.raises(Conflict):
            actions.measure_trial(row.lineage, day=TODAY, value=Decimal(49), by=fatima)
        trial = tried(fatima, marga, promise)
        for outside in (samira, marga):
            with acting(outside), pytest.raises(NotFound):
                actions.measure_trial(trial.lineage, day=TODAY, value=Decimal(49), by=outside)

    @pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 26), date.min, date.max])
    def test_not_before_the_trial_nor_in_days_to_come(
        self, fatima: Viewer, promise: ResultPromise, day: date
    ) -> None:
        trial = tried_in_mandate(fatima, promise)
        with acting(fatima), pytest.raises(BadInput):
            actions.measure_trial(trial.lineage, day=day, value=Decimal(49), by=fatima)

    def test_not_without_a_promise(self, fatima: Viewer) -> None:
        trial = tried_in_mandate(fatima)
        with acting(fatima), pytest.raises(BadInput):
            actions.measure_trial(trial.lineage, day=TODAY, value=Decimal(49), by=fatima)


class TestTheEnd:
    def test_realised_everybody_can_use_it(self, fatima: Viewer, marga: Viewer, samira: Viewer) -> None:
        trial = tried(fatima, marga)
        with acting(fatima):
            actions.realise(trial.lineage, result="Mensen vertellen het na.", by=fatima)
        with acting(samira):
            assert [row.result for row in queries.realised(samira)] == ["Mensen vertellen het na."]
        with acting(marga):
            story = queries.story(marga, trial.lineage)
            assert story.stage is Stage.REALISED
            assert story.tried is not None
            assert story.tried.ended_reason == "Mensen vertellen het na."

    def test_what_has_not_begun_has_no_result(self, fatima: Viewer) -> None:
        row = at_team(fatima)
        with acting(fatima):
            first, last = TODAY + timedelta(days=7), TODAY + timedelta(days=28)
            trial = actions.start_in_mandate(row, what="Vijf verslagen", starts=first, ends=last, by=fatima)
            with pytest.raises(Conflict):
                actions.realise(trial.lineage, result="Ging prima.", by=fatima)

    def test_realised_twice_is_once_and_another_tab_is_told(self, fatima: Viewer, joost: Viewer) -> None:
        trial, key = tried_in_mandate(fatima), new_id()
        with acting(joost):
            first = actions.realise(trial.lineage, result="Het werkt.", key=key, by=joost)
            assert actions.realise(trial.lineage, result="Het werkt.", key=key, by=joost).pk == first.pk
        with acting(fatima):
            for act in (
                lambda: actions.realise(trial.lineage, result="Het werkt ook.", key=new_id(), by=fatima),
                lambda: actions.stop(trial.lineage, reason="Toch niet.", by=fatima),
            ):
                with pytest.raises(Conflict):
                    act()
            assert RealisedProposal.objects.visible_to(fatima).count() == 1

    def test_stopped_on_evidence_with_a_reason(self, fatima: Viewer, joost: Viewer, marga: Viewer) -> None:
        trial = tried(fatima, marga)
        with acting(joost):
            with pytest.raises(BadInput):
                actions.stop(trial.lineage, reason="", by=joost)
            actions.stop(trial.lineage, reason="Mensen begrijpen het slechter.", by=joost)
            actions.stop(trial.lineage, reason="Mensen begrijpen het slechter.", by=joost)
        with acting(marga):
            story = queries.story(marga, trial.lineage)
            assert story.stage is Stage.STOPPED
            assert story.tried is not None
            assert story.tried.ended_reason == "Mensen begrijpen het slechter."
            assert queries.realised(marga) == []

    def test_without_a_trial_there_is_nothing_to_end(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(fatima):
            for act in (
                lambda: actions.realise(proposal.lineage, result="Zo maar.", by=fatima),
                lambda: actions.stop(proposal.lineage, reason="Zo maar.", by=fatima),
            ):
                with pytest.raises(Conflict):
                    act()
        with acting(marga), pytest.raises(NotFound):
            actions.realise(proposal.lineage, result="Van bovenaf.", by=marga)

    def test_a_parked_one_is_not_tried(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(marga):
            actions.answer(
                proposal, verdict="park", reason="Later dit jaar.", until=date(2026, 12, 14), by=marga
            )
        with acting(fatima), clock.at(datetime(2026, 12, 15, 9, 0, tzinfo=UTC)):
            assert queries.story(fatima, proposal.lineage).stage is Stage.OPEN
            with pytest.raises(Conflict):
                actions.start_trial(proposal, what="A", starts=STARTS, ends=ENDS, by=fatima)
            row = queries.story(fatima, proposal.lineage).team_proposal
            assert row is not None
            assert row.state == TeamProposal.State.PUT_FORWARD
