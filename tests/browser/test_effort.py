"""Little effort: how many clicks and key commands a week takes besides typing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import journeys, together
from tests.browser.conftest import Opened
from tests.browser.living import PHONE, Person, World, at

pytestmark = pytest.mark.browser
MOST_IN_A_FULL_WEEK = 45
MOST_IN_A_TIGHT_WEEK = 14


def test_a_full_week_takes_little_effort(opened: Opened) -> None:
    """Everything that the method asks of one person: question, five moments, an insight shared, energy."""
    world = opened(PHONE, at("monday"))
    fatima = world.person("fatima")
    spent: dict[str, int] = {}
    _spend(spent, "focus", fatima, lambda: journeys.focus(fatima.go("/")))
    world.live(at("tuesday"))
    _spend(spent, "deepen", fatima, lambda: _deepen(fatima))
    world.live(at("wednesday"))
    _spend(spent, "do", fatima, lambda: _do(fatima))
    world.live(at("thursday"))
    _joost_brings_a_case(world)
    _spend(spent, "dialogue", fatima, lambda: _dialogue(world, fatima))
    world.live(at("friday"))
    _spend(spent, "harvest", fatima, lambda: _harvest(fatima))
    print("\na full week:", spent, sum(spent.values()))
    assert sum(spent.values()) <= MOST_IN_A_FULL_WEEK, spent


def test_a_tight_week_takes_ten_minutes(opened: Opened) -> None:
    """One line of experiment, one insight; the question is kept."""
    fatima = opened(PHONE, at("wednesday")).person("fatima").go("/")
    fatima.effort = 0
    journeys.tight_week(fatima)
    print("\na tight week:", fatima.effort)
    fatima.sees("Je week is bewaard. Eén regel is genoeg.")
    assert fatima.effort <= MOST_IN_A_TIGHT_WEEK


def _spend(spent: dict[str, int], name: str, who: Person, act: Callable[[], object]) -> None:
    before = who.effort
    act()
    spent[name] = who.effort - before


def _deepen(who: Person) -> None:
    journeys.spar(who.go("/"))
    journeys.keep_what_was_found(who)


def _do(who: Person) -> None:
    who.go("/").primary()
    journeys.experiment(who)
    journeys.propose_change(who)


def _joost_brings_a_case(world: World) -> None:
    joost = world.person("joost").go("/dialogue/")
    together.bring_case(joost)
    together.take_position(joost, together.POSITIONS["joost"])


def _dialogue(world: World, who: Person) -> None:
    """Her own position before the reveal; after it an objection, a word to the courage question, and the decision."""
    who.go("/").primary()
    together.take_position(who, together.POSITIONS["fatima"])
    joost = world.person("joost").go("/dialogue/")
    joost.follow("Toon de standpunten").send("Toon ze nu")
    who.go("/").primary()
    assert together.object_where_asked(who) == 1
    together.answer_courage(who)
    together.decide(world.person("joost").go("/dialogue/"))
    who.go("/").follow("Scherp gesprek", who.page.locator(".moments")).sees(together.DECISION)


def _harvest(who: Person) -> None:
    who.go("/").primary()
    journeys.recall(who)
    journeys.insight(who)
