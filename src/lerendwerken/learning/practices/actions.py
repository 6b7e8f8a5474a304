"""A team and its practices: name the work, propose a change, put it in force, start it, close it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once, there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeDraft, PracticeVersion, Use, WorkProcess
from lerendwerken.learning.practices.steps import Step, checked, with_ai

_HOW = ("steps", "instruction", "check_text", "stop_rule")


@transaction.atomic
def name_process(name: str, *, by: Viewer, key: uuid.UUID | None = None) -> WorkProcess:
    """Give a recurring piece of the own team's work a name (at most 120 characters).

    Raises `BadInput` for no name or one that the team has already, `Forbidden` for who is in no team.
    """
    if by.team is None:
        raise Forbidden(_("You are in no team yet, and work processes belong to a team."))
    agreed.must_hold(by, by.team)
    row = WorkProcess(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=by.member,
        team_id=by.team,
        name=words(name, 120, "name", required=True),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    taken = BadInput(_("Your team has a work process with this name already."), "name")
    if WorkProcess.objects.visible_to(by).filter(team=by.team, name__iexact=row.name).exists():
        raise taken
    try:
        row, is_new = add_once(row, by=by)
    except Conflict:
        raise taken from None
    if is_new:
        audit.write(by, "practices.name_process", row.pk)
    return row


@transaction.atomic
def propose_change(
    process: WorkProcess,
    *,
    steps: Sequence[Step],
    instruction: str,
    check_text: str,
    stop_rule: str,
    reason: str,
    by: Viewer,
    outcome: str = "",
    key: uuid.UUID | None = None,
) -> PracticeDraft:
    """Propose to the team how a work process is done from now on, with why, and what came of trying it.

    Raises `Forbidden` outside the team, `BadInput` for no steps, or for AI without a check and a stop rule.
    """
    if process.team_id not in by.teams:
        raise Forbidden(_("Only the team itself changes how it works. You can try this in your own team."))
    agreed.must_hold(by, process.team_id)
    how = _how(steps, instruction, check_text, stop_rule)
    row = PracticeDraft(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=process.team_id,
        author_id=by.member,
        work_process=process,
        **how,
        reason=words(reason, 1000, "reason"),
        outcome=words(outcome, 1000, "outcome"),
        language=by.language,
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "practices.propose_change", row.pk)
    return row


@transaction.atomic
def put_in_force(
    draft: PracticeDraft,
    *,
    reason: str,
    by: Viewer,
    steps: Sequence[Step] | None = None,
    instruction: str = "",
    check_text: str = "",
    stop_rule: str = "",
) -> PracticeVersion:
    """Make a proposed change the way the team works, with the reason. The facilitator does so for the team.

    With `steps` it goes in force in the words given here, mended after the team talked about it; without, as it was
    proposed. The version gets the draft's key, so that a second click finds the first one's effect; the draft goes.
    Raises `Forbidden` for others, `BadInput` without a reason or as `propose_change`, `Conflict` when the draft is no
    longer there.
    """
    if draft.team_id not in by.facilitates:
        raise Forbidden(_("The facilitator puts a change in force, after the team talked about it."))
    why = words(reason or draft.reason, 1000, "reason", required=True)
    mended = _how(steps, instruction, check_text, stop_rule) if steps is not None else None
    # Two changes of one practice wait for each other here, so that numbers follow and one is in force.
    process = WorkProcess.objects.visible_to(by).select_for_update().get(pk=draft.work_process_id)
    versions = PracticeVersion.objects.visible_to(by).filter(work_process=process)
    done_before: PracticeVersion | None = versions.filter(pk=draft.pk).first()
    if done_before:
        return done_before
    proposed = PracticeDraft.objects.visible_to(by).select_for_update().filter(pk=draft.pk).first()
    if proposed is None:
        raise Conflict
    latest = versions.aggregate(latest=Max("number"))["latest"] or 0
    versions.filter(current=True).update(current=False)
    version = PracticeVersion(
        id=proposed.pk,
        organisation_id=by.organisation,
        author_id=proposed.author_id,
        work_process=process,
        number=latest + 1,
        **(mended or {name: getattr(proposed, name) for name in _HOW}),
        reason=why,
        outcome=proposed.outcome,
        language=proposed.language,
        in_force_from=clock.now(),
    ).add()
    proposed.delete()
    audit.write(by, "practices.put_in_force", version.pk)
    return version


@transaction.atomic
def withdraw(draft: PracticeDraft, *, by: Viewer) -> None:
    """Take a proposed change back. Its author does so, or the facilitator. Raises `Forbidden` for others."""
    if draft.author_id != by.member and draft.team_id not in by.facilitates:
        raise Forbidden(_("Only who proposed this change, or the facilitator, takes it back."))
    held = PracticeDraft.objects.visible_to(by).filter(pk=draft.pk).first()
    if held is not None:
        rights.erase_row(held)
        audit.write(by, "practices.withdraw", draft.pk)


@transaction.atomic
def start(
    version: PracticeVersion, *, piece: str, week: date, by: Viewer, key: uuid.UUID | None = None
) -> Use:
    """Start a practice on a named piece of today's work. `week` is the Monday of the present week.

    Raises `BadInput` without a named piece, `Forbidden` outside the team or in another week, `Conflict` when
    the practice was changed in the meantime.
    """
    if version.work_process.team_id not in by.teams:
        raise Forbidden(_("This is the practice of another team. Make one in your own team to use it there."))
    if week != weeks.monday(clock.today(by.zone)):
        raise Forbidden(_("A practice is started in the week in which you do the work."))
    agreed.must_hold(by, version.work_process.team_id)
    row = Use(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=version.work_process.team_id,
        author_id=by.member,
        version=version,
        week=week,
        piece=words(piece, 200, "piece", required=True),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    if not PracticeVersion.objects.visible_to(by).filter(pk=version.pk, current=True).exists():
        raise Conflict(_("Your team has a newer version of this practice. Look at it first, then start it."))
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "practices.start", row.pk)
    return row


@transaction.atomic
def end_use(use: Use, *, check_state: str, stopped_why: str = "", by: Viewer) -> Use:
    """Close a use: the check was done, was not done, or the work with AI was stopped, and then why.

    Who started it closes it, and may mend that until its week ends. Raises `Forbidden` otherwise, `BadInput`
    for an unknown state or a stop without a reason.
    """
    if use.author_id != by.member:
        raise Forbidden(_("Who started this closes it."))
    if check_state not in (Use.Check.DONE, Use.Check.NOT_DONE, Use.Check.STOPPED):
        raise BadInput(_("Choose whether the check was done, was not done, or you stopped."), "check_state")
    stopped = check_state == Use.Check.STOPPED
    why = words(stopped_why, 400, "stopped_why", required=stopped) if stopped else ""
    row: Use = Use.objects.visible_to(by).select_for_update().get(pk=use.pk)
    if (row.check_state, row.stopped_why) == (check_state, why):
        return row
    if row.check_state != Use.Check.OPEN and row.week < weeks.monday(clock.today(by.zone)):
        raise Forbidden(_("That week is over. What stands there stays."))
    row.check_state, row.stopped_why = check_state, why
    row.save(update_fields=["check_state", "stopped_why"])
    audit.write(by, "practices.end_use", row.pk)
    return row


def _how(steps: Sequence[Step], instruction: str, check_text: str, stop_rule: str) -> dict[str, Any]:
    """How work is done, as it is kept: where AI does a step there is a check and a stop rule."""
    kept = checked(steps)
    return {
        "steps": kept,
        "instruction": words(instruction, 4000, "instruction"),
        "check_text": words(check_text, 600, "check_text", required=with_ai(kept)),
        "stop_rule": words(stop_rule, 600, "stop_rule", required=with_ai(kept)),
    }
