"""A read whose SQL is made once gives each viewer their own rows, at every call."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.acting import NotActing, acting
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions
from lerendwerken.learning.weekcycle.models import Caught, LearningQuestion

pytestmark = pytest.mark.django_db


@prepared
def thoughts(viewer: Viewer, text: str) -> QuerySet[Caught]:
    return Caught.objects.visible_to(viewer).filter(text=text)


@prepared
def texts(viewer: Viewer) -> QuerySet[Caught, str]:
    return Caught.objects.visible_to(viewer).order_by("text").values_list("text", flat=True)


@prepared
def of_team(viewer: Viewer) -> QuerySet[LearningQuestion]:
    rows = LearningQuestion.objects.visible_to(viewer).select_related("author")
    return rows.filter(team=viewer.team)


@prepared
def team(viewer: Viewer, key: uuid.UUID) -> QuerySet[Team]:
    return Team.objects.visible_to(viewer).filter(pk=key)


def test_everybody_gets_their_own_rows_at_every_call(fatima: Viewer, joost: Viewer, marga: Viewer) -> None:
    for viewer in (fatima, joost):
        with acting(viewer):
            actions.catch("Waarom?", by=viewer)
            actions.catch(f"Van {viewer.member}", by=viewer)
    for viewer, number in ((fatima, 1), (joost, 1), (marga, 0), (fatima, 1)):
        with acting(viewer):
            found = thoughts(viewer, "Waarom?")
            assert [row.owner_id for row in found] == [viewer.member] * number
            assert texts(viewer) == [f"Van {viewer.member}", "Waarom?"][: 2 * number]


def test_a_row_that_came_since_is_read(fatima: Viewer) -> None:
    with acting(fatima):
        assert thoughts(fatima, "Waarom?") == []
        actions.catch("Waarom?", by=fatima)
        assert [row.text for row in thoughts(fatima, "Waarom?")] == ["Waarom?"]


def test_who_is_in_no_team_or_in_more_gets_what_the_query_set_itself_gives(
    fatima: Viewer, joost: Viewer
) -> None:
    with acting(fatima):
        actions.ask_question(
            "Hoe kort kan een brief?", week=weeks.monday(clock.today(fatima.zone)), by=fatima
        )
    nobodys = replace(fatima, teams=(), team=None)
    more = replace(fatima, teams=(uuid.uuid4(), *fatima.teams))
    for viewer in (nobodys, fatima, more, joost, nobodys):
        with acting(viewer):
            assert of_team(viewer) == list(of_team.__wrapped__(viewer))  # type: ignore[attr-defined]


def test_nothing_is_read_outside_acting(fatima: Viewer) -> None:
    with acting(fatima):
        assert [row.pk for row in team(fatima, fatima.teams[0])] == [fatima.teams[0]]
    if connection.vendor == "sqlite":
        with pytest.raises(NotActing):
            team(fatima, fatima.teams[0])


def test_it_asks_one_statement_with_keys_as_parameters(fatima: Viewer) -> None:
    with acting(fatima), CaptureQueriesContext(connection) as asked:
        assert [row.pk for row in team(fatima, fatima.teams[0])] == [fatima.teams[0]]
    assert len([one for one in asked.captured_queries if "organisations_team" in one["sql"]]) == 1


def test_a_read_that_looks_at_more_of_who_looks_than_their_keys_fails_at_once(fatima: Viewer) -> None:
    @prepared
    def of_a_language(viewer: Viewer) -> QuerySet[LearningQuestion]:
        return LearningQuestion.objects.visible_to(viewer).filter(language=viewer.language)

    with acting(fatima), pytest.raises(AttributeError):
        of_a_language(fatima)
