"""The AI literacy log: how many teams held a theme, once the week is closed; nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions
from lerendwerken.learning.weekcycle.models import ThemeHeld
from lerendwerken.oversight.governance import queries, tasks
from lerendwerken.oversight.governance.models import LiteracyEntry

As = Callable[[Viewer], Client]
WEEK = date(2026, 11, 23)
A_WEEK_LATER = datetime(2026, 12, 3, 9, tzinfo=UTC)
CLOSED = datetime(2026, 12, 7, 9, tzinfo=UTC)


@pytest.fixture
def held(noor: Viewer, samira: Viewer, sanne: Viewer) -> None:
    """Two teams of one organisation held a theme, and a small team of the other."""
    for viewer in (noor, samira, sanne):
        with acting(viewer):
            actions.write_theme(WEEK, key="open-every-source", line="Twee van de vijf bestonden.", by=viewer)


def logged(viewer: Viewer) -> list[tuple[str, int]]:
    with acting(viewer):
        return [(row.theme.key, row.times) for row in queries.learned(viewer)]


def test_a_week_is_logged_once_when_it_is_closed(held: None, henk: Viewer, sanne: Viewer) -> None:
    with clock.at(A_WEEK_LATER):
        tasks.log_literacy()
    assert logged(henk) == [], "somebody can still write in it"
    with clock.at(CLOSED):
        tasks.log_literacy()
        tasks.log_literacy()
    assert logged(henk) == [("open-every-source", 2)]
    assert logged(sanne) == [], "her team has two people"


def test_what_was_published_does_not_change(held: None, noor: Viewer, henk: Viewer) -> None:
    with clock.at(CLOSED):
        tasks.log_literacy()
    with acting(noor):
        ThemeHeld.objects.visible_to(noor).delete()
    with clock.at(CLOSED):
        tasks.log_literacy()
    assert logged(henk) == [("open-every-source", 2)]


def test_everybody_reads_the_log_and_nobody_is_in_it(
    held: None, as_: As, council: Viewer, henk: Viewer, noor: Viewer, beheer: Viewer
) -> None:
    with clock.at(CLOSED):
        tasks.log_literacy()
    for viewer in (council, henk, noor, beheer):
        html = as_(viewer).get("/transparency/literacy/").content.decode().partition("<main")[2]
        assert "Open elke bron" in html
        assert "week 48 van 2026" in html
        assert "Twee van de vijf" not in html
        assert "Samira" not in html
    assert 'href="/transparency/literacy/"' in as_(council).get("/transparency/").content.decode()
    names = {field.name for field in LiteracyEntry._meta.concrete_fields}
    assert names == {"id", "organisation", "created", "week", "theme", "teams"}


def test_the_page_costs_the_same_however_much_is_logged(held: None, as_: As, henk: Viewer) -> None:
    client, counts = as_(henk), []
    for moment in (datetime(2026, 11, 25, 9, tzinfo=UTC), CLOSED):
        with clock.at(moment):
            tasks.log_literacy()
        with CaptureQueriesContext(connection) as asked:
            client.get("/transparency/literacy/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
