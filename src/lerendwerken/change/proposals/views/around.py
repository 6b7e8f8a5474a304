"""What holds around decisions: the mandate of a team, and who answers for a decision maker."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.change.proposals.forms import AwayForm, DeputyForm, MandateForm
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.organisations import actions as arranging
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.viewer import Role, Viewer


@require_http_methods(["GET", "POST"])
def mandate_of(request: HttpRequest, team: uuid.UUID) -> HttpResponse:
    """What a team may try by itself, now and before; its manager or a steward writes it down here."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = organisations.team_for(viewer, team)
    may_write = organisations.may_set_mandate(viewer, row)
    if request.method == "POST" and not may_write:
        raise Forbidden(_("The manager of the team or a steward sets what the team may try by itself."))
    if request.method == "POST":
        form = MandateForm.submitted(request, about=str(team))
        if form.is_valid():
            try:
                arranging.set_mandate(
                    row, form.cleaned_data["text"], weeks=form.cleaned_data["weeks"], key=form.key, by=viewer
                )
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                messages.success(request, _("Kept. The whole organisation can read it."))
                return redirect("proposals:mandate_of", team)
    else:
        initial = {"text": row.mandate, "weeks": row.mandate_weeks}
        form = MandateForm.open(request, about=str(team), initial=initial)
    versions = organisations.mandates(viewer, team)
    context = {
        "team": row,
        "form": form if may_write else None,
        "now": versions[0] if row.mandate and versions else None,
        "earlier": versions[1:] if row.mandate else versions,
        "ours": team in viewer.teams,
    }
    return render(request, "proposals/mandate.html", context)


@require_http_methods(["GET", "POST"])
def deputy(request: HttpRequest, member: uuid.UUID) -> HttpResponse:
    """Who answers for a manager, and when they are away; they say so themselves, or an administrator for them."""
    viewer, row = _whose(request, member)
    known = organisations.deputies_of(viewer, [row.pk]).get(row.pk)
    choices = organisations.deputies_for(viewer, row)
    form = DeputyForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        initial={"deputy": str(known.pk) if known else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            arranging.name_deputy(row, form.chosen, by=viewer)
        except BadInput as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("proposals:deputy", row.pk)
    return _page(request, row, form=form)


@require_POST
def away(request: HttpRequest, member: uuid.UUID) -> HttpResponse:
    """Say when a manager is away."""
    viewer, row = _whose(request, member)
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            arranging.be_away(row, **form.cleaned_data, by=viewer)
        except BadInput as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Kept. Those days do not count in the term."))
            return redirect("proposals:deputy", row.pk)
    return _page(request, row, away=form)


@require_POST
def back(request: HttpRequest, member: uuid.UUID, absence: uuid.UUID) -> HttpResponse:
    """Take an absence back."""
    viewer, row = _whose(request, member)
    arranging.be_back(absence, by=viewer)
    messages.success(request, _("Kept."))
    return redirect("proposals:deputy", row.pk)


def _whose(request: HttpRequest, member: uuid.UUID) -> tuple[Viewer, Membership]:
    """The decision maker that a page is about: oneself, or anybody for an administrator."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = organisations.member_for(viewer, member)
    decides = row.holds(Role.MANAGER) or organisations.teams(viewer).filter(manager=row.pk).exists()
    if not decides or (row.pk != viewer.member and viewer.role is not Role.ADMINISTRATOR):
        raise NotFound
    return viewer, row


def _page(
    request: HttpRequest, row: Membership, *, form: DeputyForm | None = None, away: AwayForm | None = None
) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    known = organisations.deputies_of(viewer, [row.pk]).get(row.pk)
    if form is None:
        choices = organisations.deputies_for(viewer, row)
        form = DeputyForm(choices=choices, initial={"deputy": str(known.pk) if known else ""})
    context = {
        "member": row,
        "mine": row.pk == viewer.member,
        "deputy": known,
        "form": form,
        "away_form": away or AwayForm(),
        "absences": organisations.absences_of(viewer, row.pk),
        "term": organisations.organisation_of(viewer).answer_term_days,
    }
    return render(request, "proposals/deputy.html", context)


def _refuse(form: forms.Form, refusal: BadInput) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal.message))  # type: ignore[arg-type]
