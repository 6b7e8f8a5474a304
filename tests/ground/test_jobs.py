"""Work is a row with a state and a lease."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from lerendwerken.foundation.ground import clock, jobs
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[uuid.UUID | None]:
    """What the task was run about."""
    about: list[uuid.UUID | None] = []
    monkeypatch.setitem(jobs._tasks, "test.note", about.append)
    return about


def fail(about: uuid.UUID | None) -> None:
    raise ValueError("secret words of a person")


def expire(lease: jobs.Lease) -> None:
    Job.objects.filter(pk=lease.job).update(lease_until=clock.real_now() - timedelta(seconds=1))


def test_a_job_is_done_once(done: list[uuid.UUID | None]) -> None:
    row = new_id()
    jobs.enqueue("test.note", row)
    lease = jobs.take(new_id())
    assert lease is not None
    assert jobs.take(new_id()) is None
    assert jobs.finish(lease)
    assert jobs.take(new_id()) is None


def test_a_job_of_a_dead_process_is_taken_over_and_its_old_holder_is_fenced_off() -> None:
    jobs.enqueue("test.note", new_id())
    dead = jobs.take(new_id())
    assert dead is not None
    expire(dead)
    heir = jobs.take(new_id())
    assert heir is not None
    assert heir.job == dead.job
    assert not jobs.renew(dead)
    assert not jobs.finish(dead)
    assert jobs.finish(heir)


def test_a_slot_is_asked_for_once(done: list[uuid.UUID | None]) -> None:
    assert jobs.enqueue_slot("test.note", "2026-11-25")
    assert not jobs.enqueue_slot("test.note", "2026-11-25")
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_tried_again_and_tells_no_content(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(jobs._tasks, "test.fail", fail)
    jobs.enqueue("test.fail")
    lease = jobs.take(new_id())
    assert lease is not None
    jobs.run(lease)
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    assert job.due > clock.real_now()
    assert "secret" not in caplog.text


def test_a_job_that_never_works_is_given_up() -> None:
    jobs.enqueue("test.note")
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS)
    assert jobs.take(new_id()) is None
    assert Job.objects.get().state == Job.State.FAILED


@pytest.mark.django_db
def test_what_is_done_daily_follows_the_day_that_is_shown() -> None:
    for _ in range(2):
        jobs.plan_day()
    planned = Job.objects.count()
    assert planned == len(jobs.daily())
    with clock.at(clock.now() + timedelta(days=31)):
        jobs.plan_day()
    assert Job.objects.count() == 2 * planned
