"""Somebody who spars with a model that a test holds in its hand; the runner works in the test's own thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from pytest_django import Settings

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import wire
from lerendwerken.ai.partners.breaker import Breaker
from lerendwerken.ai.partners.masking import search
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, reading, runner
from lerendwerken.learning.sparring.models import SparringSession
from tests.conftest import names
from tests.partners.wire.conftest import supplier  # noqa: F401
from tests.partners.wire.supplying import Supplier


@pytest.fixture
def in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads along writes the answer, with the database work of the test's own thread; one name is known."""
    for room in (runner, reading):
        monkeypatch.setattr(room, "beside", _in_this_thread)
    monkeypatch.setattr(runner, "breaker", Breaker())
    monkeypatch.setattr(search, "_names", names)


async def _in_this_thread(work: Callable[..., object], *args: object) -> object:
    return await sync_to_async(work, thread_sensitive=True)(*args)


@pytest.fixture
def asking(
    supplier: Supplier,  # noqa: F811
    settings: Settings,
    beheer: Viewer,
    in_one_thread: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Supplier:
    """The model in use, for which nobody waits long."""
    settings.AI_BASE_URL, settings.AI_MODEL = f"http://127.0.0.1:{supplier.port}/v1", "proef"
    settings.AI_NAME = "Proef"
    with acting(beheer):
        register.register_connected(by=beheer)
    monkeypatch.setattr(runner, "PATIENCE", 0.3)
    monkeypatch.setattr(runner, "stream", partial(wire.stream, timeout_idle=0.3))
    return supplier


@pytest.fixture
def her(as_: Callable[[Viewer], Client], fatima: Viewer) -> Client:
    """Fatima's browser."""
    return as_(fatima)


@pytest.fixture
def session(asking: Supplier, fatima: Viewer) -> SparringSession:
    """A session in which nothing was answered yet."""
    with acting(fatima):
        return actions.begin("analyse", situation="Hoorverslagen", view="Het is te lang.", by=fatima)
