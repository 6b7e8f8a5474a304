"""An organisation that was just made: people and teams, no agreement."""

from __future__ import annotations

import pytest

from lerendwerken.foundation.wall.acting import migrating
from lerendwerken.oversight.governance.models import Agreement
from tests.houses import House


@pytest.fixture
def fresh(waterrijk: House) -> House:
    """Waterrijk before anything was agreed."""
    with migrating():
        Agreement.unscoped.all().delete()
    return waterrijk
