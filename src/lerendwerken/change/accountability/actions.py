"""What is done with statements: write, send, reply. There is no act that changes a sent one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.accountability import composing, queries
from lerendwerken.change.accountability.composing import MOST_PART, MOST_TEXT, Part, Result
from lerendwerken.change.accountability.models import Reply, Statement, StatementDraft, StatementText
from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame

MOST_PARTS, MOST_WEEKS = 30, 53


@transaction.atomic
def write_draft(
    *,
    title: str,
    parts: Sequence[Part],
    by: Viewer,
    first_week: date,
    last_week: date,
    results: Iterable[uuid.UUID] = (),
    different: str = "",
    failed: str = "",
    need: str = "",
    key: uuid.UUID | None = None,
) -> StatementDraft:
    """Keep a statement in the making, for its writer alone; with the key of an existing one it replaces that.

    `results` are the lineages of the promises whose figures go along. The figures themselves are copied here from
    what was measured: nobody writes them. Raises `BadInput` for what cannot be kept, `Conflict` for a key that is
    taken, also by a statement that was sent.
    """
    _check_period(first_week, last_week)
    content = {
        "title": words(title, 160, "title", required=True),
        "first_week": first_week,
        "last_week": last_week,
        "parts": _parts(parts),
        "results": _results(set(results), by),
        "different": words(different, MOST_TEXT, "different"),
        "failed": words(failed, MOST_TEXT, "failed"),
        "need": words(need, MOST_TEXT, "need"),
        "language": by.language,
    }
    if key and Statement.objects.visible_to(by).filter(pk=key).exists():
        raise Conflict(_("This statement has been sent. Nobody can change it now."))
    row = StatementDraft.objects.visible_to(by).select_for_update().filter(pk=key).first() if key else None
    if row is None:
        fresh = StatementDraft(
            id=key or new_id(), organisation_id=by.organisation, owner_id=by.member, **content
        )
        row, is_new = add_once(fresh, by=by)
        if is_new:
            audit.write(by, "accountability.write_draft", row.pk)
            return row
    for name, value in content.items():
        setattr(row, name, value)
    row.save(update_fields=list(content))
    audit.write(by, "accountability.write_draft", row.pk)
    return row


@transaction.atomic
def throw_away(draft: StatementDraft, *, by: Viewer) -> None:
    """Delete a statement in the making. What is thrown away is gone."""
    queries.draft_for(by, draft.pk)
    audit.write(by, "accountability.throw_away", draft.pk)
    rights.erase_row(draft)


@transaction.atomic
def send(draft: StatementDraft, *, by: Viewer) -> Statement:
    """Send a statement, as it stands in the preview, to the manager of the own team. After this nobody changes it.

    The statement gets the key of the draft, which goes: sent twice is one statement. Raises `Forbidden` when the
    team has no manager or no agreement, `BadInput` when nothing is written, `NotFound` for what is not one's own.
    """
    row: StatementDraft | None = (
        StatementDraft.objects.visible_to(by).select_for_update().filter(pk=draft.pk).first()
    )
    if row is None:
        return queries.my_statement_for(by, draft.pk)  # sent a moment ago, from another tab
    to = queries.manager(by)
    if to is None:
        raise Forbidden(
            _("Your team has no manager to whom this can go. It stays a draft; ask your administrator.")
        )
    agreed.must_hold(by, by.team)
    if not any([row.different, row.failed, row.need, *(part["text"] for part in row.parts)]):
        raise BadInput(_("Write at least one line before you send it."))
    statement = Statement(
        id=row.pk,
        organisation_id=by.organisation,
        owner_id=by.member,
        addressee_id=to.pk,
        title=row.title,
        first_week=row.first_week,
        last_week=row.last_week,
        parts=[part for part in row.parts if part["text"]],
        results=row.results,
        different=row.different,
        failed=row.failed,
        need=row.need,
        language=row.language,
        job=organisations.member_for(by, by.member).job,
        sent_at=clock.now(),
    ).add()
    row.delete()
    audit.write(by, "accountability.send", statement.pk)
    return statement


@transaction.atomic
def send_again(statement: Statement, *, by: Viewer) -> Statement:
    """Send an older statement, word for word, to the manager of now as well. Twice to the same one is one statement.

    Raises `NotFound` for what is not one's own, `Forbidden` without an agreement, `Conflict` where that manager has it.
    """
    row = queries.my_statement_for(by, statement.pk)
    agreed.must_hold(by, by.team)
    to = queries.manager(by)
    if to is None or to.pk == row.addressee_id:
        raise Conflict(_("There is nobody else to whom this can go now."))
    copied = [*(field.name for field in StatementText._meta.fields), "job", "language"]
    copy, is_new = add_once(
        Statement(
            id=queries.key_again(row, to),
            organisation_id=by.organisation,
            owner_id=by.member,
            addressee_id=to.pk,
            sent_at=clock.now(),
            **{name: getattr(row, name) for name in copied},
        ),
        by=by,
    )
    if is_new:
        audit.write(by, "accountability.send", copy.pk)
    return copy


@transaction.atomic
def reply(statement: Statement, *, text: str, by: Viewer, key: uuid.UUID | None = None) -> Reply:
    """Reply to a statement, once, as the manager to whom it was sent. The reply stays as it was given.

    Raises `NotFound` for what was not sent to one, `Forbidden` for the writer, `Conflict` after a reply.
    """
    row = queries.statement_for(by, statement.pk)
    if row.addressee_id != by.member:
        raise Forbidden(_("The manager to whom it was sent replies."))
    kept = words(text, 2000, "text", required=True)
    there = queries.reply_to(by, row)
    if there is None:
        answer = Reply(
            id=key or new_id(),
            organisation_id=by.organisation,
            owner_id=row.owner_id,
            addressee_id=by.member,
            statement=row,
            text=kept,
            language=by.language,
        )
        try:
            with transaction.atomic():
                answer.add()
        except IntegrityError:
            there = queries.reply_to(by, row)
        else:
            audit.write(by, "accountability.reply", row.pk)
            return answer
    if there is not None and there.text == kept:
        return there
    raise Conflict(_("You replied already. What was sent stays as it is."))


def _check_period(first: date, last: date) -> None:
    if first != weeks.monday(first) or last != weeks.monday(last):
        raise BadInput(_("A week is named by its Monday."))
    if not 0 <= weeks.between(first, last) < MOST_WEEKS:
        raise BadInput(_("A statement is about one week at least, and a year at most."))


def _parts(parts: Sequence[Part]) -> list[Part]:
    if len(parts) > MOST_PARTS:
        raise BadInput(_("These are more parts than anybody reads. Put some together."))
    kept = [
        Part(
            development_question=words(part["development_question"], 240, "parts"),
            text=words(part["text"], MOST_PART, "parts"),
        )
        for part in parts
    ]
    return [part for part in kept if part["text"]]


def _results(lineages: set[uuid.UUID], by: Viewer) -> list[Result]:
    """The chosen promises with their figures now, in the order of the frame; what is no promise falls away."""
    if not lineages:
        return []
    return [composing.result(stand) for stand in frame.standing(by) if stand.promise.lineage in lineages]
