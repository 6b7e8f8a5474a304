"""The mail of a reminder: names of moments, links, and the ways to switch it off."""

from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lerendwerken.foundation.notices import unsubscribing
from lerendwerken.foundation.notices.models import Notice
from lerendwerken.foundation.wall.viewer import Viewer


def written(notice: Notice, email: str, viewer: Viewer) -> EmailMessage:
    """The mail to one person, in the language that is spoken now. Mail programs can switch it off with one click
    (RFC 2369, RFC 8058); the Message-ID is the same when it is sent again."""
    off = settings.PUBLIC_URL + unsubscribing.path_for(viewer)
    told = {
        "lines": [(text, settings.PUBLIC_URL + path) for _what, text, path in notice.lines],
        "off": off,
    }
    return EmailMessage(
        subject=_("Lerendwerken: your moments of today"),
        body=render_to_string("notices/email/reminder.txt", told).strip() + "\n",
        from_email=formataddr(("Lerendwerken", settings.DEFAULT_FROM_EMAIL)),
        to=[email],
        headers={
            "Message-ID": f"<{notice.pk}@lerendwerken>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
