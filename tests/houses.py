"""The houses in which tests live: a municipality with two teams, and a care organisation that it never meets.

Raising one takes a tenth of a second, which is most of a test. So it is raised once in a process, inside a transaction
that stays open; each test works in a transaction within that one, and leaves the house as it was.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import translation

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Membership, Organisation, Team
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.oversight.governance import actions as governance

PASSWORD = "weekcyclus"
WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # in ISO week 48
AGREED = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)


@dataclass
class House:
    """An organisation as a test needs it: its people by login, its teams by key."""

    organisation: Organisation
    members: dict[str, Membership] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    def viewer(self, login: str, role: str = "") -> Viewer:
        """Somebody as a viewer, by the name before the @."""
        member = self.members[login]
        return queries.viewer_for(member.person, member, role)


def _house(name: str, slug: str) -> House:
    return House(
        organisations.found_organisation(name=name, slug=slug, zone="Europe/Amsterdam", country="NL")
    )


def _join(house: House, login: str, name: str, job: str, *roles: Role) -> None:
    house.members[login] = organisations.join(
        house.organisation,
        email=f"{login}@{house.organisation.slug}.example",
        name=name,
        job=job,
        roles=roles or (Role.PROFESSIONAL,),
        password=make_password(PASSWORD),
    )


def _team(house: House, key: str, name: str, manager: str, *logins: str) -> None:
    team = organisations.form_team(
        house.organisation,
        name=name,
        manager=house.members[manager],
        mandate="Alles wat we in een week terugdraaien, in ons eigen werk.",
    )
    for number, login in enumerate(logins):
        organisations.place(team, house.members[login], facilitates=number == 0)
    house.teams[key] = team


def agree(house: House, writer: str, council: str = "", reason: str = "") -> None:
    """A full agreement for every team of a house, long before anything that a test tells of."""
    by = house.viewer(writer)
    with clock.at(AGREED), acting(by):
        row = governance.propose(
            "full",
            purpose="Leren tijdens het werk.",
            teams=[team.pk for team in house.teams.values()],
            starts=AGREED.date(),
            agreed_with="" if council else "de personeelsvergadering",
            reason=reason,
            by=by,
        )
    if council:
        with clock.at(AGREED), acting(house.viewer(council)):
            governance.speak(row, "agrees", by=house.viewer(council))


def build_waterrijk() -> House:
    """Gemeente Waterrijk: two teams, a manager outside both, a steward, an administrator and a council member."""
    with acting(System.SETUP):
        house = _house("Gemeente Waterrijk", "waterrijk")
        _join(house, "fatima", "Fatima El Amrani", "jurist bezwaar")
        _join(house, "joost", "Joost Bakker", "jurist")
        _join(house, "noor", "Noor Hendriks", "secretaris commissie")
        _join(house, "pieter", "Pieter Visser", "senior jurist")
        _join(house, "samira", "Samira Bouali", "Wmo-consulent")
        _join(house, "bram", "Bram Kuipers", "Wmo-consulent")
        _join(house, "marga", "Marga de Wit", "teamleider", Role.MANAGER)
        _join(house, "henk", "Henk Vermeulen", "concerndirecteur", Role.STEWARD)
        _join(house, "beheer", "Ruth Baas", "functioneel beheerder", Role.ADMINISTRATOR)
        _join(house, "or", "Ineke Smit", "voorzitter ondernemingsraad", Role.COUNCIL)
        _team(house, "bezwaar", "Bezwaar en beroep", "marga", "fatima", "joost", "noor", "pieter")
        _team(house, "sociaal", "Sociale ondersteuning", "marga", "samira", "bram")
    agree(house, "henk", "or")
    return house


def build_zorgkompas() -> House:
    """Another organisation on the same installation; the two never meet."""
    with acting(System.SETUP):
        house = _house("Zorgkompas", "zorgkompas")
        _join(house, "sanne", "Sanne Jacobs", "wijkverpleegkundige")
        _join(house, "tom", "Tom Willems", "verzorgende")
        _join(house, "ellen", "Ellen Brouwer", "manager zorg", Role.MANAGER)
        _join(house, "rob", "Rob Peters", "bestuurder", Role.STEWARD)
        _join(house, "beheer", "Kim Mulder", "beheerder", Role.ADMINISTRATOR)
        _team(house, "thuis", "Wijkteam Noord", "ellen", "sanne", "tom")
    agree(house, "rob")
    return house


BUILDERS: dict[str, Callable[[], House]] = {"waterrijk": build_waterrijk, "zorgkompas": build_zorgkompas}


class Standing:
    """The houses that stand in this process, each in a transaction within that of the one before it."""

    def __init__(self) -> None:
        self._houses: dict[str, House] = {}
        self._transactions: list[ExitStack] = []

    def raise_only(self, wanted: Sequence[str]) -> None:
        """Let just these houses stand, in the order of `BUILDERS`; those that stood already are kept."""
        if not self._transactions or not connection.in_atomic_block:
            self.pull_down()
        while list(self._houses) != list(wanted[: len(self._houses)]):
            self._pull_last()
        for name in wanted[len(self._houses) :]:
            self._raise(name)

    def pull_down(self) -> None:
        """Leave an empty database, with no transaction open."""
        while self._houses:
            self._pull_last()

    def house(self, name: str) -> House:
        """One as a copy that a test may change; raised for this test alone where none stands."""
        return copy.deepcopy(self._houses[name]) if name in self._houses else BUILDERS[name]()

    def _raise(self, name: str) -> None:
        held = ExitStack()
        held.enter_context(transaction.atomic())
        self._transactions.append(held)
        with clock.at(WEDNESDAY), translation.override("nl"):
            self._houses[name] = BUILDERS[name]()

    def _pull_last(self) -> None:
        self._houses.popitem()
        held = self._transactions.pop()
        if connection.in_atomic_block:
            transaction.set_rollback(True)
        held.close()


STANDING = Standing()
