"""Reads of a team's dialogues. What is not yet shown is read by its writer alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from lerendwerken.change.dialogue import bank, tasks
from lerendwerken.change.dialogue.models import (
    Courage,
    Decision,
    Dialogue,
    Dissent,
    Position,
    PositionDraft,
)
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership, Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.context import Revealed
from lerendwerken.learning.sparring.models import SparringSession, Turn

Named = TypeVar("Named", Courage, Dissent)


@dataclass(frozen=True)
class OnTable:
    """A position as the team sees it. `unnamed`: its writer asked for no name."""

    row: Position
    mine: bool
    unnamed: bool
    to_object: bool  # the viewer looks for the strongest objection here


@dataclass(frozen=True)
class PartnerSaid:
    """The last answer in the viewer's own session about this dialogue, which nobody else sees."""

    session: uuid.UUID
    turn: Turn | None


@dataclass(frozen=True)
class Room:
    """Everything the viewer sees of one dialogue."""

    dialogue: Dialogue
    team: Team
    people: tuple[Membership, ...]
    owner: Membership | None
    lead: Membership | None
    positions: tuple[OnTable, ...]
    courage_question: str
    courage: tuple[Courage, ...]
    decision: Decision | None
    dissent: tuple[Dissent, ...]
    my_draft: PositionDraft | None
    my_courage: Courage | None
    my_dissent: Dissent | None
    partner_said: PartnerSaid | None
    ready: int | None  # how many of the people are ready, before the reveal
    i_decide: bool
    i_lead: bool

    @property
    def writing(self) -> bool:
        """Whether the positions have not been shown yet."""
        return self.dialogue.state == Dialogue.State.WRITING

    @property
    def decided(self) -> bool:
        """Whether there is a decision."""
        return self.dialogue.state == Dialogue.State.DECIDED

    @property
    def i_wrote(self) -> bool:
        """Whether something of the viewer's waits for the reveal."""
        return bool(self.my_draft and self.my_draft.text)

    @property
    def i_spoke(self) -> bool:
        """Whether the viewer's name stands under anything that was said on the table."""
        objected = any(position.row.objection for position in self.to_object)
        return bool(self.my_position or self.my_courage or self.my_dissent or objected)

    @property
    def my_position(self) -> Position | None:
        """The position under which the viewer's name stands."""
        return next((position.row for position in self.positions if position.mine), None)

    @property
    def to_object(self) -> tuple[OnTable, ...]:
        """The positions to which the viewer looks for the strongest objection."""
        return tuple(position for position in self.positions if position.to_object)


def dialogue_in_week(viewer: Viewer, team: uuid.UUID, week: date) -> Dialogue | None:
    """The dialogue of one of the viewer's teams in a week, or None."""
    found: Dialogue | None = Dialogue.objects.visible_to(viewer).filter(team=team, week=week).first()
    return found


def dialogue_for(viewer: Viewer, dialogue: uuid.UUID) -> Dialogue:
    """One dialogue of the viewer's teams. Raises `NotFound`."""
    rows = Dialogue.objects.visible_to(viewer).select_related("team", "author", "lead")
    found: Dialogue | None = rows.filter(pk=dialogue).first()
    if found is None:
        raise NotFound
    return found


def position_for(viewer: Viewer, dialogue: uuid.UUID, position: uuid.UUID) -> Position:
    """One position in one dialogue. Raises `NotFound`."""
    rows = Position.objects.visible_to(viewer).select_related("dialogue")
    found: Position | None = rows.filter(pk=position, dialogue=dialogue).first()
    if found is None:
        raise NotFound
    return found


def room(viewer: Viewer, dialogue: Dialogue) -> Room:
    """Everything on the table of one dialogue, in a fixed number of queries."""
    people = tuple(organisations.people_in(viewer, dialogue.team_id))
    writing = dialogue.state == Dialogue.State.WRITING
    positions = _positions(viewer, dialogue)
    courage = _by_name(Courage.objects.visible_to(viewer).filter(dialogue=dialogue).select_related("author"))
    dissent = _by_name(Dissent.objects.visible_to(viewer).filter(dialogue=dialogue).select_related("author"))
    decisions = Decision.objects.visible_to(viewer).select_related("author", "doer", "next_lead")
    return Room(
        dialogue=dialogue,
        team=dialogue.team,
        people=people,
        owner=dialogue.author,
        lead=dialogue.lead,
        positions=tuple(_shown(position, positions, viewer) for position in positions),
        courage_question=bank.question(dialogue.courage_key, viewer.language),
        courage=tuple(courage),
        decision=decisions.filter(dialogue=dialogue).first(),
        dissent=tuple(dissent),
        my_draft=my_position_draft(viewer, dialogue),
        my_courage=next((row for row in courage if row.author_id == viewer.member), None),
        my_dissent=next((row for row in dissent if row.author_id == viewer.member), None),
        partner_said=partner_said(viewer, dialogue),
        ready=tasks.ready(dialogue, [member.pk for member in people]) if writing else None,
        i_decide=viewer.member == (dialogue.author_id or dialogue.lead_id),
        i_lead=viewer.member == dialogue.lead_id,
    )


