"""One's reminders: what there is today, and the way out, also without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lerendwerken.foundation.ground import limits
from lerendwerken.foundation.ground.errors import NotFound, TooMuch
from lerendwerken.foundation.notices import actions, queries, unsubscribing
from lerendwerken.foundation.organisations import looking
from lerendwerken.foundation.organisations.middleware import public, refused
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """The reminder of today, and whether one wants mail."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if request.method == "POST":
        if request.POST.get("mail") == "on":
            actions.switch_on(by=viewer)
        else:
            actions.switch_off(by=viewer)
        messages.success(request, _("Kept."))
        return redirect("notices:reminders")
    context = {"notice": queries.today(viewer), "wants_mail": queries.wants_mail(viewer)}
    return render(request, "notices/reminders.html", context)


@csrf_exempt  # what is asked is signed in the address; a mail program has no token of a page (RFC 8058)
@public
@require_http_methods(["GET", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Switch reminders off from a mail. Reading the address changes nothing: programs that check mail open links."""
    keys = unsubscribing.whose(token)
    try:
        if keys is None:
            limits.keep_pace(f"off-from:{request.META.get('REMOTE_ADDR', '')}", limits.WRONG_ADDRESSES)
            return refused(request, NotFound())
    except TooMuch as refusal:
        return refused(request, refusal)
    viewer = looking.viewer_of_member(*keys)
    if request.method == "POST" and viewer is not None:
        with acting(viewer):
            actions.switch_off(by=viewer)
    with translation.override(viewer.language if viewer else translation.get_language()):
        return render(request, "notices/off.html", {"is_off": request.method == "POST"})
