"""What people do in a team's dialogue. Blind until one reveal, then on the table for the team."""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.dialogue import bank, critics, queries, tasks
from lerendwerken.change.dialogue.models import (
    Courage,
    Decision,
    Dialogue,
    Dissent,
    Position,
    PositionDraft,
)
from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.models import Turn
from lerendwerken.learning.weekcycle import actions as weekcycle

MOST_WEEKS_AHEAD = 13


@transaction.atomic
def bring_case(
    week: date,
    *,
    case: str,
    by: Viewer,
    background: str = "",
    lead: Membership | None = None,
    team: uuid.UUID | None = None,
    key: uuid.UUID | None = None,
) -> Dialogue:
    """Put a case on the team's table for a week (a Monday). Who brings it decides in the end.

    `team` is the one of the rhythm unless named. Without `lead` it is whom the decision before named, else
    who brings the case. Raises `Conflict` when the week has a case, `Forbidden` for a past week or another
    team, `BadInput` for a day that is no Monday or lies far ahead.
    """
    team = team or by.team
    if team is None or team not in by.teams:
        raise Forbidden(_("A case belongs on the table of your own team."))
    if week.weekday() != 0 or week > weeks.after(_this_week(by), MOST_WEEKS_AHEAD):
        raise BadInput(_("Choose this week or one of the next."))
    if week < _this_week(by):
        raise Forbidden(_("That week is over. Bring your case in this week."))
    agreed.must_hold(by, team)
    if lead is not None:
        _must_be_in(team, lead.pk, "lead", by)
    row = Dialogue(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=team,
        author_id=by.member,
        week=week,
        case=words(case, 400, "case", required=True),
        background=words(background, 2000, "background"),
        lead_id=lead.pk if lead else queries.next_lead(by, team, week) or by.member,
        courage_key=bank.turn(Dialogue.objects.visible_to(by).filter(team=team).count()),
        language=by.language,
    )
    try:
        row, is_new = add_once(row, by=by)
    except Conflict:
        raise Conflict(
            _("A colleague has just brought a case for this week. Yours is kept; bring it next week.")
        ) from None
    if is_new:
        audit.write(by, "dialogue.bring_case", row.pk)
    return row


@transaction.atomic
def write_position(dialogue: Dialogue, *, text: str, by: Viewer, unnamed: bool = False) -> PositionDraft:
    """Write down what one thinks, for oneself alone until the reveal; written again it replaces the first.

    Raises `Conflict` when the positions have been shown in the meantime.
    """
    kept = words(text, 600, "text", required=True)
    row = _locked(dialogue, by)
    if row.state != Dialogue.State.WRITING:
        raise Conflict(
            _(
                "The positions have just been shown; yours is not among them. Your text is kept: "
                "add it with your name."
            )
        )
    draft = queries.my_position_draft(by, row) or PositionDraft(
        organisation_id=by.organisation, owner_id=by.member, dialogue=row
    )
    draft.text, draft.unnamed, draft.language = kept, unnamed, by.language
    draft.save()
    audit.write(by, "dialogue.write_position", row.pk)
    return draft


@transaction.atomic
def write_nothing(dialogue: Dialogue, *, by: Viewer) -> PositionDraft:
    """Say that one is ready and writes nothing this time. What one wrote already stays.

    In the audit, and in the count of who is ready, it looks like writing. Raises `Conflict` after the reveal.
    """
    row = _locked(dialogue, by)
    if row.state != Dialogue.State.WRITING:
        raise Conflict(_("The positions have just been shown."))
    draft = queries.my_position_draft(by, row)
    if draft is None:
        draft = PositionDraft(organisation_id=by.organisation, owner_id=by.member, dialogue=row, text="")
        draft.language = by.language
        draft.save()
        audit.write(by, "dialogue.write_position", row.pk)
    return draft


@transaction.atomic
def reveal(dialogue: Dialogue, *, by: Viewer) -> Dialogue:
    """Show all positions at once. The lead does so, or any member when the lead is not there. Once is enough.

    The copies get keys that tell nothing, a shuffled order and one moment; the audit names only the dialogue.
    Raises `Conflict` when there is nothing to show.
    """
    row = _locked(dialogue, by)
    if row.state != Dialogue.State.WRITING:
        return row
    team = _members(row.team_id, by)
    taken = tasks.take_out(row, team)
    if not taken:
        raise Conflict(
            _("There are no positions that can be shown yet. Ask your colleagues to write theirs.")
        )
    secrets.SystemRandom().shuffle(taken)
    row.state, row.revealed_at = Dialogue.State.REVEALED, clock.now()
    row.save(update_fields=["state", "revealed_at"])
    chosen = critics.assigned([position.author for position in taken], team, _turn(row))
    for place, (position, critic) in enumerate(zip(taken, chosen, strict=True), start=1):
        _put_on_table(row, place, position, critic)
    audit.write(by, "dialogue.reveal", row.pk)
    return row


