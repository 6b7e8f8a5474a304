"""The page of the team's rhythm. The week itself, and what one writes in it, is in the guided pages."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.ai.partners.queries import chatbots, endpoint
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import actions, bank, queries
from lerendwerken.learning.weekcycle.forms import RhythmForm
from lerendwerken.learning.weekcycle.models import Rhythm
from lerendwerken.learning.weekcycle.rules import this_week


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@require_http_methods(["GET", "POST"])
def rhythm(request: HttpRequest) -> HttpResponse:
    """When the team has its moments and which work lapses for them; the facilitator begins and changes it."""
    viewer = _viewer(request)
    team = organisations.own_team(viewer).pk
    begun = queries.rhythm_of(viewer, team)
    if request.method == "GET":
        form = RhythmForm.open(request, initial=RhythmForm.prefilled(begun), begun=begun is not None)
    else:
        form = RhythmForm.submitted(request, begun=begun is not None)
        if form.is_valid():
            try:
                _keep(form, team, begun, viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                messages.success(request, _("Kept. Your team sees it on the week page."))
                return redirect("weekcycle:rhythm")
    context = {
        "rhythm": begun,
        "full": begun is not None and queries.is_full(viewer, begun, this_week(viewer)),
        "form": form,
        "facilitates": team in viewer.facilitates,
        "waits": not agreed.holds(viewer, team),
    }
    return render(request, "weekcycle/rhythm.html", context)


@require_POST
def widen(request: HttpRequest) -> HttpResponse:
    """The facilitator lets the team have five moments from this week or the next one on."""
    viewer = _viewer(request)
    week = this_week(viewer)
    if request.POST.get("from") != "this":
        week = weeks.after(week, 1)
    actions.go_full(organisations.own_team(viewer).pk, from_week=week, by=viewer)
    messages.success(request, _("Kept. Your team sees it on the week page."))
    return redirect("weekcycle:rhythm")


@require_http_methods(["GET", "POST"])
def themes(request: HttpRequest) -> HttpResponse:
    """The bank of themes; here a team chooses one for this week or the next, leaves it out, or goes by turns."""
    viewer = _viewer(request)
    team = organisations.own_team(viewer).pk
    if request.method == "GET" and not agreed.holds(viewer, team):
        return redirect("week")  # which says what is missing and whom to ask, before anybody chooses
    present = this_week(viewer)
    if request.method == "POST":
        week = weeks.after(present, 1) if request.POST.get("week") == "next" else present
        if "turns" in request.POST:
            actions.take_turns(week, by=viewer)
        else:
            actions.choose_theme(week, request.POST.get("key", ""), by=viewer)
        messages.success(request, _("Kept. Your team sees it on the week page."))
        return redirect("weekcycle:themes")
    with_model = bool(endpoint(viewer) or chatbots(viewer))
    context = {
        "weeks": [
            (
                code,
                week,
                queries.theme(viewer, week, with_model=with_model),
                queries.theme_choice(viewer, week),
            )
            for code, week in (("this", present), ("next", weeks.after(present, 1)))
        ],
        "subjects": bank.by_subject(viewer.language),
    }
    return render(request, "weekcycle/themes.html", context)


def _keep(form: RhythmForm, team: uuid.UUID, begun: Rhythm | None, by: Viewer) -> None:
    day, at = form.dialogue()
    lapsed = form.cleaned_data["lapsed_work"]
    if begun is not None:
        actions.change_rhythm(team, dialogue_day=day, dialogue_time=at, lapsed_work=lapsed, by=by)
        return
    starts = form.first_week(this_week(by))
    actions.begin_rhythm(team, dialogue_day=day, dialogue_time=at, starts=starts, lapsed_work=lapsed, by=by)
