"""The wall stands from the first connection on."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class WallConfig(AppConfig):
    """Places the guard on every connection and raises the wall after every migration."""

    name = "lerendwerken.foundation.wall"

    def ready(self) -> None:
        """Connect the wall to the database's life, and make its daily work known."""
        from lerendwerken.foundation.wall import acting, policies, tasks  # noqa: F401

        connection_created.connect(acting.place_guard)
        pre_migrate.connect(acting.start_migrating, sender=self)
        post_migrate.connect(acting.stop_migrating, sender=self)
        post_migrate.connect(policies.raise_wall, sender=self)
