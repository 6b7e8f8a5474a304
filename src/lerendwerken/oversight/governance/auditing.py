"""The log of access and rights for the council: who did what to whom and when, and nothing of what anybody wrote.

The audit chain holds keyed digests. Whoever is a member now is found back by the digest of their key; who was erased is
not, and that is meant to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import queries as partners
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import Forbidden
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.shell.navigation import ROLES
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.oversight.governance.models import Agreement, Voice

A_PAGE: Final = 50
MOST_CHECKED: Final = 5000
"""Lines of which the page itself looks whether they follow; `lerendwerken check` looks at all of them."""

Words = dict[str, str | Promise]


@dataclass(frozen=True)
class Kind:
    """A group of acts that the log shows: its name, and what each act is called."""

    name: str | Promise
    acts: Words


_ROLES: Final[Words] = {
    **{f"organisations.give_{role}": _("gave a role") for role in ROLES},
    **{f"organisations.take_{role}": _("took a role away") for role in ROLES},
    "organisations.name_deputy": _("named a deputy"),
}

KINDS: Final[dict[str, Kind]] = {
    "roles": Kind(_("Roles and deputies"), _ROLES),
    "people": Kind(
        _("People and teams"),
        {
            "organisations.add_person": _("added a person"),
            "organisations.take_in": _("took in a list of people"),
            "organisations.take_in_person": _("added or placed a person from a list"),
            "organisations.change_person": _("changed name, work, roles or team of a person"),
            "organisations.end_membership": _("ended a membership"),
            "organisations.let_in_again": _("let somebody in again"),
            "organisations.hand_link": _("handed over a link to choose a password"),
            "organisations.take_in_link": _("handed over a link to choose a password"),
            "organisations.start_team": _("made a team"),
            "organisations.take_in_team": _("made a team"),
            "organisations.change_team": _("changed a team or its manager"),
            "organisations.set_mandate": _("wrote the mandate of a team"),
        },
    ),
    "ai": Kind(
        _("AI systems"),
        {
            "partners.put_in_register": _("put an AI system in the register"),
            "partners.change": _("changed an AI system in the register"),
            "partners.switch_on": _("allowed an AI system"),
            "partners.switch_off": _("switched an AI system off"),
            "partners.keep_supplier": _("made or changed a connection to a model"),
            "partners.test_supplier": _("tried a connection to a model"),
            "partners.switch_supplier": _("switched a connection on or off"),
            "partners.set_chains": _("chose which model answers"),
            "partners.set_budgets": _("set limits to the use of models"),
            "partners.evaluate": _("measured a model"),
        },
    ),
    "terms": Kind(
        _("How long things are kept"),
        {
            "organisations.set_term": _("set how long something is kept"),
            "organisations.let_go": _("deleted records whose years were over"),
        },
    ),
    "exports": Kind(
        _("Exports and erasures"),
        {
            "organisations.ask_export": _("asked for everything they wrote themselves"),
            "organisations.export": _("wrote an export on the server"),
            "organisations.erase_me": _("had themselves erased"),
        },
    ),
    "agreement": Kind(
        _("Agreement"),
        {
            "governance.propose": _("wrote a version of the agreement"),
            "governance.speak": _("spoke about a version for the council"),
        },
    ),
}
_ACTS: Final[Words] = {verb: words for kind in KINDS.values() for verb, words in kind.acts.items()}


@dataclass(frozen=True)
class Line:
    """One act: when, who did it, what, and to whom or what; '' for who or what can no longer be found."""

    at: datetime
    who: str
    what: str
    whom: str


@dataclass(frozen=True)
class Log:
    """A page of lines, whether the chain holds, and of how many lines that was looked at."""

    page: Page[AuditLine]
    lines: list[Line]
    holds: bool
    checked: int


def log(
    viewer: Viewer, *, kind: str = "", first: date | None = None, last: date | None = None, page: str = ""
) -> Log:
    """The acts of a kind (a key of `KINDS`, '' is all) from one day to another, in a fixed number of queries.

    Raises `Forbidden` for everybody but the council.
    """
    if viewer.role is not Role.COUNCIL:
        raise Forbidden(_("The works council reads this log."))
    everything = audit.lines(viewer.organisation)
    acts = KINDS[kind].acts if kind in KINDS else _ACTS
    rows = everything.filter(verb__in=list(acts))
    if first:
        rows = rows.filter(at__gte=_begin(first, viewer))
    if last:
        rows = rows.filter(at__lt=_begin(last + timedelta(days=1), viewer))
    found = Paginator(rows, A_PAGE).get_page(page or 1)
    names = _names(viewer)
    return Log(
        page=found,
        lines=[_line(row, names) for row in found],
        holds=audit.broken_at(viewer.organisation, MOST_CHECKED) is None,
        checked=min(everything.count(), MOST_CHECKED),
    )


def _begin(day: date, viewer: Viewer) -> datetime:
    return datetime.combine(day, time(), viewer.zone)


def _line(row: AuditLine, names: dict[str, str]) -> Line:
    act = row.verb.partition(".")[2]
    role = ROLES.get(act.removeprefix("give_").removeprefix("take_")) if row.verb in _ROLES else None
    what = f"{_ACTS[row.verb]}: {role}" if role else str(_ACTS[row.verb])
    who = names.get(row.actor, "") if row.actor else str(_("the application"))
    return Line(row.at, who, what, names.get(row.row, ""))


def _names(viewer: Viewer) -> dict[str, str]:
    """What the digests stand for: members, teams, AI systems and connections, terms, versions of the agreement."""
    versions = Agreement.objects.visible_to(viewer).values_list("pk", "number")
    voices = Voice.objects.visible_to(viewer).values_list("pk", "agreement__number")
    named: Iterable[tuple[object, str]] = [
        *organisations.members(viewer).values_list("pk", "name"),
        *organisations.teams(viewer).values_list("pk", "name"),
        *partners.register(viewer).values_list("pk", "name"),
        *((supplier.pk, supplier.name) for supplier in partners.suppliers(viewer)),
        *((term.pk, str(term.get_what_display())) for term in organisations.terms(viewer)),
        *((key, str(_("version %(number)s") % {"number": number})) for key, number in [*versions, *voices]),
    ]
    return {audit.digest_of(key): name for key, name in named}  # type: ignore[arg-type]
