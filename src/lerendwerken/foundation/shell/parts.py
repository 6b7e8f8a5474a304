"""What the tags share: a part of the page from its template, the sign of who sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template import Context, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

REACHES = {
    "self": gettext_lazy("only me"),
    "team": gettext_lazy("my team"),
    "manager": gettext_lazy("my manager"),
    "forward": gettext_lazy("my team and who decides"),
    "all": gettext_lazy("everybody"),
}


def part(name: str, values: Mapping[str, Any]) -> SafeString:
    """A component from `templates/shell/parts/`."""
    return render_to_string(f"shell/parts/{name}.html", dict(values))


def nav(context: Context) -> Mapping[str, Any]:
    """Who looks, as every page knows it; empty where nobody is signed in."""
    found = context.get("nav")
    return found if isinstance(found, Mapping) else {}


def known(reach: str) -> str:
    """The reach itself; a page with another one is a mistake of ours."""
    if reach not in REACHES:
        raise TemplateSyntaxError(f"unknown reach: {reach}")
    return reach


def seal(context: Context, reach: str, detail: str = "", **options: str) -> SafeString:
    """The sign of who sees a thing, as a button that names the people."""
    around = nav(context)
    if not detail and reach == "team" and around.get("team_size") and not options.get("size"):
        detail = str(around["team_size"])
    return part(
        "who",
        {
            "reach": known(reach),
            "words": options.get("words") or REACHES[reach],
            "detail": detail,
            "span": options.get("as") == "span" or not around,
            "size": options.get("size", ""),
            "note": options.get("note") or f"pop-{reach}",
        },
    )
