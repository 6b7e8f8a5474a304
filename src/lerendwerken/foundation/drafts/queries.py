"""Finding what was being typed."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from lerendwerken.foundation.drafts.models import Arrival, Draft
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Viewer


def draft_for(viewer: Viewer, form: str, about: str) -> Draft | None:
    """The viewer's own draft of a form about a thing."""
    return next(iter(_draft(viewer, form, about)), None)


@prepared
def _draft(viewer: Viewer, form: str, about: str) -> QuerySet[Draft]:
    return Draft.objects.visible_to(viewer).filter(form=form, about=about)


def last_arrival(viewer: Viewer, form: str, about: str) -> Arrival | None:
    """The newest form of this kind about a thing that the viewer sent."""
    return next(iter(_last_arrival(viewer, form, about)), None)


@prepared
def _last_arrival(viewer: Viewer, form: str, about: str) -> QuerySet[Arrival]:
    return Arrival.objects.visible_to(viewer).filter(form=form, about=about).order_by("-at", "-id")[:1]


def arrival_of(viewer: Viewer, form: str, key: uuid.UUID) -> Arrival | None:
    """That the viewer sent a form with this key before, if so."""
    return next(iter(_arrival(viewer, form, key)), None)


@prepared
def _arrival(viewer: Viewer, form: str, key: uuid.UUID) -> QuerySet[Arrival]:
    return Arrival.objects.visible_to(viewer).filter(form=form, key=key)
