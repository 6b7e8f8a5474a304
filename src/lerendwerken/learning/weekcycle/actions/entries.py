"""What somebody writes in their moments, for themselves alone."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.keeping import add_once, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle.models import Moment, MomentEntry, WeekNote
from lerendwerken.learning.weekcycle.queries import current_question
from lerendwerken.learning.weekcycle.rules import OVER, number, refuse_unless_open, this_week


@transaction.atomic
def write_focus(
    week: date,
    *,
    by: Viewer,
    expectation: str = "",
    if_then: str = "",
    confidence: int | None = None,
    done: bool = True,
) -> MomentEntry:
    """Write what one expects this week and one if-then plan, with how sure one is (0 to 100, or None).

    Raises `BadInput`, or `Forbidden` for a week that is over (the week before while its focus was not done).
    """
    kept = {
        "expectation": words(expectation, 600, "expectation"),
        "if_then": words(if_then, 400, "if_then"),
        "confidence": number(confidence, 100, "confidence"),
    }
    return write_in(week, Moment.FOCUS, kept, "weekcycle.write_focus", by, done=done)


@transaction.atomic
def write_deepen(
    week: date,
    *,
    by: Viewer,
    kept: str = "",
    rejected: str = "",
    claim: str = "",
    claim_verdict: str = "",
    claim_source: str = "",
    conclusion: str = "",
) -> MomentEntry:
    """Write what one keeps and rejects and why, one claim with its source, and the conclusion in own words.

    A claim without a verdict is still open. Raises `BadInput`, or `Forbidden` as in `write_focus`.
    """
    if claim_verdict not in ("", *MomentEntry.Verdict.values):
        raise BadInput(_("Choose whether the claim is right, wrong or still open."), "claim_verdict")
    claimed = words(claim, 400, "claim")
    fields = {
        "kept": words(kept, 600, "kept"),
        "rejected": words(rejected, 600, "rejected"),
        "claim": claimed,
        "claim_verdict": (claim_verdict or MomentEntry.Verdict.OPEN.value) if claimed else "",
        "claim_source": words(claim_source, 300, "claim_source"),
        "conclusion": words(conclusion, 1000, "conclusion"),
    }
    return write_in(week, Moment.DEEPEN, fields, "weekcycle.write_deepen", by, done=True)


@transaction.atomic
def plan_next(week: date, *, if_then: str, by: Viewer) -> MomentEntry:
    """Write at the harvest of a week the if-then plan with which the next one opens (at most 400 characters).

    Raises `BadInput`, or `Forbidden` for a week that is over.
    """
    fields = {"if_then": words(if_then, 400, "if_then")}
    return write_in(week, Moment.HARVEST, fields, "weekcycle.plan_next", by, first="if_then")


@transaction.atomic
def mark_done(week: date, moment: str, *, by: Viewer, tight: bool = False) -> MomentEntry:
    """Say that one did a moment, also a missed one of this week or the week before; `tight`: in ten minutes.

    Raises `BadInput` for a moment that is not done alone, `Forbidden` for another week.
    """
    if moment not in Moment.values or moment == Moment.DIALOGUE:
        raise BadInput(_("The team itself notes that it held its dialogue."), "moment")
    found = _entry(week, moment, by)
    if found.done_at is None:
        found.done_at, found.tight = clock.now(), tight
        found.save(update_fields=["done_at", "tight"])
        audit.write(by, "weekcycle.mark_done", found.pk)
    return found


@transaction.atomic
def add_note(week: date, text: str, *, by: Viewer, key: uuid.UUID | None = None) -> WeekNote:
    """Add a dated note (at most 1,000 characters) to a week, also one that is over.

    Raises `BadInput`, or `Forbidden` for a week that has not begun.
    """
    if week != weeks.monday(week):
        raise BadInput(_("A week is named by its Monday."), "week")
    if week > this_week(by):
        raise Forbidden(_("This week has not begun yet."))
    row = WeekNote(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        week=week,
        text=words(text, 1000, "text", required=True),
        language=by.language,
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "weekcycle.add_note", row.pk)
    return row


def write_in(
    week: date,
    moment: Moment,
    fields: dict[str, str | int | None] | dict[str, str],
    verb: str,
    by: Viewer,
    *,
    done: bool = False,
    first: str = "done_at",
) -> MomentEntry:
    """Write fields of an entry, for the actions of this room.

    In the week before only where `first` is empty: the first time, late.
    """
    found = _entry(week, moment, by)
    if week < this_week(by) and getattr(found, first):
        raise Forbidden(OVER)
    for name, value in fields.items():
        setattr(found, name, value)
    found.language = by.language
    if done and found.done_at is None:
        found.done_at = clock.now()
    found.save(update_fields=[*fields, "language", "done_at"])
    audit.write(by, verb, found.pk)
    return found


def _entry(week: date, moment: str, by: Viewer) -> MomentEntry:
    """The one entry of a moment, made where there is none, locked while it is written."""
    refuse_unless_open(week, by=by, late=True)
    rows = MomentEntry.objects.visible_to(by).select_for_update().filter(week=week, moment=moment)
    found: MomentEntry | None = rows.first()
    if found:
        return found
    row = MomentEntry(
        organisation_id=by.organisation,
        owner_id=by.member,
        week=week,
        moment=moment,
        question=current_question(by),
        language=by.language,
    )
    try:
        with transaction.atomic():
            return row.add()
    except IntegrityError:
        there: MomentEntry = rows.get()
        return there
