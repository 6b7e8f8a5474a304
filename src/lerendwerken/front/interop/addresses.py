"""Secrets in an address: long, shown once, and kept as a keyed digest only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from django.conf import settings

BYTES: Final = 32  # 256 bits: nobody guesses it, so a limit on guesses is about load alone


def new_secret() -> str:
    """A secret that may stand in an address, 43 characters long."""
    return secrets.token_urlsafe(BYTES)


def digest_of(secret: str) -> str:
    """What is kept of a secret (HMAC-SHA-256, RFC 2104).

    Looking it up in an index takes a time that tells about the digest, which nobody can choose, not about the secret.
    """
    return hmac.new(settings.SECRET_KEY.encode(), b"calendar" + secret.encode(), hashlib.sha256).hexdigest()
