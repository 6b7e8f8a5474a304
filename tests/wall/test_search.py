"""What is searched is never more than what the wall shows."""

from __future__ import annotations

from lerendwerken.ai.library import sources
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer


def test_no_source_shows_more_than_the_wall(every_kind_of_row: None, everybody: list[Viewer]) -> None:
    for viewer in everybody:
        with acting(viewer):
            for source in sources.every():
                rows = source.rows(viewer)
                reached = set(rows.model.objects.visible_to(viewer).values_list("pk", flat=True))
                assert set(rows.values_list("pk", flat=True)) <= reached, source.kind
