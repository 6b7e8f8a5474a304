"""Keys alone get through the week: everything is reached with Tab, and the focus can be seen everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import journeys, together
from tests.browser.conftest import Opened
from tests.browser.keys import Keys
from tests.browser.living import DESKTOP, World, at, paired

pytestmark = pytest.mark.browser


def _hands(world: World, login: str) -> Keys:
    mouse = world.visitor()
    hands = Keys(world, mouse.context, mouse.page)
    world.people[f"{login} with keys"] = hands
    hands.sign_in(f"{login}@waterrijk.example")
    return hands


def test_keys_alone_get_through_the_week(opened: Opened) -> None:
    """From the first paste to the harvest, with a sparring session, a practice and the dialogue."""
    world = opened(paired(DESKTOP), at("monday"))
    fatima = _hands(world, "fatima")
    journeys.paste(fatima)
    journeys.choose_question(fatima)
    journeys.focus(fatima)
    world.live(at("tuesday"))
    fatima.go("/week/")
    journeys.spar(fatima)
    journeys.keep_what_was_found(fatima)
    world.live(at("wednesday"))
    fatima.go("/week/").primary()
    journeys.use_practice(fatima)
    fatima.go("/week/").primary()
    journeys.experiment(fatima)
    world.live(at("thursday"))
    fatima.go("/week/").primary()
    together.bring_case(fatima)
    together.take_position(fatima, together.POSITIONS["fatima"])
    fatima.follow("Toon de standpunten").send("Toon ze nu")
    together.answer_courage(fatima)
    together.bring_partner_in(fatima)
    together.decide(fatima)
    world.live(at("friday"))
    fatima.go("/week/").primary()
    journeys.recall(fatima)
    journeys.insight(fatima)
    fatima.sees("Je oogst is bewaard.")


def test_a_thought_is_caught_with_keys(opened: Opened) -> None:
    """From anywhere: one shortcut, one field, and the focus goes back where it was."""
    fatima = _hands(opened(paired(DESKTOP)), "fatima")
    fatima.go("/practices/")
    fatima.press("Alt+v")
    expect(fatima.page.get_by_role("dialog")).to_be_visible()
    fatima.page.keyboard.insert_text("Waarom sturen we die brief twee keer?")
    fatima.press("Control+Enter")
    expect(fatima.page.get_by_role("dialog")).to_have_count(0)
    fatima.go("/catch/").sees("Waarom sturen we die brief twee keer?")


def test_the_menu_opens_and_closes_with_keys(opened: Opened) -> None:
    """The account menu and the explanation of a seal: Enter opens, Escape closes."""
    fatima = _hands(opened(paired(DESKTOP)), "fatima")
    fatima.go("/week/")
    fatima.click(fatima.page.get_by_role("button", name="FE, jouw menu"))
    expect(fatima.page.get_by_role("group", name="Jouw menu")).to_be_visible()
    fatima.press("Escape")
    expect(fatima.page.get_by_role("group", name="Jouw menu")).to_be_hidden()
    seal = fatima.page.locator("main button.who").first
    fatima.click(seal)
    note = fatima.page.locator(f"#{seal.get_attribute('popovertarget')}")
    expect(note).to_be_visible()
    fatima.press("Escape")
    expect(note).to_be_hidden()
