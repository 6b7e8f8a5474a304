"""The guided pages of the moments one does alone."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, NotFound, Refused
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.moments import doing, showing
from lerendwerken.front.moments.forms import (
    DeepenForm,
    DoForm,
    FocusForm,
    HarvestForm,
    OnceForm,
    OutcomeForm,
    TightForm,
)
from lerendwerken.front.moments.views import in_agreement, viewer_of
from lerendwerken.learning.insights import queries as insights
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.sparring import queries as sparring
from lerendwerken.learning.sparring.forms import BeginForm
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.learning.weekcycle.models import Moment
from lerendwerken.oversight.measurement import queries as measurement


def _page(request: HttpRequest, name: str, moment: Moment | None, **shown: Any) -> HttpResponse:
    """A guided page, with the small line of the week."""
    viewer = viewer_of(request)
    week = showing.this_week(viewer)
    line = weekcycle.line(viewer, week)
    around = {
        "number": weeks.number(week),
        "today": clock.today(viewer.zone),
        "line": showing.stops(viewer, line),
        "minutes": next((stop.minutes for stop in line if stop.moment == moment), None),
        "written": weekcycle.entries(viewer, week),
        "question": weekcycle.current_question(viewer),
    }
    return render(request, f"moments/{name}.html", around | shown)


@require_http_methods(["GET", "POST"])
@in_agreement
def focus(request: HttpRequest) -> HttpResponse:
    """Focus: opens prefilled with last week and the question as it stands."""
    viewer = viewer_of(request)
    week = showing.this_week(viewer)
    about = weeks.slug(week)
    options: dict[str, Any] = {
        "development_questions": showing.development_questions(viewer),
        "with_confidence": weekcycle.asks_confidence(viewer, week),
    }
    if request.method == "POST":
        form = FocusForm.submitted(request, about=about, **options)
        if form.is_valid() and _did(form, doing.focus, viewer):
            return _onward(request, _("Your week has its direction."))
    else:
        initial = doing.focus_so_far(viewer, options["development_questions"])
        form = FocusForm.open(request, about=about, initial=initial, **options)
    return _page(request, "focus", Moment.FOCUS, form=form, earlier=weekcycle.earlier(viewer, week))


@require_http_methods(["GET", "POST"])
@in_agreement
def deepen(request: HttpRequest) -> HttpResponse:
    """Deepen: own analysis, sparring, one checked claim, own conclusion; and the theme of the week for who wants."""
    viewer = viewer_of(request)
    week = showing.this_week(viewer)
    about = weeks.slug(week)
    sessions = sparring.sessions_in_week(viewer, week)
    theme = showing.theme(viewer, week)
    if request.method == "POST":
        form = DeepenForm.submitted(request, about=about)
        if form.is_valid() and _did(form, doing.deepen, viewer, theme=theme):
            return _onward(request, _("What you found is kept, for you alone."))
    else:
        form = DeepenForm.open(request, about=about, initial=doing.deepen_so_far(viewer, sessions))
    begin = BeginForm.open(
        request,
        initial=doing.sparring_so_far(viewer),
        with_confidence=weekcycle.asks_confidence(viewer, week),
    )
    begin.auto_id = "id_spar_%s"
    return _page(
        request,
        "deepen",
        Moment.DEEPEN,
        form=form,
        begin=begin,
        sessions=sessions,
        closed=any(session.closed_at for session in sessions),
        checked=showing.checked(viewer, week, None),
        theme=theme,
    )


@require_http_methods(["GET", "POST"])
@in_agreement
def do(request: HttpRequest) -> HttpResponse:
    """Do: start a practice on today's work, or try something against it."""
    viewer = viewer_of(request)
    week = showing.this_week(viewer)
    about = weeks.slug(week)
    team = organisations.own_team(viewer)
    options: dict[str, Any] = {
        "processes": practices.work_processes(viewer, team.pk),
        "colleagues": [one for one in organisations.people_in(viewer, team.pk) if one.pk != viewer.member],
    }
    if request.method == "POST":
        form = DoForm.submitted(request, about=about, **options)
        if form.is_valid() and _did(form, doing.experiment, viewer):
            return redirect("do")
    else:
        form = DoForm.open(request, about=about, initial=doing.experiment_so_far(viewer), **options)
    experiments = weekcycle.my_experiments(viewer, week)
    uses = practices.my_open_uses(viewer)[:5]
    unfinished = [row for row in experiments if not row.outcome]
    return _page(
        request,
        "do",
        Moment.DO,
        form=form,
        experiments=[(row, new_id()) for row in experiments],
        practices=[row for row in practices.practices_of_team(viewer, team.pk) if row.version],
        uses=uses,
        primary=next(iter([*unfinished, *uses]), None),  # what was begun asks first how it ended
    )


