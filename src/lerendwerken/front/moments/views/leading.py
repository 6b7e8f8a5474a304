"""The page of who leads: what is asked of them, what stands in the way of teams, what changed in how they work.

Below it: what the rhythm took in hours, beside how the results moved.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lerendwerken.change.obstacles import queries as obstacles
from lerendwerken.change.proposals import queries as proposals
from lerendwerken.change.proposals import showing
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Role
from lerendwerken.front.moments.views import viewer_of
from lerendwerken.learning.frame import objections
from lerendwerken.learning.practices import changed
from lerendwerken.oversight.measurement import ledger
from lerendwerken.oversight.measurement.showing import ledger_summary

RECENT = timedelta(weeks=13)  # what changed within this time stands on the page


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """What is asked of the viewer, by the day on which an answer is due, and what came of it in their teams."""
    viewer = viewer_of(request)
    teams = list(organisations.teams_managed_by(viewer))
    leads = bool(teams) or viewer.role in (Role.MANAGER, Role.STEWARD)
    context = {
        "waiting": [
            {"row": row.proposal, "clock": showing.clock_words(row, viewer)}
            for row in proposals.asked(viewer)
        ],
        "obstacles": [(one, one.clock_words(viewer)) for one in obstacles.asked(viewer)],
        "obstacles_queued": obstacles.queued_for(viewer),
        "obstacles_promised": obstacles.promised_by(viewer),
        "asked": [(one, one.clock_words(viewer)) for one in objections.asked(viewer)],
        "queued": proposals.queued_for(viewer),
        "parked": proposals.parked_by(viewer),
        "teams": teams,
        "ways": changed.in_teams(viewer, [team.pk for team in teams], clock.now() - RECENT)
        if teams
        else None,
        "deputy": organisations.deputies_of(viewer, [viewer.member]).get(viewer.member),
        "absences": organisations.absences_of(viewer, viewer.member),
        "leads": leads,
        "hours_summary": ledger_summary(ledger.of_quarter(viewer)) if leads else "",
        "decides": viewer.role is Role.MANAGER,
    }
    return render(request, "moments/asked.html", context)
