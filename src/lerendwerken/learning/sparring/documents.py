"""How the documents of a session are shown, and the doors for attaching, reading again and taking off."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from lerendwerken.ai.library.bounds import Reason
from lerendwerken.ai.library.reading import WORDS
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Message
from lerendwerken.foundation.ground.ids import new_id, own_id
from lerendwerken.foundation.organisations.middleware import takes_a_file
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import attaching, queries
from lerendwerken.learning.sparring.models import AttachedPassage, Attachment, SparringSession

_LONGEST_ORDER: Final = 160  # characters that are shown of what speaks to the AI
_PASTE_INSTEAD: Final = frozenset({Reason.UNKNOWN_TYPE, Reason.BROKEN, Reason.EMPTY})


@dataclass(frozen=True)
class Order:
    """What speaks to the AI in a document: where, and its first words."""

    number: int
    words: str
    hidden: bool


@dataclass(frozen=True)
class Document:
    """A document as the page shows it."""

    row: Attachment
    problem: Message
    paste_instead: bool
    orders: Sequence[Order]

    @property
    def share(self) -> int:
        """How far the reading is, in hundredths; 0 where nothing tells."""
        return round(100 * self.row.at_page / self.row.pages) if self.row.pages else 0


def page(viewer: Viewer, session: SparringSession) -> dict[str, Any]:
    """What the page of a session needs for its documents: two queries, one where there are none."""
    documents = _shown(viewer, session)
    return {
        "documents": documents,
        "reading": any(document.row.is_busy for document in documents),
        "may_attach": not (session.closed_at or session.dialogue)
        and len(documents) < attaching.MOST_IN_A_SESSION,
        "attach_key": new_id(),
    }


def _shown(viewer: Viewer, session: SparringSession) -> list[Document]:
    rows = queries.attachments(viewer, session)
    told = queries.passages_with_orders(viewer, session) if rows else []
    return [
        Document(
            row=row,
            problem=WORDS[Reason(row.reason)] if row.reason else "",
            paste_instead=row.reason in _PASTE_INSTEAD,
            orders=[order for found in told if found.attachment_id == row.pk for order in orders(found)],
        )
        for row in rows
    ]


def orders(passage: AttachedPassage) -> list[Order]:
    """What speaks to the AI in a passage."""
    return [
        Order(passage.number, _shortened(passage.text[start:end]), passage.hidden)
        for start, end in passage.orders
    ]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_ORDER else f"{line[:_LONGEST_ORDER].rstrip()}…"


def sent_along(request: HttpRequest) -> UploadedFile[Any] | None:
    """The file that was chosen in a form, if any."""
    return request.FILES.get("document")


def attach_sent(
    request: HttpRequest, session: SparringSession, *, key: uuid.UUID, by: Viewer
) -> Attachment | None:
    """Attach the file that was chosen where a session begins; the form's own key keeps it one document."""
    upload = sent_along(request)
    if upload is None:
        return None
    own = own_id("sparring.document at the start", key, by.member)
    return attaching.attach(session, upload.read(), name=upload.name or "", key=own, by=by)


@takes_a_file
@require_POST
def attach(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Attach a document to a session; it is read in the background."""
    viewer = _viewer(request)
    row = queries.session_for(viewer, session)
    try:
        if sent_along(request) is None:
            raise BadInput(_("Choose a file first."))
        attach_sent(request, row, key=_key(request), by=viewer)
    except (BadInput, Conflict, attaching.NotKept) as refusal:
        told = {"session": row, "message": refusal.message, "key": new_id(), "back": _page_of(row)}
        return render(request, "sparring/not_attached.html", told, status=refusal.status)
    return _back(row)


@require_POST
def read_again(request: HttpRequest, session: uuid.UUID, attachment: uuid.UUID) -> HttpResponse:
    """Have a document read once more whose reading was broken off."""
    viewer = _viewer(request)
    row = attaching.read_again(queries.attachment_for(viewer, session, attachment), by=viewer)
    return _back(row.session)


@require_POST
def take_off(request: HttpRequest, session: uuid.UUID, attachment: uuid.UUID) -> HttpResponse:
    """Delete a document with its passages."""
    viewer = _viewer(request)
    row = queries.attachment_for(viewer, session, attachment)
    attaching.take_off(row, by=viewer)
    return _back(row.session)


@require_GET
def passage(request: HttpRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """One passage of a document, with the way to those around it: what a number in an answer opens."""
    viewer = _viewer(request)
    row = queries.passage_for(viewer, session, number)
    before, after = queries.around(viewer, row)
    return render(
        request,
        "sparring/passage.html",
        {
            "passage": row,
            "session": row.session,
            "orders": orders(row),
            "before": before,
            "after": after,
            "back": _page_of(row.session),
        },
    )


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined,no-any-return]


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadInput(_("This form is not complete. Open the page again.")) from None


def _page_of(row: SparringSession) -> str:
    """Where a session is read, at its documents."""
    name = "first-answer" if row.mode == SparringSession.Mode.FIRST else "sparring:session"
    return f"{reverse(name, args=[row.pk])}#documents"


def _back(row: SparringSession) -> HttpResponse:
    return HttpResponseRedirect(_page_of(row))
