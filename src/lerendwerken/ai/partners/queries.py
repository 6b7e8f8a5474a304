"""Which AI systems may be spoken to. The register is the gate: what is not in use there, nobody reaches."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import QuerySet
from yarl import URL

from lerendwerken.ai.partners.models import RegisterEntry, Supplier
from lerendwerken.ai.partners.routes import routes
from lerendwerken.ai.partners.wire import Endpoint
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import agreed
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


def suppliers(viewer: Viewer) -> list[Supplier]:
    """The connections that the administrator made, oldest first."""
    return list(Supplier.objects.visible_to(viewer).select_related("entry").order_by("created", "pk"))


def supplier_for(viewer: Viewer, supplier: uuid.UUID) -> Supplier:
    """One connection. Raises `NotFound`."""
    found: Supplier | None = (
        Supplier.objects.visible_to(viewer).select_related("entry").filter(pk=supplier).first()
    )
    if found is None:
        raise NotFound
    return found


def endpoint(viewer: Viewer, mode: str = "") -> Endpoint | None:
    """The language model that is asked first, or None when there is none or none is in use in the register."""
    found = routes(viewer, mode)
    return found[0].endpoint if found else None


def chatbots(viewer: Viewer) -> list[RegisterEntry]:
    """The chatbots for which a prompt may be copied out; none where no agreement holds."""
    if not agreed.holds(viewer, viewer.team):
        return []
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
