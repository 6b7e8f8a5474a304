"""Somebody who uses a served installation without a browser: signs in, reads pages, sends forms."""

from __future__ import annotations

import html
import re
from typing import Any

import requests


class Walker:
    """A signed-in person with a cookie jar."""

    def __init__(self, url: str, email: str, password: str = "weekcyclus") -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "nl"
        page = self.session.get(f"{url}/accounts/login/", timeout=20)
        answer = self.session.post(
            f"{url}/accounts/login/",
            data={"login": email, "password": password, "csrfmiddlewaretoken": _token(page.text)},
            timeout=20,
        )
        assert "/accounts/login/" not in answer.url, "signing in was refused"

    def at(self, url: str) -> Walker:
        """The same person at another process of the same installation."""
        self.url = url
        return self

    def get(self, path: str, **options: Any) -> requests.Response:
        """Read a page."""
        return self.session.get(self.url + path, timeout=20, **options)

    def post(self, path: str, data: dict[str, str] | None = None, **options: Any) -> requests.Response:
        """Send a form, as a page of ours would."""
        token = self.session.cookies.get("csrftoken") or ""
        return self.session.post(
            self.url + path,
            data={"csrfmiddlewaretoken": token, **(data or {})},
            headers={"Referer": self.url + path},
            timeout=20,
            **options,
        )


def text_of(page: str) -> str:
    """What a reader sees of a page, roughly: without tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return found.group(1) if found else ""
