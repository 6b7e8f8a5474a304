"""A frame is prepared, put in force with a reason, and never changes after that."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, queries
from lerendwerken.learning.frame.models import Frame
from tests.frame.conftest import Kader, draft_in, promise_in
from tests.houses import House


def test_nothing_is_in_force_at_first(fatima: Viewer) -> None:
    with acting(fatima):
        assert queries.frame_in_force(fatima) is None
        assert queries.standing(fatima) == []


def test_a_first_frame_comes_in_force_and_everybody_reads_it(kader: Kader, fatima: Viewer) -> None:
    with acting(fatima):
        frame = queries.frame_in_force(fatima)
        assert frame is not None
        assert (frame.number, frame.reason) == (1, "Eerste kader.")
        assert [goal.challenges for goal in queries.goals(fatima, frame)] == [["inclusion"]]
        assert [promise.goal for promise in queries.promises(fatima, frame)] == [kader.goal]
        assert queries.questions_open_to(fatima) == [kader.question]


def test_a_new_version_is_a_copy_with_the_same_lineages(kader: Kader, henk: Viewer, fatima: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal], [promise] = queries.goals(henk, draft), queries.promises(henk, draft)
        [question] = queries.development_questions(henk, draft)
        assert (draft.number, draft.title, draft.starts) == (2, kader.frame.title, kader.frame.starts)
        assert (goal.lineage, promise.lineage) == (kader.goal.lineage, kader.promise.lineage)
        assert (question.lineage, question.goal) == (kader.question.lineage, goal)
        assert goal.pk != kader.goal.pk
        actions.remove(question, by=henk)
        actions.decide(draft, reason="De vraag is beantwoord.", by=henk)
    with acting(fatima):
        assert [frame.number for frame in queries.frames(fatima)] == [2, 1]
        assert queries.questions_open_to(fatima) == []
        assert queries.development_question_for(fatima, kader.question.pk).text == kader.question.text


def test_a_version_that_says_the_same_is_not_put_in_force(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        with pytest.raises(BadInput):
            actions.decide(draft, reason="Zomaar.", by=henk)
        assert queries.frame_in_force(henk) == kader.frame
        [goal] = queries.goals(henk, draft)
        actions.put_goal(draft, goal=goal, title=goal.title, challenges=["sustainability"], by=henk)
        assert actions.decide(draft, reason="Ook duurzaam.", by=henk) == draft


def test_starting_twice_gives_the_same_draft(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        assert actions.start_draft(by=henk) == actions.start_draft(by=henk)


def test_a_draft_thrown_away_leaves_what_is_in_force(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        actions.throw_away(actions.start_draft(by=henk), by=henk)
        assert queries.draft_frame(henk) is None
        assert queries.frame_in_force(henk) == kader.frame
        with pytest.raises(Conflict):
            actions.throw_away(kader.frame, by=henk)


def test_what_is_in_force_cannot_be_changed(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        for change in (
            lambda: actions.edit_frame(kader.frame, title="Anders", why="Anders", by=henk),
            lambda: actions.put_goal(kader.frame, title="Erbij", by=henk),
            lambda: actions.remove(kader.question, by=henk),
            lambda: actions.decide(kader.frame, reason="Nog eens", by=henk),
        ):
            with pytest.raises(Conflict):
                change()


def test_a_row_of_an_old_version_cannot_be_changed_through_a_draft(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        with pytest.raises(Forbidden):
            actions.put_goal(draft, title="Anders", goal=kader.goal, by=henk)
        with pytest.raises(Forbidden):
            promise_in(draft, kader.goal, henk)


def test_only_a_steward_prepares_a_frame(
    kader: Kader, fatima: Viewer, marga: Viewer, beheer: Viewer, council: Viewer, henk: Viewer
) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
    for viewer in (fatima, marga, beheer, council):
        with acting(viewer):
            assert queries.draft_frame(viewer) is None
            for change in (
                lambda viewer=viewer: actions.start_draft(by=viewer),
                lambda viewer=viewer: actions.put_goal(draft, title="Erbij", by=viewer),
                lambda viewer=viewer: actions.decide(draft, reason="Zo", by=viewer),
                lambda viewer=viewer: actions.remove(draft_goal(viewer, draft), by=viewer),
            ):
                with pytest.raises(Forbidden):
                    change()
            with pytest.raises(NotFound):
                queries.frame_for(viewer, draft.pk)


def draft_goal(viewer: Viewer, draft: Frame):  # type: ignore[no-untyped-def]
    return queries.goals(viewer, draft)[0]


def test_another_organisation_meets_nothing(kader: Kader, zorgkompas: House, sanne: Viewer) -> None:
    rob = zorgkompas.viewer("rob")
    with acting(rob):
        assert queries.frame_in_force(rob) is None
        for read in (queries.frame_for, queries.development_question_for, queries.promise_by_lineage):
            for key in (kader.frame.pk, kader.question.pk, kader.promise.lineage, uuid4()):
                with pytest.raises(NotFound):
                    read(rob, key)
        with pytest.raises(Conflict):
            actions.edit_frame(kader.frame, title="Van ons", why="Van ons", by=rob)
        first = actions.start_draft(title="Ons kader", why="Zorg", by=rob)
        assert first.number == 1


def test_the_same_form_twice_is_one_goal(henk: Viewer) -> None:
    with acting(henk):
        frame, key = draft_in(henk), new_id()
        once = actions.put_goal(frame, title="Op tijd", key=key, by=henk)
        again = actions.put_goal(frame, title="Op tijd", key=key, by=henk)
        assert once == again
        assert len(queries.goals(henk, frame)) == 1


def test_a_key_of_another_organisation_is_refused(kader: Kader, zorgkompas: House) -> None:
    rob = zorgkompas.viewer("rob")
    with acting(rob):
        frame = draft_in(rob)
        with pytest.raises(Conflict):
            actions.put_goal(frame, title="Op tijd", key=kader.goal.pk, by=rob)


def test_a_goal_goes_only_when_nothing_stands_under_it(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal] = queries.goals(henk, draft)
        with pytest.raises(BadInput):
            actions.remove(goal, by=henk)
        for part in [*queries.promises(henk, draft), *queries.development_questions(henk, draft)]:
            actions.remove(part, by=henk)
        actions.remove(goal, by=henk)
        assert queries.goals(henk, draft) == []
        with pytest.raises(BadInput):
            actions.decide(draft, reason="Leeg", by=henk)


def test_a_goal_that_was_removed_meanwhile_is_not_found(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [question] = queries.development_questions(henk, draft)
        stale = queries.development_questions(henk, draft)[0]
        actions.remove(question, by=henk)
        with pytest.raises(NotFound):
            actions.put_development_question(draft, goal=stale.goal, text="Nog?", question=stale, by=henk)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " \x00 "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"indicator": "x" * 601}, "indicator"),
        ({"unit": "x" * 21}, "unit"),
        ({"kind": "forever"}, "kind"),
        ({"term": ""}, "term"),
        ({"better": "sideways"}, "better"),
        ({"target": Decimal("1e999")}, "target"),
        ({"target": Decimal("NaN")}, "target"),
        ({"target": Decimal("Infinity")}, "target"),
        ({"target": Decimal("70.123")}, "target"),
        ({"baseline": Decimal("NaN")}, "baseline"),
        ({"baseline": None}, "baseline"),
        ({"baseline": None, "baseline_by": date(1, 1, 1)}, "baseline_by"),
        ({"target": Decimal(46)}, "target"),
        ({"better": "down"}, "target"),
        ({"baseline_by": date(2026, 12, 11)}, "baseline_by"),
        ({"baseline": Decimal(-1)}, "baseline"),
        ({"target": Decimal(101)}, "target"),
        ({"due": date(2026, 9, 1)}, "due"),
        ({"due": date(2026, 11, 25)}, "due"),
        ({"due": date(9999, 12, 31)}, "due"),
    ],
)
def test_a_promise_that_cannot_be_kept_says_where(
    henk: Viewer, changed: dict[str, object], field: str
) -> None:
    with acting(henk):
        frame = draft_in(henk)
        goal = actions.put_goal(frame, title="Op tijd", by=henk)
        with pytest.raises(BadInput) as refused:
            promise_in(frame, goal, henk, **changed)
        assert refused.value.field == field
        assert queries.promises(henk, frame) == []


def test_a_promise_without_a_unit(henk: Viewer) -> None:
    with acting(henk):
        frame = draft_in(henk)
        goal = actions.put_goal(frame, title="Energie", by=henk)
        assert (
            promise_in(frame, goal, henk, unit="", baseline=Decimal("3.2"), target=Decimal("3.8")).unit == ""
        )


def test_other_input_that_cannot_be_kept(henk: Viewer) -> None:
    with acting(henk):
        frame = draft_in(henk)
        for change in (
            lambda: actions.put_goal(frame, title="Op tijd", challenges=["wealth"], by=henk),
            lambda: actions.put_goal(frame, title="Op tijd", text="x" * 1001, by=henk),
            lambda: actions.edit_frame(frame, title="", why="Omdat", by=henk),
            lambda: actions.edit_frame(frame, title="Naam", why="x" * 2001, by=henk),
            lambda: actions.decide(frame, reason="", by=henk),
        ):
            with pytest.raises(BadInput):
                change()


def test_a_date_that_has_passed_stays_until_it_is_changed(kader: Kader, henk: Viewer) -> None:
    with acting(henk), clock.at(datetime(2027, 9, 1, 9, tzinfo=UTC)):
        draft = actions.start_draft(by=henk)
        [goal], [promise] = queries.goals(henk, draft), queries.promises(henk, draft)
        assert promise_in(draft, goal, henk, promise=promise, title="Beter gezegd").due == date(2027, 7, 1)
        for passed in (date(2027, 9, 1), date(2027, 8, 1)):
            with pytest.raises(BadInput) as refused:
                promise_in(draft, goal, henk, promise=promise, due=passed)
            assert refused.value.field == "due"
