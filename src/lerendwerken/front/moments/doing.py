"""What a filled-in guided page does: the acts of the rooms below, in order, in one transaction of the request.

Nothing is copied from what is for oneself alone to what the team sees, unless the person wrote it in a field that says
so.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lerendwerken.foundation.drafts.writing import WritingForm
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.ground.together import atomic
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.moments import belonging, showing
from lerendwerken.front.moments.forms import DoForm, FocusForm, TightForm
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.insights import actions as insights
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices import queries as practices_queries
from lerendwerken.learning.practices.models import WorkProcess
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.learning.weekcycle import queries
from lerendwerken.learning.weekcycle.bank import Theme
from lerendwerken.learning.weekcycle.models import Caught, Experiment, LearningQuestion, Moment, MomentEntry
from lerendwerken.oversight.measurement import actions as measurement

Filled = dict[str, Any]
MOST_QUESTION = 300  # characters


def focus_so_far(viewer: Viewer, development_questions: Sequence[DevelopmentQuestion]) -> Filled:
    """What stands ready at focus: the question, and last week's plan to go on with."""
    week = showing.this_week(viewer)
    question = queries.current_question(viewer)
    entry = queries.entry(viewer, week, Moment.FOCUS)
    earlier = queries.earlier(viewer, week)
    lineage = question.development_question.lineage if question and question.development_question else None
    under = next((row for row in development_questions if row.lineage == lineage), None)
    first = under or (development_questions[0] if development_questions else None)
    return {
        "question": question.text if question else _text(question_kept(viewer)),
        "under": str(first.pk) if first else "",
        "expectation": entry.expectation if entry else "",
        "if_then": entry.if_then if entry else (earlier.if_then if earlier else ""),
        "confidence": entry.confidence if entry else None,
    }


def question_kept(viewer: Viewer) -> Caught | None:
    """The last question that somebody caught, or chose before there was an agreement."""
    asked = (thought for thought in queries.caught(viewer) if thought.text.endswith("?"))
    return next((thought for thought in asked if len(thought.text) <= MOST_QUESTION), None)


def _text(thought: Caught | None) -> str:
    return thought.text if thought else ""


@atomic
def focus(form: FocusForm, *, by: Viewer) -> None:
    """Keep or change the question, and write down what one expects."""
    data = form.cleaned_data
    week = showing.this_week(by)
    under = form.development_question()
    question = queries.current_question(by)
    if question is None or data["question"].strip() != question.text.strip():
        weekcycle.ask_question(data["question"], development_question=under, week=week, key=form.key, by=by)
    elif under and not _is_under(question, under):
        weekcycle.place_question(question, under, by=by)
    weekcycle.write_focus(
        week,
        expectation=data["expectation"],
        if_then=data["if_then"],
        confidence=data.get("confidence"),
        by=by,
    )


def _is_under(question: LearningQuestion, development_question: DevelopmentQuestion) -> bool:
    """Whether a question belongs to this development question, in whatever version of the frame."""
    now = question.development_question
    return now is not None and now.lineage == development_question.lineage


def thread(
    viewer: Viewer, question: LearningQuestion | None, focus: MomentEntry | None
) -> insights.Brought | None:
    """What somebody wrote weeks ago that has to do with their question and what they expect this week."""
    about = [question.text if question else "", focus.expectation if focus else ""]
    return insights.bring_back(showing.this_week(viewer), "\n".join(about), by=viewer)


def sparring_so_far(viewer: Viewer) -> Filled:
    """What stands ready for a sparring session: it is about one's own question."""
    question = queries.current_question(viewer)
    return {"mode": SparringSession.Mode.ANALYSE, "situation": question.text if question else ""}


def deepen_so_far(viewer: Viewer, sessions: Sequence[SparringSession]) -> Filled:
    """What stands ready at deepen: the conclusion with which the last session was closed."""
    entry = queries.entry(viewer, showing.this_week(viewer), Moment.DEEPEN)
    closed = next((session for session in sessions if session.closed_at), None)
    names = ("kept", "rejected", "claim", "claim_verdict", "claim_source", "conclusion", "theme_line")
    filled = {name: getattr(entry, name) for name in names} if entry else {}
    if not filled.get("conclusion") and closed:
        filled["conclusion"] = closed.conclusion
    return filled


@atomic
def deepen(form: WritingForm, *, by: Viewer, theme: Theme | None) -> None:
    """Keep what deepening brought; the sentence at the theme when there is one."""
    data = form.cleaned_data
    week = showing.this_week(by)
    names = ("kept", "rejected", "claim", "claim_verdict", "claim_source", "conclusion")
    weekcycle.write_deepen(week, **{name: data[name] for name in names}, by=by)
    if data["theme_line"] and theme:
        weekcycle.write_theme(week, key=theme.key, line=data["theme_line"], by=by)


