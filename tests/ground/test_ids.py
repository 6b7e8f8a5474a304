"""A key for a private row about a thing that others know: always the same, and not to be worked out."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from lerendwerken.foundation.ground.ids import new_id, own_id

pytestmark = pytest.mark.once


def test_the_same_thing_of_the_same_person_has_one_key(settings: Settings) -> None:
    thing, person, other = new_id(), new_id(), new_id()
    key = own_id("test.row", thing, person)
    assert own_id("test.row", thing, person) == key
    assert len({key, thing, own_id("test.row", thing, other), own_id("test.other", thing, person)}) == 4
    settings.SECRET_KEY = "another installation"
    assert own_id("test.row", thing, person) != key
