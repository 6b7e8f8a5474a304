"""My thread goes along to a partner, and the daily work is registered."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Registers how sparring reads somebody's own thread."""

    name = "lerendwerken.learning.insights"

    def ready(self) -> None:
        """Register with sparring, which never imports this room, and make the daily work known."""
        from lerendwerken.learning.insights import lending, tasks  # noqa: F401
        from lerendwerken.learning.sparring import context

        context.provide_thread(lending)
