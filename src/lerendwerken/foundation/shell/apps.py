from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The page around every room: look, navigation, components, the scripts in the browser."""

    name = "lerendwerken.foundation.shell"
    label = "shell"
