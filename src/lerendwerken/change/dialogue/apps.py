"""The dialogue brings what was revealed along to a partner, and its case to an obstacle."""

from __future__ import annotations

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """Registers how sparring reads the revealed positions of a dialogue, and how an obstacle reads its case."""

    name = "lerendwerken.change.dialogue"

    def ready(self) -> None:
        """Register with rooms that never import this one, and make the daily work known."""
        from lerendwerken.change.dialogue import queries, tasks  # noqa: F401
        from lerendwerken.change.obstacles import origins
        from lerendwerken.learning.sparring import context

        context.provide_dialogue(queries.revealed)
        origins.register("dialogue", lambda viewer, key: queries.dialogue_for(viewer, key).case)
