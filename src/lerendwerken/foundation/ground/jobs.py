"""Work is a row with a state and a lease: whoever holds the lease works, and a process that dies loses only time.

A task is a function registered by name; it gets one key and must bear being run twice, since a process that was only
paused may wake up after another took over. `renew` tells such a process that it has lost its lease.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import DatabaseError, IntegrityError, connection, models, transaction

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import Heartbeat, Job

LEASE = timedelta(seconds=8)
MOST_ATTEMPTS = 5
HEARTBEAT = timedelta(seconds=5)
FORGOTTEN = timedelta(days=1)  # after which a worker that is gone is no longer remembered
DONE_KEPT = timedelta(days=30)  # after which work that is done is no longer remembered
LOOK = timedelta(minutes=1)  # how often a worker asks whether a new slot has begun
PATIENCE = 5.0  # seconds to wait for a database that does not answer

logger = logging.getLogger(__name__)

Task = Callable[[uuid.UUID | None], None]
_tasks: dict[str, Task] = {}
_daily: list[str] = []
_often: dict[str, timedelta] = {}


@dataclass(frozen=True)
class Lease:
    """The right to work on a job until its lease ends."""

    job: uuid.UUID
    task: str
    about: uuid.UUID | None
    holder: uuid.UUID


def task(name: str, *, daily: bool = False, every: timedelta | None = None) -> Callable[[Task], Task]:
    """Register a function as the task `name` ('<room>.<what>'); `daily` runs it once for every day.

    `every` runs it once for every such slot of time, which divides an hour.
    """

    def register(function: Task) -> Task:
        _tasks[name] = function
        if daily:
            _daily.append(name)
        if every is not None:
            _often[name] = every
        return function

    return register


def enqueue(name: str, about: uuid.UUID | None = None) -> None:
    """Ask for a task to be run about one row, in the same transaction as what makes it needed."""
    Job(task=name, about=about).save(force_insert=True)


def enqueue_slot(name: str, slot: str) -> bool:
    """Ask for a periodic task once for a slot of time, however many processes ask. True for the one that was first."""
    try:
        with transaction.atomic():
            Job(task=name, slot=slot).save(force_insert=True)
    except IntegrityError:
        return False
    return True


def daily() -> list[str]:
    """The names of the tasks that run once for every day."""
    return list(_daily)


def do(name: str, about: uuid.UUID | None = None) -> None:
    """Run a task here and now, without a lease."""
    _tasks[name](about)


def plan_day() -> None:
    """Ask for every daily task of today, and forget workers and finished work of long ago."""
    Job.objects.filter(state=Job.State.DONE, due__lt=clock.real_now() - DONE_KEPT).delete()
    Heartbeat.objects.filter(at__lt=clock.real_now() - FORGOTTEN).delete()
    today = clock.now().date().isoformat()
    for name in _daily:
        enqueue_slot(name, today)


def plan_slots() -> None:
    """Ask for what is done several times an hour, for the slot that it is now."""
    now = clock.now()
    for name, every in _often.items():
        seconds = every.total_seconds()
        begin = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
        enqueue_slot(name, begin.isoformat(timespec="minutes"))


def take(holder: uuid.UUID) -> Lease | None:
    """Take the lease of the next job that waits or whose holder has died, or None when there is none."""
    now = clock.real_now()
    free = models.Q(state=Job.State.WAITING, due__lte=now) | models.Q(
        state=Job.State.RUNNING, lease_until__lt=now
    )
    with transaction.atomic():
        candidates = Job.objects.filter(free).order_by("due")
        if connection.features.has_select_for_update_skip_locked:
            candidates = candidates.select_for_update(skip_locked=True)
        job = candidates.first()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            job.state = Job.State.FAILED
            job.save(update_fields=["state"])
            return None
        job.state, job.holder, job.lease_until = Job.State.RUNNING, holder, now + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "holder", "lease_until", "attempts"])
    return Lease(job.id, job.task, job.about, holder)


def renew(lease: Lease) -> bool:
    """Hold on for longer. False when another has taken over: then stop without effect."""
    return bool(_held(lease).update(lease_until=clock.real_now() + LEASE))


def finish(lease: Lease) -> bool:
    """Mark the job as done, unless another has taken over."""
    return bool(_held(lease).update(state=Job.State.DONE, lease_until=None))


def give_back(lease: Lease) -> None:
    """Let the job be tried again, later each time."""
    attempts = Job.objects.values_list("attempts", flat=True).get(pk=lease.job)
    _held(lease).update(
        state=Job.State.WAITING, lease_until=None, due=clock.real_now() + timedelta(seconds=2**attempts)
    )


def run(lease: Lease) -> None:
    """Run a job under its lease, renewing it from a thread of its own while the task is busy."""
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(lease, ended), daemon=True)
    heart.start()
    try:
        _do(lease)
    except DatabaseError as fault:
        # It can be neither finished nor given back now: its lease ends, and somebody takes it again.
        logger.error("task %s is left behind: %s", lease.task, type(fault).__name__)
        connection.close()
    finally:
        ended.set()
        heart.join()


def _do(lease: Lease) -> None:
    try:
        do(lease.task, lease.about)
    except Exception as fault:
        logger.error("task %s failed: %s", lease.task, type(fault).__name__)
        give_back(lease)
    else:
        finish(lease)


def be_alive(holder: uuid.UUID) -> None:
    """Say that this worker lives."""
    Heartbeat.objects.update_or_create(pk=holder, defaults={"at": clock.real_now()})


def last_heartbeat() -> datetime | None:
    """When a worker was last seen alive, in the machine's own time; None when none ever was."""
    return Heartbeat.objects.aggregate(last=models.Max("at"))["last"]  # type: ignore[no-any-return]


def work(stop: threading.Event, *, idle_seconds: float = 1.0) -> None:
    """Do jobs until told to stop: what a worker process or the embedded worker thread runs."""
    holder = new_id()
    planned: date | None = None
    looked: datetime | None = None
    seen: datetime | None = None
    try:
        while not stop.is_set():
            try:
                if seen is None or clock.real_now() - seen >= HEARTBEAT:
                    seen = clock.real_now()
                    be_alive(holder)
                if planned != (today := clock.now().date()):
                    plan_day()
                    planned = today
                if looked is None or clock.real_now() - looked >= LOOK:
                    looked = clock.real_now()
                    plan_slots()
                lease = take(holder)
            except DatabaseError as fault:
                # The database is away or busy: whoever works must still be there when it is back.
                logger.error("no work could be taken: %s", type(fault).__name__)
                connection.close()
                stop.wait(PATIENCE)
                continue
            if lease is None:
                stop.wait(idle_seconds)
            else:
                run(lease)
    finally:
        connection.close()


def _held(lease: Lease) -> models.QuerySet[Job]:
    return Job.objects.filter(pk=lease.job, holder=lease.holder, state=Job.State.RUNNING)


def _beat(lease: Lease, ended: threading.Event) -> None:
    try:
        while not ended.wait(LEASE.total_seconds() / 3):
            try:
                be_alive(lease.holder)
                if not renew(lease):
                    return
            except DatabaseError:
                connection.close()  # try again: there are two more chances before the lease ends
    finally:
        connection.close()
