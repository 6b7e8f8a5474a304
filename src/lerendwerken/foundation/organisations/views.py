"""Choosing one's role, and the administrator's list of people."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import actions, queries
from lerendwerken.foundation.organisations.middleware import public
from lerendwerken.foundation.wall.viewer import Role, Viewer


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who is a member, with their roles and teams. For the administrator; nothing that anybody wrote."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.role is not Role.ADMINISTRATOR:
        raise NotFound
    return render(
        request,
        "organisations/people.html",
        {"members": queries.members(viewer), "teams": queries.teams_with_people(viewer)},
    )


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on; remembered for the person, and in a cookie for who is signed out."""
    response = set_language(request)
    if request.user.is_authenticated and request.POST.get("language") in dict(settings.LANGUAGES):
        actions.speak(request.user.pk, request.POST["language"])
    return response


@require_POST
def take_role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own roles from now on."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    wanted = request.POST.get("role", "")
    if wanted not in {role.value for role in viewer.roles}:
        raise NotFound
    request.session["role"] = wanted
    return redirect("/")
