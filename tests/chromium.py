"""The browser that tests drive."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window, until the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_binary(), headless=True, args=SWITCHES)
        yield browser
        browser.close()


def _binary() -> str:
    named = os.environ.get("LERENDWERKEN_TEST_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome") or ON_A_MAC
