"""The first version of a statement, in sentences, out of what its writer shared. Every word can be changed."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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


NEARLY = 0.8  # of the words of two sentences that are the same, from which they tell the same

# Where a proposal stands, as its writer says it. A state of `Proposal` or, before it is put forward, `TeamProposal`.
_STANDS = {
    "team": gettext_lazy("My proposal “%(title)s” lies with my team."),
    "put_forward": gettext_lazy("My proposal “%(title)s” waits for an answer."),
    "queued": gettext_lazy("My proposal “%(title)s” waits for its turn to be answered."),
    "open": gettext_lazy("My proposal “%(title)s” waits for an answer."),
    "yes": gettext_lazy("The answer to my proposal “%(title)s” was yes; the trial can begin."),
    "no": gettext_lazy("The answer to my proposal “%(title)s” was no."),
    "parked": gettext_lazy("My proposal “%(title)s” is parked until a day."),
    "trial": gettext_lazy("We are trying my proposal “%(title)s”."),
    "stopped": gettext_lazy("We stopped with my proposal “%(title)s”."),
    "realised": gettext_lazy("My proposal “%(title)s” is now how we work."),
}


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

    `chosen` are the promises on which the writer's own proposals or measurements bear, `more` what the writer may
    add by hand.
    """

    title: str
    parts: list[Part]
    results: list[Result]
    chosen: frozenset[str]
    different: str
    failed: str
    more: list[str]
    came: bool = False

    @property
    def has_news(self) -> bool:
        """Whether something came of the work: a question alone is no news yet."""
        return bool(self.came or self.different or self.failed)


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
    told: Iterable[str] = (),
    *,
    writer: uuid.UUID | None = None,
) -> Prefill:
    """A statement over the weeks `first` to `last` (Mondays); `asked` are the development questions in force.

    What stands in `told`, the lines of an earlier statement, or nearly does, is not told again. It is short enough
    to read and change in five minutes: per question the last learning question, and per work
    process how often something was tried and what came of the most telling attempt. What it leaves out stands in
    `more`.
    """
    before = Told(told)
    sentences = _Sentences(asked, standing, before)
    sentences.of_questions(shared)
    sentences.of_experiments(shared)
    sentences.of_proposals(shared)
    insights = before.leave_out(_insight(insight) for insight in reversed(shared.insights))
    failed = before.leave_out([*_stopped(shared), *filter(None, map(_worse, reversed(shared.experiments)))])
    return Prefill(
        title=_title(first, last),
        parts=sentences.parts(),
        results=[result(stand) for stand in standing],
        chosen=sentences.bears_on(writer),
        different=_within(insights[:MOST_SUGGESTED], MOST_TEXT),
        failed=_within(failed[:MOST_SUGGESTED], MOST_TEXT),
        came=sentences.came,
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


class Told:
    """What was told before: knows a sentence again when a few words of it were changed."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = [words for words in map(_bare, lines) if words]

    def knows(self, sentence: str) -> bool:
        """Whether a sentence stands in what was told, or nearly."""
        bare = _bare(sentence)
        return any(bare in line or _alike(bare, line) for line in self._lines)

    def leave_out(self, sentences: Iterable[str]) -> list[str]:
        """The sentences that are new."""
        return [sentence for sentence in sentences if not self.knows(sentence)]


def _bare(text: str) -> str:
    """The words of a text without capitals, signs and numbers of weeks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _alike(one: str, other: str) -> bool:
    """Whether two texts share nearly all of their words in the same order."""
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.real_quick_ratio() >= NEARLY and matcher.ratio() >= NEARLY


class _Sentences:
    """Sentences per development question, in the order of the frame."""

    def __init__(
        self, asked: Sequence[DevelopmentQuestion], standing: Sequence[Standing], before: Told
    ) -> None:
        self._before = before
        self._found: dict[str, list[str]] = {}
        self._order = [question.text for question in asked]
        self._of_goal = {question.goal_id: question.text for question in reversed(asked)}
        self._promises: set[uuid.UUID] = set()
        self._goal_of = {stand.promise.lineage: stand.promise.goal_id for stand in standing}
        self._standing = standing
        self._proposed: Counter[str] = Counter()
        self.left_out: list[str] = []
        self.came = False  # whether more than a question was said

    def of_questions(self, shared: Shared) -> None:
        last = {_under(question): question for question in shared.questions}
        for heading, question in last.items():
            self._say(heading, _("My question: %(text)s") % {"text": question.text})

    def of_experiments(self, shared: Shared) -> None:
        for heading, of_process in _attempts(shared).items():
            new = {process: self._new(attempts) for process, attempts in of_process.items()}
            for number, attempts in enumerate(filter(None, new.values())):
                told = _most_telling(attempts) if number < MOST_SUGGESTED else None
                if told:
                    self.came = True
                    self._say(heading, _tried(told, len(attempts)))
                self.left_out += [_tried(row) for row in attempts if row is not told]

    def _new(self, attempts: Sequence[Experiment]) -> list[Experiment]:
        """The attempts of which what came of it was not told before."""
        return [row for row in attempts if not self._before.knows(_result_of(row))]

    def of_proposals(self, shared: Shared) -> None:
        for proposal in reversed(shared.proposals):
            if proposal.promise:
                self._promises.add(proposal.promise)
            if proposal.state in (TeamProposal.State.STOPPED, TeamProposal.State.WITHDRAWN):
                continue
            heading, told = self._heading_of(proposal), _stands(proposal, shared)
            if self._before.knows(told):
                continue
            if self._proposed[heading] < MOST_SUGGESTED:
                self.came = True
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

    def bears_on(self, writer: uuid.UUID | None) -> frozenset[str]:
        """The promises to which own proposals are linked, and those that the writer measured."""
        return frozenset(
            str(stand.promise.lineage)
            for stand in self._standing
            if stand.promise.lineage in self._promises
            or any(row.author_id == writer for row in stand.measurements)
        )

    def _say(self, heading: str, *sentences: str) -> None:
        new = self._before.leave_out(sentences)
        if new:
            self._found.setdefault(heading, []).extend(new)


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
    return " ".join([begin, *filter(None, [_result_of(experiment), _minutes(experiment)])])


def _result_of(experiment: Experiment) -> str:
    return " ".join(filter(None, [_sentence(experiment.tried), _sentence(experiment.outcome)]))


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
    state = "realised" if done else put.state if put else proposal.state
    told = str(_STANDS[state]) % {"title": proposal.title}
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
