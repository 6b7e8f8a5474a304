"""One proposal as one viewer sees it: the copies that they reach, and where it stands."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass, field
from datetime import date

from lerendwerken.change.proposals.actions.rules import may_steer
from lerendwerken.change.proposals.clocks import waits
from lerendwerken.change.proposals.models import (
    Answer,
    MandateTrial,
    Proposal,
    ProposalDraft,
    Reaction,
    RealisedProposal,
    TeamProposal,
    Trial,
)
from lerendwerken.foundation.organisations.answering import AnswerClock, may_answer
from lerendwerken.foundation.organisations.models import Membership, Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame.models import Measurement, ResultPromise


class Stage(enum.StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    TEAM = "team"
    WITHDRAWN = "withdrawn"
    QUEUED = "queued"
    OPEN = "open"
    PARKED = "parked"
    NO = "no"
    YES = "yes"
    TRIAL = "trial"
    STOPPED = "stopped"
    REALISED = "realised"


Copy = ProposalDraft | TeamProposal | Proposal | RealisedProposal


@dataclass(frozen=True)
class Story:
    """Everything that a viewer reaches of one proposal on one day. What they do not reach is None or empty."""

    lineage: uuid.UUID
    today: date
    draft: ProposalDraft | None = None
    team_proposal: TeamProposal | None = None
    reactions: list[Reaction] = field(default_factory=list)
    mandate_trial: MandateTrial | None = None
    proposal: Proposal | None = None
    answers: list[Answer] = field(default_factory=list)
    trial: Trial | None = None
    realised: RealisedProposal | None = None
    promise: ResultPromise | None = None
    measurements: list[Measurement] = field(default_factory=list)
    clock: AnswerClock | None = None
    team: Team | None = None
    place: int = 0  # in the queue of who decides; 0 while it is not in it

    @property
    def copy(self) -> Copy:
        """The copy with the words: the one that the most people read."""
        found = self.realised or self.proposal or self.team_proposal or self.draft
        if found is None:
            raise ValueError("a story has at least one copy")
        return found

    @property
    def author(self) -> Membership | None:
        """Who made it; None once that person has left without a name."""
        row = self.copy
        return row.owner if isinstance(row, ProposalDraft) else row.author

    @property
    def tried(self) -> MandateTrial | Trial | None:
        """The trial, whoever allowed it."""
        return self.trial or self.mandate_trial

    @property
    def ran_out(self) -> bool:
        """Whether a trial is past its last day and nobody has said yet what came of it."""
        return self.stage is Stage.TRIAL and self.tried is not None and self.tried.ends < self.today

    @property
    def to_come(self) -> bool:
        """Whether a trial is agreed on and its first day is still to come."""
        return self.stage is Stage.TRIAL and self.tried is not None and self.tried.starts > self.today

    @property
    def answer(self) -> Answer | None:
        """The latest answer."""
        return self.answers[-1] if self.answers else None

    @property
    def objections(self) -> list[Reaction]:
        """The objections of colleagues, which stay."""
        return [row for row in self.reactions if row.kind == Reaction.Kind.OBJECTION]

    @property
    def votes(self) -> list[Reaction]:
        """The colleagues who are for it."""
        return [row for row in self.reactions if row.kind == Reaction.Kind.FOR]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.realised is not None:
            return Stage.REALISED
        if self.proposal is not None:
            return Stage.OPEN if waits(self.proposal, self.today) else Stage(self.proposal.state)
        if self.team_proposal is not None:
            return Stage(self.team_proposal.state)
        return Stage.DRAFT

    @property
    def reach(self) -> str:
        """Who reads what stands here, as the signs know it: the widest copy."""
        if self.realised is not None:
            return "all"
        if self.proposal is not None:
            return "forward"
        return "team" if self.team_proposal is not None else "self"


def acts(story: Story, viewer: Viewer) -> frozenset[str]:
    """What the viewer can do now. The actions check it again."""
    return frozenset(name for name, allowed in (*_before(story, viewer), *_after(story, viewer)) if allowed)


def _before(story: Story, viewer: Viewer) -> list[tuple[str, bool]]:
    """Up to the decision."""
    row = story.team_proposal
    at_team = row is not None and story.stage is Stage.TEAM
    steers = row is not None and may_steer(row, viewer)
    over = story.stage in (Stage.REALISED, Stage.STOPPED, Stage.WITHDRAWN)
    mandate = bool(story.team and story.team.mandate.strip())
    asked = story.proposal is not None and may_answer(story.proposal, story.clock, viewer)
    return [
        ("draft", story.stage is Stage.DRAFT),
        ("react", row is not None and row.author_id != viewer.member and not over),
        ("mandate", at_team and steers and mandate and row is not None and row.reversible),
        (
            "forward",
            at_team
            and steers
            and bool(story.team and story.team.manager and story.team.manager.ended is None),
        ),
        ("withdraw", at_team and steers),
        ("answer", story.stage is Stage.OPEN and asked),
    ]


def _after(story: Story, viewer: Viewer) -> list[tuple[str, bool]]:
    """From the decision on."""
    inside = story.copy.team_id in viewer.teams if not isinstance(story.copy, ProposalDraft) else False
    trying = story.stage is Stage.TRIAL and inside
    return [
        ("trial", story.stage is Stage.YES and inside),
        ("measure", trying and not story.to_come and story.promise is not None),
        ("end", trying),
    ]
