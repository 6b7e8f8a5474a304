"""What every walled row has. A model says its reach once; only `visible_to` reads it.

`unscoped` stands first because Django itself (cascades, forms, refresh) needs a plain manager; a test over the syntax
tree allows it in `wall`, `counts.py`, `tasks.py` and migrations only.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.reach import Reach, rule
from lerendwerken.foundation.wall.viewer import System, Viewer


class OnErasure(enum.Enum):
    """What happens to a row when its person is erased."""

    DELETE = "delete"  # the row goes
    UNNAME = "unname"  # the row stays, the name goes
    KEEP = "keep"  # the row tells nothing about the person


class Kept(enum.Enum):
    """How long a row is kept when nobody throws it away. The keeper deletes it then (`tests/wall/test_kept.py`)."""

    PASTED = "pasted"  # the organisation's term for pasted pieces
    DRAFT = "draft"  # ninety days after somebody last touched it
    EXPORT = "export"  # a week
    NOTICE = "notice"  # thirty days
    REVEAL = "reveal"  # until the reveal of its dialogue
    PERSON = "person"  # as long as its person is a member, and the organisation's term after that
    # Records of three kinds: as many years as the organisation set, else as what follows.
    STATEMENT = "statement"
    PROPOSAL = "proposal"
    SHARED = "shared"
    ORGANISATION = "organisation"  # as long as the organisation keeps its records here


class Wall(models.Manager[Any]):
    """The only way to read a walled model: by naming who looks."""

    def visible_to(self, viewer: Viewer) -> models.QuerySet[Any]:
        """The rows that the viewer reaches."""
        return super().get_queryset().filter(rule(self.model.reach, viewer))

    def of_person(self, person: UUID) -> models.QuerySet[Any]:
        """Somebody's own memberships, before one is chosen to act in."""
        return super().get_queryset().filter(person=person)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Refused: a read that names nobody."""
        raise RuntimeError(f"{self.model.__name__}.objects has only visible_to(viewer)")


class Walled(models.Model):
    """A row of one organisation, with a declared reach."""

    reach: ClassVar[Reach]
    on_erasure: ClassVar[OnErasure] = OnErasure.UNNAME
    keeping: ClassVar[Kept] = Kept.ORGANISATION
    exported: ClassVar[bool] = True  # False: holds data of citizens or clients, stays out of people's exports
    not_exported: ClassVar[models.Q | None] = None  # the rows of this kind that stay out for the same reason
    # Fields that another than the owner or author wrote, and the key to who did; '' when no key tells.
    written_by: ClassVar[dict[str, str]] = {}
    said_by_partner: ClassVar[frozenset[str]] = frozenset()  # fields with words of an AI system or the coach
    opened_by: ClassVar[
        tuple[System, ...]
    ] = ()  # system viewers with one purpose that reach these rows for it
    sent: ClassVar[bool] = False  # True: nobody can change it any more, PostgreSQL grants no UPDATE

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=clock.now, editable=False)

    unscoped: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[Wall] = Wall()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"

    def add(self) -> Self:
        """Insert this row; a second insert with the same key raises `IntegrityError` instead of overwriting."""
        self.save(force_insert=True)
        return self

    @classmethod
    def add_missing(cls, rows: Iterable[Self]) -> None:
        """Insert in one statement those of these rows that are not there yet; what is there stays as it is."""
        cls.unscoped.bulk_create(rows, ignore_conflicts=True)


class Owned(Walled):
    """For its owner only. There is no switch that shows it to anybody else; sharing copies."""

    reach = Reach.OWNER
    on_erasure = OnErasure.DELETE
    keeping = Kept.PERSON

    owner = models.ForeignKey("organisations.Membership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class TeamShared(Walled):
    """For the members of one team; outlives its author."""

    reach = Reach.TEAM

    team = models.ForeignKey("organisations.Team", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        "organisations.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class PutForward(TeamShared):
    """For the team, the one to whom it was put, that person's deputy and the stewards."""

    reach = Reach.PUT_FORWARD

    addressee = models.ForeignKey(
        "organisations.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    deputy = models.ForeignKey(
        "organisations.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class Addressed(Walled):
    """For its owner and the one it was sent to."""

    reach = Reach.ADDRESSED

    owner = models.ForeignKey(
        "organisations.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    addressee = models.ForeignKey(
        "organisations.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class Common(Walled):
    """For everybody in the organisation."""

    reach = Reach.ORGANISATION

    author = models.ForeignKey(
        "organisations.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class Written(models.Model):
    """Text knows its language."""

    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")

    class Meta:
        abstract = True
