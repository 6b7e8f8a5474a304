"""My thread in a session: own words of weeks ago that go along, each behind a number, as long as the person lets them.

They are chosen by rule when a session begins, and again when the person asks for it. A row says where the words are
kept; they are read from there each time, so what is thrown away goes along no more.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from lerendwerken.foundation.ground import audit, weeks
from lerendwerken.foundation.ground.errors import Conflict
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import context
from lerendwerken.learning.sparring.models import FromThread, SparringSession

MOST: Final = 3  # that are brought along at a time
MOST_IN_A_SESSION: Final = 9


@dataclass(frozen=True)
class Along:
    """Own words of before in a session; `words` is None once they were thrown away, or while the thread is off."""

    row: FromThread
    words: context.Earlier | None

    @property
    def number(self) -> int:
        """Behind which number they go along: [E1]."""
        return self.row.number

    @property
    def week(self) -> int:
        """The number of the week in which they were written."""
        return weeks.number(self.row.week)

    @property
    def goes(self) -> bool:
        """Whether they go along with what is sent now."""
        return self.words is not None and not self.row.left_out


def along(viewer: Viewer, session: SparringSession) -> list[Along]:
    """What came from the thread in a session, by number, in at most seven queries."""
    rows = _rows(viewer, session.pk)
    standing = context.own_thread().standing(viewer, [(row.kind, row.of) for row in rows]) if rows else []
    words = {found.of: found for found in standing}
    return [Along(row, words.get(row.of)) for row in rows]


@prepared
def _rows(viewer: Viewer, session: uuid.UUID) -> QuerySet[FromThread]:
    return FromThread.objects.visible_to(viewer).filter(session=session).order_by("number")


def going(viewer: Viewer, session: SparringSession, numbers: Sequence[int] | None = None) -> list[Along]:
    """What goes along with a request; of `numbers`, where the person saw those and no others."""
    # In a dialogue only what was revealed may leave.
    found = [] if session.dialogue else along(viewer, session)
    return [one for one in found if one.goes and (numbers is None or one.number in numbers)]


def told(one: Along, language: str) -> str:
    """When and as what it was written, as a partner is told."""
    name = one.words.name if one.words else ""
    with translation.override(language):
        return _("week %(number)d, %(kind)s") % {"number": one.week, "kind": name}


def bring_along(
    session: SparringSession, about: str, *, by: Viewer, asked_for: bool = False
) -> list[FromThread]:
    """Let own words of before go along that have to do with a text; which ones, newly.

    What came back in the last four weeks stays out, unless the person asked for it. Nothing goes to a dialogue.
    """
    if session.dialogue or not about.strip():
        return []
    fitting = context.own_thread().fitting(by, about, session.week, most=MOST, asked_for=asked_for)
    known = {row.of: row for row in FromThread.objects.visible_to(by).filter(session=session)}
    free = MOST_IN_A_SESSION - len(known)
    fresh = [found for found in fitting if found.of not in known][:free]
    back = [known[found.of] for found in fitting if found.of in known and known[found.of].left_out]
    rows = [
        FromThread(
            organisation_id=by.organisation,
            owner_id=by.member,
            session=session,
            number=len(known) + place,
            kind=found.kind,
            of=found.of,
            week=found.week,
        )
        for place, found in enumerate(fresh, 1)
    ]
    _keep(rows, back)
    return rows + back


@transaction.atomic
def look_back(session: SparringSession, about: str, *, by: Viewer) -> int:
    """Bring along what has to do with a text because the person asks for it; how many. `Conflict` once closed."""
    if session.closed_at:
        raise Conflict(_("This session is closed. Begin a new one to go on."))
    found = bring_along(session, about, by=by, asked_for=True)
    audit.write(by, "sparring.look_back", session.pk)
    return len(found)


@transaction.atomic
def leave_out(session: SparringSession, number: int, *, by: Viewer) -> None:
    """Let this go along no more. What a partner has seen already, it has seen."""
    rows = FromThread.objects.visible_to(by).filter(session=session, number=number)
    if rows.update(left_out=True):
        audit.write(by, "sparring.leave_out", session.pk)


def left_out_in(request: HttpRequest, session: SparringSession, *, by: Viewer) -> bool:
    """Leave out what the person took off in the form that sends; whether they did."""
    sent = request.POST.get("leave_out", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 4):
        return False
    leave_out(session, int(sent), by=by)
    return True


def reacted_to(found: Iterable[Along], quotes: Sequence[str], own_now: str) -> list[int]:
    """The number of the earlier words that a question quotes, where they are not said in this session too."""
    quoted = [quote for quote in quotes if quote not in own_now]
    return [one.number for one in found if one.words and any(quote in one.words.text for quote in quoted)][:1]


def _keep(rows: Sequence[FromThread], back: Sequence[FromThread]) -> None:
    try:
        with transaction.atomic():
            for row in rows:
                row.add()
            for row in back:
                row.left_out = False
                row.save(update_fields=["left_out"])
    except IntegrityError:  # asked for in two tabs at once
        return
