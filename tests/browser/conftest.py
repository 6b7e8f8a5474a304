"""Fixtures of the browser tests: a served copy of the demo, a database paired with a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.living import DESKTOP, PHONE, WEDNESDAY, Pair, World, paired
from tests.running import Installation

Opened = Callable[..., World]


@pytest.fixture(params=["phone", "desktop"])
def pair(request: pytest.FixtureRequest) -> Pair:
    """A journey runs twice: SQLite with a phone, PostgreSQL (when it is there) with a desktop."""
    return paired(PHONE if request.param == "phone" else DESKTOP)


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
