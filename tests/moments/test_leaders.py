"""Managers and the board as a team of their own, with the same week as everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from tests.houses import House

As = Callable[[Viewer], Client]


@pytest.fixture
def leaders(waterrijk: House) -> House:
    """A manager and a steward in a team of their own, which nobody manages."""
    with acting(System.SETUP):
        team = organisations.form_team(waterrijk.organisation, name="Leiding", manager=None)
        organisations.place(team, waterrijk.members["marga"], facilitates=True)
        organisations.place(team, waterrijk.members["henk"])
    return waterrijk


@pytest.mark.parametrize("login", ["marga", "henk"])
def test_who_leads_and_has_a_team_has_the_same_week_and_finds_it_first(
    leaders: House, as_: As, login: str
) -> None:
    client = as_(leaders.viewer(login))
    for page in ("week", "dialogue:this_week", "practices:list", "team"):
        assert client.get(reverse(page), follow=True).status_code == 200
    html = client.get(reverse("practices:list")).content.decode()
    for bar in ("nav", "thumbbar"):
        menu = re.search(rf'<nav class="{bar}".*?</nav>', html, re.DOTALL)
        assert menu
        assert menu[0].index(f'href="{reverse("week")}"') == menu[0].index("href=")


def test_who_leads_without_a_team_has_no_week_in_the_menu(waterrijk: House, as_: As) -> None:
    html = as_(waterrijk.viewer("marga")).get(reverse("practices:list")).content.decode()
    menu = re.search(r'<nav class="nav".*?</nav>', html, re.DOTALL)
    assert menu
    assert f'href="{reverse("week")}"' not in menu[0]


def test_their_own_team_is_still_closed_to_them_where_they_manage(leaders: House, as_: As) -> None:
    marga = leaders.viewer("marga")
    assert leaders.teams["bezwaar"].pk not in marga.teams
    assert "Wie op je antwoord wacht" in as_(marga).get(reverse("asked")).content.decode()
