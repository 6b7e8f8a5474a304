"""Numbers for whoever watches over an installation, in the text format of Prometheus (version 0.0.4).

Routes are told by name, never with their keys; nothing tells of a person, a team or what anybody wrote.
"""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import time
from collections.abc import AsyncGenerator, Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from lerendwerken.foundation.ground import clock, jobs
from lerendwerken.foundation.ground.models import Job

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second line for each number, which nobody reads
registry = CollectorRegistry()
requests = Counter(
    "lerendwerken_requests",
    "Requests by route, method and class of status.",
    ["route", "method", "status"],
    registry=registry,
)
durations = Histogram(
    "lerendwerken_request_seconds",
    "Time until an answer begins.",
    ["route"],
    buckets=_SECONDS,
    registry=registry,
)
streams = Gauge("lerendwerken_streams_open", "Answers being read along now.", registry=registry)


async def reading_along(events: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """The same events, counted as an open stream as long as somebody reads them."""
    with streams.track_inprogress():
        async with contextlib.aclosing(events):
            async for event in events:
                yield event


class MetricsMiddleware:
    """Counts every request and how long its answer took. Must be the first middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        found = request.resolver_match
        route = found.view_name if found else "none"
        method = request.method if request.method in {"GET", "POST", "HEAD"} else "other"
        requests.labels(route, method, f"{response.status_code // 100}xx").inc()
        durations.labels(route).observe(time.perf_counter() - began)
        return response


class _Work(Collector):
    """How the database and the background work stand, looked up when somebody asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The numbers of this moment; only that the database is away when it is."""
        is_up = GaugeMetricFamily("lerendwerken_database_up", "1 when the database answers.")
        try:
            found = list(_of_the_work())
        except DatabaseError:
            found = []
        is_up.add_metric([], 1 if found else 0)
        yield is_up
        yield from found


def _of_the_work() -> Iterator[GaugeMetricFamily]:
    now = clock.real_now()
    count = dict(Job.objects.values_list("state").annotate(number=models.Count("pk")).order_by())
    states = GaugeMetricFamily("lerendwerken_jobs", "Jobs by state.", labels=["state"])
    for state in Job.State:
        states.add_metric([state.value], count.get(state.value, 0))
    yield states
    due = Job.objects.filter(state=Job.State.WAITING, due__lte=now).aggregate(first=models.Min("due"))
    waits = (now - due["first"]).total_seconds() if due["first"] else 0
    yield GaugeMetricFamily(
        "lerendwerken_oldest_waiting_job_seconds", "How long the oldest job that is due waits.", waits
    )
    last = jobs.last_heartbeat()
    if last is not None:
        yield GaugeMetricFamily(
            "lerendwerken_worker_heartbeat_age_seconds",
            "How long ago a worker was last seen alive.",
            (now - last).total_seconds(),
        )


registry.register(_Work())


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """All numbers, for who may ask; for others there is no such page."""
    if not _may_ask(request):
        raise Http404
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


page.public = True  # type: ignore[attr-defined]


def _may_ask(request: HttpRequest) -> bool:
    """With the token of LERENDWERKEN_METRICS_TOKEN; without one in the settings, from this machine itself.

    What a proxy on this machine passes on comes from this machine too, but says so, or asks by another name.
    """
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    is_passed_on = any(name in request.headers for name in _FORWARDED)
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return not is_passed_on and _is_loopback(host) and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
