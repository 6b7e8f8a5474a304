"""Fixtures of the shell's tests: its own doors, a server with faults, a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .server import House, serve


@pytest.fixture(autouse=True)
def _shell_doors(settings: object) -> None:
    """The shell is looked at with doors of its own, whatever rooms stand above it."""
    settings.ROOT_URLCONF = "tests.shell.urls"  # type: ignore[attr-defined]


@pytest.fixture
def house() -> Iterator[House]:
    """A server with the shell's pages; `house.url` is its address."""
    server, house, url = serve()
    house.url = url  # type: ignore[attr-defined]
    yield house
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser_context(chromium: Browser, house: House) -> Iterator[BrowserContext]:
    """A person's browser: its tabs share what the browser keeps."""
    context = chromium.new_context(base_url=house.url, viewport={"width": 1024, "height": 800})  # type: ignore[attr-defined]
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def tab(browser_context: BrowserContext) -> Iterator[Page]:
    """A tab in which no script may fail and nothing may break the content security policy."""
    page = browser_context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield page
    assert wrong == []
