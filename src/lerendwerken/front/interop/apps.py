"""What other programs read ends when its owner leaves."""

from __future__ import annotations

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """The room of what other programs read."""

    name = "lerendwerken.front.interop"

    def ready(self) -> None:
        """Listen for who leaves."""
        from lerendwerken.foundation.organisations import signals
        from lerendwerken.front.interop import tasks

        signals.left.connect(tasks.end_with_membership, dispatch_uid="interop.end_with_membership")
