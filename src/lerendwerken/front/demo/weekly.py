"""What somebody does in a week alone: question, focus, sparring, trying, harvesting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo.stage import Event, Stage
from lerendwerken.front.demo.stories import TeamStory, Told
from lerendwerken.learning.insights import actions as insights
from lerendwerken.learning.insights import mirroring
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices import queries as practices_queries
from lerendwerken.learning.practices.models import Use, WorkProcess
from lerendwerken.learning.sparring import actions as sparring
from lerendwerken.learning.sparring import attaching, checking, taking_in
from lerendwerken.learning.sparring.models import SparringSession, Turn
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle import queries as weekcycle_queries
from lerendwerken.learning.weekcycle.models import Experiment, Moment
from lerendwerken.oversight.measurement import actions as measurement

START_WEEKS = 4  # with the start rhythm of two moments
CONFIDENT_FROM = 3
DEEPENED = ("kept", "rejected", "claim", "claim_verdict", "claim_source", "conclusion")


def events(stage: Stage, team: TeamStory, person: Told) -> Iterator[Event]:
    """Everything that a person wrote in twelve weeks. In the present week everybody has a focus already."""
    who, days = person["login"], person["days"]
    first = stage.at(person.get("starts_week", 1), "mon", "08:20")
    yield Event(first, who, lambda by: weekcycle.choose_days(days, by=by))
    for question in person["question"]:
        at = _focus_at(stage, who, days, question["week"])
        yield Event(at, who, partial(_ask, stage, question))
    for told in person["week"]:
        if told.get("expectation") or told.get("if_then"):
            at = _focus_at(stage, who, days, told["n"])
            yield Event(at, who, partial(_focus, stage, told))
        week = chain(
            _deepening(stage, who, days, told),
            _mirroring(stage, who, days, told),
            _doing(stage, team, who, days, told),
            _harvest(stage, who, days, told),
        )
        yield from (event for event in week if stage.is_over(event.at))


def _focus_at(stage: Stage, who: str, days: Told, n: int) -> datetime:
    at = stage.at(n, _day(days, n, "focus"), "08:35", who)
    return min(at, stage.now) if n == stage.story.weeks else at


def _day(days: Told, n: int, moment: str) -> str:
    """The start rhythm has one moment alone, on one day."""
    return str(days["work"] if n <= START_WEEKS else days[moment])


def _deepening(stage: Stage, who: str, days: Told, told: Told) -> Iterator[Event]:
    n, day = told["n"], _day(days, told["n"], "deepen")
    if told.get("piece"):
        yield Event(stage.at(n, day, "09:20", who), who, lambda by: _paste(stage, who, told, by))
    if told.get("think_first"):
        yield Event(stage.at(n, day, "09:30", who), who, lambda by: _spar(stage, who, told, by))
    if any(told.get(name) for name in DEEPENED):
        yield Event(stage.at(n, day, "09:55", who), who, lambda by: _deepen(stage.week(n), told, by))
    if told.get("theme_line"):
        at = stage.at(n, day, "10:00", who)
        yield Event(at, who, lambda by: _theme(stage.week(n), told["theme_line"], by))


def _mirroring(stage: Stage, who: str, days: Told, told: Told) -> Iterator[Event]:
    if told.get("mirror"):
        n = told["n"]
        at = stage.at(n, _day(days, n, "deepen"), "11:30", who)
        yield Event(at, who, partial(_mirror, told["mirror"]))


def _doing(stage: Stage, team: TeamStory, who: str, days: Told, told: Told) -> Iterator[Event]:
    tries = told.get("experiment")
    if not tries:
        return
    n, day = told["n"], _day(days, told["n"], "do")
    begun: list[tuple[Experiment, Use | None]] = []
    yield Event(
        stage.at(n, day, "10:45", who),
        who,
        lambda by: begun.append(_try(stage, team, stage.week(n), tries, by)),
    )
    yield Event(stage.at(n, day, "14:20", who), who, lambda by: _finish(*begun[0], tries, by))


def _harvest(stage: Stage, who: str, days: Told, told: Told) -> Iterator[Event]:
    n, day = told["n"], _day(days, told["n"], "harvest")
    for recalled in told.get("recall", []):
        at = stage.at(n, day, "15:10", who)
        yield Event(at, who, partial(_recall, stage, who, recalled))
    if told.get("insight"):
        at = stage.at(n, day, "15:20", who)
        yield Event(at, who, lambda by: _insight(stage, who, n, told["insight"], by))
    yield Event(stage.at(n, day, "15:30", who), who, lambda by: _close_week(stage.week(n), told, by))


def _ask(stage: Stage, told: Told, by: Viewer) -> None:
    weekcycle.ask_question(
        told["text"],
        week=stage.week(told["week"]),
        development_question=stage.development_question(told["development_question"], by),
        by=by,
    )


def _focus(stage: Stage, told: Told, by: Viewer) -> None:
    weekcycle.write_focus(
        stage.week(told["n"]),
        expectation=told.get("expectation", ""),
        if_then=told.get("if_then", ""),
        confidence=_confidence(told),
        by=by,
    )


def _confidence(told: Told) -> int | None:
    return told.get("confidence") if told["n"] >= CONFIDENT_FROM else None


def _paste(stage: Stage, who: str, told: Told, by: Viewer) -> None:
    """What somebody pastes in the first weeks opens the first three minutes; later it goes along in sparring."""
    piece = weekcycle.paste(told["piece"], view=told["view"], by=by)
    if told["n"] > START_WEEKS:
        stage.pieces[who, told["n"]] = piece
        return
    session = sparring.begin(SparringSession.Mode.FIRST, view=told["view"], piece=piece, by=by)
    sparring.take_turn(session, partner=Turn.Partner.COACH, by=by)


def _spar(stage: Stage, who: str, told: Told, by: Viewer) -> None:
    question = weekcycle_queries.current_question(by)
    session = sparring.begin(
        told["mode"],
        situation=question.text if question else "",
        view=told["think_first"],
        confidence=_confidence(told),
        piece=stage.pieces.get((who, told["n"])),
        week=stage.week(told["n"]),
        by=by,
    )
    document = told.get("document")
    if document:
        _attach(session, document, by)
    sparring.take_turn(session, partner=Turn.Partner.COACH, by=by)
    for reply in told.get("replies", []):
        sparring.take_turn(session, reply, partner=Turn.Partner.COACH, by=by)
    elsewhere = told.get("chat", document)
    if elsewhere:
        turn = sparring.paste_answer(session, elsewhere["answer"].strip(), elsewhere["chatbot"], by=by)
        _look_up(turn, elsewhere, by)
    if told.get("conclusion"):
        sparring.close(
            session, conclusion=told["conclusion"], confidence_after=told.get("confidence_after"), by=by
        )


def _look_up(turn: Turn, told: Told, by: Viewer) -> None:
    """One sentence of an answer, by its number, with what came of it, where the story tells of one."""
    if "claim" in told:
        found = checking.sentence_in(turn, told["claim"])
        checking.mark(turn, found, verdict=told["claim_verdict"], source=told["claim_source"], by=by)


def _attach(session: SparringSession, told: Told, by: Viewer) -> None:
    """A document goes along, and is read at once: the background work is not there yet."""
    row = attaching.attach(session, told["text"].strip().encode(), name=told["name"], by=by)
    taking_in.take_in(by, row.pk)


def _deepen(week: date, told: Told, by: Viewer) -> None:
    weekcycle.write_deepen(week, **{name: told.get(name, "") for name in DEEPENED}, by=by)


def _theme(week: date, line: str, by: Viewer) -> None:
    theme = weekcycle_queries.theme(by, week)
    if theme:
        weekcycle.write_theme(week, key=theme.key, line=line, by=by)


def _try(stage: Stage, team: TeamStory, week: date, told: Told, by: Viewer) -> tuple[Experiment, Use | None]:
    """Where the work has a practice in force, it is started on the same piece of work."""
    process: WorkProcess = stage.processes[team.key, told["process"]]
    version = practices_queries.practice_in_force(by, process)
    use = practices.start(version, piece=told["piece"], week=week, by=by) if version else None
    experiment = weekcycle.begin_experiment(
        week,
        work_process=process,
        tried=told["tried"],
        expects=told["expects"],
        piece=told["piece"],
        version=version,
        partner=stage.members.get(told.get("with", "")),
        by=by,
    )
    return experiment, use


def _finish(experiment: Experiment, use: Use | None, told: Told, by: Viewer) -> None:
    weekcycle.finish_experiment(
        experiment,
        outcome=told["outcome"],
        minutes_before=told.get("minutes_before"),
        minutes_after=told.get("minutes_after"),
        quality=told["quality"],
        by=by,
    )
    if use:
        why = told["outcome"] if told["check"] == Use.Check.STOPPED else ""
        practices.end_use(use, check_state=told["check"], stopped_why=why, by=by)
    weekcycle.mark_done(experiment.week, Moment.DO, by=by)


def _recall(stage: Stage, who: str, told: Told, by: Viewer) -> None:
    insight = stage.insights.get((who, told["of"]))
    if insight is not None:
        insights.recall(insight, wrote=told["wrote"], grade=told["grade"], by=by)


def _mirror(told: Told, by: Viewer) -> None:
    mirroring.keep(task=told["task"], text=told["text"], by=by)
    if told.get("sees"):
        mirroring.see(told["sees"], by=by)


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


def _close_week(week: date, told: Told, by: Viewer) -> None:
    """The last thing in a week: how it felt, and that it is done; a tight one in one go."""
    if told.get("vitality"):
        measurement.give_pulse(week, told["vitality"], by=by)
    tight = bool(told.get("tight"))
    for moment in _done_at_last(told["n"], tight):
        weekcycle.mark_done(week, moment, tight=tight, by=by)


def _done_at_last(n: int, tight: bool) -> list[Moment]:
    if n <= START_WEEKS:
        return [Moment.WORK]
    return [Moment.FOCUS, Moment.DEEPEN, Moment.DO, Moment.HARVEST] if tight else [Moment.HARVEST]
