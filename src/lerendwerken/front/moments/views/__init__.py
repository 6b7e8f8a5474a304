"""The pages of the week."""

from __future__ import annotations

from django.http import HttpRequest

from lerendwerken.foundation.wall.viewer import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks."""
    return request.viewer  # type: ignore[attr-defined,no-any-return]