@transaction.atomic
def add_late(dialogue: Dialogue, *, text: str, by: Viewer) -> Position:
    """Add a position after the reveal, with one's name.

    Raises `Forbidden` before the reveal, `Conflict` when one's name stands under a position already.
    """
    kept = words(text, 600, "text", required=True)
    return _add_named(_on_table(dialogue, by), kept, by)


@transaction.atomic
def sign(dialogue: Dialogue, *, by: Viewer) -> Position:
    """Put one's name under the position that was kept back because it was the only one without.

    To others it looks like any position that came later, in the audit too. Raises `NotFound` when nothing
    waits, `Conflict` when one's name stands under another position.
    """
    row = _on_table(dialogue, by)
    draft = _kept_back(row, by)
    position = _add_named(row, draft.text, by)
    draft.delete()
    return position


@transaction.atomic
def withdraw_unsigned(dialogue: Dialogue, *, by: Viewer) -> None:
    """Take back the position that was kept back; it is gone. Raises `NotFound` when nothing waits."""
    rights.erase_row(_kept_back(_locked(dialogue, by), by))


@transaction.atomic
def object_to(position: Position, *, text: str, by: Viewer) -> Position:
    """Write the strongest objection to a position. Until the decision it can be mended.

    Raises `Forbidden` for who is not the assigned critic.
    """
    _on_table(position.dialogue, by, until_decided=True)
    row: Position = Position.objects.visible_to(by).select_for_update().get(pk=position.pk)
    if row.critic_id != by.member:
        raise Forbidden(_("A colleague looks for the strongest objection to this position."))
    row.objection = words(text, 600, "text", required=True)
    row.save(update_fields=["objection"])
    audit.write(by, "dialogue.object_to", row.dialogue_id)
    return row


@transaction.atomic
def answer_courage(dialogue: Dialogue, *, text: str, by: Viewer) -> Courage:
    """Answer the courage question, with one's name; written again it replaces the first."""
    row = _on_table(dialogue, by)
    answer = queries.my_courage(by, row) or Courage(**_mine(row, by))
    answer.text, answer.language = words(text, 600, "text", required=True), by.language
    answer.save()
    audit.write(by, "dialogue.answer_courage", row.pk)
    return answer


@transaction.atomic
def bring_partner_in(dialogue: Dialogue, *, text: str, partner_name: str, kind: str, by: Viewer) -> Dialogue:
    """Put what a partner said on the table, labelled as what it is: `kind` is coach, model or bridge.

    Raises `Conflict` when a partner's words stand there already.
    """
    if kind not in Turn.Partner.values:
        raise BadInput(_("It is not known which partner said this."))
    kept = words(text, 8000, "text", required=True)
    row = _on_table(dialogue, by, until_decided=True)
    if row.partner_text == kept:
        return row
    if row.partner_text:
        raise Conflict(
            _("A colleague has just put what a partner said on the table. Yours stays in your session.")
        )
    row.partner_name = words(partner_name, 120, "partner_name")
    row.partner_text, row.partner_kind = kept, kind
    row.save(update_fields=["partner_text", "partner_name", "partner_kind"])
    audit.write(by, "dialogue.bring_partner_in", row.pk)
    return row


