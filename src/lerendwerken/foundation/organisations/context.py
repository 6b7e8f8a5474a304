"""What the head of every page says about who is looking."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.acting import acting, current
from lerendwerken.foundation.wall.viewer import Viewer


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`viewer` and `nav`: names for the page head and for the signs that say who sees a thing; how the server runs."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return {"viewer": None, "nav": None, **_installation()}
    if current() is None:
        # The page of a refusal is made after the view's own acting has ended.
        with acting(viewer):
            return _around(request, viewer)
    return _around(request, viewer)


def _installation() -> dict[str, Any]:
    return {"demo": settings.DEMO, "sends_mail": settings.SENDS_MAIL}


def _around(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    around = queries.surroundings(viewer)
    others = [person.first_name for person in around.people if person.pk != viewer.member]
    return {
        "viewer": viewer,
        **_installation(),
        "nav": {
            "person_name": around.member.name,
            "initials": around.member.initials,
            "organisation_name": around.organisation.name,
            "team_name": around.team.name if around.team else "",
            "team_people": others,
            "team_size": len(around.people),
            "manager_name": around.manager.name if around.manager else "",
            "organisation_size": Membership.objects.visible_to(viewer).filter(ended=None).count(),
            "roles": viewer.roles,
            "role": viewer.role,
            "memberships": getattr(request, "memberships", []),
        },
    }
