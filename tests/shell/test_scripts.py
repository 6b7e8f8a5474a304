"""The other scripts: catching a thought, the answer as it comes, theme, copying, accessibility."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .server import PREFIX, House

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent.parent / "browser" / "vendor" / "axe.min.js"


def go(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_selector("html[data-ready]")


def test_a_thought_is_caught_with_one_key(tab: Page, house: House) -> None:
    go(tab, "/done")
    tab.keyboard.press("Alt+v")
    tab.keyboard.type("Vraag Noor naar de brief")
    tab.keyboard.press("Control+Enter")
    expect(tab.get_by_text("Gevangen. Je geeft het later een plek.")).to_be_visible()
    assert [caught["text"] for caught in house.caught] == ["Vraag Noor naar de brief"]
    assert len(house.caught[0]["key"]) == 36
    expect(tab.get_by_role("dialog")).to_have_count(0)


def test_the_shortcut_leaves_typing_alone(tab: Page, house: House) -> None:
    go(tab, "/write")
    tab.get_by_role("textbox", name="Gedachte", exact=True).press_sequentially("ccc")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(tab.get_by_role("textbox", name="Gedachte", exact=True)).to_have_value("ccc")
    tab.keyboard.press("Alt+v")
    expect(tab.get_by_role("dialog")).to_be_visible()


def test_an_empty_field_is_told_of_in_the_language_of_the_page(tab: Page, house: House) -> None:
    go(tab, "/write")
    thought = tab.get_by_role("textbox", name="Gedachte", exact=True)
    button = tab.get_by_role("button", name="Bewaar").last
    button.click()
    expect(thought).to_be_focused()
    assert thought.evaluate("field => field.validationMessage") == "Vul dit eerst in."
    thought.fill("Nu wel")
    assert thought.evaluate("field => field.validationMessage") == ""
    button.click()
    expect(tab.get_by_role("heading", name="Klaar")).to_be_visible()


def test_a_thought_that_cannot_be_saved_stays(tab: Page, house: House) -> None:
    house.fault = "error"
    go(tab, "/done")
    tab.get_by_role("link", name="Vang een gedachte").click()
    tab.get_by_label("Je gedachte").fill("Niet kwijt")
    tab.get_by_role("button", name="Bewaar").click()
    expect(tab.get_by_text("Nog niet bewaard.")).to_be_visible()
    go(tab, "/done")
    tab.keyboard.press("Alt+v")
    expect(tab.get_by_label("Je gedachte")).to_have_value("Niet kwijt")
    house.fault = ""
    tab.get_by_role("button", name="Bewaar").click()
    expect(tab.get_by_text("Gevangen.")).to_be_visible()
    kept = tab.evaluate("p => Object.keys(localStorage).filter(n => n.startsWith(p))", PREFIX)
    assert kept == []


def test_an_answer_survives_broken_streams(tab: Page, house: House) -> None:
    house.answer = "Drie zinnen 🙂🙂🙂 dwingen je te kiezen. Dat is winst."
    house.breaks = 3
    go(tab, "/sparring")
    expect(tab.locator("[data-finished]")).to_have_text(house.answer)
    assert tab.locator("[data-stream-url]").get_attribute("data-offset") == str(len(house.answer))
    expect(tab.get_by_role("button", name="Zeg het")).to_be_enabled()  # without opening the page again


def test_stop_is_heard(tab: Page, house: House) -> None:
    house.answer = "x" * 50
    house.breaks = 5
    go(tab, "/sparring")
    tab.get_by_role("button", name="Stop").click()
    tab.wait_for_function("() => document.querySelector('[data-stop]').getAttribute('aria-busy') === 'true'")
    tab.wait_for_function("() => document.querySelector('[data-stream-status]').textContent !== ''")
    assert house.stopped


def test_the_theme_is_remembered_before_painting(tab: Page, house: House) -> None:
    go(tab, "/done")
    tab.get_by_role("button", name="FE, jouw menu").click()
    tab.get_by_text("Donker", exact=True).click()
    tab.goto("/write", wait_until="commit")
    tab.wait_for_selector("main")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"


SEAL = "main button.who"
DEFINITION = "details.defn > summary"


def explained(tab: Page, sign: str) -> tuple[Locator, Locator]:
    """A sign that has an explanation, and the explanation."""
    trigger = tab.locator(sign).first
    trigger.scroll_into_view_if_needed()
    name = trigger.get_attribute("popovertarget")
    return trigger, tab.locator(f"#{name}" if name else "details.defn > .note").first


@pytest.mark.parametrize("sign", [SEAL, DEFINITION])
def test_an_explanation_is_there_while_one_points_at_it(tab: Page, sign: str) -> None:
    go(tab, "/components")
    trigger, note = explained(tab, sign)
    expect(note).to_be_hidden()
    trigger.hover()
    expect(note).to_be_visible()
    note.hover()
    tab.wait_for_timeout(500)
    expect(note).to_be_visible()
    tab.mouse.move(2, 2)
    expect(note).to_be_hidden()


@pytest.mark.parametrize("sign", [SEAL, DEFINITION])
def test_an_explanation_comes_with_the_keyboard_and_goes_with_escape(tab: Page, sign: str) -> None:
    go(tab, "/components")
    trigger, note = explained(tab, sign)
    tab.keyboard.press("Tab")
    trigger.focus()
    expect(note).to_be_visible()
    tab.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(trigger).to_be_focused()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    expect(note).to_be_visible()
    tab.keyboard.press("Tab")
    expect(note).to_be_hidden()


@pytest.mark.parametrize("sign", [SEAL, DEFINITION])
def test_escape_takes_an_explanation_away_under_the_pointer(tab: Page, sign: str) -> None:
    go(tab, "/components")
    trigger, note = explained(tab, sign)
    trigger.hover()
    expect(note).to_be_visible()
    tab.keyboard.press("Escape")
    expect(note).to_be_hidden()
    tab.wait_for_timeout(500)
    expect(note).to_be_hidden()


@pytest.mark.parametrize("sign", [SEAL, DEFINITION])
def test_a_click_keeps_an_explanation_and_the_next_takes_it_away(tab: Page, sign: str) -> None:
    go(tab, "/components")
    trigger, note = explained(tab, sign)
    for wait in (0, 500):
        trigger.hover()
        tab.wait_for_timeout(wait)
        trigger.click()
        tab.mouse.move(2, 2)
        tab.wait_for_timeout(500)
        expect(note).to_be_visible()
        trigger.click()
        expect(note).to_be_hidden()
        tab.mouse.move(2, 2)
        tab.wait_for_timeout(500)


@pytest.mark.parametrize("sign", [SEAL, DEFINITION])
def test_enter_keeps_an_explanation_and_the_next_takes_it_away(tab: Page, sign: str) -> None:
    go(tab, "/components")
    trigger, note = explained(tab, sign)
    tab.keyboard.press("Tab")
    trigger.focus()
    tab.keyboard.press("Enter")
    expect(note).to_be_visible()
    tab.keyboard.press("Enter")
    expect(note).to_be_hidden()


def test_an_explanation_moves_along_with_the_pointer_and_leaves_an_open_menu(tab: Page) -> None:
    go(tab, "/components")
    same = tab.locator("main button.who[popovertarget=pop-self]:visible")
    assert same.count() >= 2
    note = tab.locator("#pop-self")
    places = []
    for seal in (same.nth(0), same.nth(1)):
        seal.hover()
        tab.wait_for_timeout(500)
        seen = note.bounding_box()
        assert seen
        places.append((round(seen["x"]), round(seen["y"])))
    assert places[0] != places[1]
    tab.keyboard.press("Escape")
    tab.mouse.move(2, 2)
    menu = tab.get_by_role("group", name="Jouw menu")
    tab.get_by_role("button", name="FE, jouw menu").click()
    same.nth(1).hover()
    tab.wait_for_timeout(500)
    expect(menu).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (360, "light", "nl"),
        (360, "dark", "en"),
        (1024, "light", "nl"),
        (1440, "dark", "nl"),
        (1440, "light", "en"),
    ],
)
def test_every_component_fits_and_is_accessible(
    chromium: object, house: House, width: int, scheme: str, language: str
) -> None:
    context: BrowserContext = chromium.new_context(  # type: ignore[attr-defined]
        base_url=house.url,  # type: ignore[attr-defined]
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page = context.new_page()
    go(page, f"/components?{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text() + ";0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], v["nodes"][0]["target"]) for v in found["violations"]] == []
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    context.close()


COMING = """
Een opmerking vooraf met <img src=x onerror=alert(1)> erin.

