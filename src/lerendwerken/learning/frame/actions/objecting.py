"""Objecting to the frame, which anybody may do, and the reasoned answer that a steward owes."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import answering
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import there_already, words
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame import objections, queries
from lerendwerken.learning.frame.models import Frame, FrameObjection, ObjectionAnswer

MOST_TEXT, MOST_WHY = 240, 1000  # characters
_STATES = {
    ObjectionAnswer.Verdict.TAKEN: FrameObjection.State.TAKEN,
    ObjectionAnswer.Verdict.NOT_TAKEN: FrameObjection.State.NOT_TAKEN,
    ObjectionAnswer.Verdict.PARK: FrameObjection.State.PARKED,
}
_TOO_SHORT = _("Give your reason in a few words, at least %(least)d letters: everybody reads it.")


@transaction.atomic
def object_to(
    lineage: uuid.UUID | None,
    *,
    text: str,
    why: str,
    by: Viewer,
    frame: Frame | None = None,
    key: uuid.UUID | None = None,
) -> FrameObjection:
    """Object to a part (its lineage) of the frame in force or of the one to come, or to the whole of it (None).

    `frame` is the version; None for the one in force.

    It goes to the steward who wrote this version, or to another where that one left or objects themselves. Where five
    lie there already it waits in the queue. Sent twice, it is one. Raises `NotFound` where there is no frame or no
    such part, `Forbidden` where no other steward can answer, `BadInput` without the sentence and the reason.
    """
    frame = queries.open_to_objections(by, frame.pk if frame else None)
    organisation, today = organisations.organisation_of(by), clock.today(by.zone)
    row = FrameObjection(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=by.member,
        language=by.language,
        frame=frame,
        about=_kind(lineage, frame, by),
        lineage=lineage,
        text=words(text, MOST_TEXT, "text", required=True),
        why=words(why, MOST_WHY, "why", required=True),
        due=answering.due_on(organisation, today),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    row.addressee = _steward_for(frame, by)
    # Two that object at once wait for each other here, so that the last free place is taken once.
    audit.write(by, "frame.object_to", row.pk)
    if objections.waiting_at(by, row.addressee.pk, today) >= answering.MOST_ASKED:
        row.state = FrameObjection.State.QUEUED
    else:
        row.asked_on = today
    return row.add()


@transaction.atomic
def take_back(objection: FrameObjection, *, by: Viewer) -> None:
    """Take an objection of one's own back before it is answered; it is gone then.

    Raises `Forbidden` for one of somebody else, `Conflict` when it has an answer, `NotFound` when it is gone.
    """
    held = _held(objection, by)
    if held.author_id != by.member:
        raise Forbidden(_("Somebody else made this objection. Only they can take it back."))
    if ObjectionAnswer.objects.visible_to(by).filter(objection=held.pk).exists():
        raise Conflict(_("This objection has an answer, so it stays, with its answer."))
    addressee = held.addressee_id
    audit.write(by, "frame.take_back", held.pk)
    rights.erase_row(held)
    _let_next_in(addressee, by)


@transaction.atomic
def answer(
    objection: FrameObjection,
    *,
    verdict: str,
    reason: str,
    by: Viewer,
    until: date | None = None,
    version: Frame | None = None,
    key: uuid.UUID | None = None,
) -> ObjectionAnswer:
    """Answer an objection with a reason. `verdict` is one of `ObjectionAnswer.Verdict`.

    Parking needs a day, `until`. What is taken over stands in `version`, or in the next version that comes in force.
    The steward who was asked answers; the deputy once the term has gone by or that person is away; any steward where
    the one who was asked is no steward any more. What was given stays as it is. Raises `Forbidden` for others,
    `BadInput`, `Conflict` when there is an answer already.
    """
    held = _held(objection, by)
    row = ObjectionAnswer(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=by.member,
        language=by.language,
        objection=held,
        **_checked(verdict, reason, until, by),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    if held.state == FrameObjection.State.QUEUED:
        raise Conflict(_("This objection waits for its turn. Answer one of the others first."))
    shown = objections.shown(by, held)
    if shown.clock is None:
        raise Conflict(_("This objection has its answer already. Look at what stands there."))
    if not shown.is_for(by):
        raise Forbidden(_("Only the steward to whom this was put answers it, and the deputy after the term."))
    row.add()
    held.state, held.parked_until = _STATES[ObjectionAnswer.Verdict(row.verdict)], row.until
    held.taken_in = _version(version, held) if row.verdict == ObjectionAnswer.Verdict.TAKEN else None
    held.save(update_fields=["state", "parked_until", "taken_in"])
    audit.write(by, "frame.answer", row.pk)
    _let_next_in(held.addressee_id, by)
    return row


def come_along(frame: Frame, *, by: Viewer) -> None:
    """Let what was taken over and waits for a next version point at the version that is decided."""
    taken = FrameObjection.objects.visible_to(by).filter(state=FrameObjection.State.TAKEN, taken_in=None)
    taken.update(taken_in=frame)


def stay_behind(frame: Frame, *, by: Viewer) -> None:
    """Let what points at a version wait for a next one again, for that version is in preparation again."""
    FrameObjection.objects.visible_to(by).filter(taken_in=frame.pk).update(taken_in=None)


def _kind(lineage: uuid.UUID | None, frame: Frame, by: Viewer) -> str:
    """What kind of thing a lineage is in a version. Raises `NotFound`."""
    if lineage is None:
        return FrameObjection.About.FRAME
    found = next((part.about for part in objections.parts(by, frame) if part.lineage == lineage), None)
    if found is None:
        raise NotFound
    return found


def _steward_for(frame: Frame, by: Viewer) -> Membership:
    """Who answers an objection: the steward who wrote the version, else another; never the one who objects."""
    stewards = [row for row in organisations.holding(by, Role.STEWARD) if row.pk != by.member]
    if not stewards:
        raise Forbidden(_("There is no other steward who can answer. Ask the administrator to name one."))
    return next((row for row in stewards if row.pk == frame.author_id), stewards[0])


def _held(objection: FrameObjection, by: Viewer) -> FrameObjection:
    """The objection as it is now, held for this transaction. Raises `NotFound`."""
    rows = FrameObjection.objects.visible_to(by).select_for_update()
    held: FrameObjection | None = rows.filter(pk=objection.pk).first()
    if held is None:
        raise NotFound
    return held


def _checked(verdict: str, reason: str, until: date | None, by: Viewer) -> dict[str, object]:
    if verdict not in ObjectionAnswer.Verdict.values:
        raise BadInput(_("Choose taken over, not taken over, or parked."), "verdict")
    why = answering.reasoned(reason, _TOO_SHORT % {"least": answering.LEAST_REASON})
    day = answering.parked_until(until, by) if verdict == ObjectionAnswer.Verdict.PARK else None
    return {"verdict": verdict, "reason": why, "until": day}


def _version(version: Frame | None, objection: FrameObjection) -> Frame | None:
    """The version in which it is taken over. Raises `BadInput` for one that was there when somebody objected."""
    if version is not None and version.number <= objection.frame.number:
        raise BadInput(_("Choose a version that came after the objection."), "version")
    return version


def _let_next_in(addressee: uuid.UUID | None, by: Viewer) -> None:
    """Let the oldest of a steward's queue ask for an answer where there is room; their clocks begin today."""
    organisation, today = organisations.organisation_of(by), clock.today(by.zone)
    room = answering.MOST_ASKED - objections.waiting_at(by, addressee, today)
    rows = FrameObjection.objects.visible_to(by).filter(
        addressee=addressee, state=FrameObjection.State.QUEUED
    )
    for row in rows.select_for_update().order_by("created", "pk")[: max(room, 0)]:
        row.state, row.asked_on = FrameObjection.State.OPEN, today
        row.due = answering.due_on(organisation, today)
        row.save(update_fields=["state", "asked_on", "due"])
