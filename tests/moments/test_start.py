"""From an organisation that was just made to the first dialogue: the steps that are left, and none when it runs."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date, time

from django.test import Client

from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.weekcycle import actions as weekcycle
from lerendwerken.oversight.governance import actions as governance

As = Callable[[Viewer], Client]
TODAY = date(2026, 11, 25)


def shown(client: Client, path: str = "/") -> str:
    return html.unescape(client.get(path, follow=True).content.decode())


def left(page: str) -> int:
    return page.count('id="step-')


def test_each_step_goes_when_it_is_done_and_the_page_with_the_last(db: None, as_: As) -> None:
    with acting(System.SETUP):
        office = organisations.found_organisation(
            name="De Brug", slug="debrug", zone="Europe/Amsterdam", country="NL"
        )
        ruth = organisations.join(
            office,
            email="ruth@debrug.example",
            name="Ruth Baas",
            roles=[Role.ADMINISTRATOR, Role.STEWARD, Role.PROFESSIONAL],
        )
    admin = queries.viewer_for(ruth.person, ruth, "administrator")
    client = as_(admin)
    client.post("/role/", {"role": "administrator"})
    page = shown(client)
    assert left(page) == 5
    assert "Op weg naar het eerste gesprek" in page
    with acting(admin):
        team = organisations.start_team(name="Samenstel", by=admin)
        given = {"name": "Ruth Baas", "job": "", "roles": ruth.roles, "team": team.pk, "facilitates": True}
        organisations.change_person(ruth, **given, by=admin)
    assert left(shown(client)) == 4
    steward = queries.viewer_for(ruth.person, ruth, "steward")
    with acting(steward):
        draft = frame.start_draft(title="Kader", why="Daarom.", starts=TODAY, by=steward)
        goal = frame.put_goal(draft, title="Begrijpelijk", text="", challenges=[], by=steward)
        frame.put_promise(
            draft,
            goal=goal,
            title="Korter",
            indicator="Aantal bladzijden",
            unit="blz",
            kind="direct",
            term="short",
            better="down",
            baseline=None,
            baseline_by=date(2026, 12, 31),
            target=2,
            due=date(2027, 6, 1),
            by=steward,
        )
        frame.put_development_question(draft, goal=goal, text="Hoe schrijven we korter?", by=steward)
        frame.decide(draft, reason="De eerste.", by=steward)
    assert left(shown(client)) == 3
    with acting(admin):
        governance.propose(
            "pilot",
            purpose="Proberen.",
            teams=[team.pk],
            starts=TODAY,
            ends=date(2027, 1, 31),
            agreed_with="De personeelsvertegenwoordiging, gisteren.",
            by=admin,
        )
    assert left(shown(client)) == 1
    lead = queries.viewer_for(ruth.person, ruth, "professional")
    with acting(lead):
        weekcycle.begin_rhythm(
            team.pk, dialogue_day="thu", dialogue_time=time(10), starts=date(2026, 11, 23), by=lead
        )
    assert "Op weg naar het eerste gesprek" not in shown(client)
    assert "Alles staat klaar" in shown(client, "/start/")


def test_it_is_for_the_administrator(as_: As, fatima: Viewer, henk: Viewer) -> None:
    assert as_(fatima).get("/start/").status_code == 404
    assert as_(henk).get("/start/").status_code == 404
