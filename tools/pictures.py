"""Make the pictures of the README and the guides, from a demo of its own: `.venv/bin/python tools/pictures.py`.

One page for each role, in each language of the guides, into `docs/pictures/nl` and `docs/pictures/en`. The clock stands
on a Wednesday, so that the same week is shown every time. Chromium is needed; it takes about a minute and a half.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import running
from tests.chromium import launched

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = {"width": 900, "height": 600}  # as wide as a guide is read, and small enough to keep
LANGUAGES = {"nl": "Nederlands", "en": "English"}
PICTURES = [
    ("week", "fatima", "/week/"),
    ("dialogue", "noor", "/dialogue/"),
    ("asked", "marga", "/asked/"),
    ("results", "henk", "/results/"),
    ("people", "beheer", "/people/"),
    ("transparency", "or", "/transparency/"),
]


def main() -> None:
    """Build a demo, serve it, and photograph each page as its person sees it."""
    folder = Path(tempfile.mkdtemp(prefix="lw-pictures-"))
    installation = running.lived("sqlite", folder)
    server = installation.serve()
    with launched() as browser:
        photograph(browser, server.url)
    installation.close()
    shutil.rmtree(folder)


def photograph(browser: Browser, url: str) -> None:
    """Make every picture of the demo that is served at an address."""
    for name, login, path in PICTURES:
        page = browser.new_page(viewport=SIZE, locale="nl-NL")  # type: ignore[arg-type]
        sign_in(page, url, f"{login}@waterrijk.example")
        for language, spoken in LANGUAGES.items():
            read_in(page, url, spoken)
            page.goto(f"{url}{path}")
            page.wait_for_selector("html[data-ready]")
            (TARGET / language).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=TARGET / language / f"{name}.png")
        page.close()


def sign_in(page: Page, url: str, email: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{url}/accounts/login/")
    form = page.locator("form:has(#id_login)")
    form.locator("[name=login]").fill(email)
    form.locator("[name=password]").fill("weekcyclus")
    form.locator("[type=submit]").first.click()
    page.wait_for_selector("html[data-ready]")


def read_in(page: Page, url: str, language: str) -> None:
    """Read in another language from now on, chosen in the menu by its own name."""
    page.goto(f"{url}/transparency/")
    page.wait_for_selector("html[data-ready]")
    page.locator("[popovertarget=account-menu]").click()
    with page.expect_navigation():
        page.get_by_role("button", name=language, exact=True).click()


if __name__ == "__main__":
    main()
