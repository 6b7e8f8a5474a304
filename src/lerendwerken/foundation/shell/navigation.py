"""What stands in the navigation, per role: a list of data, no rules.

An item whose page is not installed is left out, so that a room can be taken away without a trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy


@dataclass(frozen=True)
class Item:
    """One place to go: `name` is what a page's block `nav` says to light it."""

    name: str
    label: Lazy
    url_name: str
    icon: str = ""


WEEK = Item("week", pgettext_lazy("navigation", "Week"), "week", "week")
PRACTICES = Item("practices", _("Practices"), "practices:list")
INSIGHTS = Item("insights", _("Insights"), "insights:list")
PROPOSALS = Item("proposals", _("Proposals"), "proposals:list")
PROMISES = Item("promises", _("Results"), "promises")
ACCOUNTABILITY = Item("accountability", _("Statement"), "accountability:home")
STATEMENTS = Item("accountability", _("Statements"), "accountability:home")
ASKED = Item("asked", _("Asked of me"), "asked", "doc")
OBSTACLES = Item("obstacles", _("Obstacles"), "obstacles:list", "doc")
FRAME = Item("frame", _("Frame"), "frame:home", "doc")
AI = Item("ai", _("AI systems"), "ai", "doc")
PEOPLE = Item("people", _("People"), "organisations:people", "team")
REMINDERS = Item("reminders", _("Reminders"), "notices:reminders", "doc")
CALENDAR = Item("calendar", _("In your calendar"), "interop:calendar", "doc")
LOG = Item("council-log", _("Log"), "council-log", "doc")
TRANSPARENCY = Item("transparency", _("Who sees what"), "transparency", "doc")

CATCH = Item("catch", _("Catch"), "catch", "catch")
TEAM = Item("team", _("Team"), "team", "team")
MORE = Item("more", _("More"), "more", "menu")

ITEMS: dict[str, tuple[Item, ...]] = {
    "professional": (WEEK, PRACTICES, INSIGHTS, PROPOSALS, PROMISES, ACCOUNTABILITY),
    "manager": (ASKED, PROPOSALS, PRACTICES, PROMISES, STATEMENTS),
    "steward": (FRAME, PROMISES, PROPOSALS, PRACTICES),
    "administrator": (AI, PEOPLE),
    "council": (TRANSPARENCY, LOG, AI),
}
THUMB: dict[str, tuple[Item, ...]] = {
    "professional": (WEEK, CATCH, TEAM, MORE),
    "manager": (ASKED, CATCH, MORE),
    "steward": (FRAME, CATCH, MORE),
    "administrator": (AI, PEOPLE, MORE),
    "council": (TRANSPARENCY, AI, MORE),
}
ROLES: dict[str, Lazy] = {
    "professional": _("professional"),
    "manager": _("manager"),
    "steward": _("steward"),
    "administrator": _("administrator"),
    "council": _("works council"),
}


@dataclass(frozen=True)
class Link:
    """An item as the page shows it: with its address, and whether it is lit."""

    name: str
    label: Lazy
    url: str
    icon: str
    lit: bool


def role_code(role: object) -> str:
    """The plain code of a role, which may come as a text or as a member of an enumeration."""
    return str(getattr(role, "value", role))


def links(items: Sequence[Item], lit: str) -> list[Link]:
    """The items that have a page, the one named `lit` marked."""
    found = []
    for item in items:
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        found.append(Link(item.name, item.label, url, item.icon, item.name == lit))
    return found


def for_role(role: object, lit: str = "", *, in_team: bool = False) -> list[Link]:
    """The main navigation of a role; a professional's where the role is unknown.

    Whoever leads and is in a team of their own (`in_team`) has the same week as everybody, and finds it first.
    """
    return links(_with_week(ITEMS.get(role_code(role), ITEMS["professional"]), in_team), lit)


def thumb_for_role(role: object, lit: str = "", *, in_team: bool = False) -> list[Link]:
    """The bar under the thumb on a small screen."""
    return links(_with_week(THUMB.get(role_code(role), THUMB["professional"]), in_team), lit)


def _with_week(items: tuple[Item, ...], in_team: bool) -> tuple[Item, ...]:
    return (WEEK, *items) if in_team and WEEK not in items else items
