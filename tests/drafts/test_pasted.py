"""A piece of work that was pasted and never sent is a piece of work all the same: out of the export, gone in time."""

from __future__ import annotations

from datetime import timedelta

from lerendwerken.foundation.drafts import actions, queries, tasks
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import WEDNESDAY


def write(viewer: Viewer) -> None:
    with acting(viewer):
        actions.save_draft("moments.paste", "", {"piece": "Mevrouw Jansen uit Hoorn"}, 0, by=viewer)
        actions.save_draft("moments.focus", "2026-W48", {"expectation": "een halve dag"}, 0, by=viewer)


def test_the_export_holds_what_one_was_writing_and_no_pasted_piece(fatima: Viewer) -> None:
    write(fatima)
    with acting(fatima):
        kept = rights.export(fatima)["drafts.Draft"]
    assert [row["form"] for row in kept] == ["moments.focus"]


def test_a_pasted_piece_that_was_never_sent_goes_after_the_term(fatima: Viewer) -> None:
    write(fatima)
    for days, there in ((30, True), (31, False)):
        with clock.at(WEDNESDAY + timedelta(days=days)):
            tasks.forget()
            with acting(fatima):
                assert bool(queries.draft_for(fatima, "moments.paste", "")) is there
                assert queries.draft_for(fatima, "moments.focus", "2026-W48")
