"""Reads of the week: its line of moments, what one wrote in it, what the team shares of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import calendar
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import TeamMembership
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import bank, plan
from lerendwerken.learning.weekcycle.bank import Theme
from lerendwerken.learning.weekcycle.models import (
    Caught,
    Experiment,
    LearningQuestion,
    Moment,
    MomentEntry,
    MomentHeld,
    OwnDays,
    PastedPiece,
    Rhythm,
    ThemeChoice,
    WeekNote,
)
from lerendwerken.learning.weekcycle.plan import LineMoment
from lerendwerken.learning.weekcycle.rules import this_week

# A Monday from which themes take turns for who has no rhythm yet.
_FIRST_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True)
class Earlier:
    """What somebody wrote in the last earlier week in which they wrote anything, to begin a week with."""

    week: date
    expectation: str = ""
    if_then: str = ""
    conclusion: str = ""
    tried: str = ""
    outcome: str = ""
    language: str = ""  # of what was written for oneself
    outcome_language: str = ""


def rhythm_of(viewer: Viewer, team: uuid.UUID) -> Rhythm | None:
    """The rhythm of one of the viewer's teams, or None when it has not been begun."""
    found: Rhythm | None = Rhythm.objects.visible_to(viewer).filter(team=team).first()
    return found


def is_full(viewer: Viewer, rhythm: Rhythm, week: date) -> bool:
    """Whether a week has the full rhythm of five moments."""
    return rhythm.full_from is not None and week >= weeks.monday(rhythm.full_from)


def week_number(rhythm: Rhythm, week: date) -> int:
    """Which week of the rhythm it is, from 1; 0 and less lie before its start."""
    return weeks.between(weeks.monday(rhythm.starts), week) + 1


def line(viewer: Viewer, week: date) -> list[LineMoment]:
    """The fixed moments of a week for the viewer, in order of day, in a fixed number of queries.

    Public holidays of the organisation's country are left out. Empty where the team has no rhythm in that
    week, or the viewer was not in the team yet.
    """
    rhythm = rhythm_of(viewer, viewer.team) if viewer.team else None
    if rhythm is None:
        return []
    joined = _joined(viewer)
    sunday = week + timedelta(days=6)
    if max(joined, rhythm.starts) > sunday:
        return []
    done = plan.counted({moment for moment, entry in entries(viewer, week).items() if entry.done_at})
    done.discard(Moment.DIALOGUE)
    if held(viewer, rhythm.team_id, week):
        done.add(Moment.DIALOGUE)
    away = calendar.public_holidays(organisations.organisation_of(viewer).country, week, sunday)
    around = plan.Circumstances(
        today=clock.today(viewer.zone), done=done, starts=rhythm.starts, joined=joined
    )
    return plan.line_of(week, rhythm, is_full(viewer, rhythm, week), own_days(viewer, week), away, around)


def moments_alone(viewer: Viewer) -> list[Moment]:
    """The moments of this week's rhythm that are done alone, whatever day it is; without a rhythm the full ones."""
    rhythm = rhythm_of(viewer, viewer.team) if viewer.team else None
    full = rhythm is None or is_full(viewer, rhythm, this_week(viewer))
    return [
        moment for moment in (plan.FULL_RHYTHM if full else plan.START_RHYTHM) if moment != Moment.DIALOGUE
    ]


def own_days(viewer: Viewer, week: date | None = None) -> dict[str, str]:
    """The viewer's day for each moment that is done alone, {moment: weekday}, in a week (else this one)."""
    week = week or this_week(viewer)
    rows = OwnDays.objects.visible_to(viewer).filter(from_week__lte=week)
    chosen: OwnDays | None = rows.order_by("-from_week").first()
    return {**plan.DEFAULT_DAYS, **(chosen.days if chosen else {})}


def held(viewer: Viewer, team: uuid.UUID, week: date) -> bool:
    """Whether a team of the viewer held its dialogue in a week."""
    rows = MomentHeld.objects.visible_to(viewer).filter(team=team, week=week, moment=Moment.DIALOGUE)
    return bool(rows.exists())


