"""Who looks: found once for a request, also where no view was reached, and for what happens without a request."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, Viewer


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The viewer of a signed-in request: the membership and role that were chosen, else the first; None for none.

    The request keeps the memberships from which may be chosen.
    """
    memberships = queries.memberships_of(request.user)  # type: ignore[arg-type]
    request.memberships = memberships  # type: ignore[attr-defined]
    if not memberships:
        return None
    wanted = request.session.get("membership", "")
    membership = next((m for m in memberships if str(m.pk) == wanted), memberships[0])
    return queries.viewer_for(request.user, membership, request.session.get("role", ""))  # type: ignore[arg-type]


def leaver_of(request: HttpRequest) -> Viewer | None:
    """The viewer for a page that is open to leavers too: of the membership that `left` names, or the only thing left.

    None for who works here and names none.
    """
    wanted = request.GET.get("left") or request.POST.get("left", "")
    left = queries.left_by(request.user)  # type: ignore[arg-type]
    request.left = left  # type: ignore[attr-defined]
    found = next((membership for membership in left if str(membership.pk) == wanted), None)
    if found is None and left and not queries.works_somewhere(request.user):  # type: ignore[arg-type]
        found = left[0]
    return queries.viewer_for(request.user, found) if found else None  # type: ignore[arg-type]


def viewer_of_member(organisation: uuid.UUID, member: uuid.UUID) -> Viewer | None:
    """The viewer that a member is, for what happens without a request; None for who has left or may not sign in.

    Acts in the first of their roles. Both keys come from a row of the member's own, never from outside.
    """
    unknown = uuid.UUID(int=0)  # the person: nothing is read by it here
    bare = Viewer(member=member, person=unknown, organisation=organisation, role=Role.PROFESSIONAL)
    with acting(bare):
        rows = Membership.objects.visible_to(bare).filter(pk=member, ended=None, person__is_active=True)
        found = rows.select_related("person", "organisation").first()
    return queries.viewer_for(found.person, found) if found else None


def recognise(request: HttpRequest) -> None:
    """Put the viewer on a request that reached no view of ours, so that a page of refusal knows its reader.

    An address that does not exist, a form without its token and what is too big end before a view begins.
    """
    user = getattr(request, "user", None)  # absent where a request ended before it was asked who sends it
    if getattr(request, "viewer", None) is None and user is not None and user.is_authenticated:
        request.viewer = viewer_of(request)  # type: ignore[attr-defined]
