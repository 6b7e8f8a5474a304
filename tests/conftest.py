"""The demo's own people, made by intent: a municipality with two teams, and a care organisation beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker, Settings

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners.masking import Span, search
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from tests import running
from tests.chromium import launched
from tests.houses import BUILDERS, STANDING, WEDNESDAY, House
from tests.running import Installation

hypothesis.settings.register_profile("house", deadline=None)  # a timing is never a pass or a fail
hypothesis.settings.load_profile("house")

HERE = Path(__file__).parent
WITHOUT_DATABASE = {
    ("partners", room) for room in ("bridge", "coach", "markdown", "masking", "prompts", "wire")
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about PostgreSQL's own wall is not asked of SQLite; what touches no database is asked once."""
    for item in items:
        path = item.path.relative_to(HERE).parts
        if path[:2] in WITHOUT_DATABASE or path[0] in {"shell", "library", "demo"}:
            item.add_marker("once")
    if connection.vendor != "postgresql":
        away = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=away)
        items[:] = [item for item in items if item not in away]


@pytest.fixture(autouse=True)
def _wednesday_morning() -> Iterator[None]:
    """Every test lives on the same Wednesday, in Dutch; no test knows the real date or what the one before it read."""
    with clock.at(WEDNESDAY), translation.override("nl"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _cleaning_passes_the_guard() -> Iterator[None]:
    """Django's own emptying of tables after a test is nobody's act."""
    teardown = TransactionTestCase._fixture_teardown

    def guarded(self: TransactionTestCase) -> None:
        with migrating():
            teardown(self)

    TransactionTestCase._fixture_teardown = guarded  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


@pytest.fixture
def _houses_stand(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The houses that a test asks for stand, and no others; none before a test that commits."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    with django_db_blocker.unblock():
        STANDING.raise_only([name for name in BUILDERS if name in request.fixturenames and not commits])


@pytest.fixture
def _django_db_helper(_houses_stand: None, _django_db_helper: None) -> None:
    """A test's own transaction begins when the houses stand."""


@pytest.fixture
def waterrijk(db: None) -> House:
    """Gemeente Waterrijk: two teams, a manager outside both, a steward, an administrator and a council member."""
    return STANDING.house("waterrijk")


@pytest.fixture
def zorgkompas(db: None) -> House:
    """Another organisation on the same installation; the two never meet."""
    return STANDING.house("zorgkompas")


def _viewer_fixture(login: str) -> Callable[[House], Viewer]:
    def viewer(waterrijk: House) -> Viewer:
        return waterrijk.viewer(login)

    viewer.__doc__ = f"{login} as a viewer."
    return pytest.fixture(viewer)


fatima = _viewer_fixture("fatima")
joost = _viewer_fixture("joost")
noor = _viewer_fixture("noor")
pieter = _viewer_fixture("pieter")
samira = _viewer_fixture("samira")
bram = _viewer_fixture("bram")
marga = _viewer_fixture("marga")
henk = _viewer_fixture("henk")
beheer = _viewer_fixture("beheer")
council = _viewer_fixture("or")


@pytest.fixture
def sanne(zorgkompas: House) -> Viewer:
    """Somebody of the other organisation."""
    return zorgkompas.viewer("sanne")


def names(text: str) -> list[Span]:
    """Finds one name, as the process that knows names would."""
    return [Span(found.start(), found.end(), "person") for found in re.finditer("Kees Vonk", text)]


@pytest.fixture
def model(settings: Settings, beheer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language model in use that nobody listens to, and a masker that knows one name."""
    settings.AI_BASE_URL, settings.AI_MODEL, settings.AI_NAME = "https://model.example/v1", "proef", "Proef"
    monkeypatch.setattr(search, "_names", names)
    with acting(beheer):
        register.register_connected(by=beheer)


@pytest.fixture
def as_() -> Callable[[Viewer], Client]:
    """A signed-in client for a viewer: `as_(fatima).get('/')`."""

    def signed_in(viewer: Viewer) -> Client:
        client = Client(headers={"Accept-Language": "nl"})
        client.force_login(Person.objects.get(pk=viewer.person))
        return client

    return signed_in


def _kinds() -> list[str]:
    return ["sqlite", *(["postgresql"] if os.environ.get("LERENDWERKEN_TEST_DATABASE_URL") else [])]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def built(shared: Path) -> Callable[[str], Installation]:
    """The demo on a kind of database, lived until a fixed Wednesday; copied by whoever serves or changes it."""
    return lambda kind: running.lived(kind, shared)


@pytest.fixture(params=_kinds())
def demo(request: pytest.FixtureRequest, built: Callable[[str], Installation]) -> Installation:
    """The demo, on each database."""
    return built(request.param)
