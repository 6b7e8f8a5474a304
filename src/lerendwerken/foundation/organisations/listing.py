"""Taking in a list of people and teams: choose a file, see what would happen, confirm. The file itself is not kept."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground import spreadsheets
from lerendwerken.foundation.ground.errors import BadInput, Message, TooLarge
from lerendwerken.foundation.organisations import actions, importing, inviting, planning
from lerendwerken.foundation.organisations.middleware import takes_a_file
from lerendwerken.foundation.organisations.people import administrator
from lerendwerken.foundation.wall.viewer import Viewer


@takes_a_file
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a list, and see what it would change or what is wrong in it. Nothing is written."""
    viewer = administrator(request)
    if request.method == "GET":
        return _form(request)
    try:
        return _preview(request, spreadsheets.sent(request), viewer)
    except (BadInput, TooLarge) as refusal:
        return _form(request, refusal.message)


@takes_a_file  # the list comes along as a field, and every sign of it may take more room in a form than in a file
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take in the list that was shown. Where it no longer fits what is there, the page says so and nothing happens."""
    viewer = administrator(request)
    text = request.POST.get("list", "")
    try:
        newcomers = actions.take_in(text, by=viewer, mailed=settings.SENDS_MAIL)
    except (BadInput, TooLarge) as refusal:
        return _form(request, refusal.message)
    links = []
    if not settings.SENDS_MAIL:
        links = [
            (one.member, inviting.link_for(request, one.member.person)) for one in newcomers if one.gets_link
        ]
    context = {
        "count": len(newcomers),
        "links": links,
        "mailed": settings.SENDS_MAIL,
        "days": inviting.days_valid(),
    }
    return render(request, "organisations/import_done.html", context)


def _preview(request: HttpRequest, text: str, viewer: Viewer) -> HttpResponse:
    listed = importing.read(text)
    plan = planning.plan(listed, viewer)
    context = {"plan": plan, "ignored": listed.ignored, "text": text, "mailed": settings.SENDS_MAIL}
    return render(request, "organisations/import_preview.html", context)


def _form(request: HttpRequest, problem: Message = "") -> HttpResponse:
    return render(request, "organisations/import.html", {"problem": problem})