## Waar ik **anders** kijk dan jij
a. Je schrijft ‘te lang’. **Lengte is een gevolg**: zie [de wet](https://evil.example/?d=1). [nagaan]
b. Dat is *niet* `bewezen` * en __hier__ ook niet. [check]

- **Rechter**: mist iets
- ![x](https://evil.example/p.png)

1. Eén
2. Twee

| Punt | Wat |
|------|-----|
| a | **vet** |

---
```html
<script>alert(1)</script>

**code blijft code**
```
Klaar.
"""
GROWS = """async ([file, text, step]) => {
  const { Coming, spoken } = await import(file);
  const place = document.createElement('div');
  document.querySelector('main').append(place);
  const coming = new Coming(place);
  const seen = [];
  for (let at = 0; at < text.length; at += step) {
    coming.add(text.slice(at, at + step));
    await new Promise(requestAnimationFrame);
    seen.push([...place.children].filter((one) => one.localName !== 'pre').map((one) => one.textContent).join('\\n'));
  }
  return [seen, place.textContent, [...place.querySelectorAll('*')].map((one) => one.localName), spoken(text)];
}"""


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_marks_of_a_model_are_never_seen_while_an_answer_comes(tab: Page, house: House, step: int) -> None:
    go(tab, "/done")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    seen, last, tags, heard = tab.evaluate(GROWS, ["/static/shell/js/coming.js", COMING, step])
    assert "**" not in heard
    assert "[nagaan]" not in heard
    for text in seen:
        for mark in ("**", "##", "__", "[nagaan]", "[check]", "|--", "---"):
            assert mark not in text.replace("**code blijft code**", ""), text
    for words in (
        "anders kijk dan jij",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "Klaar.",
    ):
        assert words in last
    assert "de wet (https://evil.example/?d=1)" in last, "a link is text with its real address"
    assert "**code blijft code**" in last
    assert {"strong", "em", "code", "ul", "ol", "pre"} < set(tags)
    assert not {"img", "script", "a"} & set(tags)
    assert not [url for url in asked if "evil" in url or url.endswith("/x")]


SEEN_ON_THE_CLICK = """button => {
  const line = button.form.querySelector("[data-once-sent]");
  const before = line.checkVisibility();
  button.click();
  return [before, line.checkVisibility(), button.ariaBusy, document.getElementById("lw-said").textContent];
}"""


def test_a_form_that_asks_says_at_once_that_it_was_sent(tab: Page, house: House) -> None:
    go(tab, "/write")
    tab.get_by_role("textbox", name="Gedachte", exact=True).fill("Dit duurt even")
    seen = tab.get_by_role("button", name="Bewaar").last.evaluate(SEEN_ON_THE_CLICK)
    assert seen == [False, True, "true", "Je woorden zijn onderweg."]
    expect(tab.get_by_role("heading", name="Klaar")).to_be_visible()
    assert [post["thought"] for post in house.posts] == ["Dit duurt even"]
