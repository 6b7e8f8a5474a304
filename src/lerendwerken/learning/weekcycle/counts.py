"""Numbers about the week, for figures: how many teams, never who."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System
from lerendwerken.learning.weekcycle.models import ThemeHeld

LEAST_PEOPLE: Final = 5
"""Among how many people somebody who tried a theme must stand before their team is counted."""


@dataclass(frozen=True)
class Held:
    """In how many teams a theme was held in a week."""

    organisation: uuid.UUID
    week: date
    key: str
    teams: int


def themes_held(before: date) -> list[Held]:
    """Every theme that teams held in the weeks before `before` (a Monday), of every organisation.

    A team counts once, however many in it tried the theme. Left out where the teams have fewer than `LEAST_PEOPLE`
    people together: the number would be about somebody.
    """
    teams: dict[tuple[uuid.UUID, date, str], dict[uuid.UUID, int]] = defaultdict(dict)
    with acting(System.THEMES):
        rows = ThemeHeld.unscoped.filter(week__lt=before).order_by("week", "key")
        for organisation, week, key, team, among in rows.values_list(
            "organisation", "week", "key", "team", "among"
        ):
            people = teams[organisation, week, key]
            people[team] = min(among, people.get(team, among))
    return [
        Held(*about, teams=len(people))
        for about, people in teams.items()
        if sum(people.values()) >= LEAST_PEOPLE
    ]
