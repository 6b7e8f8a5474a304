"""What the team shares this week, and everything that is one step away."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from lerendwerken.change.dialogue import queries as dialogue
from lerendwerken.change.obstacles import queries as obstacles
from lerendwerken.change.proposals import queries as proposals
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.shell import navigation
from lerendwerken.front.moments import showing
from lerendwerken.front.moments.views import viewer_of
from lerendwerken.learning.insights import queries as insights
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.weekcycle import queries as weekcycle

OTHERS = (
    navigation.OBSTACLES,
    navigation.CALENDAR,
    navigation.REMINDERS,
    navigation.FRAME,
    navigation.TRANSPARENCY,
    navigation.AI,
)


@require_GET
def team(request: HttpRequest, team: uuid.UUID | None = None) -> HttpResponse:
    """A team's week: questions, experiments, the dialogue, insights that were shared, practices."""
    viewer = viewer_of(request)
    if team is not None and team not in viewer.teams:
        raise NotFound
    if viewer.team is None:
        return redirect("home")
    seen = team or viewer.team
    there = viewer.within(seen)
    monday = showing.this_week(viewer)
    is_own = seen == viewer.team
    return render(
        request,
        "moments/team.html",
        {
            "number": weeks.number(monday),
            "team": organisations.team_for(viewer, seen),
            "is_own": is_own,
            "elsewhere": showing.elsewhere(viewer) if is_own else [],
            "questions": weekcycle.questions_of_team(there, monday),
            "experiments": weekcycle.experiments_in_week(there, monday),
            "dialogue": dialogue.dialogue_in_week(viewer, seen, monday),
            "insights": insights.shared_in_team(there, 8),
            "practices": practices.practices_of_team(viewer, seen),
            "proposals": proposals.team_proposals(viewer, seen)[:6],
            "obstacles": [(one, one.clock_words(viewer)) for one in obstacles.of_team(viewer, seen)],
            "rhythm": weekcycle.rhythm_of(viewer, seen),
            "time": weekcycle.working_time(there) if is_own else None,
            "is_facilitator": seen in viewer.facilitates,
        },
    )


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """Everything that does not fit under the thumb."""
    viewer = viewer_of(request)
    mine = navigation.for_role(viewer.role, in_team=viewer.team is not None)
    there = {link.name for link in mine}
    others = navigation.links(OTHERS, "")
    links = [*mine, *(link for link in others if link.name not in there)]
    return render(request, "moments/more.html", {"links": links})
