"""What a person can do with the addresses of their calendars, and what is remembered when one is read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, NotFound
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.interop.addresses import digest_of, new_secret
from lerendwerken.front.interop.models import CalendarFeed
from lerendwerken.learning.weekcycle.plan import Planned


@dataclass(frozen=True)
class Version:
    """How often what is said of a moment has changed, and when it last did (RFC 5545, 3.8.7.3 and 3.8.7.4)."""

    sequence: int
    modified: datetime


@transaction.atomic
def new_address(kind: str, *, by: Viewer) -> str:
    """Make an address of a kind, or a new one: then the old one opens nothing any more. Gives the secret, once.

    Raises `BadInput` for an unknown kind, `NotFound` for the dialogue of who has no team, `Conflict` where another
    page made one at the same moment.
    """
    if kind not in CalendarFeed.Kind.values:
        raise BadInput(_("Choose which moments the calendar shows."), "kind")
    of_team = kind == CalendarFeed.Kind.TEAM
    if of_team and by.team is None:
        raise NotFound
    secret = new_secret()
    row = CalendarFeed(
        organisation_id=by.organisation,
        owner_id=by.member,
        kind=kind,
        team_id=by.team if of_team else None,
        digest=digest_of(secret),
    )
    audit.write(by, "interop.new_address", row.pk)
    before: CalendarFeed | None = CalendarFeed.objects.visible_to(by).filter(kind=kind).first()
    if before is not None:
        row.told = before.told
        rights.erase_row(before)  # so that no backup that is put back opens it again
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        raise Conflict from None
    return secret


@transaction.atomic
def revoke(kind: str, *, by: Viewer) -> None:
    """Let an address open nothing any more. Raises `NotFound` where there is none."""
    row = CalendarFeed.objects.visible_to(by).filter(kind=kind).first()
    if row is None:
        raise NotFound
    audit.write(by, "interop.revoke", row.pk)
    rights.erase_row(row)


@transaction.atomic
def tell(feed: uuid.UUID, stops: Sequence[Planned], *, by: Viewer) -> dict[str, Version]:
    """Remember what a calendar says now of its moments, and give the version of each by its key.

    What is said anew has a higher version, also when it is what was said before a change. Nothing is written where
    nothing changed, and no audit line: a program that reads is no act of a person. Raises `NotFound`.
    """
    row = CalendarFeed.objects.visible_to(by).select_for_update().filter(pk=feed).first()
    if row is None:
        raise NotFound
    now = clock.now().replace(microsecond=0)
    told = {key_of(stop): _told(stop, row.told.get(key_of(stop)), now) for stop in stops}
    if told != row.told:
        row.told = told
        row.save(update_fields=["told"])
    return {key: Version(int(said[1]), datetime.fromisoformat(str(said[2]))) for key, said in told.items()}


def key_of(stop: Planned) -> str:
    """What stays the same of a moment whatever becomes of it: which one it is, in which week and in whose room."""
    where = f" {stop.team.pk.hex}" if stop.team else ""
    return f"{stop.week.isoformat()} {stop.moment.value}{where}"


def _told(stop: Planned, before: list[str | int] | None, now: datetime) -> list[str | int]:
    at = stop.at.isoformat("minutes") if stop.at else ""
    said = f"{stop.day.isoformat()} {at} {stop.minutes} {'off' if stop.lapses else 'on'} {stop.name}"
    if before is None:
        return [said, 0, now.isoformat()]
    return before if before[0] == said else [said, int(before[1]) + 1, now.isoformat()]
