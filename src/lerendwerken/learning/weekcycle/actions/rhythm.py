"""The rhythm of the team, and one's own days in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.keeping import words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle.models import Moment, MomentHeld, OwnDays, Rhythm, Weekday
from lerendwerken.learning.weekcycle.plan import DEFAULT_DAYS
from lerendwerken.learning.weekcycle.rules import OVER, refuse_unless_open, this_week

_FAR = timedelta(days=366)


@transaction.atomic
def begin_rhythm(
    team: uuid.UUID,
    *,
    dialogue_day: str,
    dialogue_time: time,
    starts: date,
    by: Viewer,
    lapsed_work: str = "",
) -> Rhythm:
    """Begin the start rhythm of a team: the dialogue's day and wall-clock time, and which work lapses for it.

    Sent twice it is begun once. Raises `Forbidden` for who does not facilitate the team and for a team without an
    agreement, `Conflict` when a rhythm was begun already, `BadInput` for an unknown day or a start more than a year
    away.
    """
    _refuse_unless_facilitator(team, by)
    if abs(starts - clock.today(by.zone)) > _FAR:
        raise BadInput(_("Choose a day within a year from now."), "starts")
    row = Rhythm(
        organisation_id=by.organisation,
        team_id=team,
        author_id=by.member,
        dialogue_day=_weekday(dialogue_day, "dialogue_day"),
        dialogue_time=dialogue_time,
        starts=starts,
        lapsed_work=words(lapsed_work, 400, "lapsed_work"),
    )
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        there: Rhythm = Rhythm.objects.visible_to(by).get(team=team)
        if _agreed(there) != _agreed(row):
            raise Conflict(_("The rhythm of this team has begun already. Look at it first.")) from None
        return there
    audit.write(by, "weekcycle.begin_rhythm", row.pk)
    return row


@transaction.atomic
def change_rhythm(
    team: uuid.UUID, *, dialogue_day: str, dialogue_time: time, lapsed_work: str, by: Viewer
) -> Rhythm:
    """Give the dialogue another day or time, or say anew which work lapses. The facilitator does so.

    Raises `Forbidden` for others, `NotFound` when there is no rhythm yet, `BadInput` for an unknown day.
    """
    rhythm = _begun(team, by)
    rhythm.dialogue_day = _weekday(dialogue_day, "dialogue_day")
    rhythm.dialogue_time = dialogue_time
    rhythm.lapsed_work = words(lapsed_work, 400, "lapsed_work")
    rhythm.save(update_fields=["dialogue_day", "dialogue_time", "lapsed_work"])
    audit.write(by, "weekcycle.change_rhythm", rhythm.pk)
    return rhythm


@transaction.atomic
def go_full(team: uuid.UUID, *, from_week: date, by: Viewer) -> Rhythm:
    """Let the team have the full rhythm of five moments from a week on. The facilitator does so.

    Raises `Forbidden` for others and for a week that is over, `NotFound` when there is no rhythm yet.
    """
    rhythm = _begun(team, by)
    if rhythm.full_from is not None and rhythm.full_from <= this_week(by):
        return rhythm
    if weeks.monday(from_week) < this_week(by):
        raise Forbidden(OVER)
    rhythm.full_from = weeks.monday(from_week)
    rhythm.save(update_fields=["full_from"])
    audit.write(by, "weekcycle.go_full", rhythm.pk)
    return rhythm


@transaction.atomic
def choose_days(days: Mapping[str, str], *, by: Viewer, at: time | None = None) -> OwnDays:
    """Choose one's own day for each moment that is done alone, {moment: weekday}, from this week on.

    `at` is the wall-clock time at which they begin; None: no time.

    Earlier weeks keep the days they had. Raises `BadInput` for an unknown day or moment.
    """
    for moment, day in days.items():
        if moment not in DEFAULT_DAYS:
            raise BadInput(_("Only the moments that you do alone have a day of your own."), moment)
        _weekday(day, moment)
    week = this_week(by)
    rows = OwnDays.objects.visible_to(by)
    last = rows.filter(from_week__lte=week).order_by("-from_week").first()
    chosen = {**(last.days if last else {}), **days}
    row = OwnDays(organisation_id=by.organisation, owner_id=by.member, from_week=week, days=chosen, at=at)
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        row = rows.select_for_update().get(from_week=week)
        row.days, row.at = {**row.days, **days}, at
        row.save(update_fields=["days", "at"])
    audit.write(by, "weekcycle.choose_days", row.pk)
    return row


@transaction.atomic
def hold_dialogue(team: uuid.UUID, week: date, *, by: Viewer) -> MomentHeld:
    """Note that the team held its dialogue this week, or in the week before. Any member may; it counts once.

    Raises `NotFound` for a team that is not one's own, `Forbidden` for another week.
    """
    if team not in by.teams:
        raise NotFound
    refuse_unless_open(week, by=by, late=True)
    moment = Moment.DIALOGUE
    row = MomentHeld(
        organisation_id=by.organisation, team_id=team, author_id=by.member, week=week, moment=moment
    )
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        there: MomentHeld = MomentHeld.objects.visible_to(by).get(team=team, week=week, moment=moment)
        return there
    audit.write(by, "weekcycle.hold_dialogue", row.pk)
    return row


def _refuse_unless_facilitator(team: uuid.UUID, by: Viewer) -> None:
    organisations.team_for(by, team)
    if team not in by.facilitates:
        raise Forbidden(_("The facilitator of the team sets its rhythm."))
    agreed.must_hold(by, team)


def _begun(team: uuid.UUID, by: Viewer) -> Rhythm:
    _refuse_unless_facilitator(team, by)
    rhythm: Rhythm | None = Rhythm.objects.visible_to(by).select_for_update().filter(team=team).first()
    if rhythm is None:
        raise NotFound
    return rhythm


def _weekday(day: str, field: str) -> str:
    if day not in Weekday.values:
        raise BadInput(_("Choose a day of the week."), field)
    return day


def _agreed(rhythm: Rhythm) -> tuple[str, time, date, str]:
    return rhythm.dialogue_day, rhythm.dialogue_time, rhythm.starts, rhythm.lapsed_work
