"""What an administrator still has to do before the first dialogue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Role
from lerendwerken.front.moments import starting
from lerendwerken.front.moments.views import viewer_of


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The few steps, each with how it stands; what is done stands apart."""
    viewer = viewer_of(request)
    if viewer.role is not Role.ADMINISTRATOR:
        raise NotFound
    steps = starting.steps(viewer)
    context = {
        "left": [step for step in steps if not step.done],
        "done": [step for step in steps if step.done],
    }
    return render(request, "moments/start.html", context)
