"""The pages of the week."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.viewer import Viewer

View = Callable[..., HttpResponse]


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks."""
    return request.viewer  # type: ignore[attr-defined,no-any-return]


def in_agreement(view: View) -> View:
    """Open a page of the week only where an agreement holds for the team; else the week page says why not."""

    @wraps(view)
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        viewer = viewer_of(request)
        if request.method == "GET" and not agreed.holds(viewer, viewer.team):
            return redirect("week")
        return view(request, *args, **kwargs)

    return opened
