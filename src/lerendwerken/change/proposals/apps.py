"""Proposals register what they remind of when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """The room of proposals."""

    name = "lerendwerken.change.proposals"

    def ready(self) -> None:
        """Make the daily work known, and of what a decision maker is reminded."""
        from lerendwerken.change.proposals import reminders, tasks  # noqa: F401
        from lerendwerken.foundation.notices import finding

        finding.register(reminders.of_terms)
