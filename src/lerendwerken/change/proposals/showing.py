"""A proposal in words and pictures: its line of states, its clock, its trial."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerendwerken.change.proposals.clocks import waits
from lerendwerken.change.proposals.models import Answer, MandateTrial, Proposal, Trial
from lerendwerken.change.proposals.queries import Asked
from lerendwerken.change.proposals.story import Stage, Story
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations import answering
from lerendwerken.foundation.shell.charts import Trend, shown
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame.models import Measurement, ResultPromise

# How many of the five steps are done, and which one is now.
_PROGRESS: dict[Stage, tuple[int, int | None]] = {
    Stage.DRAFT: (0, 0),
    Stage.TEAM: (1, 1),
    Stage.WITHDRAWN: (2, None),
    Stage.QUEUED: (2, 2),
    Stage.OPEN: (2, 2),
    Stage.PARKED: (2, 2),
    Stage.NO: (3, None),
    Stage.YES: (3, 3),
    Stage.TRIAL: (3, 3),
    Stage.STOPPED: (4, None),
    Stage.REALISED: (5, None),
}


def steps(story: Story, viewer: Viewer) -> list[dict[str, Any]]:
    """The line of states with dates and words, as far as the viewer knows them."""
    done, now = _progress(story)
    named = [
        (_("Draft"), [_short(story.copy.drafted)]),
        (_("Team"), _team_notes(story, viewer)),
        (_("Decision"), _decision_notes(story, viewer)),
        (_("Trial"), _trial_notes(story, viewer)),
        (_("Realised"), _realised_notes(story, viewer)),
    ]
    return [
        {"name": name, "notes": notes, "state": "now" if n == now else "done" if n < done else "later"}
        for n, (name, notes) in enumerate(named)
    ]


def _progress(story: Story) -> tuple[int, int | None]:
    if story.ran_out:
        return 4, 4
    return (3, None) if story.to_come else _PROGRESS[story.stage]


def clock_words(row: Asked, viewer: Viewer) -> dict[str, Any] | None:
    """What the clock of a proposal says to the viewer; None while nobody has to answer."""
    return answering.told(row.clock, row.proposal.addressee, row.proposal.deputy, viewer)


def trend(promise: ResultPromise, measured: list[Measurement]) -> Trend | None:
    """The measurements of a trial against begin and target."""
    if not measured:
        return None
    numbers = [weeks.number(weeks.monday(row.day)) for row in measured]
    labels = [_("week %(number)s") % {"number": numbers[0]}, *(str(number) for number in numbers[1:])]
    return Trend(
        promise.title,
        list(zip(labels, (float(row.value) for row in measured), strict=True)),
        baseline=None if promise.baseline is None else float(promise.baseline),
        target=float(promise.target),
        unit=promise.unit,
    )


def rows(promise: ResultPromise, measured: list[Measurement], viewer: Viewer) -> list[dict[str, Any]]:
    """The same measurements as a table, with who measured and who confirmed."""
    return [
        {
            "pk": row.pk,
            "day": row.day,
            "value": shown(float(row.value), promise.unit),
            "note": row.note,
            "by": row.author.name if row.author else _("a former colleague"),
            "confirmed": row.confirmed_at is not None,
            "confirmed_by": row.confirmed_by.name if row.confirmed_by else "",
            "confirmed_by_me": row.confirmed_by_id == viewer.member,
            "mine": row.author_id == viewer.member,
        }
        for row in measured
    ]


def state_words(proposal: Proposal, today: date) -> str:
    """Where a proposal put forward stands, for a list."""
    if waits(proposal, today):
        return str(Proposal.State.OPEN.label)
    if proposal.state == Proposal.State.PARKED and proposal.parked_until:
        return _("parked until %(day)s") % {"day": short(proposal.parked_until, today)}
    return str(Proposal.State(proposal.state).label)


def _team_notes(story: Story, viewer: Viewer) -> list[str]:
    row = story.team_proposal
    if row is None:
        return [story.team.name] if story.team and story.stage is not Stage.DRAFT else []
    notes = [_short_at(row.created, viewer)]
    if story.reactions:
        notes.append(_counts(len(story.votes), len(story.objections)))
    if story.stage is Stage.WITHDRAWN:
        notes.append(_("withdrawn"))
    return notes


def _counts(votes: int, objections: int) -> str:
    told = [_("%(number)d for") % {"number": votes}] if votes else []
    if objections:
        kept = ngettext("%(number)d objection kept", "%(number)d objections kept", objections)
        told.append(kept % {"number": objections})
    return ", ".join(told)


def _decision_notes(story: Story, viewer: Viewer) -> list[str]:
    if story.mandate_trial is not None:
        return [_("within our own mandate")]
    proposal = story.proposal
    if proposal is None:
        return []
    name = proposal.addressee.first_name if proposal.addressee else _("a former colleague")
    if proposal.addressee_id == viewer.member:
        name = _("You")
    if story.stage is Stage.QUEUED:
        return [_("waits for its turn: place %(number)d") % {"number": story.place}]
    if story.stage is Stage.OPEN and story.clock is not None:
        return [_("%(name)s, until %(day)s") % {"name": name, "day": short(story.clock.due, story.today)}]
    given = story.answer
    if given is None:
        return []
    notes = [_short_at(given.created, viewer), said(given, viewer)]
    if story.stage is Stage.PARKED and given.until is not None:
        notes.append(_("comes back on %(day)s") % {"day": short(given.until, story.today)})
    return notes


def said(answer: Answer, viewer: Viewer) -> str:
    """Who answered what, in one sentence without a full stop."""
    if answer.author_id == viewer.member:
        return {
            Answer.Verdict.YES: _("You said yes"),
            Answer.Verdict.NO: _("You said no"),
            Answer.Verdict.PARK: _("You parked it"),
        }[Answer.Verdict(answer.verdict)]
    name = answer.author.name if answer.author else _("A former colleague")
    return {
        Answer.Verdict.YES: _("%(name)s said yes"),
        Answer.Verdict.NO: _("%(name)s said no"),
        Answer.Verdict.PARK: _("%(name)s parked it"),
    }[Answer.Verdict(answer.verdict)] % {"name": name}


def answers(story: Story, viewer: Viewer) -> list[dict[str, Any]]:
    """The answers in words; one that was parked until a day that has come is an earlier one."""
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(story.answers, start=1):
        words = said(row, viewer)
        if row.until:
            words += ", " + _("until %(day)s") % {"day": short(row.until, story.today)}
        rows.append(
            {
                "row": row,
                "mine": row.author_id == viewer.member,
                "said": words,
                "earlier": number < len(story.answers) or story.stage is Stage.OPEN,
                "as_deputy": row.author_id is not None and row.author_id != row.addressee_id,
            }
        )
    return rows


def trial_days(story: Story) -> str:
    """From when until when a trial is; with the year where that is not plain."""
    return _days(story.tried, story.today) if story.tried else ""


def _days(trial: MandateTrial | Trial, today: date) -> str:
    here = trial.starts.year == trial.ends.year == today.year
    shape = "j F" if here else "j F Y"
    return _("%(first)s to %(last)s") % {
        "first": date_format(trial.starts, shape),
        "last": date_format(trial.ends, shape),
    }


def _trial_notes(story: Story, viewer: Viewer) -> list[str]:
    trial = story.tried
    if trial is None:
        return [_("may begin")] if story.stage is Stage.YES else []
    notes = [_days(trial, story.today)]
    if story.ran_out:
        notes.append(_("ended on %(day)s") % {"day": short(trial.ends, story.today)})
    elif story.to_come:
        notes.append(begins(trial.starts, story.today))
    elif story.stage is Stage.STOPPED and trial.ended_at is not None:
        notes.append(_("stopped on %(day)s") % {"day": _short_at(trial.ended_at, viewer)})
    elif story.measurements:
        times = ngettext("measured once", "measured %(number)d times", len(story.measurements))
        notes.append(times % {"number": len(story.measurements)})
    return notes


def begins(day: date, today: date) -> str:
    """When a trial that is still to come begins."""
    if day == today + timedelta(days=1):
        return _("begins tomorrow")
    return _("begins on %(day)s") % {"day": short(day, today)}


def _realised_notes(story: Story, viewer: Viewer) -> list[str]:
    if story.realised:
        return [_short_at(story.realised.created, viewer)]
    return [_("the team says what came of the trial")] if story.ran_out else [_("not yet")]


def short(day: date, today: date) -> str:
    """A day as people say it: with the year where that is not this one."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def _short(day: date) -> str:
    return date_format(day, "j F")


def _short_at(moment: datetime, viewer: Viewer) -> str:
    return _short(moment.astimezone(viewer.zone).date())
