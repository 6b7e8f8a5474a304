"""Keys of rows."""

from __future__ import annotations

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    """A key that sorts by the moment it was made (UUIDv7, RFC 9562 section 5.7)."""
    return uuid_utils.compat.uuid7()


def unordered_id() -> uuid.UUID:
    """A key that tells nothing, also not in which order things were written (UUIDv4): for unnamed positions."""
    return uuid.uuid4()
