"""What the head of every page says about who is looking."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.acting import acting, current
from lerendwerken.foundation.wall.viewer import Viewer


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`viewer` and `nav`: names for the page head and for the signs that say who sees a thing; how the server runs.

    `nav` is looked up where a template asks for it: a part of a page has no head.
    """
    viewer: Viewer | None = getattr(request, "viewer", None)
    nav = SimpleLazyObject(partial(_around, request, viewer)) if viewer else None
    return {"viewer": viewer, "nav": nav, "demo": settings.DEMO, "sends_mail": settings.SENDS_MAIL}


def _around(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    # The page of a refusal is made after the view's own acting has ended.
    with acting(viewer) if current() is None else nullcontext():
        around = queries.surroundings(viewer)
        size = Membership.objects.visible_to(viewer).filter(ended=None).count()
    return {
        "person_name": around.member.name,
        "initials": around.member.initials,
        "organisation_name": around.organisation.name,
        "team_name": around.team.name if around.team else "",
        "team_people": [person.first_name for person in around.people if person.pk != viewer.member],
        "team_size": len(around.people),
        "manager_name": around.manager.name if around.manager else "",
        "organisation_size": size,
        "roles": viewer.roles,
        "role": viewer.role,
        "memberships": getattr(request, "memberships", []),
    }
