"""Keys of rows."""

from __future__ import annotations

import hashlib
import hmac
import uuid

import uuid_utils.compat
from django.conf import settings


def new_id() -> uuid.UUID:
    """A key that sorts by the moment it was made (UUIDv7, RFC 9562 section 5.7)."""
    return uuid_utils.compat.uuid7()


def unordered_id() -> uuid.UUID:
    """A key that tells nothing, also not in which order things were written (UUIDv4): for unnamed positions."""
    return uuid.uuid4()


def own_id(purpose: str, *keys: uuid.UUID) -> uuid.UUID:
    """The one key that `purpose` and these keys always lead to, which nobody can work out from them.

    For a private row of which there is one for a thing that others know (HMAC, RFC 2104, in the shape of RFC 9562
    section 5.5). With the key of that thing itself, whoever tries it would learn whether the private row is there.
    """
    told = purpose.encode() + b"".join(key.bytes for key in keys)
    digest = hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).digest()
    return uuid.UUID(bytes=digest[:16], version=5)
