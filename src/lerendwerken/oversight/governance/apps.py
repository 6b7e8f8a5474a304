"""Governance registers its daily work when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The room of what can be shown to whoever verifies."""

    name = "lerendwerken.oversight.governance"

    def ready(self) -> None:
        """Make the daily work known."""
        from lerendwerken.oversight.governance import tasks  # noqa: F401
