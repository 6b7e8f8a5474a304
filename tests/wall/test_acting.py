"""Without a viewer a connection is powerless; with one it reaches just what that viewer may."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.acting import NotActing, acting
from lerendwerken.foundation.wall.viewer import Person, System, Viewer
from lerendwerken.learning.weekcycle.models import Caught


def caught(viewer: Viewer, text: str) -> Caught:
    with acting(viewer):
        return Caught(organisation_id=viewer.organisation, owner_id=viewer.member, text=text).add()


def test_a_walled_table_cannot_be_touched_without_a_viewer(fatima: Viewer) -> None:
    with pytest.raises(NotActing):
        Caught.unscoped.count()


def test_an_owner_sees_her_own_row_and_nobody_else_does(
    fatima: Viewer, joost: Viewer, marga: Viewer, henk: Viewer, beheer: Viewer, council: Viewer, sanne: Viewer
) -> None:
    caught(fatima, "bellen met de commissie")
    seen = {}
    for name, viewer in [
        ("fatima", fatima),
        ("joost", joost),
        ("marga", marga),
        ("henk", henk),
        ("beheer", beheer),
        ("or", council),
        ("sanne", sanne),
    ]:
        with acting(viewer):
            seen[name] = Caught.objects.visible_to(viewer).count()
    assert seen == {"fatima": 1, "joost": 0, "marga": 0, "henk": 0, "beheer": 0, "or": 0, "sanne": 0}


def test_reading_without_naming_a_viewer_is_refused(fatima: Viewer) -> None:
    with acting(fatima), pytest.raises(RuntimeError):
        Caught.objects.all()


def test_the_outer_viewer_comes_back(fatima: Viewer, joost: Viewer) -> None:
    caught(fatima, "een gedachte")
    with acting(fatima):
        with acting(joost):
            assert Caught.objects.visible_to(joost).count() == 0
        assert Caught.objects.visible_to(fatima).count() == 1


def test_somebody_without_a_membership_sees_only_their_own_memberships(fatima: Viewer) -> None:
    with acting(Person(fatima.person)):
        rows = Membership.unscoped.filter(person=fatima.person)
        assert [row.pk for row in rows] == [fatima.member]


@pytest.mark.postgresql
def test_postgresql_refuses_when_the_orm_forgets(fatima: Viewer, joost: Viewer, sanne: Viewer) -> None:
    """The scoping of the ORM taken away: the database itself shows nothing of anybody else."""
    row = caught(fatima, "alleen voor mij")
    for viewer in (joost, sanne):
        with acting(viewer):
            assert not Caught.unscoped.filter(pk=row.pk).exists()
            assert Caught.unscoped.filter(pk=row.pk).update(text="van mij") == 0
            assert Caught.unscoped.filter(pk=row.pk).delete()[0] == 0
    with acting(fatima):
        assert Caught.unscoped.get(pk=row.pk).text == "alleen voor mij"


@pytest.mark.postgresql
def test_postgresql_refuses_to_write_in_anothers_name(fatima: Viewer, joost: Viewer) -> None:
    with acting(joost), pytest.raises(ProgrammingError), transaction.atomic():
        Caught(organisation_id=fatima.organisation, owner_id=fatima.member, text="niet van mij").add()


@pytest.mark.postgresql
def test_postgresql_knows_no_rows_for_a_role_without_settings(fatima: Viewer) -> None:
    caught(fatima, "een gedachte")
    with acting(System.SETUP):
        assert Caught.unscoped.count() == 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE lw_web")
        table = Caught._meta.db_table
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)
        cursor.execute("RESET ROLE")


def test_the_clock_is_set(fatima: Viewer) -> None:
    assert caught(fatima, "woensdag").created == clock.now()
