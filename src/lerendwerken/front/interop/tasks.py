"""What happens without anybody signed in: a secret address is opened, and ends when its owner leaves.

Runs as a system viewer that reaches this one table; what the address shows is read as its owner.
"""

from __future__ import annotations

import hmac
import uuid

from lerendwerken.foundation.organisations import looking
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.front.interop.addresses import digest_of
from lerendwerken.front.interop.models import CalendarFeed


def open_door(secret: str) -> tuple[CalendarFeed, Viewer] | None:
    """The calendar that a secret opens and its owner as a viewer.

    None for a secret that opens nothing, whose owner has left, or whose team is not the owner's any more.
    """
    digest = digest_of(secret)
    with acting(System.DOOR):
        feed: CalendarFeed | None = CalendarFeed.unscoped.filter(digest=digest).first()
    if feed is None or not hmac.compare_digest(feed.digest, digest):
        return None
    viewer = looking.viewer_of_member(feed.organisation_id, feed.owner_id)
    if viewer is None or (feed.team_id and feed.team_id != viewer.team):
        return None
    return feed, viewer


def end_with_membership(member: uuid.UUID, **signal: object) -> None:
    """Forget the addresses of somebody who has left: who is let in again makes new ones."""
    with acting(System.DOOR):
        for feed in CalendarFeed.unscoped.filter(owner=member):
            rights.erase_row(feed)
