"""Who reaches a row: five reaches, each one `Q` for Django and one policy for PostgreSQL, side by side.

A reach is declared by the model and cannot be widened by a row. `tests/wall/test_reach.py` asserts that both
halves give the same rows for every model and viewer.
"""

from __future__ import annotations

import enum

from django.db.models import Q

from lerendwerken.foundation.wall.viewer import Role, Viewer

# Settings that `acting` makes; unset means null, and null equals nothing.
_MEMBER = "nullif(current_setting('lw.member', true), '')::uuid"
_PERSON = "nullif(current_setting('lw.person', true), '')::uuid"
_ORGANISATION = "nullif(current_setting('lw.organisation', true), '')::uuid"
_TEAMS = "string_to_array(nullif(current_setting('lw.teams', true), ''), ',')::uuid[]"
_ROLE = "current_setting('lw.role', true)"


class Reach(enum.Enum):
    """How far a row is seen. The order is from most private to widest."""

    OWNER = "owner"
    ADDRESSED = "addressed"
    TEAM = "team"
    PUT_FORWARD = "put_forward"
    ORGANISATION = "organisation"


WIDTH = {
    Reach.OWNER: 0,
    Reach.ADDRESSED: 1,
    Reach.TEAM: 2,
    Reach.PUT_FORWARD: 3,
    Reach.ORGANISATION: 4,
}


def rule(reach: Reach, viewer: Viewer) -> Q:
    """The rows of a model with this reach that the viewer sees."""
    here = Q(organisation=viewer.organisation)
    match reach:
        case Reach.OWNER:
            return here & Q(owner=viewer.member)
        case Reach.ADDRESSED:
            return here & (Q(owner=viewer.member) | Q(addressee=viewer.member))
        case Reach.TEAM:
            return here & Q(team__in=viewer.teams)
        case Reach.PUT_FORWARD:
            mine = Q(team__in=viewer.teams) | Q(addressee=viewer.member) | Q(deputy=viewer.member)
            return here if viewer.role == Role.STEWARD else here & mine
        case Reach.ORGANISATION:
            return here


POLICY = {
    Reach.OWNER: f"organisation_id = {_ORGANISATION} AND owner_id = {_MEMBER}",
    Reach.ADDRESSED: f"organisation_id = {_ORGANISATION} AND (owner_id = {_MEMBER} OR addressee_id = {_MEMBER})",
    Reach.TEAM: f"organisation_id = {_ORGANISATION} AND team_id = ANY({_TEAMS})",
    Reach.PUT_FORWARD: (
        f"organisation_id = {_ORGANISATION} AND (team_id = ANY({_TEAMS}) OR addressee_id = {_MEMBER}"
        f" OR deputy_id = {_MEMBER} OR {_ROLE} = '{Role.STEWARD.value}')"
    ),
    Reach.ORGANISATION: f"organisation_id = {_ORGANISATION}",
}

# Before a membership is chosen, a person may read only their own memberships.
OWN_MEMBERSHIPS = f"person_id = {_PERSON}"
