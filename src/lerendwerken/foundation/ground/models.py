"""What the ground itself keeps: the audit chain, erasures and work with a lease."""

from __future__ import annotations

from django.db import models

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id


class AuditLine(models.Model):
    """Who did what to which row, as keyed digests in a chain. Without keys or content, so it outlives an erasure."""

    append_only = True  # PostgreSQL lets nobody but the owner of the table change a line

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    organisation = models.CharField(max_length=32)
    actor = models.CharField(max_length=32)
    verb = models.CharField(max_length=60)
    row = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "number"], name="audit_by_organisation"),
            models.Index(fields=["actor", "verb", "at"], name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class Erasure(models.Model):
    """That something was erased, replayed after a restore. The keys are those of rows that are gone.

    `organisation` is where it was, so that its administrator and council can see that it happened.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=60)
    row = models.UUIDField()
    organisation = models.UUIDField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Job(models.Model):
    """A piece of work: a row with a state and a lease, so that a killed process loses nothing."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=80)
    about = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    slot = models.CharField(max_length=40, default="")
    due = models.DateTimeField(default=clock.real_now)
    holder = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "slot"], condition=~models.Q(slot=""), name="job_once_per_slot"
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="job_next")]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"


class Heartbeat(models.Model):
    """That somebody who does background work was alive at a moment of the machine's own time."""

    holder = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.holder} {self.at:%H:%M:%S}"
