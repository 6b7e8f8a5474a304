"""Reads of the week: its line of moments, what one wrote in it, what the team shares of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.db.models import QuerySet

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import TeamMembership
from lerendwerken.foundation.wall.prepared import prepared
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
from lerendwerken.learning.weekcycle.plan import LineMoment, Planned
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


@dataclass(frozen=True)
class WorkingTime:
    """Dialogues planned until today and held, with their minutes; and what the rhythm asks of a person in a week."""

    planned: int
    held: int
    minutes: int
    a_week: int


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

    Public holidays, pauses of the team, own leave and days on which the viewer does not work are left out. Empty
    where the team has no rhythm in that week, or the viewer was not in the team yet.
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
    around = plan.Circumstances(
        today=clock.today(viewer.zone), done=done, starts=rhythm.starts, joined=joined
    )
    return plan.line_of(_planned(viewer, rhythm, [week]), around)


def planned(viewer: Viewer, first: date, number: int) -> list[Planned]:
    """Every moment of the viewer in `number` weeks from `first` (a Monday) on, in a fixed number of queries.

    What lies on a day off is among them and says so. Empty for who has no rhythm.
    """
    rhythm = rhythm_of(viewer, viewer.team) if viewer.team else None
    if rhythm is None:
        return []
    begin = max(_joined(viewer), rhythm.starts)
    mondays = [weeks.after(first, n) for n in range(number)]
    return [stop for stop in _planned(viewer, rhythm, mondays) if stop.day >= begin]


def planned_dialogues(viewer: Viewer, first: date, number: int) -> list[Planned]:
    """The dialogues of the viewer's team in `number` weeks from `first` (a Monday) on, whoever is away."""
    rhythm = rhythm_of(viewer, viewer.team) if viewer.team else None
    if rhythm is None:
        return []
    off = organisations.team_days_off(viewer, first, weeks.after(first, number))
    mondays = [weeks.after(first, n) for n in range(number)]
    stops = [stop for week in mondays for stop in plan.planned_in(week, rhythm, False, plan.Own(), off)]
    return [stop for stop in stops if stop.moment is Moment.DIALOGUE and stop.day >= rhythm.starts]


def dialogues_elsewhere(viewer: Viewer, first: date, number: int) -> list[Planned]:
    """The dialogues of the viewer's other teams in `number` weeks from `first` (a Monday) on, in order of day.

    What lies on a day off says so; on a weekday on which the viewer does not work there is none.
    """
    if not viewer.other_teams:
        return []
    off = organisations.own_days_off(viewer, first, weeks.after(first, number))
    works = organisations.working_days(viewer)
    found = []
    for team in organisations.other_teams(viewer):
        there = viewer.within(team.pk)
        joined = _joined(there)
        for stop in planned_dialogues(there, first, number):
            is_worked = weeks.WEEKDAYS[stop.day.weekday()] in (works.said_for(stop.week) or weeks.WEEKDAYS)
            if is_worked and stop.day >= joined:
                found.append(replace(stop, team=team, lapses=stop.lapses or stop.day in off))
    return sorted(found, key=lambda stop: stop.day)


def working_time(viewer: Viewer) -> WorkingTime | None:
    """What the rhythm of the viewer's team costs: planned, and what the team noted as held; None without a rhythm.

    Things are counted, not people: what somebody does alone is in the plan only.
    """
    rhythm = rhythm_of(viewer, viewer.team) if viewer.team else None
    if rhythm is None:
        return None
    present, today, begin = this_week(viewer), clock.today(viewer.zone), weeks.monday(rhythm.starts)
    rows = MomentHeld.objects.visible_to(viewer).filter(team=rhythm.team_id, week__gte=begin)
    weeks_held = set(rows.filter(moment=Moment.DIALOGUE).values_list("week", flat=True))
    stops = planned_dialogues(viewer, begin, max(weeks.between(begin, present) + 1, 0))
    due = {stop.week for stop in stops if stop.day <= today and not stop.lapses}
    moments = plan.FULL_RHYTHM if is_full(viewer, rhythm, present) else plan.START_RHYTHM
    return WorkingTime(
        planned=len(due | weeks_held),
        held=len(weeks_held),
        minutes=len(weeks_held) * plan.MINUTES[Moment.DIALOGUE],
        a_week=sum(plan.MINUTES[moment] for moment in moments),
    )


