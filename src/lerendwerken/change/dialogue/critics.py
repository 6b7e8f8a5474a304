"""Who looks for the strongest objection to which position.

A critic is shown beside the position, so the choice itself speaks. Nobody criticises their own; but leaving
somebody out of the lot of an *unnamed* position because they wrote it would tell who wrote it: with two
unnamed positions, the writer of the one would be named by being the critic of the other. Leaving in just
those who wrote anything would tell who did not. So the choice uses only what everybody sees after the
reveal: the names on the named positions, the list of the team, and the week. What follows from public
things tells nothing private.

Named writers criticise first: each wrote exactly one position, under their own name, so none of them can be
the writer of an unnamed one. Where a position has no other named writer, it falls to somebody of the team
other than its named writer. Where nobody at all gave a name, the turn goes round the whole team without
looking at who wrote what: that it may reach the writer is the price of not telling, and the page says so.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

Key = uuid.UUID


def assigned(authors: Sequence[Key | None], team: Sequence[Key], turn: int) -> list[Key | None]:
    """The critic for each position.

    Args:
        authors: the names on the positions, in the order shown; None for an unnamed one.
        team: the members of the team.
        turn: a number that moves on from week to week, so that the same people do not always meet.

    Returns:
        One member per position, None where there is nobody but the named writer.
    """
    named = sorted(author for author in authors if author is not None)
    critics: list[Key | None] = [None] * len(authors)
    if len(named) > 1:
        step = 1 + turn % (len(named) - 1)
        for place, author in enumerate(authors):
            if author is not None:
                critics[place] = named[(named.index(author) + step) % len(named)]
    everybody = sorted(team)
    for number, place in enumerate(place for place, critic in enumerate(critics) if critic is None):
        candidates = [member for member in named or everybody if member != authors[place]]
        candidates = candidates or [member for member in everybody if member != authors[place]]
        critics[place] = candidates[(turn + number) % len(candidates)] if candidates else None
    return critics


def one_more(author: Key, named: Sequence[Key], team: Sequence[Key], turn: int) -> Key | None:
    """The critic of a position that is added after the reveal, with its writer's name."""
    candidates = [member for member in sorted(set(named)) if member != author]
    candidates = candidates or [member for member in sorted(team) if member != author]
    return candidates[turn % len(candidates)] if candidates else None
