"""What the wall does by itself: the ledger of erasures beside the database is made whole."""

from __future__ import annotations

import uuid

from lerendwerken.foundation.ground import erasures
from lerendwerken.foundation.ground.jobs import task


@task("wall.carry_over_erasures", daily=True)
def carry_over(about: uuid.UUID | None = None) -> None:
    """Add to the ledger file what could not be written when it happened."""
    erasures.carry_over()
