"""Where a story is played: who and what exists so far, and when things happen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership, Organisation, Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo.stories import WEEKS, Story
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.frame.models import DevelopmentQuestion, Goal
from lerendwerken.learning.insights.models import Insight
from lerendwerken.learning.practices.models import WorkProcess


@dataclass(frozen=True)
class Event:
    """Something that somebody does at a moment."""

    at: datetime
    who: str
    act: Callable[[Viewer], object]


@dataclass
class Stage:
    """One organisation while its story is played; keys are those of the story."""

    story: Story
    this_week: date
    now: datetime
    organisation: Organisation
    members: dict[str, Membership] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    promises: dict[str, uuid.UUID] = field(default_factory=dict)
    questions: dict[str, uuid.UUID] = field(default_factory=dict)
    processes: dict[tuple[str, str], WorkProcess] = field(default_factory=dict)
    insights: dict[tuple[str, int], Insight] = field(default_factory=dict)
    proposals: dict[str, uuid.UUID] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its clocks hang."""
        return ZoneInfo(self.organisation.zone)

    def viewer(self, login: str) -> Viewer:
        """Somebody as a viewer."""
        if login not in self.viewers:
            member = self.members[login]
            self.viewers[login] = organisations.viewer_for(member.person, member)
        return self.viewers[login]

    def week(self, number: int) -> date:
        """The Monday of week `number` of the story; the last one is the present week."""
        return weeks.after(self.this_week, number - WEEKS)

    def at(self, number: int, day: str, clock_time: str) -> datetime:
        """A weekday and wall-clock time in week `number`."""
        return datetime.combine(weeks.day_of(self.week(number), day), time.fromisoformat(clock_time), self.zone)

    def at_least_before_now(self, moment: datetime) -> datetime:
        """The moment, or a minute ago when it lies ahead: for what everybody must have done already."""
        return min(moment, self.now - timedelta(minutes=1))

    def development_question(self, key: str, viewer: Viewer) -> DevelopmentQuestion | None:
        """A development question as it reads in the frame in force."""
        in_force = frame.frame_in_force(viewer)
        if in_force is None:
            return None
        rows = frame.development_questions(viewer, in_force)
        return next((row for row in rows if row.lineage == self.questions.get(key)), None)


def number(value: object) -> Decimal:
    """A number of a story, exactly as it is written there."""
    return Decimal(str(value))
