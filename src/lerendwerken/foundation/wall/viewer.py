"""Who looks: every read and every act names one."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """In which role a request acts. One person may hold several, a request acts in one."""

    PROFESSIONAL = "professional", _("professional")
    MANAGER = "manager", _("manager")
    STEWARD = "steward", _("steward")
    ADMINISTRATOR = "administrator", _("administrator")
    COUNCIL = "council", _("council")


@dataclass(frozen=True)
class Viewer:
    """A member of an organisation, in one role, with the teams whose room is open to them.

    `team` is the one that gives the weekly rhythm; `zone` its time zone; `language` that of the person.
    """

    member: uuid.UUID
    person: uuid.UUID
    organisation: uuid.UUID
    role: Role
    teams: tuple[uuid.UUID, ...] = ()
    team: uuid.UUID | None = None
    facilitates: frozenset[uuid.UUID] = frozenset()
    roles: tuple[Role, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Amsterdam"))
    language: str = "nl"

    @property
    def other_teams(self) -> tuple[uuid.UUID, ...]:
        """The teams that give no rhythm: they add their dialogue and what is shared there."""
        return tuple(team for team in self.teams if team != self.team)

    def within(self, team: uuid.UUID) -> Viewer:
        """The same viewer, looking at another of their teams as at the one of their rhythm. Nothing more opens."""
        return replace(self, team=team)


@dataclass(frozen=True)
class Person:
    """Somebody signed in who has not chosen a membership yet: reaches their own memberships only."""

    person: uuid.UUID


class System(enum.Enum):
    """A viewer that is no person: named by the one thing it is for."""

    KEEPER = "keeper"  # erasure, retention
    REVEAL = "reveal"  # takes positions out at the reveal of a dialogue, reaches nothing else
    BELL = "bell"  # lets the next proposal out of the queue and names its deputy, reaches nothing else
    METER = "meter"  # sums what language models took in an organisation, reaches nothing else
    PUBLISHER = "publisher"  # sums the working time of teams in weeks that are over, reaches nothing else
    THEMES = "themes"  # counts in how many teams a theme of the week was held, reaches nothing else
    DOOR = "door"  # finds whose calendar a secret address opens, reaches nothing else
    POST = "post"  # finds who is reminded and sends what waits, reaches names and reminders
    SETUP = "setup"  # makes organisations, people and teams

    @property
    def member(self) -> None:
        """Nobody."""
        return None

    @property
    def organisation(self) -> None:
        """None in particular."""
        return None


AnyViewer = Viewer | Person | System
