"""Statements register their daily work when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    """The room of statements."""

    name = "lerendwerken.change.accountability"

    def ready(self) -> None:
        """Make the daily work known."""
        from lerendwerken.change.accountability import tasks  # noqa: F401