@require_http_methods(["GET", "POST"])
@in_agreement
def outcome(request: HttpRequest, experiment: uuid.UUID) -> HttpResponse:
    """What came of an experiment, beside what was expected."""
    viewer = viewer_of(request)
    row = weekcycle.experiment_for(viewer, experiment)
    if row.author_id != viewer.member:
        raise NotFound
    about = str(row.pk)
    if request.method == "POST":
        form = OutcomeForm.submitted(request, about=about)
        if form.is_valid() and _did(form, doing.outcome, viewer, row=row):
            return _onward(request, _("Your team can read what came of it."))
    else:
        form = OutcomeForm.open(request, about=about, initial=doing.outcome_so_far(row))
    return _page(
        request,
        "outcome",
        Moment.DO,
        form=form,
        experiment=row,
        version=practices.practice_in_force(viewer, row.work_process),
    )


@require_POST
def into_practice(request: HttpRequest, experiment: uuid.UUID) -> HttpResponse:
    """Put what was tried into our practice: a proposed change for the team, with the outcome as its ground."""
    viewer = viewer_of(request)
    row = weekcycle.experiment_for(viewer, experiment)
    form = OnceForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    try:
        doing.into_practice(row, key=key, by=viewer)
    except NotFound:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Proposed to your team. Who facilitates puts it in force."))
    return redirect("practices:process", row.work_process_id)


@require_http_methods(["GET", "POST"])
@in_agreement
def harvest(request: HttpRequest) -> HttpResponse:
    """Harvest: recall first, then one insight, who may read it, and how the week felt."""
    viewer = viewer_of(request)
    week = showing.this_week(viewer)
    about = weeks.slug(week)
    if request.method == "POST":
        form = HarvestForm.submitted(request, about=about)
        if form.is_valid():
            kept = _did(form, doing.harvest, viewer)
            if kept and "proposal" in request.POST:
                response = redirect("proposals:write")
                response["Location"] += f"?insight={form.key}"
                return response
            if kept:
                return _onward(request, _("Your harvest is kept."))
    else:
        form = HarvestForm.open(request, about=about)
    return _page(
        request,
        "harvest",
        Moment.HARVEST,
        form=form,
        due=showing.to_recall(viewer),
        experiments=weekcycle.my_experiments(viewer, week),
        insights=[row for row in insights.insights(viewer) if row.week == week],
        pulse=measurement.pulse(viewer, week),
    )


@require_http_methods(["GET", "POST"])
@in_agreement
def work(request: HttpRequest) -> HttpResponse:
    """The one solo moment of the start rhythm: think, spar, try, and one line of each."""
    return _in_short(request, "work", Moment.WORK)


@require_http_methods(["GET", "POST"])
@in_agreement
def tight(request: HttpRequest) -> HttpResponse:
    """A tight week in ten minutes."""
    return _in_short(request, "tight", None)


def _in_short(request: HttpRequest, name: str, moment: Moment | None) -> HttpResponse:
    viewer = viewer_of(request)
    week = showing.this_week(viewer)
    about = weeks.slug(week)
    team = organisations.own_team(viewer)
    theme = showing.theme(viewer, week) if moment is Moment.WORK else None
    options: dict[str, Any] = {
        "processes": practices.work_processes(viewer, team.pk),
        "with_theme": theme is not None,
        "with_question": weekcycle.current_question(viewer) is None,
    }
    if request.method == "POST":
        form = TightForm.submitted(request, about=about, **options)
        if form.is_valid() and _did(form, doing.in_short, viewer, theme=theme):
            return _onward(request, _("Your week is kept. One line is enough."))
    else:
        form = TightForm.open(request, about=about, initial=doing.short_so_far(viewer), **options)
    session = sparring.open_session(viewer, week)
    return _page(request, name, moment, form=form, session=session, theme=theme)


def _did(form: Any, act: Any, viewer: Viewer, **more: Any) -> bool:
    """Do it; what is refused is shown on the form, with every word still in it."""
    try:
        act(form, by=viewer, **more)
    except BadInput as refusal:
        form.refuse(refusal)
        return False
    form.done()
    return True


def _onward(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("week")
