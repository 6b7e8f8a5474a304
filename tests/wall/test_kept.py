"""How long each kind of thing is kept: what a model declares is what happens to its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.ground import clock, jobs
from lerendwerken.foundation.ground.errors import Conflict
from lerendwerken.foundation.organisations import actions, tasks
from lerendwerken.foundation.organisations.models import Membership, Person
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.models import Kept, OnErasure
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.models import Attachment
from lerendwerken.learning.weekcycle import actions as week
from lerendwerken.learning.weekcycle.models import PastedPiece
from tests.houses import PASSWORD, House
from tests.wall.test_rights import mentions

As = Callable[[Viewer], Client]
DAYS = {Kept.PASTED: 30, Kept.DRAFT: 90, Kept.EXPORT: 7, Kept.NOTICE: 30}


@pytest.mark.once
def test_what_is_for_its_owner_is_never_kept_for_the_organisation() -> None:
    assert {
        m for m in walled_models() if m.on_erasure is OnErasure.DELETE and m.keeping is Kept.ORGANISATION
    } == {Membership}


def test_what_has_a_term_is_gone_after_it_and_everything_else_stays(every_kind_of_row: None) -> None:
    with migrating():
        before = {m: m.unscoped.count() for m in walled_models()}
        for kind in (PastedPiece, Attachment):
            kind.unscoped.update(expires=clock.now().date() + timedelta(days=30))
    for days in (6, 8, 29, 32, 89, 95):
        with clock.at(clock.now() + timedelta(days=days)):
            for name in jobs.daily():
                jobs.do(name)
            with migrating():
                gone = {m for m in walled_models() if m.unscoped.count() < before[m]}
        assert {m for m in gone if m.keeping in DAYS} == {
            m for m in walled_models() if DAYS.get(m.keeping, days) < days
        }, days
        assert all(m.keeping in DAYS for m in gone), gone


@pytest.mark.parametrize("keeps_name", [True, False])
def test_after_the_term_nothing_private_of_a_leaver_is_left(
    every_kind_of_row: None,
    waterrijk: House,
    as_: As,
    keeps_name: bool,
) -> None:
    fatima = waterrijk.viewer("fatima")
    as_(fatima).post("/mine/name/", {"keeps_name": "yes" if keeps_name else "no"})
    by = waterrijk.viewer("beheer")
    with acting(by):
        actions.end_membership(waterrijk.members["fatima"], by=by)
    with clock.at(clock.now() + timedelta(days=29)):
        tasks.forget_leavers()
        assert any(name.startswith("insights.Insight.") for name in mentions(fatima.member))
    with clock.at(clock.now() + timedelta(days=31)):
        tasks.forget_leavers()
        tasks.forget_leavers()
    left = {name.rpartition(".")[0] for name in mentions(fatima.member)}
    private = {m._meta.label for m in walled_models() if m.on_erasure is OnErasure.DELETE}
    assert left & private == set()
    assert bool(left) is keeps_name
    assert not Person.objects.filter(email="fatima@waterrijk.example").exists()
    answer = Client().post("/accounts/login/", {"login": "fatima@waterrijk.example", "password": PASSWORD})
    assert answer.status_code == 200, "nobody signs in any more"
    if keeps_name:
        with acting(by):
            row = Membership.objects.visible_to(by).get(pk=fatima.member)
            with pytest.raises(Conflict):
                actions.let_in_again(row, by=by)
        assert "verwijderd" in as_(by).get(f"/people/{fatima.member}/").content.decode()


def test_the_pages_ask_as_much_of_the_database_whatever_there_is(
    every_kind_of_row: None,
    as_: As,
    fatima: Viewer,
    waterrijk: House,
) -> None:
    counts = []
    for _ in range(2):
        client = as_(fatima)
        for path in ("/mine/", "/mine/erase/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))
        with acting(fatima):
            for number in range(3):
                week.catch(f"gedachte {number}", by=fatima)
    assert counts[:2] == counts[2:]
