"""What this room does by itself is made known when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    """The room of what is counted."""

    name = "lerendwerken.oversight.measurement"

    def ready(self) -> None:
        """Make the work known."""
        from lerendwerken.oversight.measurement import tasks  # noqa: F401
