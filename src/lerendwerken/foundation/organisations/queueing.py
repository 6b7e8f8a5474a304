"""What lies with one decision maker from every team, which nobody who acts sees as a whole.

At most five of a kind ask for an answer; the rest wait in an open queue, the oldest first. This runs inside the
transaction of whoever asks, answers or names a deputy, as a system viewer that reaches those tables only, and gives
back numbers. A room says in its `tasks` which of its rows lie with somebody; naming a deputy then reaches all rooms.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from lerendwerken.foundation.organisations.answering import MOST_ASKED, due_on
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System

QUEUED: Final = "queued"  # the state of what waits for its turn, and of what asks
OPEN: Final = "open"


@dataclass(frozen=True)
class Queue:
    """One kind of thing that is put to somebody: has `state`, `put_at`, `asked_on` and `due`.

    `rows` gives all of them, `waits` says which ask for an answer on a day, `lies` the states in which they are not
    answered for good.
    """

    rows: Callable[[], QuerySet[Any]]
    waits: Callable[[date], Q]
    lies: Collection[str]

    def is_full(self, addressee: uuid.UUID, today: date) -> bool:
        """Whether as many as one person answers wait for a decision maker already."""
        with acting(System.BELL):
            return self._waiting(addressee, today) >= MOST_ASKED

    def place_of(self, row: Any) -> int:
        """Which place something has in the queue of its decision maker: 1 is the next."""
        with acting(System.BELL):
            before = Q(put_at__lt=row.put_at) | Q(put_at=row.put_at, pk__lt=row.pk)
            return self._queued(row.addressee_id).filter(before).count() + 1

    def let_next_in(self, addressee: uuid.UUID, today: date, organisation: Organisation) -> None:
        """Let the oldest of the queue ask for an answer where there is room; their clocks begin today."""
        with acting(System.BELL):
            room = MOST_ASKED - self._waiting(addressee, today)
            due = due_on(organisation, today)
            for row in self._queued(addressee).select_for_update().order_by("put_at", "pk")[: max(room, 0)]:
                row.state, row.asked_on, row.due = OPEN, today, due
                row.save(update_fields=["state", "asked_on", "due"])

    def give_deputy(
        self, addressee: uuid.UUID, deputy: uuid.UUID | None, but_not: Collection[uuid.UUID]
    ) -> None:
        """Name the deputy on everything that still lies with a decision maker, except for the teams in `but_not`."""
        with acting(System.BELL):
            rows = self.rows().filter(addressee=addressee, state__in=self.lies)
            rows.filter(team__in=but_not).update(deputy=None)
            rows.exclude(team__in=but_not).update(deputy=deputy)

    def _waiting(self, addressee: uuid.UUID, today: date) -> int:
        return self.rows().filter(self.waits(today), addressee=addressee).count()

    def _queued(self, addressee: uuid.UUID | None) -> QuerySet[Any]:
        return self.rows().filter(addressee=addressee, state=QUEUED)


_queues: list[Queue] = []


def register(queue: Queue) -> Queue:
    """Let a room say what lies with a decision maker there."""
    _queues.append(queue)
    return queue


def give_deputy(addressee: uuid.UUID, deputy: uuid.UUID | None, but_not: Collection[uuid.UUID]) -> None:
    """Name the deputy on everything that still lies with a decision maker, in every room."""
    for queue in _queues:
        queue.give_deputy(addressee, deputy, but_not)
