"""The few steps between an organisation that was just made and its first dialogue, each with how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lerendwerken.ai.partners import queries as partners
from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership, Team
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.frame import queries as frames
from lerendwerken.oversight.governance import queries as governance
from lerendwerken.oversight.governance.standing import Standing


@dataclass(frozen=True)
class Step:
    """What is to be done, who does it and where (the name of a page; empty where it is not the administrator's)."""

    name: str
    words: str
    done: bool
    page: str = ""
    link: str = ""


def steps(viewer: Viewer) -> list[Step]:
    """The steps in order, in a fixed number of queries."""
    teams = [(team, people) for team, people in organisations.teams_with_people(viewer) if people]
    standing = governance.standing(viewer)
    return [
        _people(teams),
        _frame(viewer),
        _systems(viewer, standing),
        _agreement(standing),
        _rhythm(viewer, teams),
    ]


def _people(teams: list[tuple[Team, list[Membership]]]) -> Step:
    told = _(
        "Make a team, add the people who are in it, and say who begins and changes its rhythm. Add a steward too, a "
        "manager, and somebody of the works council where there is one."
    )
    return Step(_("People and teams"), told, bool(teams), "organisations:people", _("To the people"))


def _frame(viewer: Viewer) -> Step:
    stewards = organisations.holding(viewer, Role.STEWARD)
    done = frames.frame_in_force(viewer) is not None
    if stewards:
        told = _("Written by %(names)s: one goal, one result that is promised and one question.")
        told = told % {"names": _names(stewards)}
        return Step(_("The frame"), told, done, "frame:home", _("To the frame"))
    told = _(
        "A steward writes one goal, one result that is promised and one question. Nobody has that role yet."
    )
    return Step(_("The frame"), told, done, "organisations:people", _("Give somebody the role"))


def _systems(viewer: Viewer, standing: Standing) -> Step:
    """An agreement that names no system says: the coach only."""
    entries = partners.register(viewer)
    in_use = any(entry.status == RegisterEntry.Status.IN_USE for entry in entries)
    told = _(
        "Put in use what may be asked: a language model or the chatbot of your organisation. With the method coach "
        "only you can skip this: then the agreement says so."
    )
    done = in_use or standing.agreement is not None or standing.proposed is not None
    return Step(_("An AI system, or the method coach only"), told, done, "ai", _("To the AI systems"))


def _agreement(standing: Standing) -> Step:
    told = _("A pilot of at most thirteen weeks is enough to begin. The works council sees it first.")
    if standing.proposed is not None and not standing.holds:
        told = _("It lies with the works council.")
    return Step(_("The agreement"), told, standing.holds, "agreement", _("To the agreement"))


def _rhythm(viewer: Viewer, teams: list[tuple[Team, list[Membership]]]) -> Step:
    """How many teams began is counted in the audit chain: the rhythm itself is for the team alone."""
    begun = audit.times(viewer.organisation, "weekcycle.begin_rhythm")
    told = _(
        "Who facilitates a team chooses day and time of the dialogue, at the week page. %(begun)d of %(teams)d teams "
        "have done so."
    )
    counts = {"begun": min(begun, len(teams)), "teams": len(teams)}
    return Step(_("The time of the dialogue"), told % counts, 0 < len(teams) <= begun)


def _names(people: Iterable[Membership]) -> str:
    return ", ".join(member.name for member in people)
