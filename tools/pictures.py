"""Make the pictures of the README and the guides from a demo of its own: `pictures.py`, Chromium needed.

The clock stands on a Wednesday, so that the same week is shown every time.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import running
from tests.chromium import launched

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PICTURES = [
    ("week", "fatima@waterrijk.example", "/week/", 1440),
    ("week-phone", "fatima@waterrijk.example", "/week/", 360),
    ("results", "henk@waterrijk.example", "/results/", 1440),
    ("asked", "marga@waterrijk.example", "/asked/", 1440),
    ("transparency", "or@waterrijk.example", "/transparency/", 1440),
]


def main() -> None:
    """Build a demo, serve it, and photograph each page as its person sees it."""
    folder = Path(tempfile.mkdtemp(prefix="lw-pictures-"))
    installation = running.lived("sqlite", folder)
    server = installation.serve()
    with launched() as browser:
        for name, email, path, width in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": 900}, locale="nl-NL")
            sign_in(page, server.url, email)
            page.goto(f"{server.url}{path}")
            page.wait_for_selector("html[data-ready]")
            page.screenshot(path=TARGET / f"{name}.png", full_page=width < 600)
            page.close()
    installation.close()
    shutil.rmtree(folder)


def sign_in(page: Page, url: str, email: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{url}/accounts/login/")
    form = page.locator("form:has(#id_login)")
    form.locator("[name=login]").fill(email)
    form.locator("[name=password]").fill("weekcyclus")
    form.locator("[type=submit]").first.click()
    page.wait_for_selector("html[data-ready]")


if __name__ == "__main__":
    main()
