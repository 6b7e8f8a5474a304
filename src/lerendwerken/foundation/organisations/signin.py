"""How people sign in: by invitation only."""

from __future__ import annotations

from io import BytesIO

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathFillImage


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people are made members by their organisation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class SecondKey(DefaultMFAAdapter):  # type: ignore[misc]
    """Codes from an app beside the password."""

    def build_totp_svg(self, url: str) -> str:
        """The square to scan, dark on white in every theme, as a drawing that may stand in the page itself."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        # Drawn by us from a path and a rectangle; nothing of what anybody wrote is in it.
        return SafeString(drawn.getvalue().decode().partition("?>")[2])
