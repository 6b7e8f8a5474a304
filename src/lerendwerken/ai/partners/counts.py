"""Sums of what language models took in an organisation. Numbers only; who took them never leaves this file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Sum

from lerendwerken.ai.partners.models import Usage
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer

FEWEST: Final = 5  # people; a sum over fewer could be somebody's


@dataclass(frozen=True)
class Spent:
    """What was used: tokens asked and answered together, and euro where prices are known."""

    tokens: int = 0
    euro: Decimal = Decimal(0)


def of_organisation(viewer: Viewer, day: date) -> Spent:
    """What everybody together used on a day: for the budget, shown to nobody."""
    with acting(System.METER):
        return summed(Usage.unscoped.filter(organisation=viewer.organisation, day=day))


def of_suppliers(viewer: Viewer, monday: date) -> dict[uuid.UUID | None, Spent | None]:
    """Per supplier (None is the installation's own) what a closed week took; None where fewer than five people did.

    Whole closed weeks only, so that no difference between two looks shows one person.
    """
    with acting(System.METER):
        rows = (
            Usage.unscoped.filter(
                organisation=viewer.organisation, day__gte=monday, day__lt=monday + timedelta(days=7)
            )
            .values("supplier")
            .annotate(people=Count("owner", distinct=True), tokens=Sum("tokens"), money=Sum("euro"))
        )
        return {
            row["supplier"]: Spent(row["tokens"], row["money"]) if row["people"] >= FEWEST else None
            for row in rows
        }


def summed(rows: object) -> Spent:
    """The sum of rows of use."""
    found = rows.aggregate(tokens=Sum("tokens"), money=Sum("euro"))  # type: ignore[attr-defined]
    return Spent(found["tokens"] or 0, found["money"] or Decimal(0))
