"""Naming an obstacle to somebody who can take it away, and the reasoned answer that they owe."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.obstacles import queries, tasks
from lerendwerken.change.obstacles.models import Obstacle, ObstacleAnswer
from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed, answering
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import there_already, words
from lerendwerken.foundation.wall.viewer import Viewer

MOST_TEXT, MOST_WHY, MOST_OUT_OF = 240, 1000, 400  # characters
_STATES = {
    ObstacleAnswer.Verdict.GONE: Obstacle.State.GONE,
    ObstacleAnswer.Verdict.BY_A_DAY: Obstacle.State.PROMISED,
    ObstacleAnswer.Verdict.STAYS: Obstacle.State.STAYS,
}
_TOO_SHORT = _("Give your reason in a few words, at least %(least)d letters: the team goes on with it.")
_WITHOUT_A_DAY = _("Choose a day to come, within a year. On that day the question comes back by itself.")


@transaction.atomic
def name_obstacle(
    text: str,
    *,
    why: str,
    addressee: uuid.UUID | None,
    by: Viewer,
    out_of: str = "",
    key: uuid.UUID | None = None,
) -> Obstacle:
    """Put what stands in the way of one's own team to somebody who can take it away, who owes an answer by a day.

    Where five lie with that person already it waits in the queue, and its clock begins when its turn comes. Sent
    twice, it is one. Raises `Forbidden` for who is in no team or has no agreement, `BadInput` without the obstacle and
    what it costs, or for somebody to whom it cannot be put.
    """
    if by.team is None:
        raise Forbidden(_("An obstacle is named by somebody in a team. You are in none yet."))
    agreed.must_hold(by, by.team)
    organisation, today = organisations.organisation_of(by), clock.today(by.zone)
    row = Obstacle(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=by.team,
        author_id=by.member,
        language=by.language,
        text=words(text, MOST_TEXT, "text", required=True),
        why=words(why, MOST_WHY, "why", required=True),
        out_of=words(out_of, MOST_OUT_OF, "out_of"),
        put_at=clock.now(),
        due=answering.due_on(organisation, today),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    asked = _addressee(addressee, by.team, by)
    row.addressee, row.deputy = asked, _deputy(asked, by.team, by)
    # Two that are named at once wait for each other here, so that the last free place is taken once.
    audit.write(by, "obstacles.name", row.pk)
    if tasks.QUEUE.is_full(asked.pk, today):
        row.state = Obstacle.State.QUEUED
    else:
        row.asked_on = today
    return row.add()


@transaction.atomic
def take_back(obstacle: Obstacle, *, by: Viewer) -> None:
    """Take an obstacle of one's own back before it is answered; it is gone then.

    What somebody left behind who no longer works here, anybody in the team takes back. Raises `Forbidden` for
    others, `Conflict` when it has an answer, `NotFound` when it is gone.
    """
    held = _held(obstacle, by)
    if not may_take_back(held, by):
        raise Forbidden(_("Somebody else named this obstacle. Only they can take it back."))
    if queries.answers(by, held):
        raise Conflict(_("This obstacle has an answer, so it stays, with its answer."))
    addressee = held.addressee_id
    audit.write(by, "obstacles.take_back", held.pk)
    rights.erase_row(held)
    _let_next_in(addressee, by)


@transaction.atomic
def answer(
    obstacle: Obstacle,
    *,
    verdict: str,
    reason: str,
    by: Viewer,
    until: date | None = None,
    key: uuid.UUID | None = None,
) -> ObstacleAnswer:
    """Answer an obstacle with a reason. `verdict` is one of `ObstacleAnswer.Verdict`.

    What will be taken away needs a day, `until`, on which the question comes back. The one to whom it was put answers,
    and the deputy once the term has gone by or that person is away. What was given stays as it is. Raises `Forbidden`
    for others, `BadInput`, `Conflict` when there is an answer already.
    """
    held = _held(obstacle, by)
    row = ObstacleAnswer(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=held.team_id,
        author_id=by.member,
        addressee_id=held.addressee_id,
        deputy_id=held.deputy_id,
        language=by.language,
        obstacle=held,
        **_checked(verdict, reason, until, by),
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    if by.member not in (held.addressee_id, held.deputy_id):
        raise Forbidden(_("Only the one to whom this was put answers it."))
    if held.state == Obstacle.State.QUEUED:
        raise Conflict(_("This obstacle waits for its turn. Answer one of the others first."))
    shown = queries.shown(by, held)
    if shown.clock is None:
        raise Conflict(_("This obstacle has its answer already. Look at what stands there."))
    if not shown.is_for(by):
        raise Forbidden(_("This passes to you, as deputy, on the day after the term."))
    row.add()
    held.state, held.until = _STATES[ObstacleAnswer.Verdict(row.verdict)], row.until
    held.save(update_fields=["state", "until"])
    audit.write(by, "obstacles.answer", row.pk)
    _let_next_in(held.addressee_id, by)
    return row


def may_take_back(obstacle: Obstacle, by: Viewer) -> bool:
    """Whether somebody takes an obstacle back: who named it, or the team where that person has left."""
    left = obstacle.author is None or obstacle.author.ended is not None
    return obstacle.author_id == by.member or (left and obstacle.team_id in by.teams)


def _addressee(member: uuid.UUID | None, team: uuid.UUID, by: Viewer) -> Membership:
    found = next((row for row in queries.who_can_take_away(by, team) if row.pk == member), None)
    if found is None:
        raise BadInput(
            _("Choose who can take this away: a manager or a steward outside your team."), "addressee"
        )
    return found


def _deputy(asked: Membership, team: uuid.UUID, by: Viewer) -> Membership | None:
    """Who answers for the one who is asked; never a member of the team itself."""
    found = organisations.deputies_of(by, [asked.pk]).get(asked.pk)
    return None if found and team in organisations.teams_of(by, found.pk) else found


def _held(obstacle: Obstacle, by: Viewer) -> Obstacle:
    """The obstacle as it is now, held for this transaction. Raises `NotFound`."""
    rows = Obstacle.objects.visible_to(by).select_for_update()
    held: Obstacle | None = rows.filter(pk=obstacle.pk).first()
    if held is None:
        raise NotFound
    return held


def _checked(verdict: str, reason: str, until: date | None, by: Viewer) -> dict[str, object]:
    if verdict not in ObstacleAnswer.Verdict.values:
        raise BadInput(_("Choose taken away, by a day, or stays."), "verdict")
    why = answering.reasoned(reason, _TOO_SHORT % {"least": answering.LEAST_REASON})
    by_a_day = verdict == ObstacleAnswer.Verdict.BY_A_DAY
    day = answering.comes_back_on(until, by, str(_WITHOUT_A_DAY)) if by_a_day else None
    return {"verdict": verdict, "reason": why, "until": day}


def _let_next_in(addressee: uuid.UUID | None, by: Viewer) -> None:
    if addressee is not None:
        organisation = organisations.organisation_of(by)
        tasks.QUEUE.let_next_in(addressee, clock.today(by.zone), organisation)
