"""The frame that the promise page shows."""

from __future__ import annotations

from tests.frame.conftest import kader

__all__ = ["kader"]
