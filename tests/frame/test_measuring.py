"""A measured value is claimed until somebody else confirms it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, queries
from lerendwerken.learning.frame.models import Measurement
from tests.frame.conftest import Kader, promise_in
from tests.houses import House

WEDNESDAY = date(2026, 11, 25)


def measured(kader: Kader, by: Viewer, value: str, day: date = WEDNESDAY, **more: object) -> Measurement:
    with acting(by):
        return actions.measure(kader.promise.lineage, day=day, value=Decimal(value), by=by, **more)  # type: ignore[arg-type]


def test_claimed_then_confirmed_by_somebody_else(kader: Kader, fatima: Viewer, joost: Viewer) -> None:
    row = measured(kader, fatima, "61", note="Dertien mensen gebeld.")
    with acting(joost):
        [before] = queries.standing(joost)
        assert (before.now_claimed, before.now_confirmed, before.now) == (61, None, 61)
        actions.confirm(row, by=joost)
        [after] = queries.standing(joost)
        assert (after.now_claimed, after.now_confirmed, after.now) == (None, 61, 61)
        assert after.measurements[0].confirmed_by is not None
        assert after.measurements[0].confirmed_by.pk == joost.member


def test_nobody_confirms_their_own(kader: Kader, fatima: Viewer) -> None:
    row = measured(kader, fatima, "61")
    with acting(fatima):
        with pytest.raises(Forbidden):
            actions.confirm(row, by=fatima)
        assert queries.measurement_for(fatima, row.pk).confirmed_at is None


def test_a_second_confirmation_changes_nothing(
    kader: Kader, fatima: Viewer, joost: Viewer, noor: Viewer
) -> None:
    row = measured(kader, fatima, "61")
    with acting(joost):
        actions.confirm(row, by=joost)
    with acting(noor):
        assert actions.confirm(row, by=noor).confirmed_by_id == joost.member


def test_a_later_claim_stands_beside_what_was_confirmed(kader: Kader, fatima: Viewer, joost: Viewer) -> None:
    row = measured(kader, fatima, "61", date(2026, 11, 10))
    with acting(joost):
        actions.confirm(row, by=joost)
    measured(kader, fatima, "66")
    with acting(fatima):
        [now] = queries.standing(fatima)
    assert (now.now_confirmed, now.now_claimed, now.verdict) == (61, 66, "on")


def test_an_older_day_written_down_later_is_not_now(kader: Kader, fatima: Viewer) -> None:
    measured(kader, fatima, "66")
    measured(kader, fatima, "40", date(2026, 10, 1))
    with acting(fatima):
        [now] = queries.standing(fatima)
    assert now.now == 66
    assert [row.value for row in now.measurements] == [40, 66]


def test_the_same_form_twice_is_one_measurement(kader: Kader, fatima: Viewer) -> None:
    key = new_id()
    assert measured(kader, fatima, "61", key=key) == measured(kader, fatima, "61", key=key)
    with acting(fatima):
        assert len(queries.measurements(fatima, [kader.promise.lineage])[kader.promise.lineage]) == 1


def test_a_key_of_somebody_else_is_refused(kader: Kader, fatima: Viewer, joost: Viewer) -> None:
    row = measured(kader, fatima, "61")
    with pytest.raises(Conflict):
        measured(kader, joost, "70", key=row.pk)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "12345678901", "6.555"])
def test_a_number_that_cannot_be_kept_is_refused(kader: Kader, fatima: Viewer, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        measured(kader, fatima, value)
    assert refused.value.field == "value"


def test_a_day_to_come_or_long_gone_is_refused(kader: Kader, fatima: Viewer) -> None:
    for day in (date(2026, 11, 26), date(1999, 12, 31), date(1, 1, 1)):
        with pytest.raises(BadInput) as refused:
            measured(kader, fatima, "61", day)
        assert refused.value.field == "day"


def test_a_note_that_is_too_long_is_refused(kader: Kader, fatima: Viewer) -> None:
    with pytest.raises(BadInput):
        measured(kader, fatima, "61", note="x" * 401)


def test_a_promise_of_another_organisation_is_as_if_it_did_not_exist(
    kader: Kader, fatima: Viewer, sanne: Viewer
) -> None:
    row = measured(kader, fatima, "61")
    with acting(sanne):
        for lineage in (kader.promise.lineage, uuid4()):
            with pytest.raises(NotFound):
                actions.measure(lineage, day=WEDNESDAY, value=Decimal(1), by=sanne)
        with pytest.raises(NotFound):
            queries.measurement_for(sanne, row.pk)
        with pytest.raises(NotFound):
            actions.confirm(row, by=sanne)
    with acting(fatima):
        assert queries.measurement_for(fatima, row.pk).confirmed_at is None


def test_a_promise_in_preparation_cannot_be_measured(kader: Kader, henk: Viewer, fatima: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        new = promise_in(draft, queries.goals(henk, draft)[0], henk, title="Nieuw")
    with acting(fatima), pytest.raises(NotFound):
        actions.measure(new.lineage, day=WEDNESDAY, value=Decimal(1), by=fatima)


@pytest.fixture
def open_baseline(henk: Viewer, kader: Kader) -> Kader:
    """A new version in which the baseline of one promise is still to be measured."""
    with acting(henk):
        draft = actions.start_draft(by=henk)
        kader.promise = promise_in(
            draft,
            queries.goals(henk, draft)[0],
            henk,
            title="Nagesprek",
            baseline=None,
            baseline_by=date(2026, 12, 1),
        )
        kader.frame = actions.decide(draft, reason="Een resultaat erbij.", by=henk)
    return kader


def test_a_baseline_still_to_be_measured(open_baseline: Kader, fatima: Viewer, joost: Viewer) -> None:
    measured(open_baseline, fatima, "50")
    with acting(fatima):
        before = queries.standing_of(fatima, open_baseline.promise.lineage)
    assert (before.baseline, before.verdict) == (None, "none")
    row = measured(open_baseline, fatima, "46", date(2026, 11, 18), source="baseline")
    with acting(joost):
        after = queries.standing_of(joost, open_baseline.promise.lineage)
        assert (after.baseline, after.now, after.verdict) == (46, 50, "on")
        assert after.baseline_is_claimed
        actions.confirm(row, by=joost)
        assert not queries.standing_of(joost, open_baseline.promise.lineage).baseline_is_claimed
    with pytest.raises(BadInput):
        measured(open_baseline, fatima, "20", source="baseline")


def test_a_promise_with_a_baseline_gets_no_other(kader: Kader, fatima: Viewer) -> None:
    with pytest.raises(BadInput):
        measured(kader, fatima, "20", source="baseline")


def test_the_number_of_queries_does_not_grow(open_baseline: Kader, fatima: Viewer) -> None:
    with acting(fatima):
        with CaptureQueriesContext(
            connection,
        ) as few:
            queries.standing(fatima)
        for day in range(1, 20):
            measured(open_baseline, fatima, "50", date(2026, 11, day))
        with CaptureQueriesContext(connection) as many:
            assert len(queries.standing(fatima)) == 2
    assert len(few) == len(many) == 3


def test_measurements_stay_with_the_promise_over_versions(kader: Kader, henk: Viewer, fatima: Viewer) -> None:
    measured(kader, fatima, "61")
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [promise] = queries.promises(henk, draft)
        actions.put_promise(
            draft,
            goal=promise.goal,
            promise=promise,
            title=promise.title,
            indicator=promise.indicator,
            unit="%",
            kind="lasting",
            term="long",
            baseline=Decimal(46),
            target=Decimal(70),
            due=promise.due,
            by=henk,
        )
        actions.decide(draft, reason="Zeventig is haalbaar.", by=henk)
    with acting(fatima):
        [now] = queries.standing(fatima)
        assert (now.target, now.now) == (70, 61)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit": "uur"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"better": "down", "target": Decimal(40)}, "better"),
    ],
)
def test_what_was_measured_keeps_its_unit_and_direction(
    kader: Kader, henk: Viewer, fatima: Viewer, changed: dict[str, object], field: str
) -> None:
    measured(kader, fatima, "61")
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal], [promise] = queries.goals(henk, draft), queries.promises(henk, draft)
        with pytest.raises(BadInput) as refused:
            promise_in(draft, goal, henk, promise=promise, **changed)
        assert refused.value.field == field
        assert promise_in(draft, goal, henk, title="Nieuw", **changed).lineage != promise.lineage


def test_what_was_measured_during_the_preparation_keeps_its_unit_too(
    kader: Kader, henk: Viewer, fatima: Viewer
) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal], [promise] = queries.goals(henk, draft), queries.promises(henk, draft)
        promise_in(draft, goal, henk, promise=promise, unit="uur")
    measured(kader, fatima, "61")
    with acting(henk), translation.override("en"):
        with pytest.raises(BadInput) as refused:
            actions.decide(draft, reason="In uren.", by=henk)
        assert str(refused.value.message) == (
            f"{promise.title}: This result has been measured in %. Make a new result for another unit."
        )
        promise_in(draft, goal, henk, promise=promise, title="Post binnen de termijn")
        actions.decide(draft, reason="Toch in procenten.", by=henk)


@pytest.mark.parametrize("value", ["-1", "100.01", "620"])
def test_a_percentage_lies_between_0_and_100(kader: Kader, fatima: Viewer, value: str) -> None:
    for ends in ("0", "100"):
        measured(kader, fatima, ends)
    with pytest.raises(BadInput) as refused:
        measured(kader, fatima, value)
    assert refused.value.field == "value"


def test_who_measured_withdraws_it_while_nobody_confirmed_it(
    kader: Kader, fatima: Viewer, joost: Viewer
) -> None:
    row, kept = measured(kader, fatima, "16"), measured(kader, fatima, "61")
    with acting(joost):
        with pytest.raises(Forbidden):
            actions.withdraw(row, by=joost)
        actions.confirm(kept, by=joost)
    with acting(fatima):
        actions.withdraw(row, by=fatima)
        with pytest.raises(NotFound):
            actions.withdraw(row, by=fatima)
        with pytest.raises(Conflict):
            actions.withdraw(kept, by=fatima)
        [now] = queries.standing(fatima)
        assert [row.value for row in now.measurements] == [61]


def test_what_was_dropped_from_the_frame_can_still_be_read(
    kader: Kader, henk: Viewer, fatima: Viewer
) -> None:
    measured(kader, fatima, "61")
    with acting(henk):
        draft = actions.start_draft(by=henk)
        actions.remove(queries.promises(henk, draft)[0], by=henk)
        actions.decide(draft, reason="Gehaald.", by=henk)
    with acting(fatima):
        assert queries.standing(fatima) == []
        assert queries.standing_of(fatima, kader.promise.lineage).now == 61


def test_a_care_organisation_measures_its_own(zorgkompas: House, kader: Kader) -> None:
    rob = zorgkompas.viewer("rob")
    with acting(rob):
        assert queries.measurements(rob, [kader.promise.lineage]) == {}
