"""What strangers and jokers try: markup in every field, a double click, a way out after signing in."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser import journeys, newcomers, together
from tests.browser.conftest import Opened
from tests.browser.living import PASSWORD, PHONE, Person, World, at

pytestmark = pytest.mark.browser
MARKUP = (
    '<img src=/gelekt onerror="window.ran=1"><svg onload="window.ran=1"></svg><script>window.ran=1</script>'
    "[klik](javascript:window.ran=1) ![x](https://evil.example/?d=1) \"'><b>vet"
)
LINE = '<img src=/gelekt onerror="window.ran=1">'
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
]


@pytest.fixture
def world(opened: Opened) -> World:
    """A served demo on a Wednesday in which nobody wrote anything yet."""
    return opened(PHONE, at("wednesday"))


def _unharmed(who: Person) -> None:
    """Nothing ran, nothing was made of it, nothing was asked for."""
    assert who.page.evaluate("window.ran") is None, who.page.url
    made = who.page.locator(
        "img, [onerror], [onload], a[href^='javascript'], a[href*='evil.example'], main b b"
    )
    assert made.count() == 0, who.page.url


def test_markup_is_text_everywhere(world: World) -> None:
    """The same markup in every field of a week; whoever reads it sees it as it was typed."""
    fatima, joost = world.person("fatima"), world.person("joost")
    asked: list[str] = []
    for who in (fatima, joost):
        who.page.on("request", lambda request: asked.append(request.url))
    _write_a_week_of_it(fatima)
    mine = [
        "/week/",
        "/week/focus/",
        "/week/deepen/",
        "/week/do/",
        "/week/harvest/",
        "/catch/",
        "/insights/",
        "/statements/write/",
    ]
    ours = ["/team/", "/practices/", "/proposals/", "/dialogue/", "/insights/"]
    for who, paths in ((fatima, mine), (fatima, ours), (joost, ours)):
        for path in paths:
            who.go(path)
            _unharmed(who)
    joost.go("/team/").sees(LINE)
    joost.go("/proposals/").follow(LINE).sees(MARKUP)
    _unharmed(joost)
    joost.go("/insights/").sees(MARKUP)
    assert [url for url in asked if "gelekt" in url or "evil" in url] == []


def _write_a_week_of_it(fatima: Person) -> None:
    journeys.paste(fatima, MARKUP, MARKUP)
    _unharmed(fatima)
    journeys.choose_question(fatima, 1, LINE)
    fatima.go("/week/focus/").write("Wat verwacht je?", MARKUP).write("Als …, dan …", MARKUP).primary()
    fatima.go("/week/deepen/").write("Waar gaat het over?", LINE).write("Wat denk je zelf?", MARKUP)
    fatima.send("Vraag om tegenspraak").sees(MARKUP)
    _unharmed(fatima)
    fatima.write("Wat je terugzegt", MARKUP).send("Zeg het")
    fatima.write("Wat neem je mee, en wat is er veranderd?", MARKUP).send("Sluit af en bewaar")
    fatima.write("Eén bewering die je bij een bron hebt nagegaan", MARKUP).send("Bewaar wat je vond")
    fatima.go("/week/do/").unfold("Ander werk")
    fatima.write("Of geef ander terugkerend werk een naam", LINE).write("Wat probeer je?", LINE)
    fatima.write("Wat verwacht je ervan?", MARKUP).unfold("Op welk stuk, en met wie")
    fatima.write("Op welk stuk werk van vandaag?", LINE).send("Begin")
    fatima.follow("Schrijf wat ervan kwam").write("Wat gebeurde er?", MARKUP)
    fatima.unfold("Minuten, kwaliteit en hoe je het weet").write("Hoe weet je dat?", MARKUP)
    fatima.send("Bewaar")
    journeys.propose_change(fatima)
    fatima.go("/dialogue/").write("Welke vraag leg je op tafel?", LINE)
    fatima.write("Wat moeten je collega's erover weten?", MARKUP).send("Leg op tafel")
    together.take_position(fatima, MARKUP)
    fatima.go("/catch/").write("Je gedachte", MARKUP, fatima.page.locator("main")).primary()
    fatima.go("/week/harvest/").write("Eerst dacht ik", MARKUP).write("Nu denk ik", MARKUP).write(
        "want", MARKUP
    )
    fatima.pick("Wie mag dit inzicht lezen?", "Mijn team").send("Maak er een voorstel van")
    fatima.write("Hoe noem je het?", LINE).write("Wat moet er anders in hoe we werken?", MARKUP)
    fatima.write("Welk resultaat verwacht je?", MARKUP).write("Wat kan er misgaan, en voor wie?", MARKUP)
    fatima.pick("Kun je het terugdraaien?", "Nee").send("Bewaar mijn voorstel")
    fatima.write("Wie maakte dit met je?", LINE).send("Leg het voor aan mijn team")


def test_a_name_is_text_too(opened: Opened) -> None:
    """A person, a job and a team whose names are markup."""
    world = opened(PHONE, at("wednesday"), before=lambda one: newcomers.arrive(one, name=LINE))
    who = world.person("nieuw", newcomers.SLUG)
    for path in ("/", "/team/", "/practices/", "/statements/", "/more/"):
        who.go(path)
        _unharmed(who)
    who.click(who.page.locator("[popovertarget=account-menu]"))
    expect(who.page.locator("#account-menu h2")).to_have_text(LINE)


def test_a_double_click_makes_one(world: World) -> None:
    """An experiment, a thought and a proposal, each sent twice at once."""
    fatima = world.person("fatima").go("/week/do/")
    fatima.write("Wat probeer je?", journeys.TRIED)
    _twice(fatima, "Begin")
    fatima.go("/week/do/")
    expect(fatima.page.get_by_role("heading", name="Je probeert")).to_have_count(1)
    fatima.go("/catch/").write("Je gedachte", journeys.TRIED, fatima.page.locator("main"))
    _twice(fatima, "Bewaar")
    expect(fatima.go("/catch/").page.locator("main li").filter(has_text=journeys.TRIED)).to_have_count(1)
    fatima.go("/proposals/write/").write("Hoe noem je het?", together.TITLE)
    fatima.write("Wat moet er anders in hoe we werken?", together.IDEA)
    _twice(fatima, "Bewaar mijn voorstel")
    expect(fatima.go("/proposals/").page.get_by_role("link", name=together.TITLE)).to_have_count(1)


def _twice(who: Person, button: str) -> None:
    """The same form twice at the same instant, past every script of ours."""
    form = (
        who.page.locator("main form")
        .filter(has=who.page.get_by_role("button", name=button, exact=True))
        .first
    )
    if form.get_attribute("data-writing") is not None:
        who.page.wait_for_selector("main form[data-saved]")  # a save on its way would look like another tab
    answers = form.evaluate(
        """(form) => {
          const send = () => fetch(form.action || location.href, {
            method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin",
          });
          return Promise.all([send(), send()]).then((both) => both.map((one) => one.status));
        }"""
    )
    assert answers == [200, 200]


def test_signing_in_leads_nowhere_else(world: World) -> None:
    """A link to our sign-in page that would go on to somebody else's site stays here."""
    for elsewhere in ELSEWHERE:
        who = world.visitor()
        who.page.goto(f"/accounts/login/?next={quote(elsewhere)}")
        who.page.locator("#id_login").fill("joost@waterrijk.example")
        who.page.locator("#id_password").fill(PASSWORD)
        who.page.locator("#id_password").press("Enter")
        who.page.wait_for_url(lambda url: "/accounts/login/" not in url)
        assert who.page.url.startswith(world.url), elsewhere
        assert who.trouble == []
