"""The people of the demo on its sign-in page: one click each, in demo mode only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lerendwerken.front.demo.building import PASSWORD
from lerendwerken.front.demo.stories import Story, Told, stories


def people(request: HttpRequest) -> dict[str, Any]:
    """`demo_people` and `demo_password` for the sign-in page; nothing anywhere else."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return {}
    return {"demo_password": PASSWORD, "demo_people": [_group(story) for story in stories()]}


def _group(story: Story) -> dict[str, Any]:
    in_teams = [
        (person, _("%(job)s, a professional") % person) for team in story.teams for person in team.people
    ]
    roles = {
        "manager": _("%(job)s, manager: sees what is addressed to them"),
        "steward": _("%(job)s, steward of the frame"),
        "administrator": _("%(job)s, administrator: people and AI systems, no content"),
        "council": _("%(job)s, works council: verifies who sees what"),
    }
    others = [(person, roles[person["role"]] % person) for person in story.told["person"]]
    first = [pair for pair in in_teams if pair[0].get("facilitator")]
    rest = [pair for pair in in_teams if not pair[0].get("facilitator")]
    return {
        "organisation": story.told["name"],
        "people": [_one(story, person, what) for person, what in [*first, *others, *rest]],
    }


def _one(story: Story, person: Told, what: str) -> dict[str, str]:
    return {"login": f"{person['login']}@{story.slug}.example", "name": person["name"], "what": what}
