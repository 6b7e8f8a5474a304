"""Promise against result: seen by everybody, measured by anybody, confirmed by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, queries
from lerendwerken.learning.frame.models import ResultPromise
from lerendwerken.learning.frame.standing import Standing
from lerendwerken.oversight.measurement.showing import result, summary
from tests.frame.conftest import Kader, promise_in
from tests.houses import House

As = Callable[[Viewer], Client]
WEDNESDAY = date(2026, 11, 25)


def text(client: Client, url: str = "/results/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def in_english(viewer: Viewer) -> None:
    Person.objects.filter(pk=viewer.person).update(language="en")


def measured(kader: Kader, by: Viewer, value: str) -> str:
    with acting(by):
        return str(actions.measure(kader.promise.lineage, day=WEDNESDAY, value=Decimal(value), by=by).pk)


def with_verdicts(verdicts: Sequence[str]) -> list[Standing]:
    return [Standing(ResultPromise(), None, Decimal(1), None, None, None, verdict) for verdict in verdicts]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (
            ["on", "on", "slow", "wrong"],
            "Two of the four results are on course. One is behind, one goes the wrong way.",
        ),
        (["on", "on", "on"], "All three results are on course."),
        (["slow", "wrong"], "None of the two results is on course. One is behind, one goes the wrong way."),
        (["on", "none", "none"], "One of the three results is on course. Two are not measured yet."),
        (
            ["on", "slow", "slow", "slow", "none"],
            "One of the five results is on course. Three are behind, one is not measured yet.",
        ),
        (["wrong"], "The one result goes the wrong way."),
        (["none"], "The one result is not measured yet."),
        (["on"] * 13 + ["slow"], "13 of the 14 results are on course. One is behind."),
    ],
)
def test_the_verdict_in_words(verdicts: list[str], words: str) -> None:
    with translation.override("en"):
        assert summary(with_verdicts(verdicts)) == words


def test_without_a_frame_the_page_teaches(as_: As, fatima: Viewer) -> None:
    in_english(fatima)
    page = text(as_(fatima))
    assert "Nothing is promised yet" in page
    assert 'href="/frame/"' in page


def test_everybody_sees_promise_against_result(
    as_: As,
    kader: Kader,
    fatima: Viewer,
    marga: Viewer,
    henk: Viewer,
    beheer: Viewer,
    council: Viewer,
    joost: Viewer,
) -> None:
    row = measured(kader, fatima, "61")
    with acting(joost):
        actions.confirm(queries.measurement_for(joost, row), by=joost)  # type: ignore[arg-type]
    measured(kader, fatima, "66")
    for viewer in (fatima, marga, henk, beheer, council):
        in_english(viewer)
        page = text(as_(viewer))
        assert "The one result is on course." in page
        assert "start 46%, now 66%, target 75%, 61% confirmed, 66% claimed." in page
        assert "66% claimed, not confirmed yet" in page
        assert kader.promise.indicator in page
        assert page.count('class="tick"') == 2  # in the picture, and how to read it


def test_a_result_that_falls_back_is_not_on_course_any_more(
    as_: As, kader: Kader, fatima: Viewer, joost: Viewer
) -> None:
    row = measured(kader, fatima, "70")
    with acting(joost):
        actions.confirm(queries.measurement_for(joost, row), by=joost)  # type: ignore[arg-type]
    in_english(fatima)
    client = as_(fatima)
    assert "The one result is on course." in text(client)
    measured(kader, fatima, "40")
    page = text(client)
    assert "The one result goes the wrong way." in page
    assert "start 46%, now 40%, target 75%" in page
    assert "40% claimed since, which is worse" in page
    assert 'class="confirmed" x=' not in page, "no solid bar passes the present value"
    assert "confirmed--mark" in page, "what was confirmed keeps its place"


def test_a_baseline_still_to_be_measured_is_told(as_: As, kader: Kader, henk: Viewer, fatima: Viewer) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal] = queries.goals(henk, draft)
        new = promise_in(draft, goal, henk, title="Nagesprek", baseline=None, baseline_by=date(2026, 12, 11))
        actions.decide(draft, reason="Erbij.", by=henk)
    in_english(fatima)
    client = as_(fatima)
    assert "baseline still to be measured, by 11 December 2026" in text(client)
    sent = {"value": "4,25", "day": "2026-11-25", "source": "baseline", "key": new_id()}
    assert client.post(f"/results/{new.lineage}/", sent).status_code == 302
    page = text(client, f"/results/{new.lineage}/")
    assert "nobody confirmed the baseline yet" in page
    assert "start 4.25%" in page
    frame = text(client, "/frame/")
    assert "From 4.25% to <strong>75%</strong>, by 1 July 2027. Nobody confirmed the baseline yet." in frame
    assert "still to be measured" not in frame


@pytest.mark.parametrize(
    ("due", "listed"), [(date(2027, 3, 1), "before March 2027"), (date(2027, 3, 15), "by 15 March 2027")]
)
def test_the_day_of_a_promise_is_said_the_same_everywhere(
    as_: As, kader: Kader, henk: Viewer, fatima: Viewer, due: date, listed: str
) -> None:
    with acting(henk):
        draft = actions.start_draft(by=henk)
        [goal] = queries.goals(henk, draft)
        new = promise_in(draft, goal, henk, title="Nagesprek", due=due)
        actions.decide(draft, reason="Erbij.", by=henk)
    in_english(fatima)
    client = as_(fatima)
    assert listed in text(client)
    for url in ("/frame/", f"/results/{new.lineage}/"):
        assert f"by {due.day} March 2027" in text(client, url)


def test_measure_and_confirm(as_: As, kader: Kader, fatima: Viewer, joost: Viewer) -> None:
    url = f"/results/{kader.promise.lineage}/"
    client = as_(fatima)
    key = new_id()
    for _again in range(2):
        sent = client.post(url, {"value": "61,5", "day": "2026-11-24", "note": "Dertien van 21.", "key": key})
        assert sent.url == url
    with acting(fatima):
        [row] = queries.standing_of(fatima, kader.promise.lineage).measurements
        assert (row.value, row.day, row.note) == (Decimal("61.5"), date(2026, 11, 24), "Dertien van 21.")
    confirm = f"{url}confirm/{row.pk}/"
    assert confirm not in text(client, url)
    assert client.post(confirm).status_code == 403
    other = as_(joost)
    assert confirm in text(other, url)
    assert other.get(confirm).status_code == 405
    assert other.post(confirm).url == url
    assert other.post(confirm).url == url
    assert "Joost Bakker" in text(client, url)
    assert confirm not in text(other, url)


def test_who_measured_can_withdraw_it(as_: As, kader: Kader, fatima: Viewer, joost: Viewer) -> None:
    url = f"/results/{kader.promise.lineage}/"
    row = measured(kader, fatima, "16")
    withdraw = f"{url}withdraw/{row}/"
    other, client = as_(joost), as_(fatima)
    assert withdraw not in text(other, url)
    assert other.post(withdraw).status_code == 403
    assert withdraw in text(client, url)
    assert client.get(withdraw).status_code == 405
    assert client.post(f"/results/{uuid4()}/withdraw/{row}/").status_code == 404
    assert client.post(withdraw).url == url
    kept = measured(kader, fatima, "61")
    other.post(f"{url}confirm/{kept}/")
    withdraw = f"{url}withdraw/{kept}/"
    assert withdraw not in text(client, url)
    assert client.post(withdraw).status_code == 409
    with acting(fatima):
        assert [now.now for now in queries.standing(fatima)] == [61]


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "1e999"},
        {"value": "620"},
        {"value": "NaN"},
        {"value": "-Infinity"},
        {"value": "6,555"},
        {"value": "1.000,5"},
        {"value": "\x00"},
        {"value": "zes"},
        {"value": ""},
        {"day": "2026-11-26"},
        {"day": "0001-01-01"},
        {"day": "gisteren"},
        {"day": ""},
        {"note": "x" * 401},
        {"note": "a\x00b"},
    ],
)
def test_what_cannot_be_kept_comes_back(as_: As, kader: Kader, fatima: Viewer, wrong: dict[str, str]) -> None:
    url = f"/results/{kader.promise.lineage}/"
    answer = as_(fatima).post(url, {"value": "61", "day": "2026-11-25", "note": "Geteld."} | wrong)
    assert answer.status_code == 200
    assert 'class="problem"' in answer.content.decode()
    with acting(fatima):
        assert queries.standing_of(fatima, kader.promise.lineage).measurements == []


def test_another_organisation_gets_the_same_answer_as_for_nothing(
    as_: As, kader: Kader, zorgkompas: House, sanne: Viewer, fatima: Viewer
) -> None:
    row = measured(kader, fatima, "61")
    client = as_(sanne)
    assert kader.promise.title not in text(client)
    for lineage in (kader.promise.lineage, uuid4()):
        assert client.get(f"/results/{lineage}/").status_code == 404
        assert client.post(f"/results/{lineage}/", {"value": "1", "day": "2026-11-25"}).status_code == 404
        assert client.post(f"/results/{lineage}/confirm/{row}/").status_code == 404


def test_own_promise_with_a_foreign_measurement_is_nothing(
    as_: As, kader: Kader, fatima: Viewer, joost: Viewer
) -> None:
    row = measured(kader, fatima, "61")
    assert as_(joost).post(f"/results/{uuid4()}/confirm/{row}/").status_code == 404
    with acting(fatima):
        assert queries.measurement_for(fatima, row).confirmed_at is None  # type: ignore[arg-type]


def test_a_note_with_markup_is_shown_as_text(as_: As, kader: Kader, fatima: Viewer) -> None:
    evil = "<script>alert(1)</script>"
    url = f"/results/{kader.promise.lineage}/"
    client = as_(fatima)
    client.post(url, {"value": "61", "day": "2026-11-25", "note": evil, "key": new_id()})
    page = text(client, url)
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_the_pages_ask_the_database_the_same_number_of_questions(
    as_: As, kader: Kader, fatima: Viewer, joost: Viewer, henk: Viewer
) -> None:
    client = as_(fatima)
    urls = ["/results/", f"/results/{kader.promise.lineage}/"]
    counted = []
    for round_ in range(2):
        for url in urls:
            text(client, url)
            with CaptureQueriesContext(connection) as asked:
                text(client, url)
            counted.append(len(asked))
        if round_ == 0:
            for value in range(50, 60):
                row = measured(kader, fatima, str(value))
                with acting(joost):
                    actions.confirm(queries.measurement_for(joost, row), by=joost)  # type: ignore[arg-type]
            with acting(henk):
                draft = actions.start_draft(by=henk)
                [goal] = queries.goals(henk, draft)
                for number in range(5):
                    promise_in(draft, goal, henk, title=f"Resultaat {number}")
                actions.decide(draft, reason="Meer.", by=henk)
    assert counted[:2] == counted[2:]


def test_the_small_line_goes_through_all_values_and_a_trial_is_named(
    kader: Kader, fatima: Viewer, as_: As
) -> None:
    """It says the same as the figures beside it; that three people who tried something are not everybody stands there."""
    measured(kader, fatima, "50")
    with acting(fatima):
        actions.measure(
            kader.promise.lineage,
            day=WEDNESDAY,
            value=Decimal("29"),
            source="trial",
            trial=new_id(),
            by=fatima,
        )
        [standing] = queries.standing(fatima)
        assert result(standing).trend == [46.0, 50.0, 29.0]
        assert standing.now_is_of_trial
    assert "de laatste waarde komt uit een proef" in text(as_(fatima))