def experiment_so_far(viewer: Viewer) -> Filled:
    """What stands ready at do: the work in which one tried something last."""
    last = queries.last_experiment(viewer)
    return {"work_process": str(last.work_process_id) if last and last.team_id == viewer.team else ""}


def short_so_far(viewer: Viewer) -> Filled:
    """What stands ready in a tight week: the work of the last time, and for who has no question the one kept."""
    return {**experiment_so_far(viewer), "question": _text(question_kept(viewer))}


@atomic
def experiment(form: DoForm, *, by: Viewer) -> Experiment:
    """Begin an experiment, in work that has a name or gets one now."""
    data = form.cleaned_data
    process = _process(form, data, by)
    return weekcycle.begin_experiment(
        showing.this_week(by),
        work_process=process,
        tried=data["tried"],
        expects=data["expects"],
        piece=data["piece"],
        version=practices_queries.practice_in_force(by, process),
        partner=form.colleagues.get(data["partner"]),
        key=form.key,
        by=by,
    )


def outcome_so_far(row: Experiment) -> Filled:
    """What stands ready at the outcome."""
    names = ("outcome", "minutes_before", "minutes_after", "quality", "evidence")
    return {name: getattr(row, name) for name in names}


@atomic
def outcome(form: WritingForm, *, by: Viewer, row: Experiment) -> None:
    """Write down what came of it; with that the moment is done."""
    weekcycle.finish_experiment(row, **form.cleaned_data, by=by)
    weekcycle.mark_done(row.week, Moment.DO, by=by)


@atomic
def into_practice(row: Experiment, *, by: Viewer, key: uuid.UUID | None = None) -> None:
    """Propose to the team what an experiment showed: the practice as it stands with the tried thing as a step.

    `key` becomes the key of what is proposed, so that a second click proposes nothing more. Only who tried it does
    so: from the team, what was tried and what came of it go to everybody. Raises `NotFound` for others.
    """
    if row.author_id != by.member:
        raise NotFound
    version = practices_queries.practice_in_force(by, row.work_process)
    steps = [*(version.steps if version else []), {"by": "person", "text": row.tried}]
    practices.propose_change(
        row.work_process,
        steps=steps,
        instruction=version.instruction if version else "",
        check_text=version.check_text if version else "",
        stop_rule=version.stop_rule if version else "",
        reason=row.outcome or row.tried,
        outcome=row.outcome,
        key=key,
        by=by,
    )


@atomic
def harvest(form: WritingForm, *, by: Viewer) -> None:
    """One insight, shared when one chose so; the next plan; the energy of the week: what there is of them."""
    data = form.cleaned_data
    week = showing.this_week(by)
    if data["now"]:
        _insight(form, week, by)
    if data["if_then"]:
        weekcycle.plan_next(week, if_then=data["if_then"], by=by)
    if data["energy"]:
        measurement.give_pulse(week, int(data["energy"]), by=by)
    weekcycle.mark_done(week, Moment.HARVEST, by=by)


def _insight(form: WritingForm, week: date, by: Viewer) -> None:
    data = form.cleaned_data
    insight = insights.write_insight(
        week=week,
        before=data["before"],
        now=data["now"],
        because=data["because"],
        cue=data["cue"],
        question=queries.current_question(by),
        key=form.key,
        by=by,
    )
    if data["readers"] == "team":
        insights.share(insight, by=by)


@atomic
def in_short(form: TightForm, *, by: Viewer, theme: Theme | None = None) -> None:
    """A tight week: the question is kept, one line of experiment, one insight; every own moment is done.

    Who has no question yet gives one. Where the page showed the theme of the week, the sentence at it is kept too.
    """
    data = form.cleaned_data
    week = showing.this_week(by)
    if data.get("question"):
        under = belonging.proposed(data["question"], data["tried"], showing.development_questions(by))
        weekcycle.ask_question(data["question"], development_question=under, week=week, by=by)
    if data["tried"]:
        row = weekcycle.begin_experiment(
            week, work_process=_process(form, data, by), tried=data["tried"], key=form.key, by=by
        )
        if data["outcome"]:
            weekcycle.finish_experiment(row, outcome=data["outcome"], by=by)
    if data["now"]:
        question = queries.current_question(by)
        insights.write_insight(
            week=week,
            before="",
            now=data["now"],
            because="",
            question=question,
            key=form.key,
            by=by,
        )
    if data.get("theme_line") and theme:
        weekcycle.write_theme(week, key=theme.key, line=data["theme_line"], by=by)
    for moment in queries.moments_alone(by):
        weekcycle.mark_done(week, moment, tight=True, by=by)


def _process(form: DoForm | TightForm, data: Filled, by: Viewer) -> WorkProcess:
    """The work that was chosen, or the new one that was named."""
    if data.get("new_process"):
        return practices.name_process(data["new_process"], by=by)
    chosen = form.processes.get(data.get("work_process") or "")
    if chosen is None:
        raise BadInput(_("Name the recurring work in which you try this."), "new_process")
    return chosen