def current_question(viewer: Viewer) -> LearningQuestion | None:
    """The viewer's own learning question now, with its development question."""
    rows = LearningQuestion.objects.visible_to(viewer).select_related("development_question__frame")
    found: LearningQuestion | None = rows.filter(author=viewer.member, team=viewer.team, ended=None).first()
    return found


def question_for(viewer: Viewer, question: uuid.UUID) -> LearningQuestion:
    """One learning question of the viewer's teams. Raises `NotFound`."""
    rows = LearningQuestion.objects.visible_to(viewer).select_related("development_question", "author")
    found: LearningQuestion | None = rows.filter(pk=question).first()
    if found is None:
        raise NotFound
    return found


def questions_of_team(viewer: Viewer, week: date) -> list[LearningQuestion]:
    """The question that each member of the viewer's team had in a week, in the order of their names."""
    rows = LearningQuestion.objects.visible_to(viewer).filter(team=viewer.team, week__lte=week)
    rows = rows.exclude(ended__lt=week).select_related("author", "development_question")
    rows = rows.order_by("created", "pk")
    last_of_each = {question.author_id or question.pk: question for question in rows}
    return sorted(last_of_each.values(), key=lambda question: question.author.name if question.author else "")


def my_questions(viewer: Viewer) -> list[LearningQuestion]:
    """The viewer's own questions, newest first."""
    rows = LearningQuestion.objects.visible_to(viewer).filter(author=viewer.member)
    return list(rows.select_related("development_question").order_by("-created", "-pk"))


def entries(viewer: Viewer, week: date) -> dict[str, MomentEntry]:
    """What the viewer wrote in each moment of a week."""
    return {entry.moment: entry for entry in MomentEntry.objects.visible_to(viewer).filter(week=week)}


def entry(viewer: Viewer, week: date, moment: str) -> MomentEntry | None:
    """What the viewer wrote in one moment, or None."""
    rows = MomentEntry.objects.visible_to(viewer).filter(week=week, moment=moment)
    found: MomentEntry | None = rows.first()
    return found


def experiments_in_week(viewer: Viewer, week: date) -> list[Experiment]:
    """The experiments of the viewer's team in a week, newest first."""
    return list(_experiments(viewer).filter(team=viewer.team, week=week).order_by("-created", "-pk"))


def my_experiments(viewer: Viewer, week: date) -> list[Experiment]:
    """The viewer's own experiments in a week, newest first."""
    return list(_experiments(viewer).filter(author=viewer.member, week=week).order_by("-created", "-pk"))


def experiments_with(viewer: Viewer, work_process: uuid.UUID, most: int = 8) -> list[Experiment]:
    """The team's last experiments in one work process, newest first."""
    return list(_experiments(viewer).filter(work_process=work_process).order_by("-created", "-pk")[:most])


def experiment_for(viewer: Viewer, experiment: uuid.UUID) -> Experiment:
    """One experiment of the viewer's teams. Raises `NotFound`."""
    found: Experiment | None = _experiments(viewer).filter(pk=experiment).first()
    if found is None:
        raise NotFound
    return found


def pieces(viewer: Viewer) -> list[PastedPiece]:
    """The pieces of work that the viewer pasted and whose term is not over, newest first."""
    rows = PastedPiece.objects.visible_to(viewer).filter(expires__gte=clock.today(viewer.zone))
    return list(rows.order_by("-created", "-pk"))


def piece_for(viewer: Viewer, piece: uuid.UUID) -> PastedPiece:
    """One of the viewer's own pasted pieces. Raises `NotFound`."""
    rows = PastedPiece.objects.visible_to(viewer).filter(expires__gte=clock.today(viewer.zone))
    found: PastedPiece | None = rows.filter(pk=piece).first()
    if found is None:
        raise NotFound
    return found


