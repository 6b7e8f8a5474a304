"""Values of a promise from a spreadsheet: every bad cell is named, nothing is written before it is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.ground import spreadsheets
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions, queries, values
from lerendwerken.learning.frame.models import Measurement
from tests.frame.conftest import Kader

As = Callable[[Viewer], Client]
LIST = "datum;waarde;eenheid;toelichting\n30-09-2026;46,5;%;dertig mensen\n2026-10-31;52%;;\n"


def measured(kader: Kader, viewer: Viewer) -> list[Measurement]:
    with acting(viewer):
        return queries.measurements(viewer, [kader.promise.lineage]).get(kader.promise.lineage, [])


def test_a_list_is_shown_first_and_written_when_it_is_confirmed(
    kader: Kader, henk: Viewer, fatima: Viewer, as_: As
) -> None:
    client, lineage = as_(henk), kader.promise.lineage
    sent = {"file": SimpleUploadedFile("waarden.csv", LIST.encode())}
    shown = client.post(reverse("promise_list", args=[lineage]), sent).content.decode()
    assert "30 september 2026" in shown
    assert "46,5%" in shown
    assert measured(kader, henk) == []
    done = client.post(reverse("promise_take_in", args=[lineage]), {"list": LIST})
    assert done.url == reverse("promise", args=[lineage])
    rows = measured(kader, henk)
    assert [(row.day, row.value, row.confirmed_at) for row in rows] == [
        (date(2026, 9, 30), Decimal("46.5"), None),
        (date(2026, 10, 31), Decimal(52), None),
    ]
    client.post(reverse("promise_take_in", args=[lineage]), {"list": LIST})
    assert len(measured(kader, henk)) == 2
    assert as_(fatima).post(reverse("promise_take_in", args=[lineage]), {"list": LIST}).status_code == 403


def test_every_bad_cell_is_named_and_nothing_is_written(kader: Kader, henk: Viewer) -> None:
    with acting(henk):
        actions.measure(kader.promise.lineage, day=date(2026, 9, 1), value=Decimal(40), by=henk)
        text = "\n".join(
            [
                "date;value;unit;note",
                "31-02-2026;50;%",
                "2026-10-01;veel;%",
                "2026-12-24;50;%",
                "2026-10-02;101;%",
                "2026-10-03;50;uur",
                "2026-10-04;50;",
                "04-10-2026;51;",
                "2026-09-01;41;",
                "2026-10-05;1.500;",
                "2026-10-06;=1+1;",
                "2026-10-07;50;;een \x00 teken",
            ]
        )
        listed = values.read(text, kader.promise, henk)
        assert [(one.line, one.column) for one in listed.problems] == [
            (2, "date"),
            (3, "value"),
            (4, "date"),
            (5, "value"),
            (6, "unit"),
            (8, "date"),
            (9, "value"),
            (10, "value"),
            (11, "value"),
            (12, "note"),
        ]
        assert "regel 7" in listed.problems[5].words
        assert "40" in listed.problems[6].words
        with pytest.raises(BadInput):
            actions.take_in_values(kader.promise.lineage, text, by=henk)
    assert len(measured(kader, henk)) == 1


@pytest.mark.parametrize("text", ["", "naam;e-mail\nA;b", "datum;waarde\n"])
def test_a_list_without_values_says_so(kader: Kader, henk: Viewer, text: str) -> None:
    with acting(henk), pytest.raises(BadInput):
        values.read(text, kader.promise, henk)


def test_what_goes_out_can_come_in_again_and_is_no_formula(kader: Kader, henk: Viewer, as_: As) -> None:
    note = "=HYPERLINK(evil)"
    trial = {"source": Measurement.Source.TRIAL, "trial": new_id()}
    with acting(henk):
        actions.measure(kader.promise.lineage, day=date(2026, 9, 2), value=Decimal(50), by=henk, **trial)
        actions.measure(
            kader.promise.lineage, day=date(2026, 9, 1), value=Decimal("40.5"), note=note, by=henk
        )
    sent = as_(henk).get(reverse("promise_values", args=[kader.promise.lineage]))
    text = spreadsheets.text_of(sent.content)
    assert "2026-09-01;40,5;%;'=HYPERLINK(evil);" in text
    with acting(henk):
        listed = values.read(text, kader.promise, henk)
        assert (len(listed.known), listed.new, listed.problems) == (2, [], [])
        assert listed.known[0].note == note
    template = as_(henk).get(reverse("promise_template", args=[kader.promise.lineage])).content
    assert spreadsheets.text_of(template).strip() == "datum;waarde;eenheid;toelichting"


@pytest.mark.once
@given(st.text(max_size=30))
def test_no_cell_that_is_written_becomes_a_sum(text: str) -> None:
    cell = spreadsheets.neutral(text)
    assert cell.endswith(text)
    assert not cell.startswith(("=", "+", "@", "\t", "\r"))
    if cell.startswith("-"):
        float(cell.replace(",", "."))


def test_a_correction_keeps_what_stood_there(kader: Kader, fatima: Viewer, joost: Viewer, as_: As) -> None:
    with acting(fatima):
        row = actions.measure(kader.promise.lineage, day=date(2026, 10, 1), value=Decimal(80), by=fatima)
        better = actions.correct(row, day=row.day, value=Decimal(60), note="Dubbel geteld.", by=fatima)
        with pytest.raises(Conflict):
            actions.correct(row, day=row.day, value=Decimal(61), note="Nog eens.", by=fatima)
        again = actions.correct(better, day=row.day, value=Decimal(62), note="Eén vergeten.", by=fatima)
    with acting(joost), pytest.raises(Forbidden):
        actions.correct(again, day=row.day, value=Decimal(70), note="Ik denk het.", by=joost)
    assert measured(kader, fatima) == [again]
    page = as_(joost).get(reverse("promise", args=[kader.promise.lineage])).content.decode()
    assert "<s>80%</s>" in page
    assert "<s>60%</s>" in page


def test_what_is_confirmed_counts_until_its_correction_is_confirmed(
    kader: Kader, fatima: Viewer, joost: Viewer, henk: Viewer
) -> None:
    lineage = kader.promise.lineage
    with acting(fatima):
        row = actions.measure(lineage, day=date(2026, 10, 1), value=Decimal(80), by=fatima)
    with acting(joost):
        actions.confirm(row, by=joost)
    with acting(henk):
        better = actions.correct(row, day=row.day, value=Decimal(60), note="Dubbel geteld.", by=henk)
        standing = queries.standing_of(henk, lineage)
        assert (standing.now_confirmed, standing.now_claimed) == (Decimal(80), Decimal(60))
    with acting(joost):
        actions.confirm(better, by=joost)
        standing = queries.standing_of(joost, lineage)
        assert (standing.now_confirmed, standing.now_claimed) == (Decimal(60), None)


def test_the_form_of_a_correction_asks_for_a_reason(
    kader: Kader, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    with acting(fatima):
        row = actions.measure(kader.promise.lineage, day=date(2026, 10, 1), value=Decimal(80), by=fatima)
    url = reverse("promise_correct", args=[kader.promise.lineage, row.pk])
    sent = {"value": "60", "day": "2026-10-01", "note": ""}
    assert as_(fatima).post(url, sent).status_code == 200
    assert as_(joost).get(url).status_code == 403
    assert as_(fatima).post(url, sent | {"note": "Dubbel geteld."}).status_code == 302
    assert [one.value for one in measured(kader, fatima)] == [Decimal(60)]
