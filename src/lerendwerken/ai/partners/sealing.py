"""Keys of suppliers at rest: sealed with a key that is derived from the installation's own secret."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str) -> str:
    """The secret as it may stand in the database; empty stays empty."""
    return _fernet(settings.SECRET_KEY).encrypt(secret.encode()).decode() if secret else ""


def opened(sealed: str) -> str:
    """The secret again; empty when the installation's own secret has changed since, so that it must be given anew."""
    if not sealed:
        return ""
    try:
        return _fernet(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


@cache
def _fernet(secret: str) -> Fernet:
    """HKDF (RFC 5869) gives the sealing a key of its own, so that signing and sealing never share one."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lerendwerken partners.supplier")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
