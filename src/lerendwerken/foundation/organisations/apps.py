"""Organisations register their work in the background when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The room of organisations, people and teams."""

    name = "lerendwerken.foundation.organisations"

    def ready(self) -> None:
        """Make the work known."""
        from lerendwerken.foundation.organisations import tasks  # noqa: F401
