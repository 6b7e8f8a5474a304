"""The frame of the next period: decided ahead, read and objected to, in force by itself on its first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, objections, queries
from lerendwerken.learning.frame._versions import a_year_from
from lerendwerken.learning.frame.models import Frame, FrameObjection, ObjectionAnswer
from tests.frame.conftest import Kader, draft_in

As = Callable[[Viewer], Client]
LAST_MINUTE = datetime(2027, 8, 31, 21, 59, tzinfo=UTC)  # one minute to midnight in Amsterdam, summer time
MIDNIGHT = datetime(2027, 8, 31, 22, 0, tzinfo=UTC)


def next_period(by: Viewer) -> Frame:
    """The next period's frame in preparation: the same promise, due later."""
    frame = actions.start_next_period(by=by)
    [promise] = queries.promises(by, frame)
    actions.put_promise(
        frame,
        goal=promise.goal,
        promise=promise,
        by=by,
        title=promise.title,
        indicator=promise.indicator,
        unit=promise.unit,
        kind=promise.kind,
        term=promise.term,
        baseline=promise.baseline,
        target=Decimal(85),
        due=date(2028, 7, 1),
    )
    return frame


@pytest.fixture
def coming(kader: Kader, henk: Viewer) -> Frame:
    """The next period's frame, decided in November for September."""
    with acting(henk):
        return actions.decide(next_period(henk), reason="Het volgende jaar.", by=henk)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 30)),
    ],
)
def test_a_year_from_a_day(first: date, last: date) -> None:
    assert a_year_from(first) == last


def test_it_follows_on_the_present_period_and_keeps_the_lineages(
    coming: Frame, kader: Kader, henk: Viewer, fatima: Viewer
) -> None:
    assert (kader.frame.starts, kader.frame.ends) == (date(2026, 9, 1), date(2027, 8, 31))
    assert (coming.starts, coming.ends) == (date(2027, 9, 1), date(2028, 8, 31))
    with acting(fatima):
        assert queries.frame_in_force(fatima) == kader.frame
        assert queries.coming_frame(fatima) == coming
        assert queries.questions_open_to(fatima) == [kader.question]
        assert [promise.lineage for promise in queries.promises(fatima, coming)] == [kader.promise.lineage]
        assert queries.promise_by_lineage(fatima, kader.promise.lineage).target == Decimal(75)


def test_it_comes_in_force_by_itself_at_midnight_of_its_first_day(
    coming: Frame, kader: Kader, fatima: Viewer
) -> None:
    with acting(fatima):
        with clock.at(LAST_MINUTE):
            assert queries.frame_in_force(fatima) == kader.frame
        with clock.at(MIDNIGHT):
            assert queries.frame_in_force(fatima) == coming
            assert queries.coming_frame(fatima) is None
            [standing] = queries.standing(fatima)
            assert standing.target == Decimal(85)
            assert queries.development_question_for(fatima, kader.question.pk) == kader.question


