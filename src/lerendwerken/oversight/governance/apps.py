"""Governance registers its daily work, and the agreement as a gate for the rooms below, when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The room of what can be shown to whoever verifies."""

    name = "lerendwerken.oversight.governance"

    def ready(self) -> None:
        """Make known the daily work, how to ask whether an agreement holds, and of what the council is reminded."""
        from lerendwerken.foundation.notices import finding
        from lerendwerken.foundation.organisations import agreed
        from lerendwerken.oversight.governance import queries, reminders, tasks  # noqa: F401

        agreed.guard_with(queries.covers)
        finding.register(reminders.of_the_agreement)
