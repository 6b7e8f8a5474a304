"""A statement is nearly written, out of what was shared or measured, and out of nothing else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.change.accountability import actions, composing, queries
from lerendwerken.change.accountability.models import Statement, StatementDraft
from lerendwerken.change.dialogue import actions as dialogue
from lerendwerken.change.proposals import actions as proposals
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.models import Owned
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices import queries as practices_read
from lerendwerken.learning.weekcycle import actions as weekcycle
from tests.accountability.conftest import EXPLAIN, FIRST, WEEK, Kader, written
from tests.houses import WEDNESDAY, House

As = Callable[[Viewer], Client]
MARK = "ALLEENVANMIJ"


def made(viewer: Viewer, first: date = FIRST, last: date = WEEK) -> composing.Prefill:
    with acting(viewer):
        return queries.prefill(viewer, first, last)


def test_the_period_is_twelve_weeks_with_this_one(fatima: Viewer) -> None:
    with acting(fatima):
        period = queries.period(fatima)
    assert (period.first_week, period.last_week) == (FIRST, WEEK)


def test_the_period_begins_after_the_last_statement(sent: Statement, fatima: Viewer) -> None:
    with clock.at(WEDNESDAY + timedelta(weeks=3)), acting(fatima):
        later = queries.period(fatima)
    with clock.at(WEDNESDAY + timedelta(days=1)), acting(fatima):
        again = queries.period(fatima)
        whole = queries.period(fatima, whole=True)
    assert (later.first_week, later.last_week) == (WEEK + timedelta(weeks=1), WEEK + timedelta(weeks=3))
    assert (again.first_week, again.last_week) == (WEEK, WEEK)
    assert (whole.first_week, whole.last_week) == (FIRST, WEEK)


def test_the_period_begins_no_earlier_than_somebody_came(waterrijk: House, fatima: Viewer) -> None:
    member = waterrijk.members["fatima"]
    with acting(System.SETUP):
        member.created = WEDNESDAY - timedelta(weeks=2)
        member.save(update_fields=["created"])
    with acting(fatima):
        for period in (queries.period(fatima), queries.period(fatima, whole=True)):
            assert (period.first_week, period.last_week) == (WEEK - timedelta(weeks=2), WEEK)


def test_what_was_told_just_now_is_not_proposed_again(worked: Kader, fatima: Viewer, as_: As) -> None:
    first = made(fatima)
    with acting(fatima):
        draft = written(
            fatima,
            parts=first.parts,
            different=first.different,
            failed=first.failed.replace("De ruzie werd erger.", "De ruzie werd nog erger."),
        )
        actions.send(draft, by=fatima)
    assert not made(fatima).has_news, "also where a few words were changed"
    assert (made(fatima).parts, made(fatima).failed) == ([], "")
    with acting(fatima):
        assert not queries.has_news(fatima)
        assert queries.prefill(fatima, FIRST, WEEK, again=True).parts == first.parts
    html = as_(fatima).get("/statements/").content.decode()
    assert "Sinds je vorige verantwoording heb je niets nieuws gedeeld." in html
    assert "btn--primary" not in html
    with acting(fatima):
        (process, *_rest) = practices_read.work_processes(fatima, fatima.teams[0])
        row = weekcycle.begin_experiment(WEEK, work_process=process, tried="Iets heel anders.", by=fatima)
        weekcycle.finish_experiment(row, outcome="Dat scheelde een uur.", quality="better", by=fatima)
    again = made(fatima)
    assert [part["text"] for part in again.parts] == [
        "In week 48 probeerde ik iets bij ‘Hoorverslag maken’: Iets heel anders. Dat scheelde een uur."
    ]
    assert "btn--primary" in as_(fatima).get("/statements/").content.decode()


def test_where_a_proposal_stands_is_a_sentence(kader: Kader, fatima: Viewer, marga: Viewer) -> None:
    with acting(fatima):
        draft = proposals.write_draft(title="Eén sjabloon", idea="Eén.", expected="Korter.", by=fatima)
        put = proposals.put_forward(proposals.put_to_team(draft, by=fatima), by=fatima)
    assert "Mijn voorstel ‘Eén sjabloon’ wacht op een antwoord." in made(fatima).parts[0]["text"]
    with acting(marga):
        proposals.answer(put, verdict="no", reason="Dit kost te veel tijd.", by=marga)
    assert "Het antwoord op mijn voorstel ‘Eén sjabloon’ was nee." in made(fatima).parts[0]["text"]


def test_a_busy_quarter_is_told_in_a_few_sentences(kader: Kader, fatima: Viewer) -> None:
    """Ready in five minutes: the most telling attempt per work process, and the rest at hand to add."""
    with acting(fatima):
        process = practices.name_process("Hoorverslag maken", by=fatima)
        for number in range(12):
            with clock.at(WEDNESDAY - timedelta(weeks=11 - number)):
                week = WEEK - timedelta(weeks=11 - number)
                asked = f"Vraag {number}?"
                weekcycle.ask_question(asked, week=week, development_question=kader.question, by=fatima)
                row = weekcycle.begin_experiment(
                    week, work_process=process, tried=f"Poging {number}.", by=fatima
                )
                timed = (
                    {"minutes_before": 95, "minutes_after": 80, "quality": "better"} if number == 7 else {}
                )
                weekcycle.finish_experiment(row, outcome=f"Uitkomst {number}.", by=fatima, **timed)
    first = made(fatima)
    assert [part["text"].splitlines() for part in first.parts] == [
        [
            "Mijn vraag: Vraag 11?",
            "Met ‘Hoorverslag maken’ probeerde ik 12 dingen. Die van week 44: Poging 7. Uitkomst 7. "
            "Het kostte 80 minuten, eerst was dat 95.",
        ]
    ]
    assert len(first.more) == 11
    assert "Poging 7." not in " ".join(first.more)


def test_what_was_shared_stands_under_its_development_question(worked: Kader, fatima: Viewer) -> None:
    first = made(fatima)
    texts = {part["development_question"]: part["text"] for part in first.parts}
    assert "Mijn vraag: Hoe maak ik verslagen die mensen begrijpen?" in texts[EXPLAIN]
    assert "Zes van de acht konden het navertellen." in texts[EXPLAIN]
    assert "Het kostte 83 minuten, eerst was dat 95." in texts[EXPLAIN]
    assert "Eerst dacht ik dat wettermen weg moesten." in first.different
    assert "Nu denk ik dat ze mogen blijven met uitleg erachter, want mensen zoeken ze op." in first.different


def test_what_got_worse_or_was_stopped_is_suggested_as_what_did_not_work(
    worked: Kader, fatima: Viewer
) -> None:
    first = made(fatima)
    assert "De ruzie werd erger." in first.failed
    assert (
        "Met ‘Sjabloon voor buren’ ben ik gestopt. Het sjabloon paste bij geen enkele zaak." in first.failed
    )
    assert "ruzie" not in json.dumps(first.parts)


def test_results_are_figures_with_who_confirmed_them(worked: Kader, fatima: Viewer, joost: Viewer) -> None:
    first = made(fatima)
    retell, hours = first.results
    assert retell == {
        "promise": str(worked.retell.lineage),
        "title": "Kan het navertellen",
        "unit": "%",
        "begin": "46",
        "now": "66",
        "target": "75",
        "confirmed": "61",
        "confirmed_by": str(joost.member),
    }
    assert (hours["begin"], hours["now"], hours["confirmed"]) == ("6.5", "", "")
    assert first.chosen == {str(worked.retell.lineage), str(worked.hours.lineage)}
    assert made(joost).chosen == set(), "what others measured stands unticked"


def test_it_is_written_in_the_language_of_its_writer(worked: Kader, fatima: Viewer) -> None:
    """Dutch words get Dutch sentences, also while their writer reads English."""
    assert "Mijn vraag:" in made(replace(fatima, language="en")).parts[0]["text"]


def test_what_lies_outside_the_period_stays_outside(worked: Kader, fatima: Viewer) -> None:
    before = made(fatima, FIRST - timedelta(weeks=12), FIRST - timedelta(weeks=1))
    assert before.parts == []
    assert (before.different, before.failed) == ("", "")


def test_nothing_of_a_colleague_is_in_it(worked: Kader, joost: Viewer, fatima: Viewer) -> None:
    assert made(joost).parts == []
    with acting(joost):
        process = practices.name_process("Van Joost", by=joost)
        row = weekcycle.begin_experiment(WEEK, work_process=process, tried="JOOSTPROEF", by=joost)
        weekcycle.finish_experiment(row, outcome="JOOSTUITKOMST", by=joost)
    assert "JOOST" not in json.dumps(asdict(made(fatima)), default=str)


def test_without_anything_shared_it_is_empty_and_not_an_error(fatima: Viewer, as_: As) -> None:
    first = made(fatima)
    assert (first.parts, first.results, first.different, first.failed) == ([], [], "", "")
    assert as_(fatima).get("/statements/write/").status_code == 200


def test_no_private_word_reaches_it(worked: Kader, fatima: Viewer, as_: As) -> None:
    """Every text that only its owner reaches, in every room, holds a mark; no page of a statement shows it."""
    with acting(fatima):
        kinds = {type(row) for row in _one_of_each_private(fatima)}
    assert len(kinds) > 12
    assert MARK not in json.dumps(asdict(made(fatima)), default=str)
    client = as_(fatima)
    assert MARK not in client.get("/statements/write/").content.decode()


def _one_of_each_private(owner: Viewer) -> list[models.Model]:
    """A row of every model with owner reach, every text field of it filled with the mark."""
    made: dict[type[models.Model], models.Model] = {}
    for model in apps.get_models():
        # A statement in the making and a draft of its form are the statement itself.
        if issubclass(model, Owned) and model is not StatementDraft:
            _make(model, owner, made)
    return list(made.values())


def _make(
    model: type[models.Model], owner: Viewer, made: dict[type[models.Model], models.Model]
) -> models.Model:
    if model in made:
        return made[model]
    values: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if column.name in ("id", "created"):
            continue
        if column.name == "organisation":
            values["organisation_id"] = owner.organisation
        elif column.name == "owner":
            values["owner_id"] = owner.member
        elif isinstance(column, models.ForeignKey):
            if issubclass(column.related_model, Owned):
                values[column.name] = _make(column.related_model, owner, made)
            elif not column.null:
                values[column.attname] = _shared_row(column.related_model, owner)
        else:
            values[column.name] = _filled(column)
    made[model] = row = model(**values)
    row.save(force_insert=True)
    return row


def _shared_row(model: type[models.Model], owner: Viewer) -> uuid.UUID:
    if model.__name__ == "Team":
        return owner.teams[0]
    assert model.__name__ == "Dialogue", f"make a {model.__name__} for this test"
    return dialogue.bring_case(WEEK, case="Een kwestie?", by=owner).pk


def _filled(column: models.Field[Any, Any]) -> Any:
    if column.choices:
        return column.choices[0][0]
    if isinstance(column, models.CharField):
        return MARK[: column.max_length]
    if isinstance(column, models.JSONField):
        return {MARK: MARK}
    if isinstance(column, models.DateTimeField | models.DateField):
        return None if column.null else (column.get_default() or WEEK)
    if isinstance(column, models.BooleanField):
        return False
    if isinstance(column, models.BinaryField):
        return MARK.encode()
    if isinstance(column, models.UUIDField):
        return None if column.null else new_id()
    return None if column.null else 3


def test_it_takes_a_fixed_number_of_queries(worked: Kader, fatima: Viewer) -> None:
    few = _queries(fatima)
    with acting(fatima):
        for number in range(5):
            process = practices.name_process(f"Proces {number}", by=fatima)
            row = weekcycle.begin_experiment(WEEK, work_process=process, tried=f"Proef {number}.", by=fatima)
            weekcycle.finish_experiment(row, outcome=f"Uitkomst {number}.", by=fatima)
            frame.measure(worked.hours.lineage, day=WEEK, value=Decimal(number), by=fatima)
    assert _queries(fatima) == few


def _queries(viewer: Viewer) -> int:
    with acting(viewer), CaptureQueriesContext(connection) as captured:
        queries.prefill(viewer, FIRST, WEEK)
    return len(captured)


@pytest.mark.parametrize("many", [3, 60])
def test_suggestions_fit_their_fields_in_whole_sentences(kader: Kader, fatima: Viewer, many: int) -> None:
    with acting(fatima):
        process = practices.name_process("Hoorverslag maken", by=fatima)
        for number in range(many):
            row = weekcycle.begin_experiment(
                WEEK, work_process=process, tried=f"Poging {number}. " * 4, by=fatima
            )
            weekcycle.finish_experiment(
                row, outcome="Het ging mis.", quality="worse" if number % 2 else "", by=fatima
            )
    first = made(fatima)
    assert all(len(part["text"]) <= composing.MOST_PART for part in first.parts)
    assert len(first.failed) <= composing.MOST_TEXT
    assert first.failed.endswith("Het ging mis.")
