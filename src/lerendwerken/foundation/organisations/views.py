"""Choosing one's role, one's organisation and one's language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import actions
from lerendwerken.foundation.organisations.middleware import public
from lerendwerken.foundation.wall.viewer import Viewer


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on; remembered for the person, and in a cookie for who is signed out."""
    response = set_language(request)
    if request.user.is_authenticated and request.POST.get("language") in dict(settings.LANGUAGES):
        actions.speak(request.user.pk, request.POST["language"])
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
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


@require_POST
def act_in(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own organisations from now on, in one's first role there."""
    wanted = request.POST.get("membership", "")
    if wanted not in {str(membership.pk) for membership in request.memberships}:  # type: ignore[attr-defined]
        raise NotFound
    request.session["membership"] = wanted
    request.session.pop("role", None)
    return redirect("/")
