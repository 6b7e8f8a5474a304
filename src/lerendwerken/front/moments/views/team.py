"""What the team shares this week, and everything that is one step away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from lerendwerken.change.dialogue import queries as dialogue
from lerendwerken.change.obstacles import queries as obstacles
from lerendwerken.change.proposals import queries as proposals
from lerendwerken.foundation.ground import weeks
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
def team(request: HttpRequest) -> HttpResponse:
    """The team's week: questions, experiments, the dialogue, insights that were shared, practices."""
    viewer = viewer_of(request)
    if viewer.team is None:
        return redirect("home")
    monday = showing.this_week(viewer)
    return render(
        request,
        "moments/team.html",
        {
            "number": weeks.number(monday),
            "team": organisations.own_team(viewer),
            "questions": weekcycle.questions_of_team(viewer, monday),
            "experiments": weekcycle.experiments_in_week(viewer, monday),
            "dialogue": dialogue.dialogue_in_week(viewer, viewer.team, monday),
            "insights": insights.shared_in_team(viewer, 8),
            "practices": practices.practices_of_team(viewer, viewer.team),
            "proposals": proposals.team_proposals(viewer, viewer.team)[:6],
            "obstacles": [(one, one.clock_words(viewer)) for one in obstacles.of_team(viewer, viewer.team)],
            "rhythm": weekcycle.rhythm_of(viewer, viewer.team),
            "time": weekcycle.working_time(viewer),
            "is_facilitator": viewer.team in viewer.facilitates,
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
