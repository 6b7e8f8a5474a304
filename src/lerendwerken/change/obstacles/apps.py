"""Obstacles register what they remind of when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class ObstaclesConfig(AppConfig):
    """The room of obstacles."""

    name = "lerendwerken.change.obstacles"

    def ready(self) -> None:
        """Make the daily work known, and of what somebody is reminded who was asked to take an obstacle away."""
        from lerendwerken.change.obstacles import reminders, tasks  # noqa: F401
        from lerendwerken.foundation.notices import finding

        finding.register(reminders.of_terms)
