"""Changing how a team works: name the work, propose a change, put it in force, or not."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once, there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import (
    Adoption,
    PracticeDraft,
    PracticeVersion,
    Voice,
    WorkProcess,
)
from lerendwerken.learning.practices.steps import Step, checked, with_ai

_HOW = ("steps", "instruction", "check_text", "stop_rule")


@transaction.atomic
def name_process(name: str, *, by: Viewer, language: str = "", key: uuid.UUID | None = None) -> WorkProcess:
    """Give a recurring piece of the own team's work a name (at most 120 characters), in `language` or that of `by`.

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
        language=language or by.language,
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
    adopted_from: PracticeVersion | None = None,
    key: uuid.UUID | None = None,
) -> PracticeDraft:
    """Propose to the team how a work process is done from now on, with why, and what came of trying it.

    `adopted_from` is the practice of another team of which this is a copy.
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
        adopted_from=adopted_from,
        language=adopted_from.language if adopted_from else by.language,
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
    proposed = _undecided(draft, by)
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
    if proposed.adopted_from_id is not None:
        Adoption(
            organisation_id=by.organisation,
            author_id=proposed.author_id,
            original_id=proposed.adopted_from_id,
            version=version,
        ).add()
    proposed.delete()
    audit.write(by, "practices.put_in_force", version.pk)
    return version


@transaction.atomic
def decline(draft: PracticeDraft, *, reason: str, by: Viewer) -> PracticeDraft:
    """Decide that a proposed change does not go in force, with the reason. It stays for the team to read.

    The facilitator decides for the team. Decided twice with one reason, it is one decision. Raises `Forbidden` for
    others, `BadInput` without a reason, `Conflict` when it was decided otherwise.
    """
    if draft.team_id not in by.facilitates:
        raise Forbidden(_("The facilitator decides about a change, after the team talked about it."))
    why = words(reason, 1000, "reason", required=True)
    declined = PracticeDraft.objects.visible_to(by).exclude(declined_at=None)
    done_before: PracticeDraft | None = declined.filter(pk=draft.pk, declined_why=why).first()
    if done_before:
        return done_before
    row = _undecided(draft, by)
    row.declined_at, row.declined_by_id, row.declined_why = clock.now(), by.member, why
    row.save(update_fields=["declined_at", "declined_by", "declined_why"])
    audit.write(by, "practices.decline", row.pk)
    return row


@transaction.atomic
def speak(
    draft: PracticeDraft, *, kind: str, by: Viewer, text: str = "", key: uuid.UUID | None = None
) -> Voice:
    """Say that one is for a proposed change, or object; one each, a later one replaces one's own.

    An objection stays with the change, in force or not. Raises `BadInput` for an objection without words,
    `Forbidden` for who proposed it, `Conflict` once it was decided.
    """
    if kind not in Voice.Kind.values:
        raise BadInput(_("Choose: for, or an objection."), "kind")
    kept = words(text, 400, "text", required=kind == Voice.Kind.OBJECTION)
    if draft.author_id == by.member:
        raise Forbidden(_("You proposed this yourself. Your colleagues say what they think of it."))
    row = _undecided(draft, by)
    voice: Voice | None = Voice.objects.visible_to(by).filter(change=row.pk, author=by.member).first()
    if voice is None:
        voice = Voice(
            id=key or new_id(),
            organisation_id=by.organisation,
            team_id=row.team_id,
            author_id=by.member,
            change=row.pk,
            kind=kind,
            text=kept,
            language=by.language,
        ).add()
    else:
        voice.kind, voice.text, voice.language = kind, kept, by.language
        voice.save(update_fields=["kind", "text", "language"])
    audit.write(by, "practices.speak", voice.pk)
    return voice


@transaction.atomic
def withdraw(draft: PracticeDraft, *, by: Viewer) -> None:
    """Take a proposed change back, and what was said about it. Its author does so, or the facilitator.

    Raises `Forbidden` for others.
    """
    if draft.author_id != by.member and draft.team_id not in by.facilitates:
        raise Forbidden(_("Only who proposed this change, or the facilitator, takes it back."))
    held = PracticeDraft.objects.visible_to(by).filter(pk=draft.pk).first()
    if held is not None:
        for voice in Voice.objects.visible_to(by).filter(change=held.pk):
            rights.erase_row(voice)
        rights.erase_row(held)
        audit.write(by, "practices.withdraw", draft.pk)


def _undecided(draft: PracticeDraft, by: Viewer) -> PracticeDraft:
    """A proposed change that nobody decided about, held for this transaction. Raises `Conflict` where it is gone."""
    rows = PracticeDraft.objects.visible_to(by).select_for_update().filter(pk=draft.pk, declined_at=None)
    found: PracticeDraft | None = rows.first()
    if found is None:
        raise Conflict
    return found


def _how(steps: Sequence[Step], instruction: str, check_text: str, stop_rule: str) -> dict[str, Any]:
    """How work is done, as it is kept: where AI does a step there is a check and a stop rule."""
    kept = checked(steps)
    return {
        "steps": kept,
        "instruction": words(instruction, 4000, "instruction"),
        "check_text": words(check_text, 600, "check_text", required=with_ai(kept)),
        "stop_rule": words(stop_rule, 600, "stop_rule", required=with_ai(kept)),
    }
