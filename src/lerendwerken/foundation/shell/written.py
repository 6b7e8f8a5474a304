"""Telling the browser that a writing is safe.

The browser keeps its own copy of what somebody writes until the server has it. After a successful submit
the next page says so in its head (`<meta name="lw-done">`), and only then does the browser drop its copy.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

NAME = "writing-done"
MOST = 20  # as many forms as somebody may submit in other tabs before one page is shown


def done(request: HttpRequest, key: UUID) -> None:
    """Let the next page say that the writing with this key has arrived.

    `key` is the hidden field `key` of the form that was submitted; it travels in the session of this
    person, never in an address.
    """
    request.session[NAME] = [*_keys(request), str(key)][-MOST:]


def take(request: HttpRequest) -> list[str]:
    """The keys that a page must put in its head, once."""
    keys = _keys(request)
    if keys:
        del request.session[NAME]
    return keys


def _keys(request: HttpRequest) -> list[str]:
    kept = request.session.get(NAME, [])
    return [kept] if isinstance(kept, str) else list(kept)