@transaction.atomic
def decide(
    dialogue: Dialogue,
    *,
    text: str,
    by: Viewer,
    doer: uuid.UUID | None = None,
    next_lead: uuid.UUID | None = None,
    key: uuid.UUID | None = None,
) -> Decision:
    """Decide, as the one who brought the case (the lead, when that person has left). It counts as held then.

    Raises `Forbidden` for others, `BadInput` for a doer or lead outside the team, `Conflict` after a
    decision.
    """
    row = _on_table(dialogue, by)
    if by.member != (row.author_id or row.lead_id):
        raise Forbidden(_("Who brought the case decides."))
    for member, field in ((doer, "doer"), (next_lead, "next_lead")):
        if member:
            _must_be_in(row.team_id, member, field, by)
    decision = Decision(
        id=key or new_id(),
        **_mine(row, by),
        text=words(text, 1000, "text", required=True),
        doer_id=doer,
        next_lead_id=next_lead,
        language=by.language,
    )
    try:
        decision, is_new = add_once(decision, by=by)
    except Conflict:
        raise Conflict(_("There is a decision already. Look at what stands there now.")) from None
    if is_new:
        row.state = Dialogue.State.DECIDED
        row.save(update_fields=["state"])
        weekcycle.hold_dialogue(row.team_id, row.week, by=by)
        audit.write(by, "dialogue.decide", row.pk)
    return decision


@transaction.atomic
def dissent(dialogue: Dialogue, *, text: str, by: Viewer) -> Dissent:
    """Put on record that, and why, one disagrees. It stays; written again it replaces the first."""
    row = _on_table(dialogue, by)
    against = queries.my_dissent(by, row) or Dissent(**_mine(row, by))
    against.text, against.language = words(text, 600, "text", required=True), by.language
    against.save()
    audit.write(by, "dialogue.dissent", row.pk)
    return against


def _this_week(by: Viewer) -> date:
    return weeks.monday(clock.today(by.zone))


def _turn(dialogue: Dialogue) -> int:
    return int(dialogue.week.toordinal() // 7)


def _members(team: uuid.UUID, by: Viewer) -> list[uuid.UUID]:
    return [member.pk for member in organisations.people_in(by, team)]


def _must_be_in(team: uuid.UUID, member: uuid.UUID, field: str, by: Viewer) -> None:
    if member not in _members(team, by):
        raise BadInput(_("Choose somebody of your own team."), field)


def _locked(dialogue: Dialogue, by: Viewer) -> Dialogue:
    """The dialogue as it stands now; whoever else writes in it waits. In a past week nothing is changed."""
    row: Dialogue | None = (
        Dialogue.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=dialogue.pk).first()
    )
    if row is None:
        raise NotFound
    if row.week < weeks.after(_this_week(by), -1):
        raise Forbidden(_("That week is over. What stands there stays."))
    return row


def _on_table(dialogue: Dialogue, by: Viewer, *, until_decided: bool = False) -> Dialogue:
    row = _locked(dialogue, by)
    if row.state == Dialogue.State.WRITING:
        raise Forbidden(_("First everybody writes; after the positions are shown the dialogue goes on."))
    if until_decided and row.state == Dialogue.State.DECIDED:
        raise Forbidden(_("There is a decision. What was said before it stays as it was."))
    return row


def _mine(row: Dialogue, by: Viewer) -> dict[str, Any]:
    """Where something that is said in a dialogue belongs, and who says it."""
    return {
        "organisation_id": row.organisation_id,
        "team_id": row.team_id,
        "author_id": by.member,
        "dialogue": row,
    }


def _kept_back(dialogue: Dialogue, by: Viewer) -> PositionDraft:
    draft = queries.my_position_draft(by, dialogue)
    if draft is None or not draft.asked_to_sign:
        raise NotFound
    return draft


def _add_named(row: Dialogue, text: str, by: Viewer) -> Position:
    positions: list[Position] = list(Position.objects.visible_to(by).filter(dialogue=row))
    mine = next((position for position in positions if position.author_id == by.member), None)
    if mine is not None:
        if mine.text == text:
            return mine
        raise Conflict(_("Your name stands under a position already. Nobody has two with a name."))
    named = [position.author_id for position in positions if position.author_id]
    critic = critics.one_more(by.member, named, _members(row.team_id, by), _turn(row))
    place = max((position.place for position in positions), default=0) + 1
    added = _put_on_table(row, place, tasks.Taken(text, by.member, by.language), critic, late=True)
    audit.write(by, "dialogue.add_late", row.pk)
    return added


def _put_on_table(
    row: Dialogue, place: int, position: tasks.Taken, critic: uuid.UUID | None, *, late: bool = False
) -> Position:
    # At the reveal every position gets the same moment, so that it tells nothing about who was first.
    return Position(
        organisation_id=row.organisation_id,
        team_id=row.team_id,
        author_id=position.author,
        dialogue=row,
        text=position.text,
        place=place,
        critic_id=critic,
        language=position.language,
        created=clock.now() if late or row.revealed_at is None else row.revealed_at,
    ).add()
