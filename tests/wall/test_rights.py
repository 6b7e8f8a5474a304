"""Everything one wrote in one piece; and being erased, with nothing left but what the rules keep."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client

from lerendwerken.foundation.ground.models import Erasure
from lerendwerken.foundation.organisations.models import Membership, Person
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.models import OnErasure
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.viewer import System, Viewer
from tests.houses import PASSWORD, House


def mentions(member: object) -> list[str]:
    """Every column of every table that points to a member."""
    found = []
    with migrating():
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.ForeignKey) and field.related_model is Membership:
                    manager = getattr(model, "unscoped", model._default_manager)
                    if manager.filter(**{field.name: member}).exists():
                        found.append(f"{model._meta.label}.{field.name}")
    return found


def test_erasing_a_person_leaves_nothing_that_points_to_them(every_kind_of_row: None, fatima: Viewer) -> None:
    assert len(mentions(fatima.member)) > 20
    with acting(System.KEEPER):
        rights.erase(fatima.member)
    assert mentions(fatima.member) == []
    assert Erasure.objects.filter(row=fatima.member).exists()


def test_what_was_shared_stays_without_the_name_and_what_was_private_is_gone(
    every_kind_of_row: None, fatima: Viewer
) -> None:
    with migrating():
        before = {m._meta.label: m.unscoped.count() for m in walled_models()}
    with acting(System.KEEPER):
        rights.erase(fatima.member)
    with migrating():
        after = {m._meta.label: m.unscoped.count() for m in walled_models()}
    for model in walled_models():
        label = model._meta.label
        if model.on_erasure is OnErasure.DELETE and before[label]:
            assert after[label] < before[label], label
        elif model.on_erasure is OnErasure.UNNAME:
            assert after[label] == before[label], label


def test_the_export_holds_own_rows_only_and_no_pasted_pieces(
    every_kind_of_row: None, fatima: Viewer, waterrijk: House
) -> None:
    with acting(fatima):
        written = rights.export(fatima)
    assert "insights.Insight" in written
    assert "weekcycle.PastedPiece" not in written
    assert "sparring.Placeholder" not in written
    for rows in written.values():
        for row in rows:
            assert fatima.member in {row.get("owner"), row.get("author")}


@pytest.mark.once
def test_every_kind_says_what_erasure_does() -> None:
    assert all(isinstance(model.on_erasure, OnErasure) for model in walled_models())


def test_a_person_without_memberships_is_gone_too(waterrijk: House, fatima: Viewer) -> None:
    with acting(System.KEEPER):
        rights.erase(fatima.member)
    assert not Person.objects.filter(pk=fatima.person).exists()


def test_nothing_is_left_of_where_an_erased_person_was_signed_in(waterrijk: House, fatima: Viewer) -> None:
    for login in ("fatima", "joost"):
        answer = Client().post(
            "/accounts/login/", {"login": f"{login}@waterrijk.example", "password": PASSWORD}
        )
        assert answer.status_code == 302
    with acting(System.KEEPER):
        rights.erase(fatima.member)
    left = [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()]
    assert left == [str(waterrijk.members["joost"].person_id)]
