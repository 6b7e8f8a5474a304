"""What can be refused, in words for people and a status for machines."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise


class Refused(Exception):
    """Something was not done. `message` says what happened in plain words; nothing has changed."""

    status: ClassVar[int] = 400
    page: ClassVar[str] = ""  # the template of a page with words of its own, else that of the status
    message: Message = _("This could not be done. Nothing has changed.")

    def __init__(self, message: Message | None = None) -> None:
        super().__init__()
        if message is not None:
            self.message = message


class NotFound(Refused):
    """It does not exist, or not for this person: the two answers are the same."""

    status = 404
    message = _("This page does not exist, or is not for you.")


class Forbidden(Refused):
    """The person may see the thing, but not do this with it."""

    status = 403
    message = _("You may not do this.")


class BadInput(Refused):
    """What was filled in cannot be kept as it is; `field` names the field, '' the whole form."""

    status = 400

    def __init__(self, message: Message, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Conflict(Refused):
    """Somebody, perhaps the same person in another tab, was first."""

    status = 409
    message = _("Somebody was just before you. Nothing of yours is lost; look at what stands there now.")


class TooMuch(Refused):
    """More than the limits allow."""

    status = 429
    message = _("This is going too fast. Wait a moment and try again; nothing is lost.")


class TooLarge(Refused):
    """More at once than can be taken in."""

    status = 413
    message = _("This is too big to take in. Send a smaller part; nothing is lost.")
