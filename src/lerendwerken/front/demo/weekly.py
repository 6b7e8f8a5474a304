"""What somebody does in a week alone: question, focus, sparring, trying, harvesting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo.stage import Event, Stage
from lerendwerken.front.demo.stories import WEEKS, TeamStory, Told
from lerendwerken.learning.insights import actions as insights
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices import queries as practices_queries
from lerendwerken.learning.practices.models import WorkProcess
from lerendwerken.learning.sparring import actions as sparring
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle import queries as weekcycle_queries
from lerendwerken.learning.weekcycle.models import Experiment, Moment
from lerendwerken.oversight.measurement import actions as measurement

START_WEEKS = 4  # with the start rhythm of two moments
CONFIDENT_FROM = 3


def events(stage: Stage, team: TeamStory, person: Told) -> Iterator[Event]:
    """Everything that a person wrote in twelve weeks."""
    who, days = person["login"], person["days"]
    yield Event(stage.at(1, "mon", "08:20"), who, lambda by: weekcycle.choose_days(days, by=by))
    for question in person["question"]:
        at = _focus_at(stage, question["week"], days, "09:00")
        yield Event(at, who, lambda by, told=question: _ask(stage, told, by))  # type: ignore[misc]
    for told in person["week"]:
        yield from _week(stage, team, who, days, told)


def _week(stage: Stage, team: TeamStory, who: str, days: Told, told: Told) -> Iterator[Event]:
    n = told["n"]
    week = stage.week(n)
    starting = n <= START_WEEKS
    deepen_day = days["work"] if starting else days["deepen"]
    do_day = days["work"] if starting else days["do"]
    harvest_day = days["work"] if starting else days["harvest"]

    if told.get("expectation") or told.get("if_then"):
        at = _focus_at(stage, n, days, "09:05")
        yield Event(at, who, lambda by: _focus(week, told, by))
    if told.get("piece"):
        yield Event(stage.at(n, deepen_day, "09:20"), who, lambda by: _paste(week, told, by))
    if told.get("think_first"):
        yield Event(stage.at(n, deepen_day, "10:00"), who, lambda by: _spar(week, told, by))
    if told.get("conclusion") or told.get("claim"):
        yield Event(stage.at(n, deepen_day, "10:25"), who, lambda by: _deepen(week, told, by))
    if told.get("theme_line"):
        yield Event(stage.at(n, deepen_day, "10:30"), who, lambda by: _theme(week, told["theme_line"], by))
    if told.get("experiment"):
        tried: list[Experiment] = []
        yield Event(
            stage.at(n, do_day, "10:45"),
            who,
            lambda by: tried.append(_try(stage, team, week, told["experiment"], by)),
        )
        yield Event(stage.at(n, do_day, "15:10"), who, lambda by: _finish(tried[0], told["experiment"], by))
    for recalled in told.get("recall", []):
        at = stage.at(n, harvest_day, "15:30")
        yield Event(at, who, lambda by, recalled=recalled: _recall(stage, who, recalled, by))  # type: ignore[misc]
    if told.get("insight"):
        yield Event(
            stage.at(n, harvest_day, "15:40"),
            who,
            lambda by: _insight(stage, who, n, told["insight"], by),
        )
    yield Event(stage.at(n, harvest_day, "15:50"), who, lambda by: _close_week(week, told, starting, by))


def _focus_at(stage: Stage, n: int, days: Told, clock_time: str) -> Any:
    at = stage.at(n, days["work"] if n <= START_WEEKS else days["focus"], clock_time)
    return stage.at_least_before_now(at) if n == WEEKS else at


def _ask(stage: Stage, told: Told, by: Viewer) -> None:
    weekcycle.ask_question(
        told["text"],
        week=stage.week(told["week"]),
        development_question=stage.development_question(told["development_question"], by),
        by=by,
    )


def _focus(week: date, told: Told, by: Viewer) -> None:
    weekcycle.write_focus(
        week,
        expectation=told.get("expectation", ""),
        if_then=told.get("if_then", ""),
        confidence=told.get("confidence") if told["n"] >= CONFIDENT_FROM else None,
        by=by,
    )


def _paste(week: date, told: Told, by: Viewer) -> None:
    piece = weekcycle.paste(told["piece"], view=told["view"], by=by)
    session = sparring.begin(SparringSession.Mode.FIRST, view=told["view"], piece=piece, week=week, by=by)
    sparring.take_turn(session, partner="coach", by=by)


def _spar(week: date, told: Told, by: Viewer) -> None:
    question = weekcycle_queries.current_question(by)
    session = sparring.begin(
        told.get("mode", "analyse"),
        situation=question.text if question else "",
        view=told["think_first"],
        confidence=told.get("confidence") if told["n"] >= CONFIDENT_FROM else None,
        week=week,
        by=by,
    )
    sparring.take_turn(session, partner="coach", by=by)
    for reply in told.get("replies", []):
        sparring.take_turn(session, reply, partner="coach", by=by)
    if told.get("conclusion"):
        sparring.close(
            session, conclusion=told["conclusion"], confidence_after=told.get("confidence_after"), by=by
        )


def _deepen(week: date, told: Told, by: Viewer) -> None:
    names = ("kept", "rejected", "claim", "claim_verdict", "claim_source", "conclusion")
    weekcycle.write_deepen(week, **{name: told.get(name, "") for name in names}, by=by)


def _theme(week: date, line: str, by: Viewer) -> None:
    theme = weekcycle_queries.theme(by, week)
    if theme:
        weekcycle.write_theme(week, key=theme.key, line=line, by=by)


def _try(stage: Stage, team: TeamStory, week: date, told: Told, by: Viewer) -> Experiment:
    process: WorkProcess = stage.processes[team.key, told["process"]]
    version = practices_queries.practice_in_force(by, process)
    if version and told.get("check"):
        use = practices.start(version, piece=told["piece"], week=week, by=by)
        why = told["outcome"][:200] if told["check"] == "stopped" else ""
        practices.end_use(use, check_state=told["check"], stopped_why=why, by=by)
    return weekcycle.begin_experiment(
        week,
        work_process=process,
        tried=told["tried"],
        expects=told.get("expects", ""),
        piece=told.get("piece", ""),
        version=version,
        partner=stage.members.get(told.get("with", "")),
        by=by,
    )


def _finish(tried: Experiment, told: Told, by: Viewer) -> None:
    if told.get("outcome"):
        weekcycle.finish_experiment(
            tried,
            outcome=told["outcome"],
            minutes_before=told.get("minutes_before"),
            minutes_after=told.get("minutes_after"),
            quality=told.get("quality", ""),
            by=by,
        )
    weekcycle.mark_done(tried.week, Moment.DO, by=by)


def _recall(stage: Stage, who: str, told: Told, by: Viewer) -> None:
    insight = stage.insights.get((who, told["of"]))
    if insight is not None:
        insights.recall(insight, wrote=told["wrote"], grade=told["grade"], by=by)


def _insight(stage: Stage, who: str, n: int, told: Told, by: Viewer) -> None:
    insight = insights.write_insight(
        week=stage.week(n),
        before=told["before"],
        now=told["now"],
        because=told["because"],
        cue=told["cue"],
        question=weekcycle_queries.current_question(by),
        by=by,
    )
    stage.insights[who, n] = insight
    if told["share"] == "team":
        insights.share(insight, by=by)


def _close_week(week: date, told: Told, starting: bool, by: Viewer) -> None:
    if told.get("vitality"):
        measurement.give_pulse(week, told["vitality"], by=by)
    tight = bool(told.get("tight"))
    for moment in [Moment.WORK] if starting else [Moment.HARVEST, *_tight(tight)]:
        weekcycle.mark_done(week, moment, tight=tight, by=by)


def _tight(tight: bool) -> list[Moment]:
    return [Moment.FOCUS, Moment.DEEPEN, Moment.DO] if tight else []
