"""The week registers its daily work when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class WeekcycleConfig(AppConfig):
    """The room of the week."""

    name = "lerendwerken.learning.weekcycle"

    def ready(self) -> None:
        """Make the daily work known, and what the week reminds of."""
        from lerendwerken.foundation.notices import finding
        from lerendwerken.learning.weekcycle import reminders, tasks  # noqa: F401

        finding.register(reminders.of_the_week)
