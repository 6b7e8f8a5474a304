"""Fixtures of the browser tests: one browser, a served copy of the demo, a database paired with a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import running
from tests.browser.living import DESKTOP, PHONE, SWITCHES, WEDNESDAY, Pair, World, binary, paired
from tests.running import Installation

Opened = Callable[..., World]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary(), headless=True, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=["phone", "desktop"])
def pair(request: pytest.FixtureRequest) -> Pair:
    """A journey runs twice: SQLite with a phone, PostgreSQL (when it is there) with a desktop."""
    return paired(PHONE if request.param == "phone" else DESKTOP)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Installation]:
    """The demo on a database, made once on a fixed Wednesday; it is copied and never served."""
    made: dict[str, Installation] = {}

    def demo(kind: str) -> Installation:
        if kind not in made:
            made[kind] = running.new(kind, tmp_path_factory.mktemp(f"lived-{kind}") / "data")
            made[kind].run("demo", LERENDWERKEN_NOW=WEDNESDAY)
        return made[kind]

    return demo


@pytest.fixture
def opened(built: Callable[[str], Installation], chromium: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Serve a copy of the demo: `opened(pair, now)`; `before` is done to the copy first. It is closed after the test."""
    worlds: list[World] = []

    def world(
        pair: Pair, now: str = WEDNESDAY, before: Callable[[Installation], None] = lambda _: None
    ) -> World:
        copy = built(pair.kind).copy(tmp_path / f"copy-{len(worlds)}")
        before(copy)
        worlds.append(World(copy, chromium, pair).live(now))
        return worlds[-1]

    yield world
    for one in worlds:
        one.close()


@pytest.fixture
def world(opened: Opened, pair: Pair) -> World:
    """A served demo of one's own on the Wednesday, on each pair."""
    return opened(pair)
