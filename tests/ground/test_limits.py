"""Nobody can do so much that others notice; what goes over the limit is undone, and taking back does not help."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from lerendwerken.foundation.ground import audit, clock, limits
from lerendwerken.foundation.ground.errors import TooMuch
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.wall.viewer import System, Viewer
from tests.houses import WEDNESDAY


def act(by: Viewer | System, verb: str, times: int) -> None:
    with transaction.atomic():
        for _ in range(times):
            audit.write(by, verb, new_id())


def test_an_act_too_many_is_refused_and_leaves_no_line(fatima: Viewer) -> None:
    most = limits.EVERY_ACT[0].most
    act(fatima, "test.act", most)
    with pytest.raises(TooMuch):
        act(fatima, "test.act", 1)
    assert AuditLine.objects.filter(verb="test.act").count() == most


def test_after_a_minute_one_goes_on(fatima: Viewer) -> None:
    act(fatima, "test.act", limits.EVERY_ACT[0].most)
    with clock.at(WEDNESDAY + timedelta(seconds=61)):
        act(fatima, "test.act", 1)


def test_an_hour_has_its_limit_too(fatima: Viewer) -> None:
    minute, hour = limits.LIMITS["sparring.begin"]
    for number in range(hour.most // minute.most):
        with clock.at(WEDNESDAY + timedelta(seconds=61 * number)):
            act(fatima, "sparring.begin", minute.most)
    with clock.at(WEDNESDAY + timedelta(minutes=30)), pytest.raises(TooMuch):
        act(fatima, "sparring.begin", 1)


def test_others_other_acts_and_the_system_are_not_held_back(fatima: Viewer, joost: Viewer) -> None:
    act(fatima, "test.act", limits.EVERY_ACT[0].most)
    act(fatima, "test.other", 1)
    act(joost, "test.act", 1)
    act(System.KEEPER, "test.act", limits.EVERY_ACT[0].most + 1)
