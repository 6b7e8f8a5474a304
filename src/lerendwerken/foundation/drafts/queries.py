"""Finding what was being typed."""

from __future__ import annotations

import uuid

from lerendwerken.foundation.drafts.models import Arrival, Draft
from lerendwerken.foundation.wall.viewer import Viewer


def draft_for(viewer: Viewer, form: str, about: str) -> Draft | None:
    """The viewer's own draft of a form about a thing."""
    found: Draft | None = Draft.objects.visible_to(viewer).filter(form=form, about=about).first()
    return found


def last_arrival(viewer: Viewer, form: str, about: str) -> Arrival | None:
    """The newest form of this kind about a thing that the viewer sent."""
    rows = Arrival.objects.visible_to(viewer).filter(form=form, about=about)
    found: Arrival | None = rows.order_by("-at", "-id").first()
    return found


def arrival_of(viewer: Viewer, form: str, key: uuid.UUID) -> Arrival | None:
    """That the viewer sent a form with this key before, if so."""
    found: Arrival | None = Arrival.objects.visible_to(viewer).filter(form=form, key=key).first()
    return found
