"""The pages of the agreement: everybody reads it, a steward or administrator writes it, the council speaks about it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations import records
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.oversight.governance import actions, changes, queries
from lerendwerken.oversight.governance.forms import AgreementForm, VoiceForm, prefilled
from lerendwerken.oversight.governance.models import Agreement
from lerendwerken.oversight.governance.standing import standing_of


@require_GET
def agreement(request: HttpRequest) -> HttpResponse:
    """The agreement that holds, what waits for the council, what changed since, and every version."""
    viewer = _viewer(request)
    versions = queries.versions(viewer)
    standing = standing_of(versions, clock.today(viewer.zone))
    now = standing.agreement
    context = {
        "standing": standing,
        "versions": versions,
        "since": changes.since(now, queries.facts(viewer)),
        "shown": _shown(viewer, now) if now else None,
        "writes": viewer.role in queries.WRITERS,
        "writers": organisations.holding(viewer, *queries.WRITERS),
        "council": organisations.holding(viewer, Role.COUNCIL),
    }
    return render(request, "governance/agreement.html", context)


@require_GET
def version(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """One version as it was written, with what it changes and what the council said; the council speaks here."""
    viewer = _viewer(request)
    row = queries.agreement_for(viewer, agreement)
    form = VoiceForm.open(request, about=str(row.pk)) if viewer.role is Role.COUNCIL else None
    return _version_page(request, viewer, row, form)


@require_http_methods(["POST"])
def speak(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """The council says what it thinks of a version."""
    viewer = _viewer(request)
    row = queries.agreement_for(viewer, agreement)
    if viewer.role is not Role.COUNCIL:
        raise Forbidden(_("The works council speaks about the agreement. Everybody can read what it said."))
    form = VoiceForm.submitted(request, about=str(row.pk))
    if form.is_valid():
        try:
            actions.speak(row, **form.cleaned_data, key=form.key, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Kept, with your name and the day. Everybody can read it."))
            return redirect("agreement-version", row.pk)
    return _version_page(request, viewer, row, form)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a version: what the installation knows stands ready."""
    viewer = _viewer(request)
    if viewer.role not in queries.WRITERS:
        raise Forbidden(_("A steward or an administrator writes the agreement. Everybody can read it."))
    versions = queries.versions(viewer)
    teams = list(organisations.teams(viewer))
    before = versions[0] if versions else None
    options: dict[str, Any] = {"teams": teams, "is_first": before is None}
    if request.method == "GET":
        initial = prefilled(before, teams, clock.today(viewer.zone))
        form = AgreementForm.open(request, about="new", initial=initial, **options)
    else:
        form = AgreementForm.submitted(request, about="new", **options)
        if form.is_valid():
            try:
                row = actions.propose(**form.given, key=form.key, by=viewer)
            except (BadInput, Conflict) as refusal:
                form.refuse(refusal if isinstance(refusal, BadInput) else BadInput(refusal.message))
            else:
                form.done()
                return redirect("agreement-version", row.pk)
    facts = queries.facts(viewer)
    context = {
        "form": form,
        "teams": teams,
        "facts": facts,
        "kinds": len(facts.recorded),
        "records": records.told(facts.record_years),
        "before": before,
        "changes": changes.since(before, facts),
        "council": organisations.holding(viewer, Role.COUNCIL),
    }
    return render(request, "governance/write.html", context)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _version_page(
    request: HttpRequest, viewer: Viewer, row: Agreement, form: VoiceForm | None
) -> HttpResponse:
    versions = queries.versions(viewer)
    earlier = next((one for one in versions if one.number < row.number), None)
    context = {
        "shown": _shown(viewer, row),
        "standing": standing_of(versions, clock.today(viewer.zone)),
        "earlier": earlier,
        "changes": changes.between(earlier, row, _team_names(viewer)) if earlier else [],
        "form": form,
    }
    return render(request, "governance/version.html", context)


def _shown(viewer: Viewer, row: Agreement) -> dict[str, Any]:
    """What a page says of one version."""
    return {
        "row": row,
        "teams": changes.names_of(row.teams, _team_names(viewer)),
        "groups": changes.grouped(row.recorded),
        "records": records.told(row.record_years),
        "voices": queries.voices(viewer)[row.pk],
    }


def _team_names(viewer: Viewer) -> dict[str, str]:
    return {str(team.pk): team.name for team in organisations.teams(viewer)}
