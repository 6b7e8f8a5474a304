"""Which AI systems may be spoken to. The register is the gate: what is not in use there, nobody reaches."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import QuerySet
from yarl import URL

from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.ai.partners.wire import Endpoint
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.wall.viewer import Viewer


def register(viewer: Viewer) -> QuerySet[RegisterEntry]:
    """Every AI system of the organisation, those in use first. Everybody may read it."""
    return RegisterEntry.objects.visible_to(viewer).order_by("status", "name")


def entry_for(viewer: Viewer, entry: uuid.UUID) -> RegisterEntry:
    """One AI system. Raises `NotFound`."""
    found: RegisterEntry | None = RegisterEntry.objects.visible_to(viewer).filter(pk=entry).first()
    if found is None:
        raise NotFound
    return found


def endpoint(viewer: Viewer) -> Endpoint | None:
    """The connected language model, or None when there is none or it is not in use in the register."""
    if not settings.AI_BASE_URL:
        return None
    in_use = (
        RegisterEntry.objects.visible_to(viewer)
        .filter(kind=RegisterEntry.Kind.MODEL, status=RegisterEntry.Status.IN_USE, model=settings.AI_MODEL)
        .first()
    )
    if in_use is None:
        return None
    url = URL(settings.AI_BASE_URL)
    return Endpoint(
        base_url=settings.AI_BASE_URL,
        model=settings.AI_MODEL,
        api_key=settings.AI_API_KEY,
        # Who sets the address in the environment has allowed exactly that host.
        allowed_hosts=frozenset({f"{url.host}:{url.port}"}),
        name=in_use.name,
    )


def chatbots(viewer: Viewer) -> list[RegisterEntry]:
    """The chatbots for which a prompt may be copied out."""
    return list(
        RegisterEntry.objects.visible_to(viewer)
        .filter(kind=RegisterEntry.Kind.CHATBOT, status=RegisterEntry.Status.IN_USE)
        .order_by("name")
    )


def connected_host() -> str:
    """Where the language model of this installation is reached, as host and port; empty when none is connected."""
    if not (settings.AI_BASE_URL and settings.AI_MODEL):
        return ""
    url = URL(settings.AI_BASE_URL)
    return f"{url.host}:{url.port}"


def connected_entry(viewer: Viewer) -> RegisterEntry | None:
    """What the register says about the connected model, in use or not; None when it is not in there."""
    rows = RegisterEntry.objects.visible_to(viewer).filter(
        kind=RegisterEntry.Kind.MODEL, model=settings.AI_MODEL
    )
    found: RegisterEntry | None = rows.order_by("status", "created").first()
    return found
