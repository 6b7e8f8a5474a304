"""Organisations, the people in them and their teams. Everything written hangs on a membership."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import (
    Common,
    Kept,
    OnErasure,
    Owned,
    TeamShared,
    Walled,
    Written,
)
from lerendwerken.foundation.wall.reach import Reach
from lerendwerken.foundation.wall.viewer import Role, System


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their e-mail address, for signing in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this address, in whatever case it is typed."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. What they write belongs to a membership, not to the person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = Words(max_length=120)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as others see it."""
        return self.name

    def get_short_name(self) -> str:
        """The first name."""
        return self.name.split(" ")[0]


class Organisation(models.Model):
    """An organisation on this installation. Nothing crosses from one to another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = Words(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    zone = models.CharField(max_length=60, default="Europe/Amsterdam")
    country = models.CharField(max_length=2, default="NL")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    answer_term_days = models.PositiveSmallIntegerField(default=10)
    pasted_days = models.PositiveSmallIntegerField(default=30)
    leaver_days = models.PositiveSmallIntegerField(
        default=30
    )  # between leaving and losing what was one's own
    # Whole calendar years after that of a record; without them it stays until it is moved to the archive.
    statement_years = models.PositiveSmallIntegerField(null=True, blank=True)
    proposal_years = models.PositiveSmallIntegerField(null=True, blank=True)
    shared_years = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_term_days__gte=1, answer_term_days__lte=60), name="answer_term_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Walled):
    """A person in an organisation. A person has one membership per organisation."""

    reach = Reach.ORGANISATION
    on_erasure = OnErasure.DELETE
    opened_by = (System.POST, System.PUBLISHER)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = Words(max_length=120)
    job = Words(max_length=120, blank=True)
    roles = models.JSONField(default=list)
    ended = models.DateField(null=True, blank=True)
    forgotten = models.DateField(null=True, blank=True)  # when what was their own was deleted after leaving
    keeps_name = models.BooleanField(default=True)  # whether what they shared stays under their name then

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_each"),
        ]
        verbose_name = _("membership")

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What colleagues say."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """Two letters for the menu and the room."""
        first, *rest = self.name.split(" ")
        last = next((word for word in rest if word[:1].isupper()), "".join(rest[-1:]))
        return (first[:1] + last[:1]).upper()

    def holds(self, role: Role) -> bool:
        """Whether this member has a role."""
        return role.value in self.roles

    @property
    def may_stand_in(self) -> bool:
        """Whether they can answer for another: an administrator or council member sees no content by that role."""
        return not self.roles or any(map(self.holds, (Role.PROFESSIONAL, Role.MANAGER, Role.STEWARD)))


class Team(Common):
    """A team with a room of its own, and a manager outside it."""

    on_erasure = OnErasure.UNNAME

    name = Words(max_length=120)
    manager = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mandate = Words(max_length=1000, blank=True)
    mandate_weeks = models.PositiveSmallIntegerField(null=True, blank=True)  # how long a trial may last in it

    class Meta:
        verbose_name = _("team")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(Walled):
    """A member in a team; the one marked `rhythm` gives the weekly rhythm."""

    reach = Reach.ORGANISATION
    on_erasure = OnErasure.DELETE
    keeping = Kept.PERSON
    opened_by = (System.PUBLISHER,)

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    rhythm = models.BooleanField(default=True)
    facilitates = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("place in a team")
        constraints = [
            models.UniqueConstraint(fields=["team", "member"], name="in_a_team_once"),
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(rhythm=True), name="one_team_gives_the_rhythm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.member_id}"


class Mandate(Common, Written):
    """What a team may try by itself, as it was written down on a day: each change is a new one, the last one holds."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=1000, blank=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("mandate of a team")

    def __str__(self) -> str:
        return f"{self.team_id} {self.created:%Y-%m-%d}"


class Deputy(Walled):
    """Who answers for a decision maker (`owner`) once a term has gone by, or while they are away."""

    reach = Reach.ORGANISATION
    on_erasure = OnErasure.DELETE
    keeping = Kept.PERSON

    owner = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("deputy")
        constraints = [
            models.UniqueConstraint(fields=["owner"], name="one_deputy"),
            models.CheckConstraint(condition=~models.Q(owner=models.F("deputy")), name="deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.deputy_id}"


class Absence(Walled):
    """The days on which a decision maker is away: only the days, never why."""

    reach = Reach.ORGANISATION
    on_erasure = OnErasure.DELETE
    keeping = Kept.PERSON

    owner = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="absence_goes_on"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.first}"


class KeptTerm(Common, Written):
    """How long something is kept, as it was set on a day with a reason: the last one of a kind holds.

    `number` counts days, or for records years; a record without one stays until the organisation moves it.
    """

    class What(models.TextChoices):
        PASTED = "pasted_days", _("pasted pieces of work")
        LEAVER = "leaver_days", _("what was one's own, after leaving")
        STATEMENTS = "statement_years", _("statements with their replies")
        PROPOSALS = "proposal_years", _("proposals and obstacles with their answers")
        SHARED = "shared_years", _("dialogues, questions, experiments and shared insights")

        @property
        def is_record(self) -> bool:
            """Whether it is a record of the organisation, kept for years."""
            return self.value.endswith("_years")

    what = models.CharField(max_length=15, choices=What)
    number = models.PositiveSmallIntegerField(null=True)
    reason = Words(max_length=300)

    class Meta:
        verbose_name = _("term for keeping")

    def __str__(self) -> str:
        return f"{self.what} {self.number}"


class ExportFile(Owned):
    """Everything that one person wrote in one file, being made or ready to fetch; gone after a week."""

    keeping = Kept.EXPORT
    exported = False

    done = models.PositiveSmallIntegerField(default=0)  # kinds of things that are in it
    of = models.PositiveSmallIntegerField(default=0)  # kinds of things that there are; 0 before it begins
    ready = models.DateTimeField(null=True, default=None)
    content = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("file with everything somebody wrote")
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_export_each")]


class WorkingDays(Owned):
    """On which weekdays somebody works, from a week on (its Monday). Without a row: Monday to Friday."""

    from_week = models.DateField()
    days = models.JSONField(default=list)

    class Meta:
        verbose_name = _("days on which you work")
        constraints = [
            models.UniqueConstraint(fields=["owner", "from_week"], name="working_days_once_a_week"),
        ]


class Leave(Owned):
    """The days on which somebody is away, for their own planning: only the days, never why, and nobody else sees it."""

    first = models.DateField()
    last = models.DateField()

    class Meta:
        verbose_name = _("leave")
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="leave_goes_on"),
        ]


class TeamLeave(TeamShared):
    """The days on which a team has no moments, as in a summer recess."""

    opened_by = (System.PUBLISHER,)

    first = models.DateField()
    last = models.DateField()

    class Meta:
        verbose_name = _("days without moments of a team")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="team_leave_goes_on"
            ),
        ]
