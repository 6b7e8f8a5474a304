"""Sparring registers its daily work when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class SparringConfig(AppConfig):
    """The room of sparring with a partner."""

    name = "lerendwerken.learning.sparring"

    def ready(self) -> None:
        """Make the daily work known."""
        from lerendwerken.learning.sparring import tasks  # noqa: F401
