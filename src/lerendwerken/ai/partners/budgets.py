"""What may be spent in a day, and what one used oneself: read by the runner before every answer of a model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from django.db.models import Count, Q, Sum

from lerendwerken.ai.partners import counts, ruling
from lerendwerken.ai.partners.counts import Spent
from lerendwerken.ai.partners.models import Usage
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall.viewer import Viewer

Over = Literal["", "mine", "ours"]


@dataclass(frozen=True)
class OwnWeek:
    """Somebody's own answers of a week by language models: how many, their energy in watt-hours, how many unknown."""

    answers: int
    unknown: int
    low: float
    high: float


def over(viewer: Viewer) -> Over:
    """Whose budget of today is used up: one's own, or that of the organisation together."""
    rules = ruling.rules(viewer)
    if rules is None:
        return ""
    today = clock.today(viewer.zone)
    if rules.person_tokens is not None or rules.person_euro is not None:
        mine = counts.summed(Usage.objects.visible_to(viewer).filter(day=today))
        if _reached(mine, rules.person_tokens, rules.person_euro):
            return "mine"
    if rules.organisation_tokens is not None or rules.organisation_euro is not None:
        ours = counts.of_organisation(viewer, today)
        if _reached(ours, rules.organisation_tokens, rules.organisation_euro):
            return "ours"
    return ""


def own_week(viewer: Viewer, monday: date) -> OwnWeek:
    """What the answers of one's own week took. Answers over the bridge are not in it: nobody knows theirs."""
    rows = Usage.objects.visible_to(viewer).filter(day__gte=monday, day__lt=monday + timedelta(days=7))
    found = rows.aggregate(
        answers=Count("pk"),
        unknown=Count("pk", filter=Q(energy_low=None)),
        low=Sum("energy_low"),
        high=Sum("energy_high"),
    )
    return OwnWeek(found["answers"], found["unknown"], found["low"] or 0.0, found["high"] or 0.0)


def _reached(spent: Spent, tokens: int | None, euro: Decimal | None) -> bool:
    return (tokens is not None and spent.tokens >= tokens) or (euro is not None and spent.euro >= euro)
