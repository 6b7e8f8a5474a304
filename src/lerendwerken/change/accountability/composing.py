"""The first version of a statement, in sentences, out of what its writer shared. Every word can be changed."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerendwerken.change.proposals.models import (
    MandateTrial,
    Proposal,
    RealisedProposal,
    TeamProposal,
    Trial,
)
from lerendwerken.foundation.ground import weeks
from lerendwerken.learning.frame.models import DevelopmentQuestion, Measurement
from lerendwerken.learning.frame.standing import Standing
from lerendwerken.learning.insights.models import SharedInsight
from lerendwerken.learning.weekcycle.models import Experiment, LearningQuestion

MOST_PART, MOST_TEXT = 2000, 1500  # characters of a text
MOST_SUGGESTED = 2  # sentences of a kind under one heading: more is no summary


class Part(TypedDict):
    """What somebody worked on under one development question; no question is ''."""

    development_question: str
    text: str


class Result(TypedDict):
    """The figures of one promise as they stood when they were copied. Values are plain decimals, '' is not measured.

    `promise` is its lineage, `confirmed_by` the member who confirmed the value in `confirmed`.
    """

    promise: str
    title: str
    unit: str
    begin: str
    now: str
    target: str
    confirmed: str
    confirmed_by: str


@dataclass(frozen=True)
class Prefill:
    """The first version of a statement.

    `chosen` are the promises on which the writer's own work bears, `more` what the writer may add by hand.
    """

    title: str
    parts: list[Part]
    results: list[Result]
    chosen: frozenset[str]
    different: str
    failed: str
    more: list[str]


@dataclass(frozen=True)
class Shared:
    """What somebody shared in a period: the only thing of which a statement is made."""

    questions: Sequence[LearningQuestion] = ()
    experiments: Sequence[Experiment] = ()
    insights: Sequence[SharedInsight] = ()
    proposals: Sequence[TeamProposal] = ()
    put_forward: dict[uuid.UUID, Proposal] = field(default_factory=dict)
    realised: dict[uuid.UUID, RealisedProposal] = field(default_factory=dict)
    trials: dict[uuid.UUID, MandateTrial | Trial] = field(default_factory=dict)


def first_version(
    shared: Shared,
    asked: Sequence[DevelopmentQuestion],
    standing: Sequence[Standing],
    first: date,
    last: date,
) -> Prefill:
    """A statement over the weeks `first` to `last` (Mondays); `asked` are the development questions in force.

    It is short enough to read and change in five minutes: per question the last learning question, and per work
    process how often something was tried and what came of the most telling attempt. What it leaves out stands in
    `more`.
    """
    sentences = _Sentences(asked, standing)
    sentences.of_questions(shared)
    sentences.of_experiments(shared)
    sentences.of_proposals(shared)
    insights = [_insight(insight) for insight in reversed(shared.insights)]
    failed = [*_stopped(shared), *filter(None, map(_worse, reversed(shared.experiments)))]
    return Prefill(
        title=_title(first, last),
        parts=sentences.parts(),
        results=[result(stand) for stand in standing],
        chosen=sentences.bears_on(),
        different=_within(insights[:MOST_SUGGESTED], MOST_TEXT),
        failed=_within(failed[:MOST_SUGGESTED], MOST_TEXT),
        more=[*sentences.left_out, *insights[MOST_SUGGESTED:], *failed[MOST_SUGGESTED:]],
    )


def _title(first: date, last: date) -> str:
    if first == last:
        return _("What came of my work, week %(week)d") % {"week": weeks.number(last)}
    named = {"first": weeks.number(first), "last": weeks.number(last)}
    return _("What came of my work, week %(first)d to %(last)d") % named


def result(stand: Standing) -> Result:
    """The figures of a promise, as they are copied into a statement."""
    values = [row for row in stand.measurements if row.source != Measurement.Source.BASELINE]
    confirmed = next((row for row in reversed(values) if row.confirmed_at is not None), None)
    return Result(
        promise=str(stand.promise.lineage),
        title=stand.promise.title,
        unit=stand.promise.unit,
        begin=_plain(stand.baseline),
        now=_plain(stand.now),
        target=_plain(stand.target),
        confirmed=_plain(stand.now_confirmed),
        confirmed_by=str(confirmed.confirmed_by_id or "") if confirmed else "",
    )


class _Sentences:
    """Sentences per development question, in the order of the frame."""

    def __init__(self, asked: Sequence[DevelopmentQuestion], standing: Sequence[Standing]) -> None:
        self._found: dict[str, list[str]] = {}
        self._order = [question.text for question in asked]
        self._of_goal = {question.goal_id: question.text for question in reversed(asked)}
        self._goals: set[uuid.UUID] = set()
        self._promises: set[uuid.UUID] = set()
        self._goal_of = {stand.promise.lineage: stand.promise.goal_id for stand in standing}
        self._standing = standing
        self._proposed: Counter[str] = Counter()
        self.left_out: list[str] = []

    def of_questions(self, shared: Shared) -> None:
        last = {_under(question): question for question in shared.questions}
        for heading, question in last.items():
            self._say(heading, _("My question: %(text)s") % {"text": question.text})
            if question.development_question:
                self._goals.add(question.development_question.goal_id)

    def of_experiments(self, shared: Shared) -> None:
        for heading, of_process in _attempts(shared).items():
            for number, attempts in enumerate(of_process.values()):
                told = _most_telling(attempts) if number < MOST_SUGGESTED else None
                if told:
                    self._say(heading, _tried(told, len(attempts)))
                self.left_out += [_tried(row) for row in attempts if row is not told]

    def of_proposals(self, shared: Shared) -> None:
        for proposal in reversed(shared.proposals):
            if proposal.promise:
                self._promises.add(proposal.promise)
            if proposal.state in (TeamProposal.State.STOPPED, TeamProposal.State.WITHDRAWN):
                continue
            heading, told = self._heading_of(proposal), _stands(proposal, shared)
            if self._proposed[heading] < MOST_SUGGESTED:
                self._proposed[heading] += 1
                self._say(heading, told)
            else:
                self.left_out.append(told)

    def _heading_of(self, proposal: TeamProposal) -> str:
        goal = self._goal_of.get(proposal.promise) if proposal.promise else None
        only = next(iter(self._found)) if len(self._found) == 1 else ""
        return self._of_goal.get(goal, only) if goal else only

    def parts(self) -> list[Part]:
        places = {text: number for number, text in enumerate(self._order)}
        found = sorted(self._found, key=lambda text: places.get(text, len(places)))
        return [Part(development_question=text, text=_within(self._found[text], MOST_PART)) for text in found]

    def bears_on(self) -> frozenset[str]:
        return frozenset(
            str(stand.promise.lineage)
            for stand in self._standing
            if stand.promise.goal_id in self._goals or stand.promise.lineage in self._promises
        )

    def _say(self, heading: str, *sentences: str) -> None:
        self._found.setdefault(heading, []).extend(sentences)


def _under(question: LearningQuestion | None) -> str:
    if question is None or question.development_question is None:
        return ""
    return str(question.development_question.text)


def _question_then(experiment: Experiment, questions: Sequence[LearningQuestion]) -> LearningQuestion | None:
    """The question that somebody had in the week of an experiment."""
    then = [
        question
        for question in questions
        if question.week <= experiment.week and (question.ended is None or question.ended >= experiment.week)
    ]
    return then[-1] if then else None


def _attempts(shared: Shared) -> dict[str, dict[uuid.UUID, list[Experiment]]]:
    """What was tried and did not make it worse, newest first: by development question, then by work process."""
    found: dict[str, dict[uuid.UUID, list[Experiment]]] = {}
    for experiment in reversed(shared.experiments):
        if experiment.quality != Experiment.Quality.WORSE:
            heading = _under(_question_then(experiment, shared.questions))
            found.setdefault(heading, {}).setdefault(experiment.work_process_id, []).append(experiment)
    return found


def _most_telling(attempts: Sequence[Experiment]) -> Experiment:
    """Of attempts in one work process, newest first: the newest that went better and was timed, else the newest."""
    better = [row for row in attempts if row.quality == Experiment.Quality.BETTER]
    timed = [row for row in better if _minutes(row)]
    return [*timed, *better, *attempts][0]


def _tried(experiment: Experiment, times: int = 1) -> str:
    named = {
        "week": weeks.number(experiment.week),
        "process": experiment.work_process.name,
        "times": times,
    }
    if times > 1:
        begin = _("With “%(process)s” I tried %(times)d things. The one of week %(week)d:") % named
    else:
        begin = _("In week %(week)d I tried something with “%(process)s”:") % named
    words = [begin, _sentence(experiment.tried), _sentence(experiment.outcome), _minutes(experiment)]
    return " ".join(word for word in words if word)


def _minutes(experiment: Experiment) -> str:
    before, after = experiment.minutes_before, experiment.minutes_after
    if not before or after is None:
        return ""  # nothing to compare with
    took = ngettext("It took %(after)d minute", "It took %(after)d minutes", after) % {"after": after}
    return took + _(", before it was %(before)d.") % {"before": before}


def _worse(experiment: Experiment) -> str:
    if experiment.quality != Experiment.Quality.WORSE:
        return ""
    named = {"week": weeks.number(experiment.week), "process": experiment.work_process.name}
    begin = _("In week %(week)d it got worse with “%(process)s”:") % named
    return " ".join(
        word for word in (begin, _sentence(experiment.tried), _sentence(experiment.outcome)) if word
    )


def _insight(insight: SharedInsight) -> str:
    words = []
    if insight.before:
        words.append(_("First I thought %(text)s") % {"text": _sentence(insight.before)})
    now = _("Now I think %(text)s") % {"text": insight.now.rstrip(" .")}
    if insight.because:
        now += _(", because %(text)s") % {"text": insight.because}
    return " ".join([*words, _sentence(now)])


def _stands(proposal: TeamProposal, shared: Shared) -> str:
    done, put = shared.realised.get(proposal.lineage), shared.put_forward.get(proposal.lineage)
    state = _("realised") if done else put.get_state_display() if put else proposal.get_state_display()
    told = _("My proposal “%(title)s”: %(state)s.") % {"title": proposal.title, "state": state}
    return f"{told} {_sentence(done.result)}".strip() if done else told


def _stopped(shared: Shared) -> list[str]:
    said = []
    for proposal in shared.proposals:
        trial = shared.trials.get(proposal.lineage)
        if proposal.state == TeamProposal.State.STOPPED:
            reason = _sentence(trial.ended_reason) if trial else ""
            said.append((_("I stopped with “%(title)s”.") % {"title": proposal.title} + f" {reason}").strip())
    return said


def _sentence(text: str) -> str:
    kept = text.strip()
    return kept if not kept or kept[-1] in ".?!…”’" else f"{kept}."


def _within(sentences: Iterable[str], most: int) -> str:
    """As many whole sentences as fit, each on a line of its own."""
    kept = ""
    for sentence in sentences:
        longer = f"{kept}\n{sentence}" if kept else sentence
        if len(longer) > most:
            break
        kept = longer
    return kept


def _plain(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
