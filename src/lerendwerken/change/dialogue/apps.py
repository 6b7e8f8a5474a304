"""The dialogue brings what was revealed along to a partner."""

from __future__ import annotations

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """Registers how sparring reads the revealed positions of a dialogue."""

    name = "lerendwerken.change.dialogue"

    def ready(self) -> None:
        """Register with sparring, which never imports this room."""
        from lerendwerken.change.dialogue import queries
        from lerendwerken.learning.sparring import context

        context.provide_dialogue(queries.revealed)
