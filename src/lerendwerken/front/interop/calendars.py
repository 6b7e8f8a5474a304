"""A calendar as other programs read it (iCalendar, RFC 5545): times, names of moments and links, no words of people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from lerendwerken.foundation.ground.ids import own_id
from lerendwerken.front.interop.actions import Version, key_of
from lerendwerken.front.interop.models import CalendarFeed
from lerendwerken.learning.weekcycle.plan import Planned

MAKER: Final = "-//Lerendwerken//Week cycle//NL"
OFTEN: Final = timedelta(hours=4)  # how often a program may well look again
_YEAR: Final = timedelta(days=366)  # so that both changes of the clock stand in it


def written(
    feed: CalendarFeed,
    stops: Sequence[Planned],
    versions: Mapping[str, Version],
    links: Mapping[str, str],
    zone: ZoneInfo,
) -> bytes:
    """The calendar with its moments; `links` has the page of each by its key, `zone` is where the times are meant."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Lerendwerken: our dialogue") if feed.team_id else _("Lerendwerken"))
    calendar.add("refresh-interval", OFTEN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", OFTEN)
    if any(stop.at for stop in stops):
        first, last = stops[0].day, stops[-1].day
        calendar.add_component(Timezone.from_tzinfo(zone, zone.key, first - _YEAR, last + _YEAR))
    for stop in stops:
        key = key_of(stop)
        calendar.add_component(_event(feed, stop, versions[key], links[key], zone))
    body: bytes = calendar.to_ical()
    return body


def _event(feed: CalendarFeed, stop: Planned, version: Version, link: str, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{own_id(f'interop {feed.kind} {key_of(stop)}', feed.owner_id)}@lerendwerken")
    event.add("dtstamp", version.modified)
    event.add("last-modified", version.modified)
    event.add("sequence", version.sequence)
    event.add("summary", stop.name, parameters={"language": get_language() or "nl"})
    length = _("%(minutes)d minutes") % {"minutes": stop.minutes}
    event.add("description", f"{length}\n{link}")
    event.add("url", link)
    event.add("status", "CANCELLED" if stop.lapses else "CONFIRMED")
    if stop.at is None:
        event.add("dtstart", stop.day)
        event.add("transp", "TRANSPARENT")  # a day on which it is done, no time that is taken
    else:
        begin = datetime.combine(stop.day, stop.at, zone)
        event.add("dtstart", begin)
        event.add("dtend", _later(begin, stop.minutes))
        event.add("transp", "TRANSPARENT" if stop.lapses else "OPAQUE")
    return event


def _later(begin: datetime, minutes: int) -> datetime:
    """Minutes of the clock on the wall, as everybody counts them; a moment does not go on past midnight."""
    end = begin + timedelta(minutes=minutes)
    return end if end.date() == begin.date() else datetime.combine(begin.date(), time(23, 59), begin.tzinfo)


def digest(body: bytes) -> str:
    """What tells a program whether anything changed since it last looked."""
    return hashlib.sha256(body).hexdigest()[:32]