def test_a_change_of_the_present_period_goes_before_it(coming: Frame, kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        assert (draft.number, draft.starts) == (3, kader.frame.starts)
        [goal] = queries.goals(henk, draft)
        actions.put_goal(draft, goal=goal, title="Duidelijker", by=henk)
        actions.decide(draft, reason="Nu al.", by=henk)
        assert queries.frame_in_force(henk) == draft
        assert [(row.pk, row.number) for row in queries.frames(henk)] == [
            (coming.pk, 3),
            (draft.pk, 2),
            (kader.frame.pk, 1),
        ]


def test_one_is_to_come_at_a_time(coming: Frame, henk: Viewer) -> None:
    with acting(henk):
        with pytest.raises(Conflict):
            actions.start_next_period(by=henk)
        draft = actions.start_draft(by=henk)
        actions.edit_frame(draft, title="Nog een", why="Zomaar", starts=date(2027, 3, 1), by=henk)
        with pytest.raises(Conflict):
            actions.decide(draft, reason="Twee tegelijk.", by=henk)
        assert queries.draft_frame(henk) == draft


def test_it_can_be_prepared_again_until_it_begins(
    coming: Frame, kader: Kader, henk: Viewer, fatima: Viewer
) -> None:
    with acting(fatima), pytest.raises(Forbidden):
        actions.prepare_again(coming, by=fatima)
    with acting(henk):
        for begun in (kader.frame, queries.frame_in_force(henk)):
            assert begun is not None
            with pytest.raises(Conflict):
                actions.prepare_again(begun, by=henk)
        draft = actions.start_draft(by=henk)
        with pytest.raises(Conflict):
            actions.prepare_again(coming, by=henk)
        actions.throw_away(draft, by=henk)
        actions.prepare_again(coming, by=henk)
        assert queries.draft_frame(henk) == coming
        assert queries.coming_frame(henk) is None
    with acting(fatima), pytest.raises(NotFound):
        queries.frame_for(fatima, coming.pk)


def test_what_was_taken_over_waits_again_when_it_is_prepared_again(
    kader: Kader, henk: Viewer, fatima: Viewer
) -> None:
    with acting(fatima):
        row = actions.object_to(kader.promise.lineage, text="Te laag.", why="Wij halen dit al.", by=fatima)
    with acting(henk):
        taken = ObjectionAnswer.Verdict.TAKEN
        actions.answer(row, verdict=taken, reason="In het volgende jaar nemen wij dit over.", by=henk)
        coming = actions.decide(next_period(henk), reason="Het volgende jaar.", by=henk)
        assert FrameObjection.objects.visible_to(henk).get().taken_in == coming
        actions.prepare_again(coming, by=henk)
        assert FrameObjection.objects.visible_to(henk).get().taken_in is None
        assert [one.pk for one in objections.taken_for_next(henk)] == [row.pk]


def test_somebody_objects_to_it_before_it_begins(coming: Frame, fatima: Viewer, as_: As) -> None:
    client = as_(fatima)
    address = f"/frame/objections/write/?version={coming.pk}"
    assert "versie 2" in page(client, address)
    client.post(address, {"part": "", "text": "Te veel ineens.", "why": "Het team is net begonnen."})
    with acting(fatima):
        assert FrameObjection.objects.visible_to(fatima).get().frame == coming
    for wrong in ("niets", "018f0000-0000-7000-8000-000000000000"):
        assert client.get(f"/frame/objections/write/?version={wrong}").status_code == 404


def test_nobody_objects_to_an_earlier_version(coming: Frame, kader: Kader, fatima: Viewer) -> None:
    with acting(fatima), clock.at(MIDNIGHT), pytest.raises(NotFound):
        actions.object_to(None, text="Te laat.", why="Het geldt niet meer.", frame=kader.frame, by=fatima)


def test_a_result_that_is_due_before_the_period_is_named(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        frame = actions.start_next_period(by=henk)
        with pytest.raises(BadInput) as refusal:
            actions.decide(frame, reason="Het volgende jaar.", by=henk)
        assert kader.promise.title in str(refusal.value.message)
        assert queries.draft_frame(henk) == frame


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (date(2026, 9, 1), date(2026, 8, 31), "ends"),
        (date(2026, 9, 1), date(2026, 9, 1), "ends"),
        (date(2026, 9, 1), date(9026, 9, 1), "ends"),
        (date(1026, 9, 1), date(2026, 9, 1), "starts"),
    ],
)
def test_a_period_that_cannot_be(kader: Kader, henk: Viewer, starts: date, ends: date, field: str) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        with pytest.raises(BadInput) as refusal:
            actions.edit_frame(draft, title="T", why="W", starts=starts, ends=ends, by=henk)
        assert refusal.value.field == field


def test_a_period_that_is_over_cannot_be_decided(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal] = queries.goals(henk, draft)
        actions.put_goal(draft, goal=goal, title="Duidelijker", by=henk)
        with clock.at(MIDNIGHT), pytest.raises(BadInput):
            actions.decide(draft, reason="Te laat.", by=henk)


def test_the_database_refuses_a_second_preparation_and_a_period_backwards(kader: Kader) -> None:
    same = {
        "organisation": kader.frame.organisation,
        "title": "T",
        "why": "W",
        "language": "nl",
        "starts": date(2027, 1, 1),
    }
    with migrating():
        Frame(**same, number=8, ends=date(2027, 2, 1)).save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Frame(**same, number=9, ends=date(2027, 2, 1)).save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Frame(**same, number=9, ends=date(2026, 1, 1), in_force_from=MIDNIGHT).save(force_insert=True)