def caught(viewer: Viewer) -> list[Caught]:
    """The thoughts that the viewer caught and has not placed, newest first."""
    return list(Caught.objects.visible_to(viewer).filter(placed=False).order_by("-created", "-pk"))


def caught_for(viewer: Viewer, thought: uuid.UUID) -> Caught:
    """One of the viewer's own caught thoughts. Raises `NotFound`."""
    found: Caught | None = Caught.objects.visible_to(viewer).filter(pk=thought).first()
    if found is None:
        raise NotFound
    return found


def notes(viewer: Viewer, week: date) -> list[WeekNote]:
    """The dated notes that the viewer added to a week, in order."""
    return list(WeekNote.objects.visible_to(viewer).filter(week=week).order_by("created", "pk"))


def theme(viewer: Viewer, week: date, *, with_model: bool = True) -> Theme | None:
    """The theme of a week in the viewer's language, the same for the whole team: what it chose, else by turns.

    None where the team has no theme this week. `with_model` is False where neither a model nor a chatbot can be
    spoken to; then only what goes without has its turn.
    """
    choice = theme_choice(viewer, week)
    if choice is not None:
        return bank.theme_with(choice.key, viewer.language) if choice.key else None
    rhythm = rhythm_of(viewer, viewer.team) if viewer.team else None
    turn = weeks.between(weeks.monday(rhythm.starts) if rhythm else _FIRST_MONDAY, week)
    return bank.theme_of_turn(turn, viewer.language, with_model=with_model)


def theme_choice(viewer: Viewer, week: date) -> ThemeChoice | None:
    """What the viewer's team chose for a week instead of the theme whose turn it is, if it did."""
    rows = ThemeChoice.objects.visible_to(viewer).filter(team=viewer.team, week=week)
    found: ThemeChoice | None = rows.first()
    return found


def earlier(viewer: Viewer, week: date) -> Earlier | None:
    """What the viewer wrote in the last week before this one, so that nothing is asked twice; else None."""
    written = list(MomentEntry.objects.visible_to(viewer).filter(week__lt=week).order_by("-week")[:6])
    mine = _experiments(viewer).filter(author=viewer.member, week__lt=week)
    tries = list(mine.order_by("-week", "-created", "-pk")[:1])
    if not written and not tries:
        return None
    last = max(row.week for row in [*written, *tries])
    by_moment = {row.moment: row for row in written if row.week == last}
    tried: Experiment | None = next((row for row in tries if row.week == last), None)
    return Earlier(
        week=last,
        expectation=_first(by_moment, "expectation", Moment.FOCUS, Moment.WORK),
        if_then=_first(by_moment, "if_then", Moment.HARVEST, Moment.FOCUS, Moment.WORK),
        conclusion=_first(by_moment, "conclusion", Moment.DEEPEN, Moment.WORK),
        tried=tried.tried if tried else "",
        outcome=tried.outcome if tried else "",
        language=written[0].language if written else "",
        outcome_language=tried.language if tried else "",
    )


def asks_confidence(viewer: Viewer, week: date) -> bool:
    """Whether somebody is asked how sure they are: from the third week on in which they write something."""
    rows = MomentEntry.objects.visible_to(viewer).filter(week__lt=week)
    return len(set(rows.values_list("week", flat=True)[:60])) >= 2


def _first(by_moment: dict[str, MomentEntry], name: str, *moments: Moment) -> str:
    texts = (str(getattr(by_moment.get(moment), name, "")) for moment in moments)
    return next((text for text in texts if text), "")


def _joined(viewer: Viewer) -> date:
    """The day on which the viewer came into the team that gives the rhythm."""
    rows = TeamMembership.objects.visible_to(viewer).filter(team=viewer.team, member=viewer.member)
    joined = rows.values_list("created", flat=True).first()
    return joined.astimezone(viewer.zone).date() if joined else date.max


def _experiments(viewer: Viewer) -> QuerySet[Experiment]:
    rows = Experiment.objects.visible_to(viewer)
    return rows.select_related("work_process", "version", "author", "partner")
