"""What whoever watches over an installation gets to see, and who that is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from lerendwerken.foundation.ground import clock, jobs, metrics
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import Heartbeat
from lerendwerken.foundation.wall.viewer import Viewer

HERE = {"Host": "127.0.0.1:8000"}


@pytest.fixture(autouse=True)
def _names(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "leren.example"]


def numbers(client: Client, **headers: str) -> str:
    answer = client.get("/metrics", headers=HERE | headers)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    return answer.content.decode()


def test_requests_are_counted_by_the_name_of_their_route(
    as_: Callable[[Viewer], Client], fatima: Viewer
) -> None:
    as_(fatima).get("/insights/")
    as_(fatima).get(f"/insights/{new_id()}/")
    told = numbers(Client())
    assert 'lerendwerken_requests_total{method="GET",route="insights:list",status="2xx"}' in told
    assert 'status="4xx"} ' in told
    assert 'lerendwerken_request_seconds_bucket{le="0.5",route="insights:list"}' in told
    assert str(fatima.member) not in told
    assert "-7" not in told, "no key of a row"


@pytest.mark.once
def test_an_answer_counts_as_open_as_long_as_somebody_reads_along() -> None:
    async def answer() -> AsyncGenerator[bytes, None]:
        yield b"een"
        yield b"twee"

    def open_now() -> float:
        (told,) = metrics.streams.collect()
        return float(told.samples[0].value)

    async def read() -> list[float]:
        reading = metrics.reading_along(answer())
        await anext(reading)
        while_reading = open_now()
        await reading.aclose()  # as when the browser goes away
        return [while_reading, open_now()]

    assert asyncio.run(read()) == [1.0, 0.0]


def test_how_the_work_stands(db: None) -> None:
    jobs.enqueue("wall.carry_over_erasures")
    jobs.be_alive(new_id())
    told = numbers(Client())
    assert 'lerendwerken_jobs{state="waiting"} 1.0' in told
    assert "lerendwerken_database_up 1.0" in told
    assert "lerendwerken_streams_open 0.0" in told
    assert "lerendwerken_worker_heartbeat_age_seconds" in told
    assert "lerendwerken_oldest_waiting_job_seconds" in told


@pytest.mark.parametrize(
    "more",
    [
        {"headers": {"Host": "leren.example"}},
        {"headers": HERE | {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": HERE, "REMOTE_ADDR": "192.0.2.7"},
        {"headers": HERE, "REMOTE_ADDR": ""},
    ],
)
def test_elsewhere_there_is_no_such_page(db: None, more: dict[str, object]) -> None:
    assert Client().get("/metrics", **more).status_code == 404  # type: ignore[arg-type]


def test_with_a_token_only_the_token_counts(db: None, settings: Settings) -> None:
    settings.METRICS_TOKEN = "een lang geheim"
    for given in ("", "Bearer fout", "een lang geheim", "Bearer ééñ"):
        assert Client().get("/metrics", headers=HERE | {"Authorization": given}).status_code == 404
    far = Client(REMOTE_ADDR="192.0.2.7")
    assert "lerendwerken_jobs" in numbers(far, Authorization="Bearer een lang geheim")


def test_ready_means_that_somebody_works(db: None, client: Client) -> None:
    assert client.get("/readyz").content == b"no worker is alive\n"
    assert client.get("/readyz").status_code == 503
    holder = new_id()
    jobs.be_alive(holder)
    jobs.be_alive(holder)
    assert client.get("/readyz").content == b"ready\n"
    Heartbeat.objects.update(at=clock.real_now() - timedelta(minutes=2))
    assert client.get("/readyz").status_code == 503
