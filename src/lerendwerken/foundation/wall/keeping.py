"""Two habits of every action: words within their measure, and one row for one form."""

from __future__ import annotations

from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import BadInput, Conflict
from lerendwerken.foundation.wall.models import Walled
from lerendwerken.foundation.wall.viewer import Viewer

Row = TypeVar("Row", bound=Walled)


def words(text: str, most: int, field: str, *, required: bool = False) -> str:
    """The text as it is kept: no space around it, one kind of line end, at most `most` characters.

    Raises `BadInput` at `field` for what is too long, cannot be stored, or is empty and `required`.
    """
    kept = text.replace("\r\n", "\n").replace("\x00", "").strip()
    try:
        kept.encode("utf-8")
    except UnicodeEncodeError:
        message = _("This text holds characters that cannot be kept. Remove them and go on.")
        raise BadInput(message, field) from None
    if required and not kept:
        raise BadInput(_("Write something here. One line is enough."), field)
    if len(kept) > most:
        long = _("This is longer than %(most)d characters. Shorten it; nothing is lost.")
        raise BadInput(long % {"most": most}, field)
    return kept


def there_already(row: Row, *, by: Viewer) -> Row | None:
    """The row that the same person made with the same key, when a form was sent twice."""
    person = "owner" if hasattr(row, "owner_id") else "author"
    found: Row | None = type(row).objects.visible_to(by).filter(pk=row.pk, **{person: by.member}).first()
    return found


def add_once(row: Row, *, by: Viewer) -> tuple[Row, bool]:
    """Insert a row and say that it is new; sent twice, the row of the first time comes back.

    Raises `Conflict` where another row stands in the way.
    """
    try:
        with transaction.atomic():
            return row.add(), True
    except IntegrityError:
        found = there_already(row, by=by)
        if found is None:
            raise Conflict from None
        return found, False
