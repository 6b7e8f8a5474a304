"""A proposal in words and pictures: its line of states, its clock, its trial."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerendwerken.change.proposals.models import Proposal
from lerendwerken.change.proposals.queries import Asked
from lerendwerken.change.proposals.story import Stage, Story
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.shell.charts import Trend, shown
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame.models import Measurement, ResultPromise

# How many of the five steps are done, and which one is now.
_PROGRESS: dict[Stage, tuple[int, int | None]] = {
    Stage.DRAFT: (0, 0),
    Stage.TEAM: (1, 1),
    Stage.WITHDRAWN: (2, None),
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
    done, now = _PROGRESS[story.stage]
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


def clock_words(row: Asked, viewer: Viewer) -> dict[str, Any] | None:
    """What the clock of a proposal says to the viewer; None while nobody has to answer."""
    clock, proposal = row.clock, row.proposal
    if clock is None:
        return None
    name = proposal.addressee.name if proposal.addressee else _("a former colleague")
    told = {"name": name, "day": date_format(clock.due, "l j F")}
    late = ngettext("%(days)d working day late", "%(days)d working days late", clock.late_by)
    return {
        "day": clock.day,
        "of": clock.of,
        "late": clock.late,
        "headline": _answers(proposal.addressee_id == viewer.member, clock.late) % told,
        "words": late % {"days": clock.late_by} if clock.late else "",
    }


def _answers(mine: bool, late: bool) -> str:
    if mine:
        return _("You should have answered by %(day)s") if late else _("You answer by %(day)s")
    return _("%(name)s should have answered by %(day)s") if late else _("%(name)s answers by %(day)s")


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
    if proposal.state == Proposal.State.PARKED and proposal.parked_until and proposal.parked_until > today:
        return _("parked until %(day)s") % {"day": _short(proposal.parked_until)}
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
    if story.stage is Stage.OPEN and story.clock is not None:
        return [_("%(name)s, until %(day)s") % {"name": name, "day": _short(story.clock.due)}]
    given = story.answer
    if given is None:
        return []
    notes = [_short_at(given.created, viewer), f"{name}: {given.get_verdict_display()}"]
    if story.stage is Stage.PARKED and given.until is not None:
        notes.append(_("comes back on %(day)s") % {"day": _short(given.until)})
    return notes


def _trial_notes(story: Story, viewer: Viewer) -> list[str]:
    trial = story.tried
    if trial is None:
        return [_("may begin")] if story.stage is Stage.YES else []
    notes = [_("%(first)s to %(last)s") % {"first": _short(trial.starts), "last": _short(trial.ends)}]
    if story.stage is Stage.STOPPED and trial.ended_at is not None:
        notes.append(_("stopped on %(day)s") % {"day": _short_at(trial.ended_at, viewer)})
    elif story.measurements:
        times = ngettext("measured once", "measured %(number)d times", len(story.measurements))
        notes.append(times % {"number": len(story.measurements)})
    return notes


def _realised_notes(story: Story, viewer: Viewer) -> list[str]:
    return [_short_at(story.realised.created, viewer)] if story.realised else [_("not yet")]


def _short(day: date) -> str:
    return date_format(day, "j F")


def _short_at(moment: datetime, viewer: Viewer) -> str:
    return _short(moment.astimezone(viewer.zone).date())
