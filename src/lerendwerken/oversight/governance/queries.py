"""Reads of the agreement, of what the council said and of the AI literacy log. Everybody may read all three."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet, Sum

from lerendwerken.ai.partners import coverwords
from lerendwerken.ai.partners import queries as partners
from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations import records
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.weekcycle import bank
from lerendwerken.learning.weekcycle.bank import Theme
from lerendwerken.oversight.governance.changes import Facts
from lerendwerken.oversight.governance.models import Agreement, LiteracyEntry, Voice
from lerendwerken.oversight.governance.standing import Standing, standing_of

WRITERS = (Role.STEWARD, Role.ADMINISTRATOR)


def versions(viewer: Viewer) -> list[Agreement]:
    """Every version of the agreement, the newest first."""
    return _versions(viewer)


@prepared
def _versions(viewer: Viewer) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(viewer).select_related("author").order_by("-number")


def standing(viewer: Viewer) -> Standing:
    """How the agreement stands today."""
    return standing_of(versions(viewer), clock.today(viewer.zone))


def covers(viewer: Viewer, team: uuid.UUID | None) -> bool:
    """The gate: whether an agreement is in force for a team, or for who is in no team."""
    return standing(viewer).covers(team)


def agreement_for(viewer: Viewer, agreement: uuid.UUID) -> Agreement:
    """One version. Raises `NotFound`."""
    rows = Agreement.objects.visible_to(viewer).select_related("author")
    found: Agreement | None = rows.filter(pk=agreement).first()
    if found is None:
        raise NotFound
    return found


def voices(viewer: Viewer) -> dict[uuid.UUID, list[Voice]]:
    """What the council said about each version, in order."""
    said: dict[uuid.UUID, list[Voice]] = defaultdict(list)
    for row in Voice.objects.visible_to(viewer).select_related("author").order_by("created", "pk"):
        said[row.agreement_id].append(row)
    return said


def verdict_on(viewer: Viewer, agreement: Agreement) -> str:
    """Whether the council agrees with a version, by what it said last; empty while it said neither yes nor no."""
    said = Voice.objects.visible_to(viewer).filter(agreement=agreement).exclude(verdict=Voice.Verdict.ADVISES)
    return str(said.order_by("-created", "-pk").values_list("verdict", flat=True).first() or "")


def facts(viewer: Viewer) -> Facts:
    """What the installation knows now: what it records and who sees that, how long, and the AI systems in use."""
    in_use = partners.register(viewer).filter(status=RegisterEntry.Status.IN_USE)
    organisation = organisations.organisation_of(viewer)
    return Facts(
        recorded={model._meta.label: model.reach.value for model in walled_models()},
        pasted_days=organisation.pasted_days,
        leaver_days=organisation.leaver_days,
        record_years=records.years_of(organisation),
        systems=tuple(in_use.order_by("name").values_list("name", flat=True)),
        may_uncover=coverwords.may_uncover(viewer),
    )


@dataclass(frozen=True)
class Learned:
    """A theme in the log: how often a team held it (a team counts once a week), and in which week last."""

    theme: Theme
    times: int
    last: date


def learned(viewer: Viewer) -> list[Learned]:
    """Every theme that was held in the organisation, the one held last first."""
    rows = (
        LiteracyEntry.objects.visible_to(viewer)
        .values("theme")
        .annotate(times=Sum("teams"), last=Max("week"))
    )
    found = []
    for row in rows.order_by("-last", "theme"):
        theme = bank.theme_with(row["theme"], viewer.language)
        if theme is not None:
            found.append(Learned(theme, row["times"], row["last"]))
    return found
