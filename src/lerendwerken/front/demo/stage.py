"""Where a story is played: who and what exists so far, and when things happen."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership, Organisation, Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo.stories import Story
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.frame.models import DevelopmentQuestion, Goal
from lerendwerken.learning.insights.models import Insight
from lerendwerken.learning.practices.models import WorkProcess
from lerendwerken.learning.weekcycle.models import PastedPiece


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
    now: datetime
    organisation: Organisation
    members: dict[str, Membership] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    promises: dict[str, uuid.UUID] = field(default_factory=dict)
    questions: dict[str, uuid.UUID] = field(default_factory=dict)
    processes: dict[tuple[str, str], WorkProcess] = field(default_factory=dict)
    pieces: dict[tuple[str, int], PastedPiece] = field(default_factory=dict)
    insights: dict[tuple[str, int], Insight] = field(default_factory=dict)
    proposals: dict[str, uuid.UUID] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its clocks hang."""
        return ZoneInfo(self.organisation.zone)

    @property
    def today(self) -> date:
        """The present day there."""
        return self.now.astimezone(self.zone).date()

    def viewer(self, login: str) -> Viewer:
        """Somebody as a viewer."""
        if login not in self.viewers:
            member = self.members[login]
            self.viewers[login] = organisations.viewer_for(member.person, member)
        return self.viewers[login]

    def week(self, number: int) -> date:
        """The Monday of week `number` of the story; the last one is the present week."""
        return weeks.after(weeks.monday(self.today), number - self.story.weeks)

    def day(self, number: int, weekday: str) -> date:
        """A weekday in week `number`; for a public holiday the next working day of that week, else the last one."""
        week, wanted = self.week(number), weeks.day_of(self.week(number), weekday)
        days = [week + timedelta(days=ahead) for ahead in range(5)]
        working = [day for day in days if calendar.is_working_day(day, self.organisation.country)]
        return next((day for day in working if day >= wanted), working[-1] if working else wanted)

    def at(self, number: int, weekday: str, clock_time: str, who: str = "") -> datetime:
        """A weekday and wall-clock time in week `number`. `who` has minutes of their own: nobody is that punctual."""
        at = datetime.combine(self.day(number, weekday), time.fromisoformat(clock_time), self.zone)
        minutes = zlib.crc32(who.encode()) % 40 if who else 0
        return at.astimezone(UTC) + timedelta(minutes=minutes)

    def is_over(self, moment: datetime) -> bool:
        """Whether a moment of one's own lies before today: today's are left to whoever tries the demo."""
        return moment.astimezone(self.zone).date() < self.today

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
