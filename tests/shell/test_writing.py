"""No word may be lost: every way in which saving can go wrong, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .server import PREFIX, House

pytestmark = pytest.mark.browser

WORDS = "Korter is niet hetzelfde als duidelijker. 🙂"


def open_sheet(page: Page) -> None:
    page.goto("/write")
    page.wait_for_selector("html[data-ready]")


def thought(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("textbox", name="Gedachte", exact=True)


def copies(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "prefix => Object.keys(localStorage).filter(name => name.startsWith(prefix))", PREFIX
    )
    return names


def saved(page: Page, version: int) -> None:
    page.wait_for_selector(f'form[data-saved="{version}"]')


def test_words_are_saved_after_a_pause_and_the_copy_goes(tab: Page, house: House) -> None:
    open_sheet(tab)
    thought(tab).fill(WORDS)
    assert copies(tab), "the browser keeps a copy before the server has it"
    saved(tab, 1)
    assert house.drafts["form"]["fields"]["thought"] == WORDS
    assert copies(tab) == []
    expect(tab.get_by_text("Bewaard om 10.41")).to_be_visible()
    expect(tab.get_by_text("7 woorden")).to_be_visible()
    assert tab.locator('input[name="version"]').input_value() == "1"


def test_an_untouched_slider_says_nothing(tab: Page, house: House) -> None:
    open_sheet(tab)
    thought(tab).fill(WORDS)
    saved(tab, 1)
    assert "sure" not in house.drafts["form"]["fields"]
    tab.get_by_label("Hoe zeker?").press("ArrowRight")
    saved(tab, 2)
    assert house.drafts["form"]["fields"]["sure"] == "55"


def test_a_submit_arrives_once_and_leaves_nothing_behind(tab: Page, house: House) -> None:
    open_sheet(tab)
    thought(tab).fill(WORDS)
    tab.get_by_role("button", name="Bewaar", exact=True).click()
    expect(tab.get_by_role("heading", name="Klaar")).to_be_visible()
    tab.wait_for_selector("html[data-ready]")
    assert [post["thought"] for post in house.posts] == [WORDS]
    assert copies(tab) == []
    assert house.drafts == {}
    open_sheet(tab)
    expect(thought(tab)).to_have_value("")


@pytest.mark.parametrize("fault", ["error", "cut", "signed-out"])
def test_what_cannot_be_saved_stays_here_and_is_tried_again(tab: Page, house: House, fault: str) -> None:
    house.fault = fault
    open_sheet(tab)
    thought(tab).fill(WORDS)
    expect(tab.locator(".says .kept")).to_be_visible()
    assert len(copies(tab)) == 1
    house.fault = ""
    saved(tab, 1)
    assert house.drafts["form"]["fields"]["thought"] == WORDS
    assert copies(tab) == []
    expect(tab.locator(".says .kept")).to_have_count(0)


def test_signed_out_offers_to_sign_in_beside_the_text(tab: Page, house: House) -> None:
    house.fault = "signed-out"
    open_sheet(tab)
    thought(tab).fill(WORDS)
    expect(tab.get_by_role("link", name="Meld je aan, in een nieuw tabblad")).to_be_visible()
    expect(thought(tab)).to_have_value(WORDS)


def test_a_closed_tab_gives_its_words_back(tab: Page, house: House, browser_context: BrowserContext) -> None:
    house.fault = "cut"
    open_sheet(tab)
    thought(tab).fill(WORDS)
    tab.close()
    again = browser_context.new_page()
    open_sheet(again)
    expect(thought(again)).to_have_value(WORDS)
    expect(again.get_by_text("We hebben teruggezet wat je hier eerder schreef.")).to_be_visible()
    house.fault = ""
    saved(again, 1)
    assert copies(again) == []


def test_an_answer_that_never_came_is_no_conflict(tab: Page, house: House) -> None:
    house.fault = "lost"
    open_sheet(tab)
    thought(tab).fill(WORDS)
    expect(tab.locator(".says .kept")).to_be_visible()
    assert house.drafts["form"]["version"] == 1
    thought(tab).press_sequentially(" Nog iets.")
    house.fault = ""
    tab.wait_for_selector("form[data-saved]")
    tab.wait_for_function("() => !document.querySelector('.says .kept')")
    expect(tab.locator('.says .alert[data-kind="choice"]')).to_have_count(0)
    assert house.drafts["form"]["fields"]["thought"] == f"{WORDS} Nog iets."


def test_a_submit_without_an_answer_keeps_the_words(tab: Page, house: House) -> None:
    open_sheet(tab)
    thought(tab).fill(WORDS)
    saved(tab, 1)
    house.fault = "cut"
    tab.get_by_role("button", name="Bewaar", exact=True).click()
    tab.wait_for_url("chrome-error://**")
    house.fault = ""
    open_sheet(tab)
    expect(thought(tab)).to_have_value(WORDS)


def test_a_submit_that_arrived_unseen_collides_instead_of_doubling(tab: Page, house: House) -> None:
    open_sheet(tab)
    thought(tab).fill(WORDS)
    saved(tab, 1)
    house.fault = "lost"
    tab.get_by_role("button", name="Bewaar", exact=True).click()
    tab.wait_for_url("chrome-error://**")
    house.fault = ""
    house.done.clear()
    open_sheet(tab)
    expect(thought(tab)).to_have_value(WORDS)
    tab.get_by_role("button", name="Bewaar", exact=True).click()
    expect(tab.get_by_role("heading", name="Klaar")).to_be_visible()
    assert len({post["key"] for post in house.posts}) == 1, "the same words keep their key"


def test_changed_after_an_unseen_submit_it_is_a_new_writing(tab: Page, house: House) -> None:
    open_sheet(tab)
    thought(tab).fill(WORDS)
    saved(tab, 1)
    house.fault = "lost"
    tab.get_by_role("button", name="Bewaar", exact=True).click()
    tab.wait_for_url("chrome-error://**")
    house.fault = ""
    house.done.clear()
    open_sheet(tab)
    thought(tab).press_sequentially(" En dit.")
    tab.get_by_role("button", name="Bewaar", exact=True).click()
    expect(tab.get_by_role("heading", name="Klaar")).to_be_visible()
    assert house.posts[-1]["thought"] == f"{WORDS} En dit."
    assert len({post["key"] for post in house.posts}) == 2, "new words must not vanish in an old row"


def two_versions(tab: Page, other: Page) -> None:
    open_sheet(tab)
    open_sheet(other)
    thought(tab).fill("uit het ene tabblad")
    saved(tab, 1)
    thought(other).fill("uit het andere tabblad")
    expect(other.get_by_text("Deze tekst staat ook in een ander tabblad open")).to_be_visible()


@pytest.fixture
def other(browser_context: BrowserContext) -> Page:
    return browser_context.new_page()


def test_two_tabs_are_asked_about_and_never_overwritten(tab: Page, other: Page, house: House) -> None:
    two_versions(tab, other)
    assert house.drafts["form"]["fields"]["thought"] == "uit het ene tabblad"
    other.get_by_role("button", name="Leg ze naast elkaar").click()
    expect(other.locator(".twin")).to_contain_text("uit het ene tabblad")
    expect(thought(other)).to_have_value("uit het andere tabblad")
    other.get_by_role("button", name="Bewaar", exact=True).click()
    assert house.posts == [], "nothing is sent before the choice"
    other.get_by_role("button", name="Deze", exact=True).click()
    saved(other, 2)
    assert house.drafts["form"]["fields"]["thought"] == "uit het andere tabblad"
    expect(other.locator(".twin")).to_have_count(0)


def test_the_other_version_can_be_chosen(tab: Page, other: Page, house: House) -> None:
    two_versions(tab, other)
    other.get_by_role("button", name="De andere").click()
    expect(thought(other)).to_have_value("uit het ene tabblad")
    thought(other).press_sequentially(", verder")
    saved(other, 2)
    assert house.drafts["form"]["fields"]["thought"] == "uit het ene tabblad, verder"


def test_two_tabs_offline_keep_both_texts(
    tab: Page, other: Page, house: House, browser_context: BrowserContext
) -> None:
    open_sheet(tab)
    open_sheet(other)
    house.fault = "cut"
    thought(tab).fill("uit het ene tabblad")
    thought(other).fill("uit het andere tabblad")
    kept = copies(tab)
    assert len(kept) == 2
    texts = [tab.evaluate("name => JSON.parse(localStorage[name]).fields.thought", name) for name in kept]
    assert set(texts) == {"uit het ene tabblad", "uit het andere tabblad"}


def test_a_browser_that_keeps_nothing_still_saves(browser_context: BrowserContext, house: House) -> None:
    browser_context.add_init_script(
        "Object.defineProperty(window, 'localStorage', "
        "{get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = browser_context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_sheet(page)
    thought(page).fill(WORDS)
    saved(page, 1)
    assert wrong == []


def test_sign_out_asks_about_unsaved_words_and_clears_the_browser(tab: Page, house: House) -> None:
    house.fault = "error"
    open_sheet(tab)
    thought(tab).fill(WORDS)
    expect(tab.locator(".says .kept")).to_be_visible()
    tab.get_by_role("button", name="FE, jouw menu").click()
    tab.get_by_role("button", name="Afmelden").click()
    tab.get_by_role("button", name="Blijf aangemeld").click()
    assert len(copies(tab)) == 1
    tab.get_by_role("button", name="FE, jouw menu").click()
    tab.get_by_role("button", name="Afmelden").click()
    tab.get_by_role("button", name="Meld af en gooi weg").click()
    expect(tab.get_by_role("heading", name="Klaar")).to_be_visible()
    assert copies(tab) == []
