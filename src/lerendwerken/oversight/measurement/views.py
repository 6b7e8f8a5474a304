"""Promise against result: for everybody to see, for everybody to measure."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame import actions as frame_actions
from lerendwerken.learning.frame import queries as frame_queries
from lerendwerken.learning.frame.models import Measurement
from lerendwerken.oversight.measurement import ledger
from lerendwerken.oversight.measurement.forms import CorrectionForm, MeasurementForm
from lerendwerken.oversight.measurement.showing import hours_of, ledger_summary, moved_row, result, summary


@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Every result promise of the frame in force, with the verdict in words first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    standings = frame_queries.standing(viewer)
    context = {
        "frame": frame_queries.frame_in_force(viewer),
        "results": [result(standing) for standing in standings],
        "summary": summary(standings) if standings else "",
        "today": clock.today(viewer.zone),
        "hours_summary": ledger_summary(ledger.of_quarter(viewer)),
    }
    return render(request, "measurement/promises.html", context)


@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    """The ledger: working time that went in, beside how the results moved in the same weeks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = ledger.of_quarter(viewer)
    context = {
        "ledger": found,
        "frame": frame_queries.frame_in_force(viewer),
        "summary": ledger_summary(found),
        "taken": [hours_of(row) for row in found.taken] if found else [],
        "total": hours_of(found) if found else None,
        "moved": [moved_row(row) for row in found.moved] if found else [],
    }
    return render(request, "measurement/hours.html", context)


@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """One promise with all that was measured; here a value is added."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    standing = frame_queries.standing_of(viewer, lineage)
    is_open = standing.promise.baseline is None and (
        standing.baseline is None or standing.baseline_is_claimed
    )
    about = str(lineage)
    if request.method == "POST":
        form = MeasurementForm.submitted(request, about=about, baseline_open=is_open)
        if form.is_valid() and _measured(form, lineage, viewer):
            form.done()
            messages.success(request, _("Kept. It counts as claimed until somebody else confirms it."))
            return redirect("promise", lineage=lineage)
    else:
        given = {"day": clock.today(viewer.zone)}
        form = MeasurementForm.open(request, about=about, initial=given, baseline_open=is_open)
    before = frame_queries.corrected(viewer, lineage)
    context = {
        "result": result(standing),
        "dropped": standing.promise.frame != frame_queries.frame_in_force(viewer),
        "measured": [(row, before.get(row.pk, [])) for row in reversed(standing.measurements)],
        "form": form,
        "today": clock.today(viewer.zone),
    }
    return render(request, "measurement/promise.html", context)


@require_POST
def confirm(request: HttpRequest, lineage: uuid.UUID, measurement: uuid.UUID) -> HttpResponse:
    """Say that what a colleague measured is right."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = _measurement(viewer, lineage, measurement)
    frame_actions.confirm(row, by=viewer)
    messages.success(request, _("Confirmed, with your name beside it."))
    return redirect("promise", lineage=lineage)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, lineage: uuid.UUID, measurement: uuid.UUID) -> HttpResponse:
    """Put another value in the place of one that turned out wrong, with the reason."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = _measurement(viewer, lineage, measurement)
    if row.author_id != viewer.member and viewer.role is not Role.STEWARD:
        raise Forbidden(_("Who measured this corrects it, or a steward."))
    if request.method == "POST":
        form = CorrectionForm.submitted(request, about=str(measurement))
        if form.is_valid():
            try:
                frame_actions.correct(row, **form.cleaned_data, key=form.key, by=viewer)
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                messages.success(request, _("Corrected. What stood there can still be read."))
                return redirect("promise", lineage=lineage)
    else:
        given = {"value": row.value, "day": row.day}
        form = CorrectionForm.open(request, about=str(measurement), initial=given)
    promise = frame_queries.promise_by_lineage(viewer, lineage)
    context = {"form": form, "row": row, "promise": promise}
    return render(request, "measurement/correct.html", context)


@require_POST
def withdraw(request: HttpRequest, lineage: uuid.UUID, measurement: uuid.UUID) -> HttpResponse:
    """Take back what one measured oneself, as long as nobody confirmed it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = _measurement(viewer, lineage, measurement)
    frame_actions.withdraw(row, by=viewer)
    messages.success(request, _("Withdrawn. This measurement does not count any more."))
    return redirect("promise", lineage=lineage)


def _measurement(viewer: Viewer, lineage: uuid.UUID, measurement: uuid.UUID) -> Measurement:
    """A measurement of just this promise. Raises `NotFound`."""
    row = frame_queries.measurement_for(viewer, measurement)
    if row.promise != lineage:
        raise NotFound
    return row


def _measured(form: MeasurementForm, lineage: uuid.UUID, viewer: Viewer) -> bool:
    filled = form.cleaned_data
    try:
        frame_actions.measure(
            lineage,
            day=filled["day"],
            value=filled["value"],
            note=filled["note"],
            source=filled.get("source") or Measurement.Source.HAND,
            key=form.key,
            by=viewer,
        )
    except BadInput as refusal:
        form.refuse(refusal)
        return False
    return True
