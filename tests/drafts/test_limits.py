"""Texts that are begun by the hundred are a machine's work; somebody who writes never meets the limit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lerendwerken.foundation.drafts import actions
from lerendwerken.foundation.ground import clock, limits
from lerendwerken.foundation.ground.errors import TooMuch
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import WEDNESDAY


def begin(viewer: Viewer, number: int) -> None:
    with acting(viewer):
        actions.save_draft("moments.note", f"week-{number}", {"text": "x"}, 0, by=viewer)


def test_very_many_new_texts_in_a_minute_are_refused_and_others_go_on(fatima: Viewer, joost: Viewer) -> None:
    for number in range(limits.NEW_DRAFTS.most):
        begin(fatima, number)
    with pytest.raises(TooMuch):
        begin(fatima, -1)
    begin(joost, 1)
    with acting(fatima):  # what stands there is still saved
        actions.save_draft("moments.note", "week-1", {"text": "verder"}, 1, by=fatima)
    with clock.at(WEDNESDAY + timedelta(seconds=61)):
        begin(fatima, -1)
