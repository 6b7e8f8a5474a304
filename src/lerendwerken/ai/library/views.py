"""The page on which somebody searches. What is searched for is content: it stands in no address, log or session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lerendwerken.ai.library import finding
from lerendwerken.ai.library.finding import MOST_ASKED, Circle
from lerendwerken.foundation.wall.viewer import Viewer

FIRST, MORE = 6, 5  # results of a circle at first, and how many times as many when more are asked for
SIGNS = {Circle.MINE: "self", Circle.TEAM: "team", Circle.ORGANISATION: "all"}


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Search over what the viewer may see, from a form that posts."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    question = " ".join(request.POST.get("q", "").split())[:MOST_ASKED]
    shown = FIRST * MORE if request.POST.get("more") else FIRST
    found = finding.search(viewer, question)
    circles = [
        {"name": circle.value, "sign": SIGNS[circle], "results": results[:shown], "number": len(results)}
        for circle, results in found.items()
    ]
    context = {
        "question": question,
        "circles": circles,
        "more": any(len(results) > shown for results in found.values()) and shown == FIRST,
        "longest": MOST_ASKED,
    }
    return render(request, "library/search.html", context)
