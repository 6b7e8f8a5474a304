"""The council hears of what it should see first: where it begins, and by a reminder."""

from __future__ import annotations

from datetime import date

from django.test import Client

from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations.models import KeptTerm
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.oversight.governance import actions, reminders
from lerendwerken.oversight.governance.models import Agreement
from tests.houses import House

TODAY = date(2026, 11, 25)


def new_version(house: House, kind: str = "full") -> Agreement:
    by = house.viewer("henk")
    with acting(by):
        return actions.propose(
            kind,
            purpose="Ook de kleine teams doen mee.",
            teams=[team.pk for team in house.teams.values()],
            starts=TODAY,
            ends=date(2027, 1, 31),
            reason="Twee teams erbij.",
            by=by,
        )


def told(viewer: Viewer) -> list[str]:
    with acting(viewer):
        return [one.path for one in reminders.of_the_agreement(viewer, TODAY)]


def test_a_version_that_waits_is_told_to_the_council_until_it_spoke(waterrijk: House) -> None:
    council = waterrijk.viewer("or")
    assert told(council) == []
    row = new_version(waterrijk)
    assert told(council) == [f"/transparency/agreement/{row.pk}/"]
    assert told(waterrijk.viewer("henk")) == []
    with acting(council):
        actions.speak(row, "advises", text="Leg uit waarom.", by=council)
    assert told(council) == []


def test_the_reminder_says_until_when_silence_is_no_objection(waterrijk: House) -> None:
    council, row = waterrijk.viewer("or"), new_version(waterrijk, "pilot")
    with acting(council):
        (one,) = reminders.of_the_agreement(council, TODAY)
    assert row.council_until == date(2026, 12, 2)
    assert "2" in one.text
    assert "december" in one.text.casefold()


def test_it_stands_where_the_council_begins(waterrijk: House, client: Client) -> None:
    client.force_login(waterrijk.members["or"].person)
    before = client.get("/transparency/").content.decode()
    row = new_version(waterrijk)
    by = waterrijk.viewer("henk")
    with acting(by):
        organisations.set_term(KeptTerm.What.PASTED, 60, "Lange zaken.", by=by)
    page = client.get("/transparency/").content.decode()
    assert f"/transparency/agreement/{row.pk}/" in page
    assert "Er is nu iets anders dan is afgesproken" in page
    assert "Er is nu iets anders" not in before
