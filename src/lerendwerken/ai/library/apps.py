"""What can be searched is known when the program starts."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LibraryConfig(AppConfig):
    """The room of reading files and of searching."""

    name = "lerendwerken.ai.library"

    def ready(self) -> None:
        """Let each room that has something to find say so in its module `searching`."""
        autodiscover_modules("searching")
