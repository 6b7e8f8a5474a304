"""Acts that belong together: all of them or none."""

from __future__ import annotations

from django.db.transaction import atomic

__all__ = ["atomic"]
