"""The address with which reminders are switched off without signing in: signed, and good for nothing else."""

from __future__ import annotations

import uuid

from django.core import signing
from django.urls import reverse

from lerendwerken.foundation.wall.viewer import Viewer

_SALT = "notices.off"


def path_for(viewer: Viewer) -> str:
    """Where somebody switches off their reminders, from a mail that may be old."""
    keys = f"{viewer.organisation.hex}{viewer.member.hex}"
    return reverse("notices:off", args=[signing.Signer(salt=_SALT).sign(keys)])


def whose(token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The organisation and the member for whom a token was signed; None for one that was not signed here."""
    try:
        keys = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return uuid.UUID(keys[:32]), uuid.UUID(keys[32:])
