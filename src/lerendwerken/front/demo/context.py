"""The people of the demo on its sign-in page: one click each, in demo mode only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lerendwerken.front.demo.building import PASSWORD
from lerendwerken.front.demo.stories import Story, Told, stories

# Whoever looks around meets these first: two who learn, and one of every other role.
BEGIN_WITH = {"waterrijk": ("fatima", "joost", "marga", "henk", "beheer", "or")}


def people(request: HttpRequest) -> dict[str, Any]:
    """`demo_people` and `demo_password` for the sign-in page; nothing anywhere else."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return {}
    return {"demo_password": PASSWORD, "demo_people": [_group(story) for story in stories()]}


def _group(story: Story) -> dict[str, Any]:
    """An organisation: the few to begin with, and the rest by team and by role."""
    roles = {
        "manager": _("%(job)s, manager: sees what is addressed to them"),
        "steward": _("%(job)s, steward of the frame"),
        "administrator": _("%(job)s: people and AI systems, no content"),
        "council": _("%(job)s: verifies who sees what"),
    }
    others = [_one(story, one, roles[one["role"]] % one) for one in story.told["person"]]
    leading = {one["login"] for one in story.told["person"]}
    teams = [
        (
            str(team.told["name"]),
            [
                _one(story, one, _("%(job)s, a professional") % one)
                for one in team.people
                if one["login"] not in leading
            ],
        )
        for team in story.teams
    ]
    everybody = {one["login"]: one for _name, people in [*teams, ("", others)] for one in people}
    first = [f"{login}@{story.slug}.example" for login in BEGIN_WITH.get(story.slug, ())]
    rest = [
        {"name": name, "people": [one for one in people if one["login"] not in first]}
        for name, people in [*teams, (_("Other roles"), others)]
    ]
    rest = [part for part in rest if part["people"]]
    return {
        "organisation": story.told["name"],
        "people": [everybody[login] for login in first],
        "rest": rest,
        "number": sum(len(part["people"]) for part in rest),
    }


def _one(story: Story, person: Told, what: str) -> dict[str, str]:
    return {"login": f"{person['login']}@{story.slug}.example", "name": person["name"], "what": what}
