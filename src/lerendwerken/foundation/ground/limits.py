"""How much one person may do in how much time: the whole table, in one place.

What was done stands in the audit chain, written in the transaction of the act and never taken back, so counting its
lines needs no memory of its own: the count is the same for every process, survives a restart, and does not begin anew
for who throws away what they just made. `audit.write` asks here before it writes, so no act can forget its limit; what
goes over it is undone as a whole. A limit is far above what somebody does by hand, and holds for that person alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Q

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import TooMuch
from lerendwerken.foundation.ground.models import AuditLine

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` times by one person within `within`."""

    most: int
    within: timedelta


# Whatever is not named below.
EVERY_ACT: Final = (Limit(60, MINUTE), Limit(600, HOUR))
LIMITS: Final[dict[str, tuple[Limit, ...]]] = {
    # Each of these may ask a language model, which costs money and energy.
    "sparring.begin": (Limit(10, MINUTE), Limit(60, HOUR)),
    "sparring.take_turn": (Limit(20, MINUTE), Limit(200, HOUR)),
    "sparring.go_on": (Limit(20, MINUTE), Limit(200, HOUR)),
    # Each of these asks somebody else's server.
    "partners.test_supplier": (Limit(10, MINUTE), Limit(60, HOUR)),
    # Each of these may send a mail, or hands out a way in.
    "organisations.add_person": (Limit(30, MINUTE), Limit(200, HOUR)),
    "organisations.hand_link": (Limit(30, MINUTE), Limit(200, HOUR)),
    # One list holds many people and teams: the limit is of the list, and none of the lines that follow from it.
    "organisations.take_in": (Limit(5, MINUTE), Limit(20, HOUR)),
    "organisations.take_in_person": (),
    "organisations.take_in_team": (),
    "organisations.take_in_link": (),
    # Roles come with a person, whose own act has its limit.
    "organisations.give_manager": (),
    "organisations.give_steward": (),
    "organisations.give_administrator": (),
    "organisations.give_council": (),
    # Each of these gathers everything that somebody wrote.
    "organisations.ask_export": (Limit(5, MINUTE), Limit(30, HOUR)),
    # Each of these keeps a long text.
    "weekcycle.paste": (Limit(10, MINUTE), Limit(60, HOUR)),
    "sparring.paste_answer": (Limit(10, MINUTE), Limit(60, HOUR)),
    # Each of these has a file read.
    "sparring.attach": (Limit(10, MINUTE), Limit(40, HOUR)),
    "sparring.read_again": (Limit(10, MINUTE), Limit(40, HOUR)),
}
NEW_DRAFTS: Final = Limit(60, MINUTE)
"""Texts that somebody begins to write; saving one again and again is one text."""

# What is asked by who is not signed in, and so leaves no line in the audit chain.
FEED_READS: Final = Limit(240, HOUR)
"""Of one calendar address, by all devices that know it."""
WRONG_ADDRESSES: Final = Limit(60, MINUTE)
"""Calendar addresses that open nothing, from one place."""


def keep_pace(what: str, limit: Limit) -> None:
    """Refuse what was asked too often just now. `what` names it and holds no secret.

    The count lives in the memory of a process: it slows a flood down, and no right depends on it. Raises `TooMuch`.
    """
    key = f"pace:{what}"
    cache.add(key, 0, timeout=limit.within.total_seconds())
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out just between these two lines
        return
    if count > limit.most:
        raise TooMuch


def keep_to(organisation: str, actor: str, verb: str) -> None:
    """Refuse an act when its actor did it too often just now. `organisation` and `actor` as in the audit chain.

    Raises `TooMuch`.
    """
    if not actor:
        return
    limits, now = LIMITS.get(verb, EVERY_ACT), clock.now()
    if not limits:
        return
    longest = now - max(limit.within for limit in limits)
    done = AuditLine.objects.filter(
        organisation=organisation, actor=actor, verb=verb, at__gt=longest, at__lte=now
    )
    counts = {
        f"of_{place}": Count("pk", filter=Q(at__gt=now - limit.within)) for place, limit in enumerate(limits)
    }
    for limit, count in zip(limits, done.aggregate(**counts).values(), strict=True):
        if count >= limit.most:
            raise TooMuch
