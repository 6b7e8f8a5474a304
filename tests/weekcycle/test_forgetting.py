"""Pasted pieces go when their term is over, everybody's, and nothing else goes."""

from __future__ import annotations

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions, queries
from lerendwerken.learning.weekcycle.models import PastedPiece
from lerendwerken.learning.weekcycle.tasks import forget_pieces
from tests.weekcycle.conftest import on


def test_a_piece_is_really_gone_the_day_after_its_last(noor: Viewer, sanne: Viewer) -> None:
    for viewer in (noor, sanne):
        with acting(viewer):
            actions.paste("een brief", view="te lang", by=viewer)
            actions.catch("een gedachte", by=viewer)
    with clock.at(on(25, month=12)):
        forget_pieces()
        for viewer in (noor, sanne):
            with acting(viewer):
                assert len(queries.pieces(viewer)) == 1
    with clock.at(on(26, month=12)):
        forget_pieces()
        for viewer in (noor, sanne):
            with acting(viewer):
                assert PastedPiece.objects.visible_to(viewer).count() == 0
                assert len(queries.caught(viewer)) == 1
