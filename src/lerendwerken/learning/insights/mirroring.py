"""The mirror: unaided work of one's own, then and now, and what its owner sees in it. For nobody else; no score."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts import actions as drafts
from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import Conflict, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights.models import MirrorWork
from lerendwerken.learning.weekcycle.models import LearningQuestion

MOST_TASK: Final = 200
MOST_WORK: Final = 8000
MOST_SEEN: Final = 600
WEEKS_BETWEEN: Final = 7  # the first week and the eighth
FORMS: Final = ("insights.mirror", "insights.mirror-seen")
THEN, NOW = MirrorWork.Place.THEN, MirrorWork.Place.NOW


@transaction.atomic
def keep(*, task: str, text: str, by: Viewer, key: uuid.UUID | None = None) -> MirrorWork:
    """Keep a piece of unaided work: the first one as then, the next one as now.

    `task` says in one line what work it is. Raises `BadInput` without task or text, `Conflict` when both are there.
    """
    there = _places(by)
    row = MirrorWork(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        language=by.language,
        week=weeks.monday(clock.today(by.zone)),
        place=NOW if THEN in there else THEN,
        task=words(task, MOST_TASK, "task", required=True),
        text=words(text, MOST_WORK, "text", required=True),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        raise Conflict(_("Both pieces are there already. Throw one away to keep another.")) from None
    audit.write(by, "insights.keep_mirror", row.pk)
    return row


@transaction.atomic
def see(text: str, *, by: Viewer) -> None:
    """Write what one now sees in the two pieces. Raises `NotFound` as long as there are not two."""
    row: MirrorWork | None = MirrorWork.objects.visible_to(by).select_for_update().filter(place=NOW).first()
    if row is None or THEN not in _places(by):
        raise NotFound
    row.sees = words(text, MOST_SEEN, "sees")
    row.save(update_fields=["sees"])
    audit.write(by, "insights.see_in_mirror", row.pk)


@transaction.atomic
def throw_away(work: MirrorWork, *, by: Viewer) -> None:
    """Throw a piece away, for good; what one saw goes with the later one. The later one alone becomes the first."""
    row: MirrorWork | None = MirrorWork.objects.visible_to(by).filter(pk=work.pk).first()
    if row is None:
        return
    key, was_first = row.pk, row.place == THEN
    rights.erase_row(row)
    if was_first:
        MirrorWork.objects.visible_to(by).update(place=THEN, sees="")
    for form in FORMS:
        drafts.discard(form, "", by=by)
    audit.write(by, "insights.throw_away_mirror", key)


def pieces(viewer: Viewer) -> dict[str, MirrorWork]:
    """The viewer's pieces of unaided work by their place, then and now."""
    return {row.place: row for row in MirrorWork.objects.visible_to(viewer)}


def piece_for(viewer: Viewer, work: uuid.UUID) -> MirrorWork:
    """One of the viewer's pieces. Raises `NotFound`."""
    row: MirrorWork | None = MirrorWork.objects.visible_to(viewer).filter(pk=work).first()
    if row is None:
        raise NotFound
    return row


def seen(viewer: Viewer) -> str:
    """What the viewer sees in the two pieces, '' as long as nothing."""
    row = MirrorWork.objects.visible_to(viewer).filter(place=NOW).first()
    return row.sees if row else ""


def offered(viewer: Viewer, week: date) -> str:
    """Which piece the week page offers to keep in a week (its Monday): then, now, or '' in all other weeks."""
    written = dict(MirrorWork.objects.visible_to(viewer).values_list("place", "week"))
    if THEN in written:
        is_time = NOW not in written and week == weeks.after(written[THEN], WEEKS_BETWEEN)
        return NOW if is_time else ""
    mine = LearningQuestion.objects.visible_to(viewer).filter(author=viewer.member)
    return THEN if mine.order_by("week").values_list("week", flat=True).first() == week else ""


def _places(by: Viewer) -> set[str]:
    return set(MirrorWork.objects.visible_to(by).values_list("place", flat=True))
