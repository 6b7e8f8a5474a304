"""Taking over a practice of another team, and saying what came of it here."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.keeping import add_once, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.actions.changing import name_process, propose_change
from lerendwerken.learning.practices.models import (
    Adoption,
    AdoptionResult,
    PracticeDraft,
    PracticeVersion,
    WorkProcess,
)


@transaction.atomic
def adopt(
    version: PracticeVersion, *, name: str, reason: str, by: Viewer, key: uuid.UUID | None = None
) -> PracticeDraft:
    """Propose to one's own team to take over a practice of another: a copy, which points back once it is in force.

    `name` is what the work is called here; a work process with that name gets the copy as a proposed change, else
    one is made. Raises `Forbidden` for one's own team's practice or who is in no team, `BadInput` without a name or a
    reason, `Conflict` when the other team changed or stopped it.
    """
    if by.team is None:
        raise Forbidden(_("You are in no team yet, and a practice is taken over by a team."))
    if version.work_process.team_id in by.teams:
        raise Forbidden(_("This is your own team's practice."))
    drafts = PracticeDraft.objects.visible_to(by).filter(team=by.team, adopted_from=version)
    sent_before: PracticeDraft | None = drafts.filter(pk=key, author=by.member).first()
    if sent_before:
        return sent_before
    if not PracticeVersion.objects.visible_to(by).filter(pk=version.pk, current=True).exists():
        raise Conflict(_("That team changed or stopped this practice. Look at it first."))
    if drafts.filter(declined_at=None).exists():
        raise BadInput(
            _("Your team is already asked to take this over. It stands under proposed changes."), "name"
        )
    why = words(reason, 1000, "reason", required=True)
    return propose_change(
        _called(words(name, 120, "name", required=True), version.work_process, by),
        steps=version.steps,
        instruction=version.instruction,
        check_text=version.check_text,
        stop_rule=version.stop_rule,
        reason=why,
        adopted_from=version,
        key=key,
        by=by,
    )


@transaction.atomic
def record_result(
    adoption: Adoption, *, verdict: str, text: str, by: Viewer, key: uuid.UUID | None = None
) -> AdoptionResult:
    """Say what came of a practice that one's team took over. It stays as it was said; a later one stands beside it.

    `verdict` is one of `AdoptionResult.Verdict`. Raises `Forbidden` outside that team, `BadInput`.
    """
    if adoption.version.work_process.team_id not in by.teams:
        raise Forbidden(_("The team that took this over says what came of it there."))
    if verdict not in AdoptionResult.Verdict.values:
        raise BadInput(_("Choose: better, no different or worse."), "verdict")
    row = AdoptionResult(
        id=key or new_id(),
        organisation_id=by.organisation,
        author_id=by.member,
        adoption=adoption,
        verdict=verdict,
        text=words(text, 1000, "text", required=True),
        language=by.language,
    )
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "practices.record_result", row.pk)
    return row


def _called(name: str, original: WorkProcess, by: Viewer) -> WorkProcess:
    """The own team's work process with this name, made where there is none; a name taken over keeps its language."""
    rows = WorkProcess.objects.visible_to(by).filter(team=by.team, name__iexact=name)
    found: WorkProcess | None = rows.first()
    language = original.language if name == original.name else by.language
    return found or name_process(name, language=language, by=by)
