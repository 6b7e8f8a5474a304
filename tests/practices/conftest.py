"""A work process of the team Bezwaar en beroep, and a practice in force for it."""

from __future__ import annotations

from typing import Any

import pytest

from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions
from lerendwerken.learning.practices.models import PracticeDraft, PracticeVersion, WorkProcess

HOW: dict[str, Any] = {
    "steps": [
        {"by": "person", "text": "Schrijf na de zitting eerst drie zinnen."},
        {"by": "ai", "text": "Zegt welke zin niet door het verslag wordt gedragen."},
        {"by": "check", "text": "De secretaris vertelt na wat er speelt."},
    ],
    "instruction": "Lees eerst de drie zinnen en dan het verslag. Herschrijf niets.",
    "check_text": "Kan iemand die er niet bij was de zaak navertellen?",
    "stop_rule": "Stop als de drie zinnen partij kiezen.",
    "reason": "Na drie zinnen vooraf kon Noor een zaak navertellen.",
}


def propose(process: WorkProcess, by: Viewer, **other: Any) -> PracticeDraft:
    """A change as somebody of the team proposes it."""
    with acting(by):
        return actions.propose_change(process, **{**HOW, **other}, by=by)


@pytest.fixture
def hearing(fatima: Viewer) -> WorkProcess:
    """A work process with nothing in force yet."""
    with acting(fatima):
        return actions.name_process("Hoorverslag maken", by=fatima)


@pytest.fixture
def three_sentences(hearing: WorkProcess, fatima: Viewer, noor: Viewer) -> PracticeVersion:
    """Noor's practice, put in force by Fatima, who facilitates."""
    draft = propose(hearing, noor)
    with acting(fatima):
        return actions.put_in_force(
            draft, reason="Het schrijven kostte 83 minuten in plaats van 95.", by=fatima
        )