def moments_alone(viewer: Viewer) -> list[Moment]:
    """The moments of this week's rhythm that are done alone, whatever day it is; without a rhythm the full ones."""
    rhythm = rhythm_of(viewer, viewer.team) if viewer.team else None
    full = rhythm is None or is_full(viewer, rhythm, this_week(viewer))
    return [
        moment for moment in (plan.FULL_RHYTHM if full else plan.START_RHYTHM) if moment != Moment.DIALOGUE
    ]


def own_days(viewer: Viewer, week: date | None = None) -> dict[str, str]:
    """The viewer's day for each moment that is done alone, {moment: weekday}, in a week (else this one)."""
    return dict(_own(_own_days(viewer), week or this_week(viewer)).days)


def own_time(viewer: Viewer) -> time | None:
    """From what time the viewer does their own moments now, by the clock on the wall; None: whenever."""
    return _own(_own_days(viewer), this_week(viewer)).at


def held(viewer: Viewer, team: uuid.UUID, week: date) -> bool:
    """Whether a team of the viewer held its dialogue in a week."""
    rows = MomentHeld.objects.visible_to(viewer).filter(team=team, week=week, moment=Moment.DIALOGUE)
    return bool(rows.exists())


def current_question(viewer: Viewer) -> LearningQuestion | None:
    """The viewer's own learning question now, with its development question."""
    return next(iter(_current_question(viewer)), None)


@prepared
def _current_question(viewer: Viewer) -> QuerySet[LearningQuestion]:
    rows = LearningQuestion.objects.visible_to(viewer).select_related("development_question__frame")
    return rows.filter(author=viewer.member, team=viewer.team, ended=None)


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
    """What the viewer wrote in each moment of a week, in the order of the moments."""
    found = {entry.moment: entry for entry in MomentEntry.objects.visible_to(viewer).filter(week=week)}
    return {moment: found[moment] for moment in Moment.values if moment in found}


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


def last_experiment(viewer: Viewer) -> Experiment | None:
    """The experiment that the viewer began last, in whatever week."""
    return _experiments(viewer).filter(author=viewer.member).order_by("-created", "-pk").first()


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


def first_week(viewer: Viewer) -> date:
    """The Monday of the week in which somebody became a member: before it there is nothing to read or to add to."""
    return weeks.monday(organisations.membership_of(viewer).created.astimezone(viewer.zone).date())


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


def _planned(viewer: Viewer, rhythm: Rhythm, mondays: Sequence[date]) -> list[Planned]:
    """The viewer's moments in these weeks."""
    first, last = mondays[0], weeks.after(mondays[-1], 1)
    off = organisations.team_days_off(viewer, first, last) | organisations.own_days_off(viewer, first, last)
    works, chosen = organisations.working_days(viewer), _own_days(viewer)
    found: list[Planned] = []
    for week in mondays:
        own = replace(_own(chosen, week), works=works.said_for(week) or weeks.WEEKDAYS)
        found += plan.planned_in(week, rhythm, is_full(viewer, rhythm, week), own, off)
    return found


def _own_days(viewer: Viewer) -> list[OwnDays]:
    return list(OwnDays.objects.visible_to(viewer).order_by("-from_week"))


def _own(chosen: Sequence[OwnDays], week: date) -> plan.Own:
    """What somebody chose that holds in a week; `chosen` the newest first."""
    row = next((row for row in chosen if row.from_week <= week), None)
    return plan.Own({**plan.DEFAULT_DAYS, **(row.days if row else {})}, row.at if row else None)


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
