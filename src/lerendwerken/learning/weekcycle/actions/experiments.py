"""Trying AI in a named work process, with what one expects of it before and what came of it after."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.keeping import add_once, there_already, words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices.models import PracticeVersion, WorkProcess
from lerendwerken.learning.weekcycle.models import Experiment
from lerendwerken.learning.weekcycle.rules import OVER, number, refuse_unless_open, this_week

_MOST_MINUTES = 10_000


@transaction.atomic
def begin_experiment(
    week: date,
    *,
    work_process: WorkProcess,
    tried: str,
    by: Viewer,
    expects: str = "",
    piece: str = "",
    version: PracticeVersion | None = None,
    partner: Membership | None = None,
    key: uuid.UUID | None = None,
) -> Experiment:
    """Begin an experiment in a work process of one's own team, with or against `version`, alone or not.

    The team sees it. Raises `BadInput`, or `Forbidden` outside the team or for a week that is over (the week
    before while one tried nothing in it).
    """
    if work_process.team_id not in by.teams:
        raise Forbidden(_("This work process belongs to another team. Name it in your own team first."))
    if version and version.work_process_id != work_process.pk:
        raise BadInput(_("This practice belongs to another work process."), "version")
    if partner and not _is_colleague(partner, work_process, by):
        raise BadInput(_("Choose a colleague of your own team."), "partner")
    row = Experiment(
        id=key or new_id(),
        organisation_id=by.organisation,
        team_id=work_process.team_id,
        author_id=by.member,
        week=week,
        work_process=work_process,
        version=version,
        partner=partner,
        piece=words(piece, 200, "piece"),
        tried=words(tried, 600, "tried", required=True),
        expects=words(expects, 600, "expects"),
        language=by.language,
    )
    sent_before = there_already(row, by=by)
    if sent_before:
        return sent_before
    nothing_yet = not Experiment.objects.visible_to(by).filter(author=by.member, week=week).exists()
    refuse_unless_open(week, by=by, late=nothing_yet)
    row, is_new = add_once(row, by=by)
    if is_new:
        audit.write(by, "weekcycle.begin_experiment", row.pk)
    return row


@transaction.atomic
def finish_experiment(
    experiment: Experiment,
    *,
    outcome: str,
    by: Viewer,
    minutes_before: int | None = None,
    minutes_after: int | None = None,
    quality: str = "",
    evidence: str = "",
) -> Experiment:
    """Write what came of one's own experiment: minutes (0 to 10,000), quality, and what shows it.

    Raises `BadInput`, or `Forbidden` for others and for a week that is over (the week before while it has no
    outcome).
    """
    if experiment.author_id != by.member:
        raise Forbidden(_("Who began an experiment writes down what came of it."))
    if quality not in ("", *Experiment.Quality.values):
        raise BadInput(_("Choose whether it became better, the same or worse."), "quality")
    row: Experiment = Experiment.objects.visible_to(by).select_for_update().get(pk=experiment.pk)
    refuse_unless_open(row.week, by=by, late=True)
    if row.week < this_week(by) and row.outcome:
        raise Forbidden(OVER)
    row.outcome = words(outcome, 600, "outcome", required=True)
    row.minutes_before = number(minutes_before, _MOST_MINUTES, "minutes_before")
    row.minutes_after = number(minutes_after, _MOST_MINUTES, "minutes_after")
    row.quality = quality
    row.evidence = words(evidence, 400, "evidence")
    row.save(update_fields=["outcome", "minutes_before", "minutes_after", "quality", "evidence"])
    audit.write(by, "weekcycle.finish_experiment", row.pk)
    return row


def _is_colleague(partner: Membership, work_process: WorkProcess, by: Viewer) -> bool:
    if partner.pk == by.member:
        return False
    return organisations.people_in(by, work_process.team_id).filter(pk=partner.pk).exists()
