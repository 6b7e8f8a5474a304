"""Putting a proposal to who decides, the clock, and the answer that stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.houses import House
from tests.proposals.conftest import OBJECTION, at_team, put

from lerendwerken.change.proposals import actions, queries
from lerendwerken.change.proposals.models import Answer
from lerendwerken.change.proposals.story import Stage
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import answering, calendar
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31))


def naive(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`, one by one."""
    off = calendar.public_holidays("NL", date(2023, 1, 1), date(2032, 12, 31))
    days, day = 0, first
    while day < last:
        day += timedelta(days=1)
        days += day.weekday() < 5 and day not in off
    return days


class TestClock:
    @given(DAYS, st.integers(min_value=1, max_value=60), st.integers(min_value=0, max_value=120))
    def test_it_counts_working_days_less_public_holidays(self, asked: date, term: int, gone: int) -> None:
        due = calendar.working_days_after(asked, term, "NL")
        today = asked + timedelta(days=gone)
        found = answering.count(asked, due, today, "NL")
        assert found.of == naive(asked, due) == term
        assert found.day == naive(asked, min(today, due))
        assert found.late_by == naive(due, today)
        assert found.late == (naive(asked, today) > term)

    def test_ten_working_days_over_christmas(self, fatima: Viewer, marga: Viewer) -> None:
        with clock.at(datetime(2026, 12, 18, 9, 0, tzinfo=UTC)):
            proposal = put(fatima)
        # Friday 18 December; 25 December and 1 January do not count, second Christmas day is a Saturday.
        assert proposal.due == date(2027, 1, 5)
        with acting(marga), clock.at(datetime(2026, 12, 28, 9, 0, tzinfo=UTC)):
            (row,) = queries.asked(marga)
            assert row.clock is not None
            assert (row.clock.day, row.clock.of, row.clock.late) == (5, 10, False)

    def test_after_the_term_it_is_late_and_still_asks(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        assert proposal.due == date(2026, 12, 9)
        with clock.at(datetime(2026, 12, 11, 9, 0, tzinfo=UTC)):
            for viewer in (fatima, marga):
                with acting(viewer):
                    story = queries.story(viewer, proposal.lineage)
                    assert story.clock is not None
                    assert story.clock.late_by == 2

    def test_what_is_asked_stands_by_due_day(self, fatima: Viewer, samira: Viewer, marga: Viewer) -> None:
        with clock.at(datetime(2026, 11, 27, 9, 0, tzinfo=UTC)):
            later = put(samira)
        earlier = put(fatima)
        with acting(marga):
            assert [row.pk for row in queries.put_to(marga)] == [earlier.pk, later.pk]

    def test_others_are_asked_nothing(self, fatima: Viewer, joost: Viewer, henk: Viewer) -> None:
        put(fatima)
        for viewer in (fatima, joost, henk):
            with acting(viewer):
                assert queries.put_to(viewer) == []


class TestPuttingForward:
    def test_the_chosen_objections_go_along_without_a_name(
        self, fatima: Viewer, joost: Viewer, noor: Viewer, marga: Viewer
    ) -> None:
        row = at_team(fatima)
        with acting(joost):
            goes = actions.react(row, kind="objection", text=OBJECTION, by=joost)
        with acting(noor):
            actions.react(row, kind="objection", text="Dit blijft in het team.", by=noor)
        with acting(fatima):
            proposal = actions.put_forward(row, with_objections=[goes.pk], by=fatima)
        with acting(marga):
            assert queries.proposal_for(marga, proposal.pk).dissent == f"‘{OBJECTION}’"

    def test_a_foreign_objection_does_not_slip_in(self, fatima: Viewer, joost: Viewer) -> None:
        other, row = at_team(fatima), at_team(fatima)
        with acting(joost):
            elsewhere = actions.react(other, kind="objection", text=OBJECTION, by=joost)
        with acting(fatima):
            assert actions.put_forward(row, with_objections=[elsewhere.pk], by=fatima).dissent == ""

    def test_put_forward_twice_is_one_proposal(self, fatima: Viewer, marga: Viewer) -> None:
        row = at_team(fatima)
        with acting(fatima):
            assert actions.put_forward(row, by=fatima).pk == actions.put_forward(row, by=fatima).pk
        with acting(marga):
            assert len(queries.put_to(marga)) == 1

    def test_only_the_author_or_the_facilitator(self, fatima: Viewer, joost: Viewer, noor: Viewer) -> None:
        row = at_team(joost)
        with acting(noor), pytest.raises(Forbidden):
            actions.put_forward(row, by=noor)
        with acting(fatima):
            assert actions.put_forward(row, by=fatima).author_id == joost.member

    def test_the_manager_is_never_a_member_of_the_team(self, waterrijk: House, fatima: Viewer) -> None:
        team, marga = waterrijk.teams["bezwaar"], waterrijk.members["marga"]
        with acting(System.SETUP), pytest.raises(BadInput):
            organisations.place(team, marga)
        row = at_team(fatima)
        with acting(System.SETUP):
            team.manager = waterrijk.members["joost"]
            team.save()
        with acting(fatima), pytest.raises(Forbidden):
            actions.put_forward(row, by=fatima)

    def test_without_a_manager_it_says_so(self, waterrijk: House, fatima: Viewer) -> None:
        row = at_team(fatima)
        with acting(System.SETUP):
            waterrijk.teams["bezwaar"].manager = None
            waterrijk.teams["bezwaar"].save()
        with acting(fatima), pytest.raises(Forbidden):
            actions.put_forward(row, by=fatima)


class TestAnswering:
    @pytest.mark.parametrize(("verdict", "stage"), [("yes", Stage.YES), ("no", Stage.NO)])
    def test_all_who_see_it_read_the_answer(
        self, fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, verdict: str, stage: Stage
    ) -> None:
        proposal = put(fatima)
        with acting(marga):
            actions.answer(proposal, verdict=verdict, reason="Omdat het meetbaar is.", by=marga)
        for viewer in (fatima, joost, marga, henk):
            with acting(viewer):
                story = queries.story(viewer, proposal.lineage)
                assert story.answer is not None
                assert (story.answer.reason, story.stage) == ("Omdat het meetbaar is.", stage)
                assert story.clock is None

    def test_only_who_was_asked(self, fatima: Viewer, joost: Viewer, henk: Viewer) -> None:
        proposal = put(fatima)
        for viewer in (fatima, joost, henk):
            with acting(viewer), pytest.raises(Forbidden):
                actions.answer(proposal, verdict="yes", reason="Van mij mag het.", by=viewer)

    def test_sent_twice_it_is_one_answer(self, fatima: Viewer, marga: Viewer) -> None:
        proposal, key = put(fatima), new_id()
        with acting(marga):
            first = actions.answer(proposal, verdict="no", reason="Dit is te duur.", key=key, by=marga)
            again = actions.answer(proposal, verdict="no", reason="Dit is te duur.", key=key, by=marga)
            assert first.pk == again.pk
            assert len(queries.answers(marga, proposal)) == 1

    def test_a_second_tab_is_told(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(marga):
            actions.answer(proposal, verdict="no", reason="Dit is te duur.", key=new_id(), by=marga)
            with pytest.raises(Conflict):
                actions.answer(proposal, verdict="yes", reason="Toch goed.", key=new_id(), by=marga)
            assert [row.verdict for row in queries.answers(marga, proposal)] == ["no"]

    def test_a_reason_is_needed_and_limited(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(marga):
            for reason in ("", "  ", "\x00", "x", " Te duur.  ", "x" * 2001):
                with pytest.raises(BadInput):
                    actions.answer(proposal, verdict="yes", reason=reason, by=marga)
            with pytest.raises(BadInput):
                actions.answer(proposal, verdict="maybe", reason="Geen idee.", by=marga)

    @pytest.mark.parametrize(
        "until", [None, date(2026, 11, 25), date(2026, 11, 1), date(2028, 1, 1), date.max]
    )
    def test_parking_needs_a_day_to_come(self, fatima: Viewer, marga: Viewer, until: date | None) -> None:
        proposal = put(fatima)
        with acting(marga), pytest.raises(BadInput) as refusal:
            actions.answer(proposal, verdict="park", reason="Eerst de begroting.", until=until, by=marga)
        assert refusal.value.field == "until"

    @pytest.mark.parametrize(
        ("until", "better"),
        [(date(2026, 12, 12), "maandag 14 december 2026"), (date(2026, 12, 25), "maandag 28 december 2026")],
    )
    def test_parking_ends_on_a_working_day(
        self, fatima: Viewer, marga: Viewer, until: date, better: str
    ) -> None:
        proposal = put(fatima)
        with acting(marga), translation.override("nl"), pytest.raises(BadInput) as refusal:
            actions.answer(proposal, verdict="park", reason="Eerst de begroting.", until=until, by=marga)
        with translation.override("nl"):
            assert better in str(refusal.value.message)

    def test_what_is_parked_comes_back_by_itself_with_a_new_clock(
        self, fatima: Viewer, marga: Viewer
    ) -> None:
        proposal, day = put(fatima), date(2027, 1, 11)
        with acting(marga):
            actions.answer(proposal, verdict="park", reason="Eerst de begroting.", until=day, by=marga)
            assert queries.put_to(marga) == []
            assert [row.pk for row in queries.parked_by(marga)] == [proposal.pk]
            with pytest.raises(Conflict):
                actions.answer(proposal, verdict="yes", reason="Tweede tabblad.", by=marga)
            with clock.at(datetime(2027, 1, 11, 9, 0, tzinfo=UTC)):
                (row,) = queries.asked(marga)
                assert row.clock is not None
                assert row.clock.due == date(2027, 1, 25)
                actions.answer(proposal, verdict="yes", reason="De begroting is rond.", by=marga)
            assert [row.verdict for row in queries.answers(marga, proposal)] == ["park", "yes"]

    def test_the_table_itself_asks_a_day_for_parking(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(marga), pytest.raises(IntegrityError), transaction.atomic():
            Answer(
                organisation_id=marga.organisation,
                team_id=proposal.team_id,
                author_id=marga.member,
                addressee_id=marga.member,
                proposal=proposal,
                verdict="park",
                reason="Zonder dag.",
            ).add()

    def test_nobody_offers_to_change_an_answer(self) -> None:
        assert not [name for name in actions.__all__ if "answer" in name and name != "answer"]

    @pytest.mark.postgresql
    def test_postgresql_refuses_to_change_or_delete_an_answer(self, fatima: Viewer, marga: Viewer) -> None:
        proposal = put(fatima)
        with acting(marga):
            row = actions.answer(proposal, verdict="no", reason="Dit is te duur.", by=marga)
        for viewer in (marga, fatima):
            with acting(viewer), pytest.raises(ProgrammingError), transaction.atomic():
                Answer.unscoped.filter(pk=row.pk).update(reason="Toch goed.")
            with acting(viewer), pytest.raises(ProgrammingError), transaction.atomic():
                Answer.unscoped.filter(pk=row.pk)._raw_delete("default")
