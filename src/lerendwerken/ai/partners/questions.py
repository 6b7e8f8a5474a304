"""An organisation's own questions for the method coach, and what the coach asked in somebody's margin."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import coach
from lerendwerken.ai.partners.coach import rules
from lerendwerken.ai.partners.models import CoachAsked, CoachQuestion
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.viewer import Role, Viewer

MOST: Final = 200  # in force at once: more nobody oversees

_FAULTS: Final = {
    "strange": _("Write one line of plain words: no links, addresses, brackets or line breaks."),
    "long": _("This is too long. At most 200 characters fit, and a short question works better."),
    "place": _("Write ‘…’ at the one place where the coach puts the words it reacts to."),
    "one": _("Ask one question, and end it with a question mark."),
    "shouts": _("Leave out the exclamation mark."),
    "closed": _("Begin with what, who, which, how or when, so that nobody can answer with yes or no."),
    "advice": _("This gives advice. Ask what the person sees or thinks, without an answer in it."),
    "judges": _("This judges, praises or takes something for granted. Ask it without that."),
    "person": _("A name or a number of a person does not belong in a question for everybody."),
}


def in_force(viewer: Viewer) -> list[CoachQuestion]:
    """The organisation's own questions that the coach asks now, by what they react to."""
    rows = CoachQuestion.objects.visible_to(viewer).filter(current=True)
    return list(rows.order_by("trigger", "language", "created"))


def question_for(viewer: Viewer, question: uuid.UUID) -> CoachQuestion:
    """One question in force. Raises `NotFound`."""
    found: CoachQuestion | None = (
        CoachQuestion.objects.visible_to(viewer).filter(pk=question, current=True).first()
    )
    if found is None:
        raise NotFound
    return found


def versions(viewer: Viewer, question: uuid.UUID) -> list[CoachQuestion]:
    """Every version of a question, of which one is named, newest first; also of one that was taken out.

    Raises `NotFound`.
    """
    rows = CoachQuestion.objects.visible_to(viewer)
    named = rows.filter(pk=question).first()
    if named is None:
        raise NotFound
    found = rows.filter(lineage=named.lineage).select_related("author")
    return list(found.order_by("-number"))


def taken_out(viewer: Viewer) -> list[CoachQuestion]:
    """The last version of each question that the coach asks no more, newest first."""
    rows = CoachQuestion.objects.visible_to(viewer)
    still = rows.filter(current=True).values("lineage")
    last: dict[uuid.UUID, CoachQuestion] = {}
    for row in rows.exclude(lineage__in=still).order_by("-created", "-number"):
        last.setdefault(row.lineage, row)
    return list(last.values())


def entries(viewer: Viewer, language: str) -> list[coach.Entry]:
    """The organisation's own questions in a language, as the coach takes them."""
    return [
        coach.own_entry(
            f"house-{row.lineage.hex}",
            row.trigger,
            [row.mode] if row.mode else coach.MODES,
            row.text.replace("…", "{quote}"),
            language,
        )
        for row in in_force(viewer)
        if row.language == language
    ]


@transaction.atomic
def add(
    *, trigger: str, text: str, language: str, by: Viewer, mode: str = "", key: uuid.UUID | None = None
) -> CoachQuestion:
    """Add a question to the coach's bank, for everybody in the organisation. The same `key` twice is one question.

    Raises `Forbidden` for who is no steward, `BadInput` that says what to mend, `Conflict` when there are too many.
    """
    _steward(by)
    row = CoachQuestion(id=key or new_id(), organisation_id=by.organisation, author_id=by.member)
    if mine := CoachQuestion.objects.visible_to(by).filter(pk=row.pk, author=by.member).first():
        return mine  # type: ignore[no-any-return]
    if len(in_force(by)) >= MOST:
        raise Conflict(_("There are 200 questions of your own already. Take one out first."))
    _fill(row, trigger, mode, text, language)
    _insert(row)
    audit.write(by, "partners.add_question", row.pk)
    return row


@transaction.atomic
def change(
    question: CoachQuestion, *, trigger: str, text: str, language: str, by: Viewer, mode: str = ""
) -> CoachQuestion:
    """Replace a question by a new version; the old one stays readable. Without a change nothing is added.

    Raises `Forbidden` and `BadInput` as `add`, `NotFound` for one that is not in force any more.
    """
    _steward(by)
    question = question_for(by, question.pk)
    row = CoachQuestion(organisation_id=by.organisation, author_id=by.member, lineage=question.lineage)
    _fill(row, trigger, mode, text, language)
    same = ("trigger", "mode", "text", "language")
    if all(getattr(row, name) == getattr(question, name) for name in same):
        return question
    row.number = 1 + _newest_number(question, by)
    _end(question, by)
    _insert(row)
    audit.write(by, "partners.change_question", row.pk)
    return row


@transaction.atomic
def take_out(question: CoachQuestion, *, by: Viewer) -> None:
    """Take a question out of the bank; twice is once. Raises `Forbidden` for who is no steward."""
    _steward(by)
    if _end(question, by):
        audit.write(by, "partners.take_out_question", question.pk)


def asked_in_margin(viewer: Viewer, since: date) -> set[str]:
    """The names of the questions that the coach asked the viewer in the margin from the week `since` on."""
    rows = CoachAsked.objects.visible_to(viewer).filter(week__gte=since)
    return set(rows.values_list("question", flat=True))


@transaction.atomic
def remember(question: str, *, week: date, forget_before: date, by: Viewer) -> None:
    """Keep that the coach asked this in the margin, and forget what is too long ago to matter."""
    mine = CoachAsked.objects.visible_to(by)
    mine.filter(week__lt=forget_before).delete()
    if not mine.filter(question=question).update(week=week):
        row = CoachAsked(organisation_id=by.organisation, owner_id=by.member, question=question, week=week)
        try:
            with transaction.atomic():
                row.add()
        except IntegrityError:  # asked in two tabs at once
            return
    audit.write(by, "partners.ask_in_margin", by.member)


def _steward(by: Viewer) -> None:
    if by.role is not Role.STEWARD:
        raise Forbidden(_("The steward adds questions for the coach. Everybody can read them."))


def _fill(row: CoachQuestion, trigger: str, mode: str, text: str, language: str) -> None:
    if trigger not in CoachQuestion.Trigger.values:
        raise BadInput(_("Choose what the question reacts to."), "trigger")
    if mode not in CoachQuestion.Mode.values:
        raise BadInput(_("Choose in which kind of sparring it is asked."), "mode")
    if language not in ("nl", "en"):
        raise BadInput(_("Choose the language of the question."), "language")
    text = rules.as_written(text)
    for fault in rules.faults(text, language):
        raise BadInput(_FAULTS[fault], "text")
    if rules.is_ours(text, language):
        raise BadInput(_("The coach asks this already."), "text")
    row.trigger, row.mode, row.text, row.language = trigger, mode, text, language


def _insert(row: CoachQuestion) -> None:
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        raise BadInput(_("This question is in the bank already."), "text") from None


def _newest_number(question: CoachQuestion, by: Viewer) -> int:
    rows: Iterable[int] = (
        CoachQuestion.objects.visible_to(by)
        .filter(lineage=question.lineage)
        .aggregate(newest=Max("number"))
        .values()
    )
    return max(rows)


def _end(question: CoachQuestion, by: Viewer) -> bool:
    """Let a version be in force no more; whether it was."""
    rows = CoachQuestion.objects.visible_to(by).filter(pk=question.pk, current=True)
    return bool(rows.update(current=False))
