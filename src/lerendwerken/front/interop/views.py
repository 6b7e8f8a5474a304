"""The addresses of one's calendars, on one page; and what a calendar program reads at them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from lerendwerken.foundation.ground import limits
from lerendwerken.foundation.ground.errors import NotFound, TooMuch
from lerendwerken.foundation.organisations.middleware import public
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.interop import actions, calendars, queries, tasks
from lerendwerken.front.interop.models import CalendarFeed
from lerendwerken.front.moments.showing import page_of


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Which calendars one has, to make, renew and revoke."""
    return _page(request)


@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one, and show it: once, on this page and nowhere else."""
    kind = request.POST.get("kind", "")
    secret = actions.new_address(kind, by=_viewer(request))
    url = request.build_absolute_uri(reverse("interop:feed", args=[secret]))
    return _page(request, shown={"kind": kind, "url": url})


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let an address open nothing any more."""
    actions.revoke(request.POST.get("kind", ""), by=_viewer(request))
    messages.success(request, _("Revoked. This address opens nothing any more."))
    return redirect("interop:calendar")


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself, for whoever has its secret address; what opens nothing and what has ended look the same."""
    try:
        found = tasks.open_door(secret)
        if found is None:
            limits.keep_pace(f"calendar-from:{request.META.get('REMOTE_ADDR', '')}", limits.WRONG_ADDRESSES)
            return _plain(404)
        limits.keep_pace(f"calendar:{found[0].pk}", limits.FEED_READS)
        return _calendar(request, *found)
    except TooMuch:
        return _plain(429)
    except NotFound:  # revoked between two reads
        return _plain(404)


def _calendar(request: HttpRequest, row: CalendarFeed, viewer: Viewer) -> HttpResponse:
    with acting(viewer), timezone.override(viewer.zone), translation.override(viewer.language):
        stops = queries.planned(viewer, row)
        versions = actions.tell(row.pk, stops, by=viewer)
        links = {actions.key_of(stop): request.build_absolute_uri(page_of(stop)) for stop in stops}
        body = calendars.written(row, stops, versions, links, viewer.zone)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="lerendwerken.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    etag = quote_etag(calendars.digest(body))
    response.headers["ETag"] = etag
    # The same as last time: the program keeps what it has.
    return get_conditional_response(request, etag=etag, response=response) or response


def _plain(status: int) -> HttpResponse:
    """A refusal for a program: no page, and no word about why."""
    headers = {"Retry-After": "600"} if status == TooMuch.status else {}
    return HttpResponse(status=status, content_type="text/plain", headers=headers)


def _page(request: HttpRequest, *, shown: dict[str, Any] | None = None) -> HttpResponse:
    viewer = _viewer(request)
    made = queries.feeds(viewer)
    kinds = [kind for kind in CalendarFeed.Kind if kind is not CalendarFeed.Kind.TEAM or viewer.team]
    context = {"feeds": [(kind, made.get(kind.value)) for kind in kinds], "shown": shown}
    return render(request, "interop/calendar.html", context)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer
