"""The professional's own learning question."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.errors import Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.keeping import add_once, there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.weekcycle.models import LearningQuestion
from lerendwerken.learning.weekcycle.rules import refuse_unless_open


@transaction.atomic
def ask_question(
    text: str,
    *,
    week: date,
    by: Viewer,
    development_question: DevelopmentQuestion | None = None,
    key: uuid.UUID | None = None,
) -> LearningQuestion:
    """Make this one's learning question from now on (at most 300 characters); the earlier one ends.

    The team sees it. Raises `BadInput`, `Forbidden` for who is in no team or for another week, `NotFound` for
    a development question of another organisation.
    """
    if by.team is None:
        raise Forbidden(_("You are in no team yet, and a learning question is shared with a team."))
    refuse_unless_open(week, by=by)
    _refuse_foreign(development_question, by)
    row = LearningQuestion(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=by.team,
        author_id=by.member,
        text=words(text, 300, "text", required=True),
        development_question=development_question,
        week=week,
        language=by.language,
    )
    # Two tabs that ask at once wait for each other here; what names the member need not wait.
    Membership.objects.visible_to(by).select_for_update(no_key=True).get(pk=by.member)
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    mine = LearningQuestion.objects.visible_to(by).filter(author=by.member, team=by.team, ended=None)
    mine.update(ended=clock.today(by.zone))
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "weekcycle.ask_question", row.pk)
    return row


@transaction.atomic
def place_question(
    question: LearningQuestion, development_question: DevelopmentQuestion, *, by: Viewer
) -> LearningQuestion:
    """Say that one's own question, with the same words, belongs to another development question.

    Raises `Forbidden` for others, `NotFound` for a development question of another organisation.
    """
    if question.author_id != by.member:
        raise Forbidden(_("Only who asked a question says what it belongs to."))
    _refuse_foreign(development_question, by)
    row: LearningQuestion = LearningQuestion.objects.visible_to(by).select_for_update().get(pk=question.pk)
    row.development_question = development_question
    row.save(update_fields=["development_question"])
    audit.write(by, "weekcycle.place_question", row.pk)
    return row


def _refuse_foreign(development_question: DevelopmentQuestion | None, by: Viewer) -> None:
    if development_question and development_question.organisation_id != by.organisation:
        raise NotFound
