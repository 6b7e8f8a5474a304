"""The audit chain: one line for each thing done, in the same transaction as the thing."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from datetime import UTC
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from lerendwerken.foundation.ground import clock, limits
from lerendwerken.foundation.ground.models import AuditLine


class Actor(Protocol):
    """Whoever acts: a viewer."""

    @property
    def member(self) -> uuid.UUID | None: ...
    @property
    def organisation(self) -> uuid.UUID | None: ...


def digest_of(key: uuid.UUID | None) -> str:
    """The keyed digest that stands for a key (HMAC, RFC 2104): whoever has the key can find its lines, nobody else."""
    if key is None:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), key.bytes, hashlib.sha256).hexdigest()[:32]


def write(by: Actor, verb: str, row: uuid.UUID) -> None:
    """Add a line to the chain of the actor's organisation.

    `verb` is '<room>.<what>'; `row` the key of what it was done to. Call it inside the transaction of the action.
    Raises `TooMuch` when the actor did the same too often just now; then nothing of the action stays.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit line belongs in the transaction of what it records")
    organisation, actor = digest_of(by.organisation), digest_of(by.member)
    _one_at_a_time(organisation)
    limits.keep_to(organisation, actor, verb)
    last = (
        AuditLine.objects.filter(organisation=organisation)
        .order_by("-number")
        .values_list("digest", flat=True)
    )
    line = AuditLine(at=clock.now(), organisation=organisation, actor=actor, verb=verb, row=digest_of(row))
    line.digest = _chained(last.first() or "", line)
    line.save(force_insert=True)


def times(organisation: uuid.UUID, verb: str) -> int:
    """How often something was done in an organisation, by whomever: a number of acts, which tells of nobody."""
    return AuditLine.objects.filter(organisation=digest_of(organisation), verb=verb).count()


def lines(organisation: uuid.UUID) -> QuerySet[AuditLine]:
    """The lines of an organisation, the newest first. They hold digests and no content."""
    return AuditLine.objects.filter(organisation=digest_of(organisation)).order_by("-number")


def broken_at(organisation: uuid.UUID, newest: int | None = None) -> int | None:
    """The number of the first line that does not follow from the one before it, or None when the chain holds.

    With `newest` only so many of the last lines are looked at, and the one before them is believed.
    """
    chain = lines(organisation).reverse()
    previous = ""
    if newest is not None and (start := lines(organisation)[newest : newest + 1].first()):
        previous, chain = start.digest, chain.filter(number__gt=start.number)
    for line in chain.iterator():
        if line.digest != _chained(previous, line):
            return line.number
        previous = line.digest
    return None


def _one_at_a_time(organisation: str) -> None:
    """PostgreSQL lets transactions run side by side; a chain needs them in a row. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [organisation])


def _chained(previous: str, line: AuditLine) -> str:
    content = "|".join(
        [previous, line.at.astimezone(UTC).isoformat(), line.organisation, line.actor, line.verb, line.row]
    )
    return hmac.new(settings.SECRET_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()
