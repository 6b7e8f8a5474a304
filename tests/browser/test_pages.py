"""Every page of every role: for eyes, ears and fingers, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser import newcomers
from tests.browser.living import DESKTOP, PHONE, World, at, paired
from tests.browser.looking import WIDE, Walk, say
from tests.running import Installation

pytestmark = pytest.mark.browser
ROLES = {
    "fatima": "waterrijk",
    "joost": "waterrijk",
    "marga": "waterrijk",
    "henk": "waterrijk",
    "beheer": "waterrijk",
    "or": "waterrijk",
    "nieuw": newcomers.SLUG,
    "baas": newcomers.SLUG,
    "bestuur": newcomers.SLUG,
}
ON_POSTGRESQL = {"joost", "marga", "nieuw"}


@pytest.fixture(scope="module")
def shown(
    built: Callable[[str], Installation], chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], World]]:
    """A served demo per database, with an organisation that begins today; nobody writes in it."""
    worlds: dict[str, World] = {}

    def world(login: str) -> World:
        pair = paired(DESKTOP if login in ON_POSTGRESQL else PHONE)
        if pair.kind not in worlds:
            copy = built(pair.kind).copy(tmp_path_factory.mktemp("shown") / "copy")
            newcomers.arrive(copy)
            worlds[pair.kind] = World(copy, chromium, paired(DESKTOP)).live(at("2026-11-26", "11:00"))
        return worlds[pair.kind]

    yield world
    for one in worlds.values():
        one.close()


@pytest.mark.parametrize("login", ROLES)
def test_every_page_is_right(shown: Callable[[str], World], login: str) -> None:
    """All that a role reaches from its first page: nothing is out of reach, too wide, in the wrong tongue."""
    who = shown(login).visitor(viewport=WIDE).sign_in(f"{login}@{ROLES[login]}.example")
    dutch = Walk(who, "nl").from_start()
    say(who, "English")
    english = Walk(who, "en").again(dutch.seen)
    print(f"\n{login}: {len(dutch.seen)} pages")
    wrong = [*dutch.wrong, *english.wrong, *who.trouble]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_for_who_is_not_signed_in(shown: Callable[[str], World], language: str) -> None:
    """Signing in, a forgotten password, and a page that does not exist."""
    who = shown("fatima").visitor(viewport=WIDE, locale="nl-NL" if language == "nl" else "en-GB")
    walk = Walk(who, language).again(["/accounts/login/", "/accounts/password/reset/"])
    assert not [*walk.wrong, *who.trouble], "\n".join([*walk.wrong, *who.trouble])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_error_pages_help(shown: Callable[[str], World], language: str) -> None:
    """404 and 403 are pages like any other, and lead back."""
    who = shown("henk").visitor(viewport=WIDE, locale="nl-NL" if language == "nl" else "en-GB")
    walk = Walk(who, language)
    pages: dict[int, Callable[[Page], Response | None]] = {
        404: lambda page: page.goto("/nergens/"),
        403: _forge,
    }
    for status, open_page in pages.items():
        answer = open_page(who.page)
        assert answer is not None
        assert answer.status == status
        who.ready()
        walk.check(str(status))
        assert who.page.locator("main a[href]").count() >= 1
    assert not [*walk.wrong, *who.trouble], "\n".join([*walk.wrong, *who.trouble])


def _forge(page: Page) -> Response | None:
    """Send a form of ours from elsewhere: without the token of a page."""
    page.goto("/accounts/login/")
    with page.expect_navigation() as going:
        page.evaluate(
            """() => {
              const form = document.createElement("form");
              Object.assign(form, { method: "post", action: "/language/" });
              document.body.append(form);
              form.submit();
            }"""
        )
    return going.value
