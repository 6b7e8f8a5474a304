"""Notices register their work when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room of reminders."""

    name = "lerendwerken.foundation.notices"

    def ready(self) -> None:
        """Make the work known."""
        from lerendwerken.foundation.notices import tasks  # noqa: F401
