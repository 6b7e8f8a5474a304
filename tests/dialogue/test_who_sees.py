"""A dialogue is the team's: for everybody else it does not exist, on any door."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.change.dialogue import actions, queries
from lerendwerken.change.dialogue.models import Courage, Decision, Dialogue, Dissent, Position
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from tests.dialogue.conftest import on_table
from tests.houses import House

As = Callable[[Viewer], Client]
POSTS = [
    "position",
    "late",
    "reveal",
    "sign",
    "withdraw",
    "courage",
    "partner/begin",
    "partner",
    "decision",
    "dissent",
]


@pytest.fixture(params=["samira", "marga", "henk", "beheer", "council", "sanne"])
def outsider(request: pytest.FixtureRequest) -> Viewer:
    """Another team, the team's own manager, the steward, the administrator, the council, another organisation."""
    viewer: Viewer = request.getfixturevalue(request.param)
    return viewer


def test_for_an_outsider_it_does_not_exist(shown: Dialogue, outsider: Viewer, as_: As) -> None:
    client = as_(outsider)
    real, unknown = (client.get(f"/dialogue/{key}/") for key in (shown.pk, uuid.uuid4()))
    assert real.status_code == unknown.status_code == 404
    assert "drie zinnen" not in real.content.decode()


@pytest.mark.parametrize("door", POSTS)
def test_an_outsider_changes_nothing(
    shown: Dialogue, noor: Viewer, samira: Viewer, marga: Viewer, as_: As, door: str
) -> None:
    before = [row.pk for row in on_table(noor, shown)]
    sent = {"text": "Van buiten.", "naming": "named", "key": str(new_id()), "version": "0"}
    for viewer in (samira, marga):
        answers = [
            as_(viewer).post(f"/dialogue/{key}/{door}/", sent).status_code for key in (shown.pk, new_id())
        ]
        assert answers == [404, 404]
    assert [row.pk for row in on_table(noor, shown)] == before


def test_an_outsider_reads_no_row(shown: Dialogue, noor: Viewer, joost: Viewer, outsider: Viewer) -> None:
    with acting(noor):
        actions.decide(shown, text="Doen.", by=noor)
    with acting(joost):
        actions.answer_courage(shown, text="Eerlijk.", by=joost)
        actions.dissent(shown, text="Oneens.", by=joost)
    with acting(outsider):
        for model in (Dialogue, Position, Courage, Dissent, Decision):
            assert not model.objects.visible_to(outsider).exists()
        with pytest.raises(NotFound):
            queries.dialogue_for(outsider, shown.pk)
        for act in (actions.reveal, actions.sign, actions.withdraw_unsigned):
            with pytest.raises(NotFound):
                act(shown, by=outsider)


def test_a_position_of_another_dialogue_is_not_found_under_this_one(
    shown: Dialogue, fatima: Viewer, samira: Viewer, as_: As
) -> None:
    target = on_table(fatima, shown)[0]
    sent = {"text": "Bezwaar.", "key": str(new_id()), "version": "0"}
    for url in (
        f"/dialogue/{new_id()}/objection/{target.pk}/",
        f"/dialogue/{shown.pk}/objection/{new_id()}/",
    ):
        assert as_(fatima).post(url, sent).status_code == 404
    assert as_(samira).post(f"/dialogue/{shown.pk}/objection/{target.pk}/", sent).status_code == 404


def test_a_page_takes_as_many_queries_for_four_people_as_for_ten(
    waterrijk: House, dialogue: Dialogue, write: Callable[..., None], noor: Viewer, fatima: Viewer
) -> None:
    write(noor, "Eerst een proef.")
    write(fatima, "Boven elk verslag.")
    with acting(noor):
        actions.reveal(dialogue, by=noor)
    few = _queries(noor, dialogue)
    with acting(System.SETUP):
        for number in range(6):
            login = f"nieuw{number}"
            waterrijk.members[login] = organisations.join(
                waterrijk.organisation,
                email=f"{login}@waterrijk.example",
                name=f"Nieuw {number}",
                roles=[Role.PROFESSIONAL],
            )
            organisations.place(waterrijk.teams["bezwaar"], waterrijk.members[login])
    for number in range(6):
        viewer = waterrijk.viewer(f"nieuw{number}")
        with acting(viewer):
            actions.add_late(dialogue, text=f"Gedachte {number}.", by=viewer)
            actions.answer_courage(dialogue, text=f"Antwoord {number}.", by=viewer)
            actions.dissent(dialogue, text=f"Oneens {number}.", by=viewer)
    assert _queries(noor, dialogue) == few


def _queries(viewer: Viewer, dialogue: Dialogue) -> int:
    with acting(viewer), CaptureQueriesContext(connection) as captured:
        room = queries.room(viewer, queries.dialogue_for(viewer, dialogue.pk))
        for item in room.positions:
            assert item.row.author is None or item.row.author.first_name
            assert item.row.critic is None or item.row.critic.first_name
        assert all(row.author.first_name for row in (*room.courage, *room.dissent))
    return len(captured)
