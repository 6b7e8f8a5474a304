"""My thread: what somebody wrote weeks ago comes back where it matters, for them alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import actions, queries, thread
from lerendwerken.learning.insights.models import Insight, ThreadItem
from lerendwerken.learning.weekcycle import actions as weekcycle

SignIn = Callable[[Viewer], Client]
THEN = date(2026, 11, 2)
NOW = date(2026, 11, 23)
ABOUT = "Begrijpen mensen een hoorverslag met drie zinnen bovenaan?"
FITS = "Bij hoorverslagen lezen mensen alleen de eerste zinnen."
ELSE = "Aan de telefoon vraag ik eerst wat iemand al weet."


def wrote(by: Viewer, text: str, week: date = THEN) -> Insight:
    with clock.at(datetime(week.year, week.month, week.day, 12, 0, tzinfo=UTC)), acting(by):
        return actions.write_insight(week=week, now=text, by=by)


def brought(by: Viewer, week: date = NOW, about: str = ABOUT) -> str:
    with acting(by):
        found = actions.bring_back(week, about, by=by)
    return found.piece.text if found else ""


def test_what_has_to_do_with_now_comes_back_the_same_all_week(fatima: Viewer) -> None:
    for text in (ELSE, FITS, "Een herinnering werkt niet bij een jaarrekening."):
        wrote(fatima, text)
    assert brought(fatima) == FITS
    assert brought(fatima, about="iets heel anders") == FITS, (
        "what stood there on Monday stands there on Friday"
    )


def test_nothing_comes_back_that_has_nothing_to_do_with_it(fatima: Viewer) -> None:
    wrote(fatima, ELSE)
    assert brought(fatima) == ""
    assert brought(fatima, about="") == ""


def test_what_is_fresh_does_not_come_back(fatima: Viewer) -> None:
    wrote(fatima, FITS, weeks.after(NOW, -1))
    assert brought(fatima) == ""


def test_never_the_same_twice_in_four_weeks(fatima: Viewer) -> None:
    wrote(fatima, FITS)
    assert [brought(fatima, weeks.after(NOW, later)) for later in range(6)] == [FITS, "", "", "", "", FITS]


def test_each_kind_of_ones_own_words_comes_back(fatima: Viewer) -> None:
    with clock.at(datetime(2026, 11, 2, 12, 0, tzinfo=UTC)), acting(fatima):
        weekcycle.write_focus(THEN, expectation=FITS, if_then="", confidence=None, by=fatima)
    assert brought(fatima) == FITS


def test_the_same_words_kept_twice_are_one_piece(fatima: Viewer) -> None:
    wrote(fatima, FITS)
    with clock.at(datetime(2026, 11, 2, 12, 0, tzinfo=UTC)), acting(fatima):
        weekcycle.write_focus(THEN, expectation=FITS, if_then="", confidence=None, by=fatima)
    with acting(fatima):
        assert len(thread.pieces(fatima, NOW)) == 1


def test_it_is_ones_own_alone(fatima: Viewer, joost: Viewer, marga: Viewer) -> None:
    wrote(fatima, FITS)
    assert brought(joost) == ""
    assert brought(fatima) == FITS
    with acting(fatima):
        item = ThreadItem.objects.visible_to(fatima).get()
    for other in (joost, marga):
        with acting(other), pytest.raises(NotFound):
            queries.thread_item_for(other, item.pk)


def test_thrown_away_is_gone_from_the_thread_too(fatima: Viewer) -> None:
    insight = wrote(fatima, FITS)
    assert brought(fatima) == FITS
    with acting(fatima):
        actions.delete(insight, by=fatima)
    assert brought(fatima) == ""


def test_not_again_and_off(fatima: Viewer, as_: SignIn) -> None:
    wrote(fatima, FITS)
    assert brought(fatima) == FITS
    client = as_(fatima)
    with acting(fatima):
        item = ThreadItem.objects.visible_to(fatima).get()
    client.post(reverse("insights:hush", args=[item.pk]))
    assert [brought(fatima, weeks.after(NOW, later)) for later in (0, 6)] == ["", ""]
    wrote(fatima, "Drie zinnen begrijpen de meeste mensen meteen.")
    for _time in range(2):
        client.post(reverse("insights:switch_thread"), {"thread": "off"})
    assert brought(fatima, weeks.after(NOW, 7)) == ""
    assert "Zet mijn draad aan" in client.get(reverse("insights:list")).content.decode()
    client.post(reverse("insights:switch_thread"), {"thread": "on"})
    assert brought(fatima, weeks.after(NOW, 7)).startswith("Drie zinnen")


def test_words_weigh_by_how_rare_they_are() -> None:
    def piece(number: int, text: str) -> thread.Piece:
        return thread.Piece(ThreadItem.Kind.INSIGHT, Insight().pk, THEN, text, "nl")

    often = [piece(number, "zinnen mensen zinnen") for number in range(5)]
    rare = piece(9, "daglicht dakkapel")
    assert thread.best([*often, rare], "mensen zinnen dakkapel daglicht") == [rare]
