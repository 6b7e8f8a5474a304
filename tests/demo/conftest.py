"""The demo as it stands on the Wednesday of every test, and ways to look at all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo import building
from tests.houses import STANDING, WEDNESDAY


def quietly(words: str, done: int, of: int) -> None:
    """Nobody watches the progress of a test."""


@contextmanager
def built_at(moment: datetime) -> Iterator[None]:
    """The demo made at a moment, and gone again after."""
    with transaction.atomic():
        with clock.at(moment):
            building.build(quietly)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Both organisations, made once for a module; its tests only look."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        STANDING.pull_down()
    with django_db_blocker.unblock(), built_at(WEDNESDAY):  # type: ignore[attr-defined]
        yield


@pytest.fixture
def somebody(lived: None) -> Callable[[str], Viewer]:
    """A person of the demo as a viewer: `somebody("fatima@waterrijk.example")`."""

    def viewer(email: str) -> Viewer:
        person = Person.objects.get(email=email)
        return queries.viewer_for(person, queries.memberships_of(person)[0])

    return viewer


@pytest.fixture
def seen_by(somebody: Callable[[str], Viewer]) -> Callable[[str], Iterator[Viewer]]:
    """Act as a person of the demo: `with seen_by("henk@waterrijk.example") as henk:`."""

    @contextmanager
    def looking(email: str) -> Iterator[Viewer]:
        viewer = somebody(email)
        with acting(viewer):
            yield viewer

    return looking  # type: ignore[return-value]


@pytest.fixture
def browser(lived: None) -> Client:
    """A browser that nobody signed in with."""
    return Client(headers={"Accept-Language": "nl"})
