"""Rows of every kind, made without the rooms' actions: the wall must hold for whatever stands in a table."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from django.db import models

from lerendwerken.foundation.ground import clock, jobs
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations.models import Membership, Team, TeamMembership
from lerendwerken.foundation.wall.acting import migrating
from lerendwerken.foundation.wall.models import Walled
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.reach import Reach
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo import building
from tests.houses import House
from tests.wall.things import Things, collect

HOUSE = (Membership, Team, TeamMembership)  # made by the house itself


@pytest.fixture
def everybody(waterrijk: House, zorgkompas: House) -> list[Viewer]:
    """Every person of both organisations as a viewer."""
    return [house.viewer(login) for house in (waterrijk, zorgkompas) for login in house.members]


@pytest.fixture
def every_kind_of_row(waterrijk: House, zorgkompas: House) -> Iterator[None]:
    """A row of every walled model for several people: owner, team, addressee and organisation all differ."""
    common: dict[Any, dict[type[models.Model], Any]] = {}
    with migrating():
        for house, owner, team, addressee in [
            (waterrijk, "fatima", "bezwaar", "marga"),
            (waterrijk, "samira", "sociaal", "henk"),
            (zorgkompas, "sanne", "thuis", "ellen"),
        ]:
            # What the whole organisation shares stands there once.
            shared = common.setdefault(house.organisation.pk, {})
            made: dict[type[models.Model], Any] = {
                **shared,
                type(house.organisation): house.organisation,
                type(house.members[owner]): house.members[owner],
                type(house.teams[team]): house.teams[team],
            }
            people = {"addressee": house.members[addressee], "deputy": house.members[addressee]}
            for model in _in_order():
                if model not in made and model not in HOUSE:
                    made[model] = _row(model, made, people)
                    if model.reach is Reach.ORGANISATION:
                        shared[model] = made[model]
        yield


def _in_order() -> list[type[Walled]]:
    """Models whose keys point to others after those others."""
    left, ordered = walled_models(), []
    while left:
        ready = [m for m in left if not (_needs(m) & (set(left) - {m}))]
        assert ready, "keys go round in a circle"
        ordered += ready
        left = [m for m in left if m not in ready]
    return ordered


def _needs(model: type[Walled]) -> set[Any]:
    return {f.related_model for f in model._meta.concrete_fields if f.related_model and not f.null}


def _row(model: type[Walled], made: dict[type[models.Model], Any], people: dict[str, Any]) -> Walled:
    row = model(**{f.name: _value(f, made, people) for f in model._meta.concrete_fields if not _is_made(f)})
    if model._meta.label == "frame.Measurement":
        row.confirmed_by = None
    if model._meta.label == "frame.FrameObjection":
        row.lineage = None  # its kind is the first one: the frame as a whole
    if model._meta.label == "frame.Frame":
        row.ends = date(2027, 11, 22)  # a year after its first day
    if model._meta.label == "governance.Agreement":
        row.number = 2  # the first one was made by the house itself
    if model._meta.label == "measurement.WeekHours":
        row.people = 5  # of fewer nothing is told
    if model._meta.label == "sparring.Turn":
        row.after = None  # the first turn of a session comes after none
    row.save(force_insert=True)
    return row


def _is_made(field: models.Field[Any, Any]) -> bool:
    return field.name in {"id", "created"} or (
        field.has_default() and not isinstance(field, models.ForeignKey)
    )


def _value(field: models.Field[Any, Any], made: dict[type[models.Model], Any], people: dict[str, Any]) -> Any:
    if field.name in people:
        return people[field.name]
    if isinstance(field, models.ForeignKey):
        return made.get(field.related_model)  # type: ignore[arg-type]
    if field.choices:
        return field.choices[0][0]
    match field:
        case models.UUIDField():
            return uuid.uuid4()
        case models.DateTimeField():
            return clock.now()
        case models.DateField():
            return date(2026, 11, 23)
        case models.TimeField():
            return time(10)
        case models.BinaryField():
            return b"x"
        case models.JSONField():
            return []
        case models.IntegerField() | models.DecimalField() | models.FloatField():
            return 1
        case models.CharField() if field.unique:
            return uuid.uuid4().hex
        case _:
            return "x"


@pytest.fixture
def things(db: None) -> Things:
    """The demo in the test database with a worker beside it, and one thing of each kind in it."""
    building.build(lambda *_: None)
    jobs.be_alive(new_id())
    return collect()
