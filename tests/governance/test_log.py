"""The council's log: who did what to whom, without a word of what anybody wrote, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions as weekcycle
from tests.houses import House

As = Callable[[Viewer], Client]
LOG = "/transparency/log/"


def promoted(house: House, by: Viewer, login: str, *roles: str) -> None:
    with acting(by):
        member = queries.member_for(by, house.members[login].pk)
        organisations.change_person(member, name=member.name, job=member.job, roles=roles, by=by)


def page(client: Client, query: str = "") -> str:
    answer = client.get(LOG + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_tells_who_gave_which_role_to_whom(
    as_: As, waterrijk: House, beheer: Viewer, council: Viewer
) -> None:
    promoted(waterrijk, beheer, "bram", "professional", "steward")
    promoted(waterrijk, beheer, "bram", "professional")
    text = page(as_(council), "?kind=roles")
    assert text.count("Bram Kuipers") == 2
    assert "Ruth Baas" in text
    assert "gaf een rol:" in text
    assert "nam een rol af:" in text
    assert "De keten is heel" in text


def test_nothing_of_what_people_do_in_their_own_week_is_in_it(
    as_: As, fatima: Viewer, council: Viewer
) -> None:
    with acting(fatima):
        weekcycle.catch("Waarom sturen we die brief twee keer?", by=fatima)
    text = page(as_(council))
    assert "Fatima" not in text
    assert "brief" not in text


def test_by_kind_and_period(as_: As, waterrijk: House, beheer: Viewer, council: Viewer) -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=10)):
        promoted(waterrijk, beheer, "bram", "professional", "manager")
    day = (now - timedelta(days=10)).date()
    client = as_(council)
    assert "Bram Kuipers" in page(client, f"?first={day}&last={day}")
    assert "Bram Kuipers" not in page(client, f"?first={day + timedelta(days=1)}")
    assert "Bram Kuipers" not in page(client, "?kind=ai")
    for wrong in ("?first=gisteren", "?kind=x", "?page=-3", "?page=a"):
        page(client, wrong)


@pytest.mark.parametrize("login", ["fatima", "marga", "henk", "beheer"])
def test_only_the_council_reads_it(as_: As, waterrijk: House, login: str) -> None:
    assert as_(waterrijk.viewer(login)).get(LOG).status_code == 403


def test_a_changed_line_is_told(as_: As, waterrijk: House, beheer: Viewer, council: Viewer) -> None:
    promoted(waterrijk, beheer, "bram", "professional", "steward")
    with migrating():
        line = AuditLine.objects.filter(verb="organisations.change_person").latest("number")
        AuditLine.objects.filter(pk=line.pk).update(verb="organisations.set_term")
    assert "De keten is gebroken" in page(as_(council))
    assert audit.broken_at(council.organisation, 1) is None, "the line after it follows from what it says"


def test_as_many_queries_however_long_it_is(
    as_: As, waterrijk: House, beheer: Viewer, council: Viewer
) -> None:
    def asked() -> int:
        client = as_(council)
        with CaptureQueriesContext(connection) as found:
            page(client)
        return len(found)

    promoted(waterrijk, beheer, "bram", "professional", "steward")
    few = asked()
    for number in range(5):
        promoted(waterrijk, beheer, "samira", "professional", *(["manager"] if number % 2 else ["steward"]))
    assert asked() == few
