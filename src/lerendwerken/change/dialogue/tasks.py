"""The acts for which no member has the right: taking everybody's positions out at the reveal, and ending what is over.

Until then a position is its owner's alone, so the members' own eyes cannot collect them. This runs inside the
transaction of the reveal, as a system viewer that reaches this one table, and gives back texts, not rows.

Before the reveal there is a count of who is *ready*, never of positions. "Four wrote", then three on the table, would
name the one who asked for no name in a team of four. Ready is also who says that they write nothing this time, so that
"four are ready", then three on the table, tells nothing about the fourth.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from lerendwerken.change.dialogue.models import Dialogue, PositionDraft
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations.records import What
from lerendwerken.foundation.organisations.tasks import let_go
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System


@dataclass(frozen=True)
class Taken:
    """What somebody thinks, on its way to the table. Without a name the language is the dialogue's."""

    text: str
    author: uuid.UUID | None
    language: str


def ready(dialogue: Dialogue, team: Collection[uuid.UUID]) -> int:
    """How many of a team's members wrote, or said that they write nothing. Not who, and not which of the two."""
    with acting(System.REVEAL):
        return int(PositionDraft.unscoped.filter(dialogue=dialogue, owner__in=team).count())


def take_out(dialogue: Dialogue, team: Collection[uuid.UUID]) -> list[Taken]:
    """Take the positions of a team's members out of their drafts, which are deleted, in no order.

    The only one without a name stays with its writer, who is asked to sign. Where nothing can be shown,
    nothing is touched and nothing is given back: whether nobody wrote, or one without a name, looks the same.
    Who writes nothing leaves nothing.
    """
    with acting(System.REVEAL):
        drafts = list(PositionDraft.unscoped.filter(dialogue=dialogue, owner__in=team))
        silent = [draft.pk for draft in drafts if not draft.text]
        drafts = [draft for draft in drafts if draft.text]
        unnamed = [draft for draft in drafts if draft.unnamed]
        alone = unnamed if len(unnamed) == 1 else []
        shown = [draft for draft in drafts if draft not in alone]
        if shown:
            PositionDraft.unscoped.filter(pk__in=[draft.pk for draft in alone]).update(asked_to_sign=True)
            PositionDraft.unscoped.filter(pk__in=[*silent, *(draft.pk for draft in shown)]).delete()
    return [_taken(draft, dialogue) for draft in shown]


def _taken(draft: PositionDraft, dialogue: Dialogue) -> Taken:
    if draft.unnamed:
        return Taken(draft.text, None, dialogue.language)
    return Taken(draft.text, draft.owner_id, draft.language)


@task("dialogue.let_go", daily=True)
def let_go_dialogues(about: uuid.UUID | None = None) -> None:
    """Delete dialogues, with everything said in them, that are kept no longer."""
    let_go(
        What.SHARED,
        lambda over: [Dialogue.unscoped.filter(organisation=over.organisation, week__lt=over.day)],
    )
