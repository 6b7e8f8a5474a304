"""All proposals that somebody reaches, and what is asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lerendwerken.change.proposals import queries, showing
from lerendwerken.change.proposals.models import Proposal, TeamProposal
from lerendwerken.change.proposals.queries import Asked
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall.viewer import Viewer

_AT_TEAM = (TeamProposal.State.TEAM, TeamProposal.State.TRIAL)
_ENDED_IN_TEAM = (TeamProposal.State.STOPPED, TeamProposal.State.WITHDRAWN)
_ENDED = (Proposal.State.NO, Proposal.State.STOPPED)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Own drafts, with the team, put forward, ended, and realised in the organisation."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    today = clock.today(viewer.zone)
    of_team = queries.team_proposals(viewer, viewer.team) if viewer.team else []
    put = queries.put_forward(viewer)
    put_lineages = {row.proposal.lineage for row in put}
    ended: list[dict[str, Any]] = [
        {"row": row, "words": row.get_state_display()}
        for row in of_team
        if row.state in _ENDED_IN_TEAM and row.lineage not in put_lineages
    ]
    ended += [_told(row, today, viewer) for row in put if row.proposal.state in _ENDED]
    running = [row for row in put if row.proposal.state not in (*_ENDED, Proposal.State.REALISED)]
    context = {
        "drafts": queries.drafts(viewer),
        "of_team": [row for row in of_team if row.state in _AT_TEAM],
        "put": [_told(row, today, viewer) for row in running],
        "ended": ended,
        "realised": queries.realised(viewer),
        "waiting": sum(row.clock is not None and row.proposal.addressee_id == viewer.member for row in put),
    }
    return render(request, "proposals/list.html", context)


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """What is asked of the viewer, by the day on which an answer is due."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    waiting = [
        {"row": row.proposal, "clock": showing.clock_words(row, viewer)} for row in queries.asked(viewer)
    ]
    context = {"waiting": waiting, "parked": queries.parked_by(viewer)}
    return render(request, "proposals/asked.html", context)


def _told(row: Asked, today: date, viewer: Viewer) -> dict[str, Any]:
    return {
        "row": row.proposal,
        "words": showing.state_words(row.proposal, today),
        "clock": showing.clock_words(row, viewer),
    }
