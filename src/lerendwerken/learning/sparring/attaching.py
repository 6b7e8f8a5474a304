"""Documents in a session: attaching one, having it read, taking it off. Who reads it is `taking_in`."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.bounds import MOST_BYTES, Reason
from lerendwerken.ai.library.reading import WORDS, safe_name
from lerendwerken.foundation.ground import audit, clock, jobs
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Refused
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.models import AttachedFile, Attachment, SparringSession

MOST_IN_A_SESSION: Final = 5
MOST_OF_A_PERSON: Final = 30
READING: Final = "sparring.read_attachment"


class NotKept(Refused):
    """The file could not be stored; nothing else was lost."""

    status = 503
    message = _(
        "Your document could not be kept at this moment. What you wrote is still here. Try again in a minute, or paste "
        "the part that matters."
    )


def attach(
    session: SparringSession, content: bytes, *, name: str, by: Viewer, key: uuid.UUID | None = None
) -> Attachment:
    """Attach a file (at most 20 MB) to a session; it is read in the background. The same `key` twice is one document.

    It is kept for the organisation's term for pasted pieces. Raises `BadInput` for an empty or too big file,
    `Conflict` where nothing may be attached or somebody has too many documents, `NotKept` where there is no room.
    """
    if not content:
        raise BadInput(WORDS[Reason.EMPTY], "document")
    if len(content) > MOST_BYTES:
        raise BadInput(WORDS[Reason.TOO_BIG], "document")
    try:
        with transaction.atomic():
            return _attach(session, content, name, by, key or new_id())
    except DatabaseError:
        raise NotKept from None


@transaction.atomic
def read_again(attachment: Attachment, *, by: Viewer) -> Attachment:
    """Have a document read once more whose reading was broken off. One that is being read, or is read, stays so."""
    if attachment.can_be_read_again:
        attachment.state, attachment.reason, attachment.process = Attachment.State.WAITING, "", None
        attachment.heartbeat, attachment.at_page = clock.real_now(), 0
        attachment.save(update_fields=["state", "reason", "process", "heartbeat", "at_page"])
        jobs.enqueue(READING, attachment.pk)
        audit.write(by, "sparring.read_again", attachment.pk)
    return attachment


@transaction.atomic
def take_off(attachment: Attachment, *, by: Viewer) -> None:
    """Delete a document with its passages. What is taken off is gone, also when it is being read just now."""
    audit.write(by, "sparring.take_off", attachment.pk)
    rights.erase_row(attachment)


def _attach(session: SparringSession, content: bytes, name: str, by: Viewer, key: uuid.UUID) -> Attachment:
    row = Attachment(
        id=key,
        organisation_id=by.organisation,
        owner_id=by.member,
        session=session,
        name=safe_name(name) or str(_("document without a name")),
        heartbeat=clock.real_now(),
        expires=clock.today(by.zone) + timedelta(days=organisations.organisation_of(by).pasted_days),
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "sparring.attach", row.pk)
        _refuse_too_many(session, by)
        AttachedFile(
            organisation_id=by.organisation, owner_id=by.member, attachment=row, content=content
        ).add()
        jobs.enqueue(READING, row.pk)
    return row


def _refuse_too_many(session: SparringSession, by: Viewer) -> None:
    """Counted with the new one in it, after the audit line: from there on one person's acts wait for each other."""
    if session.closed_at:
        raise Conflict(_("This session is closed. Begin a new one to go on."))
    if session.dialogue:
        raise Conflict(
            _("Here only what was shown in the dialogue goes along, so no document can be attached.")
        )
    mine = Attachment.objects.visible_to(by)
    if mine.filter(session=session).count() > MOST_IN_A_SESSION:
        told = _("A session holds at most %(most)d documents. Take one off first.")
        raise Conflict(told % {"most": MOST_IN_A_SESSION})
    if mine.count() > MOST_OF_A_PERSON:
        told = _("You have %(most)d documents in your sessions, and no more are kept. Take one off first.")
        raise Conflict(told % {"most": MOST_OF_A_PERSON})
