"""How people sign in: by invitation only."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people are made members by their organisation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
