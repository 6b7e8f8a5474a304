"""The administrator's pages of people and teams; nothing that anybody wrote is on them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.organisations import actions, inviting, leaving, queries
from lerendwerken.foundation.organisations.forms import (
    NewPersonForm,
    PersonForm,
    TeamForm,
    TermForm,
    known_of,
    known_of_team,
)
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.viewer import Role, Viewer


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who is a member, with their roles, and the teams; who left stands apart."""
    viewer = administrator(request)
    everybody = list(queries.members(viewer))
    context = {
        "members": [member for member in everybody if member.ended is None],
        "former": [member for member in everybody if member.ended is not None],
        "teams": queries.teams_with_people(viewer),
    }
    return render(request, "organisations/people.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make somebody a member, and give them a way in."""
    viewer = administrator(request)
    form = NewPersonForm(
        request.POST or None,
        viewer=viewer,
        initial={"roles": [Role.PROFESSIONAL.value], "language": viewer.language},
    )
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.add_person(**form.given, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            return _way_in(request, member, viewer)
    return render(request, "organisations/person.html", {"form": form})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, member: uuid.UUID) -> HttpResponse:
    """Change what the organisation says about a member."""
    viewer = administrator(request)
    row = queries.member_for(viewer, member)
    form = PersonForm(request.POST or None, viewer=viewer, initial=known_of(row, viewer))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(row, **form.given, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept."))
            laid_it_down = row.pk == viewer.member and not row.holds(Role.ADMINISTRATOR)
            if row.pk == viewer.member and not laid_it_down:
                # Whoever takes on more roles goes on in the one in which they act.
                request.session["role"] = Role.ADMINISTRATOR.value
            return redirect("/" if laid_it_down else "organisations:people")
    return _page_of(request, row, form, viewer)


@require_POST
def end(request: HttpRequest, member: uuid.UUID) -> HttpResponse:
    """End a membership, and lead to what whoever leaves must still be given."""
    viewer = administrator(request)
    row = queries.member_for(viewer, member)
    try:
        actions.end_membership(row, by=viewer)
    except BadInput as refusal:
        messages.error(request, str(refusal.message))
    else:
        leaving.send(request, row, link=_mine_link(request, row))
        told = _("The membership of %(name)s has ended. You can undo this here.")
        messages.success(request, told % {"name": row.name})
    return redirect("organisations:person", member=member)


@require_POST
def let_in(request: HttpRequest, member: uuid.UUID) -> HttpResponse:
    """Undo the end of a membership."""
    viewer = administrator(request)
    row = queries.member_for(viewer, member)
    actions.let_in_again(row, by=viewer)
    messages.success(request, _("%(name)s is a member again.") % {"name": row.name})
    return redirect("organisations:person", member=member)


@require_POST
def link(request: HttpRequest, member: uuid.UUID) -> HttpResponse:
    """Show a new link to choose a first password, to hand over."""
    viewer = administrator(request)
    row = queries.member_for(viewer, member)
    person = actions.hand_link(row, by=viewer)
    return _shown(request, row, link=inviting.link_for(request, person))


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, team: uuid.UUID | None = None) -> HttpResponse:
    """Make a team, or give one another name or manager."""
    viewer = administrator(request)
    row = queries.team_for(viewer, team) if team else None
    form = TeamForm(request.POST or None, viewer=viewer, initial=known_of_team(row) if row else {})
    if request.method == "POST" and form.is_valid():
        try:
            if row is None:
                actions.start_team(**form.given, by=viewer)
            else:
                actions.change_team(row, **form.given, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("organisations:people")
    return render(request, "organisations/team.html", {"form": form, "team": row})


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """Set how long something is kept, with a reason."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.role not in (Role.ADMINISTRATOR, Role.STEWARD):
        raise NotFound
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_term(**form.cleaned_data, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("transparency")
    return render(request, "organisations/terms.html", {"form": form})


def _mine_link(request: HttpRequest, row: Membership) -> str:
    """Where somebody who left fetches what they wrote. It opens nothing: they sign in there."""
    return request.build_absolute_uri(f"{reverse('mine')}?left={row.pk}")


def administrator(request: HttpRequest) -> Viewer:
    """Who looks, where they act as an administrator. Raises `NotFound`."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.role is not Role.ADMINISTRATOR:
        raise NotFound
    return viewer


def _page_of(request: HttpRequest, row: Membership, form: PersonForm, viewer: Viewer) -> HttpResponse:
    context = {
        "form": form,
        "member": row,
        "is_self": row.pk == viewer.member,
        "decides": row.ended is None and row.holds(Role.MANAGER),
        "deputy": queries.deputies_of(viewer, [row.pk]).get(row.pk),
        "until": queries.day_of_forgetting(row) if row.ended else None,
        "mine_link": _mine_link(request, row),
        "leaver_days": queries.organisation_of(viewer).leaver_days,
        "may_be_handed_a_link": queries.may_be_handed_a_link(viewer, row.person),
    }
    return render(request, "organisations/person.html", context)


def _way_in(request: HttpRequest, member: Membership, viewer: Viewer) -> HttpResponse:
    """Mail the invitation where mail is sent; else show the link, once, on the page itself and nowhere else.

    Where mail is sent the page is the same for everybody, so that it does not tell who works elsewhere as well.
    """
    person = member.person
    mailed = settings.SENDS_MAIL
    if queries.may_get_a_link(viewer, person):
        link = signs_in = inviting.link_for(request, actions.hand_link(member, mailed=mailed, by=viewer))
    else:
        link, signs_in = "", request.build_absolute_uri(reverse("account_login"))
    if mailed:
        organisation = queries.organisation_of(viewer).name
        inviting.send(request, person, organisation=organisation, link=signs_in)
        return _shown(request, member, mailed=True)
    return _shown(request, member, link=link)


def _shown(request: HttpRequest, member: Membership, *, link: str = "", mailed: bool = False) -> HttpResponse:
    context = {"member": member, "link": link, "mailed": mailed, "days": inviting.days_valid()}
    return render(request, "organisations/way_in.html", context)
