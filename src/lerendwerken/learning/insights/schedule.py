"""When an insight comes back: FSRS says how long memory holds, the person's harvest day says on which day.

The scheduler is `fsrs` (Free Spaced Repetition Scheduler, open-spaced-repetition/py-fsrs) without its fuzzing
and without its steps of minutes: a week has one moment for recalling.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler, State

from lerendwerken.foundation.ground import weeks
from lerendwerken.learning.insights.models import Review

EARLY = 3  # days that an insight may come back before the scheduler asks for it
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_RATINGS = {
    Review.Grade.KNEW.value: Rating.Good,
    Review.Grade.HALF.value: Rating.Hard,
    Review.Grade.NOT.value: Rating.Again,
}

CardData = dict[str, Any]


def new_card(key: uuid.UUID, day: date) -> CardData:
    """The card of an insight written on `day`; putting it into own words is its first, good, learning."""
    card = Card(card_id=key.int >> 80, state=State.Learning, due=_noon(day))
    return _reviewed(card, Rating.Good, day)


def after(card: CardData, grade: str, day: date) -> CardData:
    """The card after it was recalled on `day` with a grade of `Review.Grade`."""
    return _reviewed(Card.from_dict(card), _RATINGS[grade], day)  # type: ignore[arg-type]


def last_seen(card: CardData) -> date:
    """The day on which the insight was written or last recalled."""
    return datetime.fromisoformat(card["last_review"]).date()


def next_due(card: CardData, day: date, harvest_day: str) -> date:
    """The first harvest day after `day` that lies at most `EARLY` days before what the card says.

    `harvest_day` is 'mon' to 'sun'.
    """
    wanted = max(day + timedelta(days=1), datetime.fromisoformat(card["due"]).date() - timedelta(days=EARLY))
    ahead = (weeks.WEEKDAYS.index(harvest_day) - wanted.weekday()) % 7
    return wanted + timedelta(days=ahead)


def _reviewed(card: Card, rating: Rating, day: date) -> CardData:
    seen, _log = _SCHEDULER.review_card(card, rating, _noon(day))
    return dict(seen.to_dict())


def _noon(day: date) -> datetime:
    """Whole days lie between two noons, whatever the hour of recalling."""
    return datetime.combine(day, time(12), tzinfo=UTC)
