"""What somebody does with what they learned: write, mend, share a copy, take it back, recall, throw away."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts import actions as drafts
from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.keeping import add_once, there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import queries, schedule, thread
from lerendwerken.learning.insights.models import Insight, Review, SharedInsight, ThreadItem, ThreadOff
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.learning.weekcycle.models import LearningQuestion

MOST_WORDS = 600  # characters of before, now and because, each
MOST_CUE = 200
MOST_RECALLED = 1000
_WEEK_OVER = _(
    "The week of this insight is over. What stands there stays; write a new one when you see it differently."
)
_OTHER_WEEK = _("An insight belongs to this week or the one before. Add a dated note to an older week.")
_FRESH = _("You wrote or recalled this insight today already. It comes back by itself.")
FORMS = ("insights.insight", "insights.recall")  # the writing forms about one insight


@transaction.atomic
def write_insight(
    *,
    week: date,
    now: str,
    by: Viewer,
    before: str = "",
    because: str = "",
    cue: str = "",
    question: LearningQuestion | None = None,
    key: uuid.UUID | None = None,
) -> Insight:
    """Keep what somebody learned, for them alone; it comes back on their harvest day.

    `week` is a Monday. `cue` is the question that is shown at recall; without one, it is made from the learning
    question. Raises `BadInput` without `now`, `Forbidden` for another week than this one and the one before.
    """
    _refuse_other_weeks(week, by)
    day = clock.today(by.zone)
    row = Insight(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        language=by.language,
        week=week,
        question=question,
        before=words(before, MOST_WORDS, "before"),
        now=words(now, MOST_WORDS, "now", required=True),
        because=words(because, MOST_WORDS, "because"),
        cue=words(cue, MOST_CUE, "cue") or _cue(question, week, by),
    )
    row.card = schedule.new_card(row.pk, day)
    row.due = schedule.next_due(row.card, day, _harvest_day(by))
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "insights.write_insight", row.pk)
    return row


@transaction.atomic
def mend(
    insight: Insight,
    *,
    now: str,
    by: Viewer,
    before: str = "",
    because: str = "",
    cue: str = "",
    copy_too: bool = False,
) -> Insight:
    """Mend an insight until its week ends. The team's copy stays as it is unless `copy_too`.

    Raises `Forbidden` in a later week, `BadInput` without `now`, `Conflict` when it was thrown away.
    """
    row = _held(insight, by)
    if row.week < weeks.monday(clock.today(by.zone)):
        raise Forbidden(_WEEK_OVER)
    row.before = words(before, MOST_WORDS, "before")
    row.now = words(now, MOST_WORDS, "now", required=True)
    row.because = words(because, MOST_WORDS, "because")
    row.cue = words(cue, MOST_CUE, "cue") or row.cue
    row.language = by.language
    row.save(update_fields=["before", "now", "because", "cue", "language"])
    if copy_too and row.copy_id:
        _copies(row, by).update(before=row.before, now=row.now, because=row.because, language=row.language)
    audit.write(by, "insights.mend", row.pk)
    return row


@transaction.atomic
def share(insight: Insight, *, by: Viewer) -> SharedInsight:
    """Give the team a copy of an insight. Shared twice, it is one copy.

    Raises `Forbidden` for who is in no team or one without an agreement, `Conflict` when it was thrown away.
    """
    if by.team is None:
        raise Forbidden(_("You are in no team yet, so there is nobody to share this with."))
    row = _held(insight, by)
    shared: SharedInsight | None = _copies(row, by).first() if row.copy_id else None
    if shared is not None:
        return shared
    agreed.must_hold(by, by.team)
    question = LearningQuestion.objects.visible_to(by).filter(pk=row.question_id).first()
    shared = SharedInsight(
        organisation_id=by.organisation,
        team_id=by.team,
        author_id=by.member,
        language=row.language,
        week=row.week,
        before=row.before,
        now=row.now,
        because=row.because,
        question_text=question.text if question else "",
    ).add()
    row.copy = shared
    row.save(update_fields=["copy"])
    audit.write(by, "insights.share", shared.pk)
    return shared


@transaction.atomic
def take_back(shared: Insight | SharedInsight, *, by: Viewer) -> None:
    """Delete the copy that the team reads: of an insight of one's own, or the copy itself.

    A second time does nothing. Raises `Forbidden` for a copy that somebody else shared.
    """
    copy = shared.copy_id if isinstance(shared, Insight) else shared.pk
    row: SharedInsight | None = SharedInsight.objects.visible_to(by).filter(pk=copy).first() if copy else None
    if row is None:
        return
    if row.author_id != by.member:
        raise Forbidden(_("Only who shared this takes it back."))
    key = row.pk
    rights.erase_row(row)
    audit.write(by, "insights.take_back", key)


@transaction.atomic
def delete(insight: Insight, *, by: Viewer, with_copy: bool = True) -> None:
    """Throw an insight away, with every time it was recalled and what was being typed about it. It is gone.

    The team's copy goes too, unless `with_copy` is False. A second time does nothing.
    """
    row: Insight | None = Insight.objects.visible_to(by).select_for_update().filter(pk=insight.pk).first()
    if row is None:
        return
    if with_copy and row.copy_id:
        take_back(row, by=by)
    key = row.pk
    rights.erase_row(row)
    for form in FORMS:
        drafts.discard(form, str(key), by=by)
    audit.write(by, "insights.delete", key)


@transaction.atomic
def recall(
    insight: Insight,
    *,
    wrote: str,
    grade: str,
    by: Viewer,
    day: date | None = None,
    key: uuid.UUID | None = None,
) -> Review:
    """Keep that an insight was recalled on `day` (default today) and how well, and plan when it comes back.

    `grade` is one of `Review.Grade`; `wrote` is what was written from memory, possibly nothing.
    Raises `BadInput` for an unknown grade or a day to come, `Conflict` when it was recalled that day already.
    """
    if grade not in Review.Grade.values:
        raise BadInput(_("Choose whether you knew it, half, or not."), "grade")
    day = day or clock.today(by.zone)
    if day > clock.today(by.zone):
        raise BadInput(_("That day is still to come."), "day")
    review = Review(
        id=key or new_id(),
        organisation_id=by.organisation,
        owner_id=by.member,
        language=by.language,
        insight=insight,
        wrote=words(wrote, MOST_RECALLED, "wrote"),
        grade=grade,
    )
    row = _held(insight, by)
    sent_before = there_already(review, by=by)
    if sent_before:
        return sent_before
    if schedule.last_seen(row.card) >= day:
        raise Conflict(_FRESH)
    review.add()
    row.card = schedule.after(row.card, grade, day)
    row.due = schedule.next_due(row.card, day, _harvest_day(by))
    row.save(update_fields=["card", "due"])
    insight.card, insight.due = row.card, row.due
    audit.write(by, "insights.recall", review.pk)
    return review


@dataclass(frozen=True)
class Brought:
    """What came back of one's thread this week."""

    item: ThreadItem
    piece: thread.Piece

    @property
    def slug(self) -> str:
        """The week in which it was written, in an address."""
        return weeks.slug(self.piece.week)


