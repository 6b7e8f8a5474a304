"""When somebody works, does their own moments and is away; when the team has no moments."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.together import atomic
from lerendwerken.foundation.organisations import actions as organisations_actions
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.moments import showing
from lerendwerken.front.moments.forms import AwayForm, DaysForm
from lerendwerken.front.moments.views import viewer_of
from lerendwerken.learning.weekcycle import actions as weekcycle_actions
from lerendwerken.learning.weekcycle import queries as weekcycle


@require_http_methods(["GET", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    """Choose on which days one works, and one's own days and time for the moments that are one's own."""
    viewer = viewer_of(request)
    form = _days_form(viewer, request) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            _keep(form, viewer)
        except BadInput as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your days are kept."))
            return redirect("week")
    return _page(request, form=form)


@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Write down when one is away."""
    viewer = viewer_of(request)
    form = AwayForm(request.POST)
    if _added(form, lambda **given: organisations_actions.take_leave(**given, by=viewer)):
        messages.success(request, _("Kept. Nothing is planned for you then."))
        return redirect("days")
    return _page(request, leave=form)


@require_POST
def back(request: HttpRequest, leave: uuid.UUID) -> HttpResponse:
    """Take own leave back."""
    organisations_actions.take_leave_back(leave, by=viewer_of(request))
    messages.success(request, _("Kept."))
    return redirect("days")


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Who facilitates says when the team has no moments."""
    viewer = viewer_of(request)
    team = organisations.own_team(viewer)
    form = AwayForm(request.POST)
    if _added(form, lambda **given: organisations_actions.pause_team(team.pk, **given, by=viewer)):
        messages.success(request, _("Kept. Nothing is planned for your team then."))
        return redirect("days")
    return _page(request, pause=form)


@require_POST
def resume(request: HttpRequest, pause: uuid.UUID) -> HttpResponse:
    """Who facilitates lets the team have its moments after all."""
    organisations_actions.resume_team(pause, by=viewer_of(request))
    messages.success(request, _("Kept."))
    return redirect("days")


@atomic
def _keep(form: DaysForm, viewer: Viewer) -> None:
    organisations_actions.work_on(form.cleaned_data["works"], by=viewer)
    weekcycle_actions.choose_days(form.days, at=form.cleaned_data["at"], by=viewer)


def _added(form: AwayForm, act: Callable[..., object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except BadInput as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.message))
        return False
    return True


def _days_form(viewer: Viewer, request: HttpRequest | None = None) -> DaysForm:
    moments = weekcycle.moments_alone(viewer)
    if request is not None:
        return DaysForm(moments, request.POST)
    initial = {
        **weekcycle.own_days(viewer),
        "works": sorted(organisations.working_days(viewer).in_week(showing.this_week(viewer))),
        "at": weekcycle.own_time(viewer),
    }
    return DaysForm(moments, initial=initial)


def _page(
    request: HttpRequest,
    *,
    form: DaysForm | None = None,
    leave: AwayForm | None = None,
    pause: AwayForm | None = None,
) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "form": form or _days_form(viewer),
        "leaves": organisations.leaves(viewer),
        "leave_form": leave or AwayForm(initial={"key": new_id()}),
        "pauses": organisations.pauses_of(viewer, viewer.team) if viewer.team else [],
        "pause_form": pause or AwayForm(initial={"key": new_id()}, auto_id="pause_%s"),
        "is_facilitator": viewer.team in viewer.facilitates,
    }
    return render(request, "moments/days.html", context)
