"""Sending the one writing form: nothing overwrites, doubles or vanishes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.foundation.drafts import actions, tasks
from lerendwerken.foundation.drafts.models import Arrival, Draft
from lerendwerken.foundation.drafts.queries import draft_for
from lerendwerken.foundation.drafts.writing import OwnText, WritingForm, can_be_seen
from lerendwerken.foundation.ground import clock, jobs
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import WEDNESDAY

WEEK = "2026-W48"


class Sheet(WritingForm):
    """A form like those of the rooms."""

    draft = "tests.sheet"
    text = OwnText(label="Tekst", max_length=100_000, required=True)


@pytest.fixture(autouse=True)
def _fatima_looks(fatima: Viewer) -> Any:
    with acting(fatima):
        yield


def asked(viewer: Viewer, data: dict[str, str] | None = None) -> HttpRequest:
    factory = RequestFactory()
    request = factory.post("/", data) if data is not None else factory.get("/")
    request.viewer = viewer  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    return request


def page(viewer: Viewer, about: str = WEEK, **initial: str) -> dict[str, str]:
    """The hidden fields of a page that was opened now."""
    html = Sheet.open(asked(viewer), about=about, initial=initial).machinery
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', html))


def send(viewer: Viewer, hidden: dict[str, str], text: str, about: str = WEEK) -> Sheet:
    return Sheet.submitted(asked(viewer, {**hidden, "text": text}), about=about)


def arrive(viewer: Viewer, hidden: dict[str, str], text: str, about: str = WEEK) -> Sheet:
    form = send(viewer, hidden, text, about)
    assert form.is_valid(), form.errors
    form.done()
    return form


def save(viewer: Viewer, text: str, version: int, key: str = "") -> Draft:
    return actions.save_draft(Sheet.draft, WEEK, {"text": text, "key": key}, version, by=viewer)


def problem(form: Sheet) -> str:
    return " ".join(str(error) for error in form.non_field_errors())


def test_a_draft_lies_over_what_exists(fatima: Viewer) -> None:
    save(fatima, "halverwege", 0)
    form = Sheet.open(asked(fatima), about=WEEK, initial={"text": "eerder"})
    assert form["text"].value() == "halverwege"
    assert form.draft_version == 1


def test_done_lets_the_draft_go_and_tells_the_page(fatima: Viewer) -> None:
    hidden = page(fatima)
    save(fatima, "klaar", 0, hidden["key"])
    form = arrive(fatima, {**hidden, "version": "1"}, "klaar")
    assert draft_for(fatima, Sheet.draft, WEEK) is None
    assert form.request.session["writing-done"] == [hidden["key"]]


def test_an_older_tab_is_refused_and_shows_both_texts(fatima: Viewer) -> None:
    hidden = page(fatima)
    save(fatima, "uit het andere tabblad <b>", 0)
    form = send(fatima, hidden, "uit dit tabblad")
    assert not form.is_valid()
    assert "ander tabblad" in problem(form)
    assert "uit het andere tabblad &lt;b&gt;" in form.machinery
    assert form["text"].value() == "uit dit tabblad"
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.machinery))
    assert send(fatima, again, "uit dit tabblad").is_valid(), "the second time is a choice"


def test_line_ends_of_browsers_are_no_difference(fatima: Viewer) -> None:
    hidden = page(fatima)
    save(fatima, "een\ntwee", 0)
    assert send(fatima, hidden, "een\r\ntwee").is_valid()


def test_the_same_form_twice_is_one_form(fatima: Viewer) -> None:
    hidden = page(fatima)
    arrive(fatima, hidden, "een\ntwee")
    arrive(fatima, hidden, "een\r\ntwee ")
    assert Arrival.objects.visible_to(fatima).count() == 1


def test_back_and_sent_again_with_other_words_is_not_taken_for_done(fatima: Viewer) -> None:
    hidden = page(fatima)
    arrive(fatima, hidden, "eerste woorden")
    form = send(fatima, hidden, "andere woorden")
    assert not form.is_valid()
    assert "met een andere tekst" in problem(form)
    assert form["text"].value() == "andere woorden"
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.machinery))
    assert again["key"] != hidden["key"]
    arrive(fatima, again, "andere woorden")


def test_a_tab_from_before_the_form_was_sent_asks_first(fatima: Viewer) -> None:
    one, other = page(fatima), page(fatima)
    arrive(fatima, one, "uit het ene")
    form = send(fatima, other, "uit het andere")
    assert not form.is_valid()
    assert "in een ander tabblad" in problem(form)
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.machinery))
    arrive(fatima, again, "uit het andere")


def test_two_tabs_may_catch_two_different_thoughts(fatima: Viewer) -> None:
    one, other = page(fatima, about=""), page(fatima, about="")
    arrive(fatima, one, "een gedachte", about="")
    arrive(fatima, other, "nog een gedachte", about="")


def test_a_save_that_lands_after_the_form_gets_a_key_of_its_own(fatima: Viewer) -> None:
    hidden = page(fatima)
    arrive(fatima, hidden, "klaar")
    save(fatima, "klaar, en nog iets", 0, hidden["key"])
    assert page(fatima)["key"] != hidden["key"]


def test_others_keys_tell_nothing(fatima: Viewer, joost: Viewer) -> None:
    hidden = page(fatima)
    arrive(fatima, hidden, "van Fatima")
    with acting(joost):
        arrive(joost, {**page(joost), "key": hidden["key"]}, "van Joost")


@pytest.mark.parametrize("field", ["key", "version", "after"])
@pytest.mark.parametrize("value", ["", "null", "-1", "9" * 400, "\x00", "[]", "🙂"])
def test_broken_machinery_breaks_nothing(fatima: Viewer, field: str, value: str) -> None:
    form = send(fatima, {**page(fatima), field: value}, "tekst")
    assert form.is_valid() or problem(form)
    assert str(form.machinery)


def test_a_hundred_thousand_characters_fit_however_the_browser_ends_lines(fatima: Viewer) -> None:
    text = "🙂\r\n" * 49_999 + "🙂🙂"
    form = send(fatima, page(fatima), text)
    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["text"]) == 100_000
    assert "maxlength" not in str(form["text"]), "a browser would cut the paste off without a word"


def test_more_is_said_kindly_and_kept_on_the_page(fatima: Viewer) -> None:
    form = send(fatima, page(fatima), "x" * 100_012)
    assert not form.is_valid()
    assert "100012" in str(form.errors)
    assert "Maak het korter" in str(form.errors)
    assert len(str(form["text"].value())) == 100_012


def test_nul_is_refused_at_its_field(fatima: Viewer) -> None:
    form = send(fatima, page(fatima), "a\x00b")
    assert not form.is_valid()
    assert form.errors["text"]


def test_a_paste_of_the_widest_characters_arrives_as_a_form(
    fatima: Viewer, as_: Callable[[Viewer], Client]
) -> None:
    """Url-encoded it is twelve bytes a character."""
    client = as_(fatima)
    opened = client.get("/first/")
    assert opened.status_code == 200

    def post(piece: str, view: str) -> Any:
        body = urlencode({"piece": piece, "view": view})
        return client.post("/first/", body, content_type="application/x-www-form-urlencoded")

    assert post("🙂" * 100_000, "🙂" * 2000).status_code == 302
    more = post("🙂" * 100_001, "kort")
    assert more.status_code == 200
    assert "Maak het korter" in more.content.decode()


def test_what_nobody_touched_for_ninety_days_goes(fatima: Viewer, joost: Viewer, sanne: Viewer) -> None:
    for viewer in (fatima, joost, sanne):
        with acting(viewer):
            arrive(viewer, page(viewer), "klaar")
            save(viewer, "oud", 0)
    with clock.at(WEDNESDAY + timedelta(days=60)), acting(joost):
        save(joost, "aangeraakt", 1)
    with clock.at(WEDNESDAY + timedelta(days=91)):
        tasks.forget()
    for viewer, left in ((fatima, []), (joost, ["aangeraakt"]), (sanne, [])):
        with acting(viewer):
            rows = Draft.objects.visible_to(viewer)
            assert [json.loads(row.fields)["text"] for row in rows] == left
            assert Arrival.objects.visible_to(viewer).count() == 0


def test_the_worker_knows_of_it() -> None:
    assert {"drafts.forget", "weekcycle.forget_pieces"} <= set(jobs._daily)


@pytest.mark.parametrize(
    "text",
    [
        "\u200b\u200b",
        "\u00ad \u2060",
        "\ufeff",
        "\u202e\u202c",
        "\u3164",
        "\u2800\ufe0f",
        "\u180e\u180b",
        "\u034f",
        "\ufe00",
        "\U000e0100",
        "\U000e0041",
    ],
)
def test_what_nobody_can_see_is_no_text(text: str) -> None:
    assert not can_be_seen(text)


@given(st.text(min_size=1, max_size=40))
def test_unseen_signs_around_a_text_change_nothing_about_it(text: str) -> None:
    assert can_be_seen(f"\u200b{text}\u00ad") == can_be_seen(text)


_UNSEEN = st.text(st.characters(categories=["Cf", "Zs"]), max_size=6)


@given(_UNSEEN, st.sampled_from(["a", "👩🏽‍🤝‍👩🏾", "می‌خواهم"]), _UNSEEN)
def test_only_what_can_be_seen_counts_and_nothing_is_taken_out_of_it(
    before: str, word: str, after: str
) -> None:
    field = OwnText(max_length=100, required=True)
    assert word in field.clean(before + word + after)
    with pytest.raises(ValidationError):
        field.clean(before + after)


@pytest.mark.parametrize("text", ["a", "👩🏽‍🤝‍👩🏾", "می‌خواهم", "é", "?", "١", "\U0001fae9"])
def test_what_somebody_can_see_is_text(text: str) -> None:
    assert can_be_seen(text)