def my_position_draft(viewer: Viewer, dialogue: Dialogue) -> PositionDraft | None:
    """What the viewer wrote and nobody else sees yet."""
    found: PositionDraft | None = PositionDraft.objects.visible_to(viewer).filter(dialogue=dialogue).first()
    return found


def my_courage(viewer: Viewer, dialogue: Dialogue) -> Courage | None:
    """The viewer's own answer to the courage question."""
    rows = Courage.objects.visible_to(viewer).filter(dialogue=dialogue, author=viewer.member)
    found: Courage | None = rows.first()
    return found


def my_dissent(viewer: Viewer, dialogue: Dialogue) -> Dissent | None:
    """The viewer's own dissent."""
    rows = Dissent.objects.visible_to(viewer).filter(dialogue=dialogue, author=viewer.member)
    found: Dissent | None = rows.first()
    return found


def partner_said(viewer: Viewer, dialogue: Dialogue) -> PartnerSaid | None:
    """The viewer's newest session about this dialogue, with the last answer that is ready."""
    rows = SparringSession.objects.visible_to(viewer).filter(dialogue=dialogue.pk)
    session: SparringSession | None = rows.order_by("-created").first()
    if session is None:
        return None
    turns = Turn.objects.visible_to(viewer).filter(session=session, state=Turn.State.DONE).exclude(answer="")
    return PartnerSaid(session.pk, turns.order_by("-number").first())


def past(viewer: Viewer, team: uuid.UUID) -> list[tuple[Dialogue, Decision | None]]:
    """The dialogues of one of the viewer's teams with their decisions, newest first."""
    rows = Dialogue.objects.visible_to(viewer).filter(team=team).select_related("author").order_by("-week")
    decisions = Decision.objects.visible_to(viewer).filter(team=team).select_related("doer")
    decided = {decision.dialogue_id: decision for decision in decisions}
    return [(row, decided.get(row.pk)) for row in rows]


def next_lead(viewer: Viewer, team: uuid.UUID, week: date) -> uuid.UUID | None:
    """Whom the last decision before a week named to lead; None when that person is not in the team now."""
    rows = Decision.objects.visible_to(viewer).filter(team=team, dialogue__week__lt=week)
    named: uuid.UUID | None = rows.order_by("-dialogue__week").values_list("next_lead", flat=True).first()
    here = named and any(member.pk == named for member in organisations.people_in(viewer, team))
    return named if here else None


def revealed(viewer: Viewer, dialogue: uuid.UUID) -> Revealed:
    """What a partner may be told of a dialogue: the case and what was shown, without names.

    Raises `NotFound` for what is not the viewer's, and before the reveal.
    """
    row = dialogue_for(viewer, dialogue)
    if row.state == Dialogue.State.WRITING:
        raise NotFound
    case = "\n\n".join(text for text in (row.case, row.background) if text)
    lines = [" ".join(position.text.split()) for position in _positions(viewer, row)]
    return Revealed(case=case, positions="\n".join(lines))


def _positions(viewer: Viewer, dialogue: Dialogue) -> list[Position]:
    rows = Position.objects.visible_to(viewer).filter(dialogue=dialogue)
    return list(rows.select_related("author", "critic").order_by("place"))


def _shown(position: Position, positions: list[Position], viewer: Viewer) -> OnTable:
    # A name can also be gone because somebody was erased. One alone never asked for no name: see the reveal.
    nameless = sum(row.author_id is None for row in positions)
    return OnTable(
        row=position,
        mine=position.author_id == viewer.member,
        unnamed=position.author_id is None and nameless > 1,
        to_object=position.critic_id == viewer.member,
    )


def _by_name(rows: Iterable[Named]) -> list[Named]:
    return sorted(rows, key=lambda row: row.author.name if row.author else "")
