"""What this room tells the rooms above it: what ends with a membership ends at once."""

from __future__ import annotations

from django.dispatch import Signal

left = Signal()
"""Sent with `member`, the key of a membership that has just ended, inside the transaction of that act."""
