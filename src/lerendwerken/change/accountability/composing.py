"""The first version of a statement, in sentences, out of what its writer shared. Every word can be changed."""

from __future__ import annotations

import uuid
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

MOST_PART, MOST_TEXT = 2000, 1500


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
    """The first version of a statement. `chosen` are the promises on which the writer's own work bears."""

    title: str
    parts: list[Part]
    results: list[Result]
    chosen: frozenset[str]
    different: str
    failed: str


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
    """A statement over the weeks `first` to `last` (Mondays); `asked` are the development questions in force."""
    sentences = _Sentences(asked, standing)
    sentences.of_questions(shared)
    for experiment in shared.experiments:
        sentences.of_experiment(experiment, shared.questions)
    for proposal in shared.proposals:
        sentences.of_proposal(proposal, shared)
    return Prefill(
        title=_("What came of my work, week %(first)d to %(last)d")
        % {"first": weeks.number(first), "last": weeks.number(last)},
        parts=sentences.parts(),
        results=[result(stand) for stand in standing],
        chosen=sentences.bears_on(),
        different=_within(map(_insight, shared.insights), MOST_TEXT),
        failed=_within([*filter(None, map(_worse, shared.experiments)), *_stopped(shared)], MOST_TEXT),
    )


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

    def of_questions(self, shared: Shared) -> None:
        for question in shared.questions:
            self._say(_under(question), _("My question was: %(text)s") % {"text": question.text})
            if question.development_question:
                self._goals.add(question.development_question.goal_id)

    def of_experiment(self, experiment: Experiment, questions: Sequence[LearningQuestion]) -> None:
        if experiment.quality == Experiment.Quality.WORSE:
            return
        self._say(_under(_question_then(experiment, questions)), _tried(experiment))

    def of_proposal(self, proposal: TeamProposal, shared: Shared) -> None:
        if proposal.promise:
            self._promises.add(proposal.promise)
        if proposal.state in (TeamProposal.State.STOPPED, TeamProposal.State.WITHDRAWN):
            return
        goal = self._goal_of.get(proposal.promise) if proposal.promise else None
        only = next(iter(self._found)) if len(self._found) == 1 else ""
        self._say(self._of_goal.get(goal, only) if goal else only, _stands(proposal, shared))

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

    def _say(self, heading: str, sentence: str) -> None:
        self._found.setdefault(heading, []).append(sentence)


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


def _tried(experiment: Experiment) -> str:
    named = {"week": weeks.number(experiment.week), "process": experiment.work_process.name}
    begin = _("In week %(week)d I tried something with “%(process)s”:") % named
    words = [begin, _sentence(experiment.tried), _sentence(experiment.outcome), _minutes(experiment)]
    return " ".join(word for word in words if word)


def _minutes(experiment: Experiment) -> str:
    before, after = experiment.minutes_before, experiment.minutes_after
    if before is None or after is None:
        return ""
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