@transaction.atomic
def bring_back(week: date, about: str, *, by: Viewer) -> Brought | None:
    """What somebody wrote weeks ago that has to do with `about`: one thing a week, the same all week.

    None while their thread is off, once they did not want this one, or where nothing fits.
    """
    if not queries.thread_is_on(by):
        return None
    item: ThreadItem | None = ThreadItem.objects.visible_to(by).filter(week=week).first()
    if item is None:
        found = thread.best(thread.not_lately(by, thread.pieces(by, week), week), about)
        if not found:
            return None
        item = _kept(found[0], week, by)
    pieces = [] if item.hushed else thread.standing(by, [(item.kind, item.of)])
    return Brought(item, pieces[0]) if pieces else None


@transaction.atomic
def hush(item: ThreadItem, *, by: Viewer) -> None:
    """Not this one again: it leaves the page and never comes back."""
    ThreadItem.objects.visible_to(by).filter(pk=item.pk).update(hushed=True)
    audit.write(by, "insights.hush", item.pk)


@transaction.atomic
def switch_thread(*, on: bool, by: Viewer) -> None:
    """Be reminded of what one wrote, or not any more. What was written stays."""
    audit.write(by, "insights.switch_thread", by.member)
    if on:
        ThreadOff.objects.visible_to(by).delete()
        return
    with suppress(IntegrityError), transaction.atomic():  # off already
        ThreadOff(organisation_id=by.organisation, owner_id=by.member).add()


def _held(insight: Insight, by: Viewer) -> Insight:
    """The insight as it is now, held for this transaction. Raises `Conflict` when it is gone."""
    row: Insight | None = Insight.objects.visible_to(by).select_for_update().filter(pk=insight.pk).first()
    if row is None:
        raise Conflict(_("This insight was thrown away in the meantime."))
    return row


def _copies(insight: Insight, by: Viewer) -> QuerySet[SharedInsight]:
    return SharedInsight.objects.visible_to(by).filter(pk=insight.copy_id)


def _harvest_day(by: Viewer) -> str:
    return weekcycle.own_days(by).get("harvest", "fri")


def _kept(found: thread.Piece, week: date, by: Viewer) -> ThreadItem:
    """The one thing of this week: this, unless another tab was first."""
    row = ThreadItem(
        organisation_id=by.organisation, owner_id=by.member, week=week, kind=found.kind, of=found.of
    )
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        return ThreadItem.objects.visible_to(by).get(week=week)  # type: ignore[no-any-return]
    audit.write(by, "insights.bring_back", row.pk)
    return row


def _refuse_other_weeks(week: date, by: Viewer) -> None:
    present = weeks.monday(clock.today(by.zone))
    if week != weeks.monday(week):
        raise BadInput(_("A week is named by its Monday."), "week")
    if not weeks.after(present, -1) <= week <= present:
        raise Forbidden(_OTHER_WEEK)


def _cue(question: LearningQuestion | None, week: date, by: Viewer) -> str:
    """What is asked at recall when nobody thought of a question."""
    with translation.override(by.language):
        if question is None:
            return gettext("What did you learn in week %(number)d?") % {"number": weeks.number(week)}
        cue = gettext("What did you learn about: %(question)s") % {"question": question.text}
    return cue if len(cue) <= MOST_CUE else cue[: MOST_CUE - 1] + "…"
