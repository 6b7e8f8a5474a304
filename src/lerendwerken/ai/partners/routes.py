"""By which connections a model can be asked, in which order. What is not in use in the register is not among them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from yarl import URL

from lerendwerken.ai.partners import ruling, sealing
from lerendwerken.ai.partners.models import RegisterEntry, Supplier
from lerendwerken.ai.partners.wire import Endpoint
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Viewer

INSTALLATION: Final = "installation"


@dataclass(frozen=True, slots=True)
class Route:
    """One connection: where to ask, and what it costs. `supplier` is None for the installation's own model."""

    endpoint: Endpoint
    supplier: uuid.UUID | None = None
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    watts: int | None = None

    @property
    def key(self) -> str:
        """What stands for this connection in a chain."""
        return str(self.supplier) if self.supplier else INSTALLATION

    @property
    def at(self) -> str:
        """What stands for this connection in the breaker: a changed address or model begins with trust."""
        return f"{self.key} {self.endpoint.base_url} {self.endpoint.model}"


def routes(viewer: Viewer, mode: str = "") -> list[Route]:
    """The connections in use, in the order of the mode's chain, else of the organisation's, else as they were added.

    A connection that a chain does not name comes after those that it names: the method coach stands at the very end.
    There are none for whose team no agreement holds: then the method coach alone answers.
    """
    if not agreed.holds(viewer, viewer.team):
        return []
    found = [*_own(viewer), *_suppliers(viewer)]
    if len(found) < 2:
        return found
    rules = ruling.rules(viewer)
    chains = rules.chains if rules else {}
    order = chains.get(mode) or chains.get("") or []
    place = {key: number for number, key in enumerate(order)}
    return sorted(found, key=lambda route: place.get(route.key, len(order)))


def is_in_use(viewer: Viewer, route: Route) -> bool:
    """Whether the register still lets this connection be used."""
    return any(each.key == route.key for each in routes(viewer))


def of_supplier(supplier: Supplier) -> Route:
    """The connection of a supplier, in use or not."""
    return Route(
        endpoint=Endpoint(
            base_url=supplier.base_url,
            model=supplier.model,
            api_key=sealing.opened(supplier.sealed_key),
            allowed_hosts=host_of(supplier.base_url) if supplier.may_be_private else frozenset(),
            name=supplier.name,
        ),
        supplier=supplier.pk,
        price_in=supplier.price_in,
        price_out=supplier.price_out,
        watts=supplier.watts,
    )


def of_installation(name: str = "") -> Route | None:
    """The model of the environment; who sets its address there has allowed exactly that host."""
    if not (settings.AI_BASE_URL and settings.AI_MODEL):
        return None
    return Route(
        Endpoint(
            base_url=settings.AI_BASE_URL,
            model=settings.AI_MODEL,
            api_key=settings.AI_API_KEY,
            allowed_hosts=host_of(settings.AI_BASE_URL),
            name=name or settings.AI_NAME,
        )
    )


def host_of(base_url: str) -> frozenset[str]:
    """The host and port of an address as `outbound` wants them."""
    url = URL(base_url)
    return frozenset({f"{url.host}:{url.port}"})


def _own(viewer: Viewer) -> list[Route]:
    if not (settings.AI_BASE_URL and settings.AI_MODEL):
        return []
    in_use = _models_in_use(viewer, settings.AI_MODEL)
    route = of_installation(in_use[0].name) if in_use else None
    return [route] if route else []


@prepared
def _models_in_use(viewer: Viewer, model: str) -> QuerySet[RegisterEntry]:
    rows = RegisterEntry.objects.visible_to(viewer).order_by("pk")
    return rows.filter(kind=RegisterEntry.Kind.MODEL, status=RegisterEntry.Status.IN_USE, model=model)[:1]


def _suppliers(viewer: Viewer) -> list[Route]:
    return [of_supplier(row) for row in _suppliers_in_use(viewer)]


@prepared
def _suppliers_in_use(viewer: Viewer) -> QuerySet[Supplier]:
    rows = Supplier.objects.visible_to(viewer).filter(
        is_on=True, entry__status=RegisterEntry.Status.IN_USE, entry__kind=RegisterEntry.Kind.MODEL
    )
    return rows.order_by("created", "pk")
