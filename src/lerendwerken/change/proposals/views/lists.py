"""All proposals that somebody reaches."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lerendwerken.change.proposals import queries, showing
from lerendwerken.change.proposals.models import MandateTrial, Proposal, TeamProposal, Trial
from lerendwerken.change.proposals.queries import Asked
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer

_AT_TEAM = (TeamProposal.State.TEAM, TeamProposal.State.TRIAL)
_ENDED_IN_TEAM = (TeamProposal.State.STOPPED, TeamProposal.State.WITHDRAWN)
_ENDED = (Proposal.State.NO, Proposal.State.STOPPED)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Own drafts, with the team, put forward, ended, and realised in the organisation."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    today = clock.today(viewer.zone)
    trials = _open_trials(viewer)
    of_team = queries.team_proposals(viewer, viewer.team) if viewer.team else []
    put = queries.put_forward(viewer)
    put_lineages = {row.proposal.lineage for row in put}
    ended: list[dict[str, Any]] = [
        {"row": row, "words": row.get_state_display()}
        for row in of_team
        if row.state in _ENDED_IN_TEAM and row.lineage not in put_lineages
    ]
    ended += [_told(row, today, viewer, {}) for row in put if row.proposal.state in _ENDED]
    running = [row for row in put if row.proposal.state not in (*_ENDED, Proposal.State.REALISED)]
    context = {
        "drafts": queries.drafts(viewer),
        "of_team": [
            {"row": row, "words": _stands(row, today, trials)} for row in of_team if row.state in _AT_TEAM
        ],
        "team": organisations.own_team(viewer) if viewer.team else None,
        "put": [_told(row, today, viewer, trials) for row in running],
        "ended": ended,
        "realised": queries.realised(viewer),
        "waiting": sum(row.is_for(viewer) for row in put),
    }
    return render(request, "proposals/list.html", context)


def _open_trials(viewer: Viewer) -> dict[uuid.UUID, MandateTrial | Trial]:
    """The trials of the team of which nobody said yet what came of them, by proposal."""
    trials = queries.trials(viewer, viewer.team) if viewer.team else []
    return {row.lineage: row for row in trials if not row.ended_at}


def _stands(row: TeamProposal | Proposal, today: date, trials: dict[uuid.UUID, MandateTrial | Trial]) -> str:
    trial = trials.get(row.lineage)
    if trial is not None and trial.ends < today:
        return _("trial ended on %(day)s, what came of it?") % {"day": showing.short(trial.ends, today)}
    if trial is not None and trial.starts > today:
        return _("trial %(begins)s") % {"begins": showing.begins(trial.starts, today)}
    return showing.state_words(row, today) if isinstance(row, Proposal) else str(row.get_state_display())


def _told(
    row: Asked, today: date, viewer: Viewer, trials: dict[uuid.UUID, MandateTrial | Trial]
) -> dict[str, Any]:
    return {
        "row": row.proposal,
        "words": _stands(row.proposal, today, trials),
        "clock": showing.clock_words(row, viewer),
    }