class TestPages:
    def test_a_steward_decides_the_next_period_in_three_steps(
        self, kader: Kader, henk: Viewer, as_: As
    ) -> None:
        client = as_(henk)
        assert "De volgende periode voorbereiden" in page(client, "/frame/")
        client.post("/frame/start/next-period/")
        assert "1 september 2027 tot en met 31 augustus 2028" in page(client, "/frame/edit/")
        assert "Stel deze versie vast voor 1 september 2027" in page(client, "/frame/edit/")
        refused = client.post("/frame/edit/decide/", {"reason": "Het volgende jaar."})
        assert "Kies latere dagen, of haal ze eruit" in unescape(refused.content.decode())
        with acting(henk):
            draft = queries.draft_frame(henk)
            assert draft is not None
            [promise] = queries.promises(henk, draft)
        client.post(f"/frame/edit/remove/result/{promise.pk}/")
        client.post("/frame/edit/decide/", {"reason": "Het volgende jaar."})
        home = page(client, "/frame/")
        assert "Vanaf 1 september 2027 geldt versie 2" in home
        assert "De volgende periode voorbereiden" not in home

    def test_everybody_reads_it_and_compares(self, coming: Frame, fatima: Viewer, as_: As) -> None:
        client = as_(fatima)
        read = page(client, f"/frame/version/{coming.pk}/")
        assert "Deze versie geldt vanaf 1 september 2027" in read
        assert "Neem terug in voorbereiding" not in read
        compared = page(client, "/frame/compare/")
        assert compared.index("Versie 1") < compared.index("Versie 2")
        assert "85" in compared

    def test_a_steward_takes_it_back(self, coming: Frame, henk: Viewer, fatima: Viewer, as_: As) -> None:
        door = f"/frame/version/{coming.pk}/prepare-again/"
        assert as_(fatima).post(door).status_code == 403
        client = as_(henk)
        assert "Neem terug in voorbereiding" in page(client, f"/frame/version/{coming.pk}/")
        assert client.post(door).status_code == 302
        assert client.post(door).status_code == 409

    def test_a_period_that_ended_is_told_calmly(self, kader: Kader, henk: Viewer, as_: As) -> None:
        with clock.at(MIDNIGHT):
            home = page(as_(henk), "/frame/")
        assert "De periode van dit kader eindigde op 31 augustus 2027" in home

    def test_a_first_frame_for_later_is_shown_as_such(self, henk: Viewer, fatima: Viewer, as_: As) -> None:
        with acting(henk):
            draft = draft_in(henk)
            actions.edit_frame(draft, title="Later", why="Nog niet", starts=date(2026, 12, 7), by=henk)
            actions.put_goal(draft, title="Duidelijk", by=henk)
            actions.decide(draft, reason="Vanaf december.", by=henk)
        home = page(as_(fatima), "/frame/")
        assert "Deze versie geldt vanaf 7 december 2026" in home

    def test_the_page_of_a_result_says_when_the_next_frame_dropped_it(
        self, kader: Kader, henk: Viewer, fatima: Viewer, as_: As
    ) -> None:
        with acting(henk):
            frame = actions.start_next_period(by=henk)
            actions.remove(queries.promises(henk, frame)[0], by=henk)
            actions.decide(frame, reason="Gehaald.", by=henk)
        address = f"/results/{kader.promise.lineage}/"
        assert "staat niet meer in het kader" not in page(as_(fatima), address)
        with clock.at(MIDNIGHT):
            assert "staat niet meer in het kader" in page(as_(fatima), address)


@pytest.mark.django_db(transaction=True)
def test_the_migration_gives_a_year_and_goes_back_to_states() -> None:
    executor = MigrationExecutor(connection)
    with migrating():
        executor.migrate([("frame", "0003_corrections")])
        old = executor.loader.project_state([("frame", "0003_corrections")]).apps
        organisation = old.get_model("organisations", "Organisation")._base_manager.create(
            name="Waterrijk", slug="waterrijk"
        )
        frames = old.get_model("frame", "Frame")._base_manager
        for number, state in enumerate(("past", "in_force", "draft"), 1):
            frames.create(
                organisation_id=organisation.pk,
                number=number,
                title="T",
                why="W",
                language="nl",
                state=state,
                starts=date(2026, 9, number),
                in_force_from=None if state == "draft" else datetime(2026, 9, number, tzinfo=UTC),
            )
        executor = MigrationExecutor(connection)
        executor.migrate([("frame", "0004_periods")])
        assert list(Frame.unscoped.order_by("number").values_list("ends", flat=True)) == [
            date(2027, 8, 31),
            date(2027, 9, 1),
            date(2027, 9, 2),
        ]
        executor = MigrationExecutor(connection)
        executor.migrate([("frame", "0003_corrections")])
        assert list(frames.order_by("number").values_list("state", flat=True)) == [
            "past",
            "in_force",
            "draft",
        ]
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
