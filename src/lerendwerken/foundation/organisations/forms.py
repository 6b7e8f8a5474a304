"""What an administrator fills in about people and teams."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import KeptTerm, Membership, Team
from lerendwerken.foundation.shell.navigation import ROLES
from lerendwerken.foundation.wall.viewer import Role, Viewer

NOBODY = ""


class _Form(forms.Form):
    def refuse(self, refusal: BadInput) -> None:
        """Show at its field what an action did not accept."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, forms.ValidationError(refusal.message))  # type: ignore[arg-type]


class PersonForm(_Form):
    """What the organisation says about a member."""

    name = forms.CharField(label=_("Name"), max_length=120)
    job = forms.CharField(label=_("Work"), max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, ROLES[role.value]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    team = forms.ChoiceField(
        label=_("Team"),
        help_text=_("The team that gives the weekly rhythm. Whoever has no work in a team needs none."),
        required=False,
    )
    facilitates = forms.BooleanField(label=_("Begins and changes the rhythm of this team"), required=False)
    also = forms.MultipleChoiceField(
        label=_("Also in"),
        help_text=_(
            "Another team adds its dialogue and what is shared there. Out of a team one reads nothing of it."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = [(str(team.pk), team.name) for team in queries.teams(viewer)]
        self.fields["team"].choices = [(NOBODY, _("No team")), *teams]  # type: ignore[attr-defined]
        self.fields["also"].choices = teams  # type: ignore[attr-defined]
        if len(teams) < 2:
            del self.fields["also"]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it."""
        also = [uuid.UUID(team) for team in self.cleaned_data.get("also", ())]
        return self.cleaned_data | {"team": _key(self.cleaned_data["team"]), "also": also}


class NewPersonForm(PersonForm):
    """Who becomes a member, and how they sign in and read."""

    field_order = ["name", "email", "job", "roles", "team", "facilitates", "also", "language"]

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_(
            "With this address they sign in. Only administrators see it; it cannot be changed later."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("To begin with; everybody chooses their own."),
        choices=settings.LANGUAGES,
    )


class TeamForm(_Form):
    """A team and its manager."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)
    manager = forms.ChoiceField(
        label=_("Manager"),
        help_text=_("Gets the proposals and statements of this team, and is no member of it."),
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = [(str(member.pk), member.name) for member in queries.managers(viewer)]
        self.fields["manager"].choices = [(NOBODY, _("No manager yet")), *managers]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it."""
        return self.cleaned_data | {"manager": _key(self.cleaned_data["manager"])}


class TermForm(_Form):
    """How long something is kept."""

    what = forms.TypedChoiceField(label=_("What"), choices=KeptTerm.What.choices, coerce=KeptTerm.What)
    number = forms.IntegerField(
        label=_("Days, or for records years"),
        help_text=_(
            "From 1 to 90 days for pasted pieces, from 7 to 90 after leaving. Records of the organisation go after "
            "that many whole calendar years; leave it empty to keep them until you move them to your archive."
        ),
        required=False,
    )
    reason = forms.CharField(label=_("Why"), max_length=300)


def known_of(member: Membership, viewer: Viewer) -> dict[str, Any]:
    """What stands there now about a member."""
    seat = queries.seat_of(viewer, member.pk)
    return {
        "name": member.name,
        "job": member.job,
        "roles": member.roles,
        "team": str(seat.team_id) if seat else NOBODY,
        "facilitates": seat.facilitates if seat else False,
        "also": [str(team) for team in queries.also_in(viewer, member.pk)],
    }


def known_of_team(team: Team) -> dict[str, Any]:
    """What stands there now about a team."""
    return {"name": team.name, "manager": str(team.manager_id) if team.manager_id else NOBODY}


def _key(chosen: str) -> uuid.UUID | None:
    return uuid.UUID(chosen) if chosen else None
