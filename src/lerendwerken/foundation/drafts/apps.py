"""Drafts register their daily work when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """The room of what is being written."""

    name = "lerendwerken.foundation.drafts"

    def ready(self) -> None:
        """Make the daily work known."""
        from lerendwerken.foundation.drafts import tasks  # noqa: F401
