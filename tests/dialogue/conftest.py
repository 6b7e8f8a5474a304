"""A case on the table of Bezwaar en beroep, and the team with its positions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lerendwerken.change.dialogue import actions, queries
from lerendwerken.change.dialogue.models import Dialogue, Position
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer

CASE = "Zetten we de drie zinnen boven elk hoorverslag, of kiest de hoorder?"

Write = Callable[..., None]


@pytest.fixture
def dialogue(noor: Viewer) -> Dialogue:
    """Noor's case of this week."""
    with acting(noor):
        return actions.bring_case(weeks.monday(clock.today(noor.zone)), case=CASE, by=noor)


@pytest.fixture
def write(dialogue: Dialogue) -> Write:
    """`write(fatima, "Boven elk verslag.", unnamed=True)`."""

    def written(viewer: Viewer, text: str, *, unnamed: bool = False) -> None:
        with acting(viewer):
            actions.write_position(dialogue, text=text, unnamed=unnamed, by=viewer)

    return written


@pytest.fixture
def reveal(dialogue: Dialogue) -> Callable[[Viewer], Dialogue]:
    """`reveal(noor)`: all positions at once."""

    def revealed(viewer: Viewer) -> Dialogue:
        with acting(viewer):
            return actions.reveal(dialogue, by=viewer)

    return revealed


@pytest.fixture
def shown(
    dialogue: Dialogue,
    write: Write,
    reveal: Callable[[Viewer], Dialogue],
    fatima: Viewer,
    joost: Viewer,
    noor: Viewer,
    pieter: Viewer,
) -> Dialogue:
    """The dialogue after the reveal: Fatima and Noor with their names, Joost and Pieter without."""
    write(fatima, "Boven elk verslag.")
    write(joost, "Laat de hoorder kiezen.", unnamed=True)
    write(noor, "Eerst een proef van vier weken.")
    write(pieter, "De bezwaarmaker moet ze kunnen verbeteren.", unnamed=True)
    return reveal(noor)


def on_table(viewer: Viewer, dialogue: Dialogue) -> list[Position]:
    """The positions that the viewer sees."""
    with acting(viewer):
        return [
            item.row for item in queries.room(viewer, queries.dialogue_for(viewer, dialogue.pk)).positions
        ]
