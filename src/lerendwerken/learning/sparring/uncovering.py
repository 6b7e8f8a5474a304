"""Names that their owner leaves readable in a session, with one line why, where the organisation lets people do that.

A number, an address, a date of birth and the organisation's own words are never left readable: the masking itself
sees to that, whatever stands here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import coverwords, masking
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.forms import SayForm
from lerendwerken.learning.sparring.models import SparringSession, Turn, Uncovered

MOST: Final = 40  # names in a session
LONGEST_NAME: Final = 400
LONGEST_REASON: Final = 200


def in_session(viewer: Viewer, session: SparringSession) -> list[Uncovered]:
    """What the viewer left readable in a session, oldest first."""
    return list(Uncovered.objects.visible_to(viewer).filter(session=session).order_by("created", "pk"))


def names_in(covered: Mapping[str, str], house: coverwords.Lists) -> Iterator[str]:
    """Those of the covered words that may be left readable: names, and words that somebody covered besides."""
    for placeholder, word in covered.items():
        if masking.kind_of(placeholder) in ("person", "word") and _may_be_read(word, house):
            yield word


@transaction.atomic
def uncover(session: SparringSession, words: Sequence[str], why: str, *, by: Viewer) -> None:
    """Leave names readable in this session from now on. A name that is left readable already keeps its reason.

    Raises `Forbidden` where the organisation does not allow it, `BadInput` without a name or a reason, and for what
    always stays covered.
    """
    if not coverwords.may_uncover(by):
        raise Forbidden(_("Your organisation does not let a name be left readable."))
    why = " ".join(why.replace("\x00", "").split())
    if not words:
        raise BadInput(_("Choose what may be read."), "why")
    if not why:
        raise BadInput(_("Write in one line why. Only you see it again."), "why")
    if len(why) > LONGEST_REASON:
        raise BadInput(_("This is too long. At most 200 characters fit."), "why")
    house = coverwords.lists(by)
    if not all(len(word) <= LONGEST_NAME and _may_be_read(word, house) for word in words):
        raise BadInput(
            _("A number, an address, a date of birth or a word of your organisation always stays covered."),
            "why",
        )
    known = {row.word for row in in_session(by, session)}
    fresh = [word for word in dict.fromkeys(words) if word not in known]
    if len(known) + len(fresh) > MOST:
        raise BadInput(_("At most 40 names can be left readable in a session."), "why")
    for word in fresh:
        Uncovered(
            organisation_id=by.organisation, owner_id=by.member, session=session, word=word, reason=why
        ).add()
    if fresh:
        audit.write(by, "sparring.uncover", session.pk)


@transaction.atomic
def cover_again(session: SparringSession, uncovered: uuid.UUID, *, by: Viewer) -> None:
    """Cover a name again in what leaves from now on; twice is once."""
    rows = Uncovered.objects.visible_to(by).filter(session=session, pk=uncovered)
    if rows.delete()[0]:
        audit.write(by, "sparring.cover_again", session.pk)


def left_with(turn: Turn, *, by: Viewer) -> None:
    """Keep with which turn the names left that stood ready to be readable."""
    rows = Uncovered.objects.visible_to(by).filter(session=turn.session_id, turn=None)
    rows.update(turn=turn)


def changed_in(request: HttpRequest, session: SparringSession, form: SayForm, *, by: Viewer) -> bool:
    """Do what the person asked in the form that sends: leave names readable, or cover one again.

    Gives whether they asked it: then they look again before anything leaves. What could not be done stands in the
    form. Raises `Forbidden` as `uncover`.
    """
    again = request.POST.get("cover_again", "")
    if again:
        try:
            cover_again(session, uuid.UUID(again), by=by)
        except ValueError:
            return True
    if "uncover_now" in request.POST:
        try:
            uncover(session, request.POST.getlist("uncover"), form.cleaned_data["why"], by=by)
        except BadInput as refusal:
            form.refuse(refusal)
        return True
    return bool(again)


def _may_be_read(word: str, house: coverwords.Lists) -> bool:
    return bool(word.strip()) and not masking.shaped(word) and not house.covers(word)
