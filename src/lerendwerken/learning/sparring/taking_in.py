"""Reading an attached document: what the background work does, as the one to whom it belongs.

A document is a row with a state, the process that reads it and a heartbeat. Every write is fenced by the key of that
one reading, so a process that was only paused, or a document that was taken off meanwhile, writes nothing any more.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from lerendwerken.ai.library.bounds import CannotRead, Reason
from lerendwerken.ai.library.instructions import found_instructions
from lerendwerken.ai.library.passages import Passage
from lerendwerken.ai.library.reading import Reading, read
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import choosing
from lerendwerken.learning.sparring.models import AttachedFile, AttachedPassage, Attachment, Turn

TELL_EVERY: Final = 0.5  # seconds between two words about progress
OURS: Final = frozenset({Reason.TOO_SLOW, Reason.TOO_MUCH_MEMORY})
"""Why a file may be read another time after all: the machine was busy, the file may be well."""
_MOST_IN_ONE_INSERT: Final = 200


class _Overtaken(Exception):
    """The document was taken off, or another process reads it now."""


def take_in(viewer: Viewer, attachment: uuid.UUID) -> None:
    """Read a document and keep its passages, or why that is impossible. Harmless when it was done already."""
    process = new_id()
    taken = _claim(viewer, attachment, process)
    if taken is None:
        return
    name, content = taken
    try:
        telling = _Telling(viewer, attachment, process)
        found = read(content, name=name, progress=telling.page)
        _keep(viewer, attachment, process, found, _prepared(found, viewer.language, telling.alive))
    except _Overtaken:
        return
    except CannotRead as refusal:
        ours = refusal.reason in OURS
        state = Attachment.State.FAILED if ours else Attachment.State.REFUSED
        _end(viewer, attachment, process, state, refusal.reason.value)
    except OSError:  # no process could be started: nothing is wrong with the file
        _end(viewer, attachment, process, Attachment.State.FAILED)


def _claim(viewer: Viewer, attachment: uuid.UUID, process: uuid.UUID) -> tuple[str, bytes] | None:
    """Take the document for this reading: its name and content; None when nothing is left to read."""
    with acting(viewer), transaction.atomic():
        file = (
            AttachedFile.objects.visible_to(viewer)
            .select_related("attachment")
            .filter(attachment=attachment)
            .first()
        )
        if file is None:
            return None
        Attachment.objects.visible_to(viewer).filter(pk=attachment).update(
            state=Attachment.State.READING, reason="", process=process, heartbeat=clock.real_now(), at_page=0
        )
        return file.attachment.name, bytes(file.content)


class _Telling:
    """Says, twice a second at most, that the reading lives and at which page it is.

    Its methods raise `_Overtaken`, which also ends the process that opened the file.
    """

    def __init__(self, viewer: Viewer, attachment: uuid.UUID, process: uuid.UUID) -> None:
        self.viewer, self.attachment, self.process = viewer, attachment, process
        self.told = 0.0

    def page(self, page: int, of: int) -> None:
        """At this page of so many."""
        self._say(at_page=page, pages=of)

    def alive(self) -> None:
        """Still busy."""
        self._say()

    def _say(self, **now: int) -> None:
        if time.monotonic() - self.told >= TELL_EVERY:
            self.told = time.monotonic()
            _tell(self.viewer, self.attachment, self.process, **now)


@dataclass(frozen=True)
class _Prepared:
    """A passage with what was found in it: places that speak to the AI, and the stems of its words."""

    passage: Passage
    orders: list[list[int]]
    stems: str


def _prepared(found: Reading, language: str, alive: Callable[[], None]) -> list[_Prepared]:
    """The passages with what has to be worked out of each; takes seconds for a long document."""
    stem = choosing.Stemmer([found.language or language])
    prepared = []
    for passage in _with_head(found, language):
        alive()
        orders = [[place.start, place.end] for place in found_instructions([passage])]
        prepared.append(_Prepared(passage, orders, " ".join(sorted(stem(passage.text)))))
    return prepared


def _tell(viewer: Viewer, attachment: uuid.UUID, process: uuid.UUID, **now: Any) -> None:
    with acting(viewer):
        if not _mine(viewer, attachment, process).update(heartbeat=clock.real_now(), **now):
            raise _Overtaken


def _end(
    viewer: Viewer, attachment: uuid.UUID, process: uuid.UUID, state: Attachment.State, reason: str = ""
) -> None:
    """Keep that a file was not read, and why; one that never can be goes at once."""
    with acting(viewer), transaction.atomic():
        told = _mine(viewer, attachment, process).update(state=state, reason=reason)
        if told and state == Attachment.State.REFUSED:
            AttachedFile.objects.visible_to(viewer).filter(attachment=attachment).delete()


def _keep(
    viewer: Viewer,
    attachment: uuid.UUID,
    process: uuid.UUID,
    found: Reading,
    prepared: Sequence[_Prepared],
) -> None:
    """Keep the passages and let the file go: all of it, or nothing."""
    with acting(viewer), transaction.atomic():
        mine = _mine(viewer, attachment, process)
        row = mine.first()
        kept = mine.update(
            state=Attachment.State.READ,
            reason="",
            pages=found.pages,
            unread_pages=list(found.unread_pages),
            unread_parts=len(found.attachments),
        )
        if row is None or not kept:
            raise _Overtaken
        before = _last_number(viewer, row)
        rows = [
            AttachedPassage(
                organisation_id=row.organisation_id,
                owner_id=row.owner_id,
                attachment=row,
                session_id=row.session_id,
                number=before + each.passage.number,
                page=each.passage.page,
                text=each.passage.text,
                hidden=each.passage.hidden,
                orders=each.orders,
                stems=each.stems,
            )
            for each in prepared
        ]
        AttachedPassage.objects.visible_to(viewer).bulk_create(rows, batch_size=_MOST_IN_ONE_INSERT)
        AttachedFile.objects.visible_to(viewer).filter(attachment=attachment).delete()


def _mine(viewer: Viewer, attachment: uuid.UUID, process: uuid.UUID) -> models.QuerySet[Attachment]:
    return Attachment.objects.visible_to(viewer).filter(
        pk=attachment, process=process, state=Attachment.State.READING
    )


def _with_head(found: Reading, language: str) -> list[Passage]:
    """The passages; those of an e-mail begin with who wrote it, when, and about what."""
    with translation.override(language):
        names = {"subject": _("Subject"), "from": _("Sent by"), "date": _("Date")}
    lines = [f"{names[key]}: {value}" for key, value in found.headers.items() if key in names and value]
    if not lines:
        return list(found.passages)
    head = Passage(number=1, page=0, paragraph=0, text="\n".join(lines)[: choosing.LONGEST])
    return [head, *(replace(passage, number=passage.number + 1) for passage in found.passages)]


def _last_number(viewer: Viewer, attachment: Attachment) -> int:
    """The highest number in the session, also of passages that are gone but stand in an answer."""
    session = attachment.session_id
    passages = AttachedPassage.objects.visible_to(viewer).filter(session=session)
    sent = Turn.objects.visible_to(viewer).filter(session=session).values_list("passages", flat=True)
    here: int = passages.aggregate(last=Max("number"))["last"] or 0
    return max(here, *(int(number) for numbers in sent for number in numbers), 0)
