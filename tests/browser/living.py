"""People who live in a served demo with a browser: days that pass, and persons who click, press and write."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.running import COMMAND, LIVED_UNTIL, Installation, Server, free_port

PASSWORD = "weekcyclus"
PATIENCE = 10_000  # ms that a person waits for something to appear
WEDNESDAY = LIVED_UNTIL
DAYS = {
    "monday": "2026-11-30",
    "tuesday": "2026-12-01",
    "wednesday": "2026-12-02",
    "thursday": "2026-12-03",
    "friday": "2026-12-04",
    "next monday": "2026-12-07",
}
Keyed = Literal["Enter", "Space", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Escape"]


@dataclass(frozen=True)
class Pair:
    """A database and a screen: so each journey runs once on each of both."""

    kind: str
    width: int
    height: int
    touch: bool

    @property
    def options(self) -> dict[str, Any]:
        """What a browser context of this screen is made with."""
        return {"viewport": {"width": self.width, "height": self.height}, "has_touch": self.touch}


PHONE = Pair("sqlite", 360, 740, True)
DESKTOP = Pair("postgresql", 1440, 900, False)


def paired(pair: Pair) -> Pair:
    """The pair as this machine can run it: without PostgreSQL a desktop goes with SQLite."""
    kind = pair.kind if os.environ.get("LERENDWERKEN_TEST_DATABASE_URL") else "sqlite"
    return replace(pair, kind=kind)


def at(day: str, clock: str = "09:00") -> str:
    """A moment of the lived week for LERENDWERKEN_NOW."""
    return f"{DAYS.get(day, day)}T{clock}:00+01:00"


@dataclass
class World:
    """An installation that is served at one address, today or on another day, and the people in it."""

    installation: Installation
    browser: Browser
    pair: Pair
    port: int = field(default_factory=free_port)
    server: Server | None = None
    now: str = WEDNESDAY
    people: dict[str, Person] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address, the same every day."""
        return f"http://127.0.0.1:{self.port}"

    def live(self, now: str) -> World:
        """Let it be another moment: the server stops and starts again."""
        if self.server:
            self.server.stop()
        self.now = now
        return self.start()

    def start(self) -> World:
        """Serve at the same address as before."""
        log = self.installation.folder / f"server-{self.port}.log"
        with log.open("ab") as out:
            process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(self.port)],
                env=self.installation.environ(LERENDWERKEN_NOW=self.now),
                stdout=out,
                stderr=out,
            )
        self.server = Server(process, self.port, log).wait_until_ready()
        self.installation.servers.append(self.server)
        return self

    def log(self) -> str:
        """What the server wrote."""
        return (self.installation.folder / f"server-{self.port}.log").read_text()

    def visitor(self, **options: Any) -> Person:
        """Somebody who is not signed in."""
        context = self.browser.new_context(
            **{"base_url": self.url, "locale": "nl-NL", **self.pair.options, **options}
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        return Person(self, context, context.new_page())

    def person(self, login: str, organisation: str = "waterrijk") -> Person:
        """Somebody of the demo, signed in; the same browser each time."""
        if login not in self.people:
            self.people[login] = self.visitor().sign_in(f"{login}@{organisation}.example")
        return self.people[login]

    def close(self) -> None:
        """Everybody goes home; whatever went wrong on a page is told."""
        trouble = [line for person in self.people.values() for line in person.trouble]
        for context in self.contexts:
            context.close()
        if self.server:
            self.server.stop()
        assert trouble == [], trouble


class Person:
    """Somebody with a browser. Clicks and key commands are counted as `effort`; typing and Tab are not."""

    def __init__(self, world: World, context: BrowserContext, page: Page) -> None:
        self.world = world
        self.context = context
        self.page = page
        self.effort = 0
        self.trouble: list[str] = []
        self.watch(page)

    # ---- what must never happen

    def watch(self, page: Page) -> Page:
        """Note script errors, refused content and requests to another host on a page."""
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._console(page, message.type, message.text))
        page.on("request", self._request)
        return page

    def _console(self, page: Page, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.trouble.append(f"{page.url}: {text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.world.url).netloc:
            self.trouble.append(f"left the house: {request.url}")

    # ---- moving

    def sign_in(self, email: str, password: str = PASSWORD) -> Person:
        """Sign in on the page that opens."""
        self.page.goto("/accounts/login/")
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(password)
        self.page.locator("#id_password").press("Enter")
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return self.ready()

    def go(self, path: str) -> Person:
        """Open an address of ours."""
        self.page.goto(path)
        return self.ready()

    def ready(self) -> Person:
        """Wait until the page listens."""
        self.page.wait_for_selector("html[data-ready]")
        return self

    def tab(self) -> Person:
        """Another tab of the same browser."""
        other = Person(self.world, self.context, self.context.new_page())
        other.trouble = self.trouble
        return other

    # ---- doing: each is one click

    def click(self, where: Locator) -> Person:
        """Click, or tap on a phone."""
        self.effort += 1
        if self.world.pair.touch:
            where.tap()
        else:
            where.click()
        return self

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> Person:
        """Click a button by its name."""
        return self.click((within or self.page).get_by_role("button", name=name, exact=True).first)

    def link(self, name: str | re.Pattern[str], within: Locator | None = None) -> Person:
        """Click a link by its name."""
        return self.click((within or self.page).get_by_role("link", name=name).first)

    def unfold(self, name: str | re.Pattern[str]) -> Person:
        """Open what is folded."""
        return self.click(self.page.locator("summary").filter(has_text=name).first)

    def onward(self, act: Callable[[], object]) -> Person:
        """Do something that brings another page, and wait until that page listens."""
        self.page.evaluate("delete document.documentElement.dataset.ready")
        act()
        return self.ready()

    def send(self, name: str | re.Pattern[str], within: Locator | None = None) -> Person:
        """Click a button that brings another page."""
        return self.onward(lambda: self.button(name, within))

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> Person:
        """Click a link to another page."""
        return self.onward(lambda: self.link(name, within))

    def primary(self) -> Person:
        """Click the one primary button of the page."""
        return self.onward(lambda: self.click(self.page.locator("main .btn--primary:visible")))

    def choose(self, label: str, option: str) -> Person:
        """Choose in a list: open it and click the option."""
        self.effort += 2
        self.page.get_by_label(label, exact=True).select_option(label=option)
        return self

    def pick(self, label: str, name: str) -> Person:
        """Click one of a few choices that stand on the page under a heading."""
        group = self.page.get_by_role("group", name=label)
        return self.click(group.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(name)}")).first)

    def slide(self, label: str, steps: int) -> Person:
        """Say how sure: each step is a key."""
        slider = self.page.get_by_role("slider", name=label)
        slider.focus()
        for _ in range(abs(steps)):
            self.effort += 1
            slider.press("ArrowRight" if steps > 0 else "ArrowLeft")
        return self

    # ---- writing: typing is no effort

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """The field with this label."""
        return (within or self.page).get_by_label(label, exact=True)

    def write(self, label: str, text: str, within: Locator | None = None) -> Person:
        """Write in a field."""
        self.field(label, within).first.fill(text)
        return self

    # ---- looking

    def sees(self, text: str | re.Pattern[str]) -> Person:
        """Somewhere on the page stands this, for the eye."""
        shown = self.page.locator("body").get_by_text(text).filter(visible=True).first
        expect(shown).to_be_visible()
        return self

    def sees_not(self, *texts: str) -> Person:
        """Nowhere in the page stands this, not even hidden."""
        source = self.page.content()
        assert [text for text in texts if text in source] == []
        return self

    def sees_nowhere(self, *texts: str, paths: list[str]) -> Person:
        """On none of these pages stands this."""
        for path in paths:
            self.go(path).sees_not(*texts)
        return self
