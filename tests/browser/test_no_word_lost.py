"""No word is lost, against the real server: offline, signed out, killed, a lost request, two tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser import journeys
from tests.browser.conftest import Opened
from tests.browser.living import PASSWORD, PHONE, Person, World, at

pytestmark = pytest.mark.browser
LABEL = "Wat verwacht je?"
WORDS = "Dat iemand het verslag in één keer navertelt. 🙂"
MORE = " En dat ik daarvan schrik."


@pytest.fixture
def world(opened: Opened) -> World:
    """A served demo on a Monday on which nobody wrote anything yet."""
    return opened(PHONE, at("monday"))


@pytest.fixture
def fatima(world: World) -> Person:
    """Fatima, at focus."""
    return world.person("fatima").go("/week/focus/")


def _field(who: Person) -> Locator:
    return who.field(LABEL)


def _saved(who: Person) -> None:
    """The server has said that it has the words."""
    who.page.wait_for_selector("form[data-saved]")


def _stands_after_reload(who: Person, text: str) -> None:
    who.go("/week/focus/")
    expect(_field(who)).to_have_value(text)
    expect(who.page.get_by_text("We hebben teruggezet wat je hier eerder schreef.")).to_have_count(0)


def test_offline_while_typing(fatima: Person) -> None:
    """The browser keeps the words and says so; once online they go to the server by themselves."""
    fatima.context.set_offline(True)
    _field(fatima).fill(WORDS)
    fatima.sees("Bewaard in deze browser; we proberen het opnieuw")
    _field(fatima).press_sequentially(MORE)
    fatima.context.set_offline(False)
    _saved(fatima)
    _stands_after_reload(fatima, WORDS + MORE)


def test_signed_out_while_typing(fatima: Person) -> None:
    """The page says so and keeps the words; after signing in again in a new tab they are saved by themselves."""
    fatima.context.clear_cookies(name="sessionid")
    _field(fatima).fill(WORDS)
    fatima.sees("Je bent afgemeld. Je tekst is bewaard in deze browser; meld je aan en we bewaren hem.")
    with fatima.context.expect_page() as opened:
        fatima.link("Meld je aan, in een nieuw tabblad")
    door = opened.value
    door.locator("#id_login").fill("fatima@waterrijk.example")
    door.locator("#id_password").fill(PASSWORD)
    door.locator("#id_password").press("Enter")
    door.wait_for_url(lambda url: "/accounts/login/" not in url)
    _saved(fatima)
    _stands_after_reload(fatima, WORDS)


def test_the_server_is_killed_while_typing(world: World, fatima: Person) -> None:
    """SIGKILL, words written meanwhile, and a server that comes back: everything stands there."""
    _field(fatima).fill(WORDS)
    _saved(fatima)
    assert world.server
    world.server.kill()
    _field(fatima).press_sequentially(MORE)
    fatima.sees("Bewaard in deze browser; we proberen het opnieuw")
    fatima.page.evaluate("document.querySelector('form[data-saved]').removeAttribute('data-saved')")
    world.start()
    _saved(fatima)
    _stands_after_reload(fatima, WORDS + MORE)


def test_the_tab_is_closed_while_the_server_is_down(world: World, fatima: Person) -> None:
    """What this browser alone had comes back in the next tab, and goes to the server from there."""
    assert world.server
    world.server.kill()
    _field(fatima).fill(WORDS)
    fatima.sees("Bewaard in deze browser; we proberen het opnieuw")
    fatima.page.close()
    world.start()
    later = fatima.tab().go("/week/focus/")
    expect(_field(later)).to_have_value(WORDS)
    later.sees("We hebben teruggezet wat je hier eerder schreef.")
    _saved(later)
    _stands_after_reload(later, WORDS)


def test_a_submit_that_never_arrives(fatima: Person) -> None:
    """The request is lost on its way: the words stand there again, and a second submit keeps them once."""
    _fill_experiment(fatima)
    _lose(fatima, reaches_the_server=False)
    fatima.go("/week/do/")
    expect(fatima.field("Wat probeer je?")).to_have_value(journeys.TRIED)
    fatima.send("Begin")
    _one_experiment(fatima)


def test_a_submit_of_which_the_answer_is_lost(fatima: Person) -> None:
    """The server did its work, the browser does not know: there is one row, and nothing is asked again."""
    _fill_experiment(fatima)
    _lose(fatima, reaches_the_server=True)
    fatima.go("/week/do/")
    _one_experiment(fatima)


def _fill_experiment(who: Person) -> None:
    who.go("/week/do/")
    who.write("Wat probeer je?", journeys.TRIED).write("Wat verwacht je ervan?", journeys.EXPECTS)
    _saved(who)


def _lose(who: Person, *, reaches_the_server: bool) -> None:
    def once(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        if reaches_the_server:
            route.fetch(max_redirects=0)
        route.abort()

    who.page.route("**/week/do/", once)
    with who.page.expect_event("requestfailed"):
        who.button("Begin")
    who.page.unroute("**/week/do/")


def _one_experiment(who: Person) -> None:
    expect(who.page.get_by_role("heading", name="Je probeert")).to_have_count(1)
    who.sees(journeys.TRIED)
    who.unfold("Nog een experiment")
    expect(who.field("Wat probeer je?")).to_have_value("")


def test_two_tabs_on_one_form(fatima: Person) -> None:
    """The later save asks; both texts stay until the person has chosen."""
    other = fatima.tab().go("/week/focus/")
    _field(fatima).fill(WORDS)
    _saved(fatima)
    _field(other).fill(MORE)
    other.sees("Deze tekst staat ook in een ander tabblad open").button("Leg ze naast elkaar")
    expect(_field(other)).to_have_value(MORE)
    other.sees(WORDS)
    expect(_field(fatima.go("/week/focus/"))).to_have_value(MORE)  # this browser has it, and asks here too
    fatima.sees(WORDS)
    other.button("Deze")
    _saved(other)
    _stands_after_reload(fatima, MORE)


def test_two_tabs_and_a_submit(fatima: Person) -> None:
    """Who submits an older page does not overwrite: the page shows what the other tab saved, and asks."""
    other = fatima.tab().go("/week/focus/")
    _field(fatima).fill(WORDS)
    _saved(fatima)
    other.page.route("**/drafts/**", lambda route: route.abort())
    _field(other).fill(MORE)
    other.send("Bewaar, naar de week")
    other.sees(WORDS)
    expect(_field(other)).to_have_value(MORE)
