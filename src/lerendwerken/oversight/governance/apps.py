"""Governance registers its daily work, and the agreement as a gate for the rooms below, when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The room of what can be shown to whoever verifies."""

    name = "lerendwerken.oversight.governance"

    def ready(self) -> None:
        """Make the daily work known, and how it is asked whether an agreement holds."""
        from lerendwerken.foundation.organisations import agreed
        from lerendwerken.oversight.governance import queries, tasks  # noqa: F401

        agreed.guard_with(queries.covers)
