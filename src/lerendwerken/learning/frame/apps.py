"""The frame registers what it reminds of when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """The room of the frame."""

    name = "lerendwerken.learning.frame"

    def ready(self) -> None:
        """Make known of what a steward is reminded."""
        from lerendwerken.foundation.notices import finding
        from lerendwerken.learning.frame import reminders

        finding.register(reminders.of_terms)
