"""The mirror: unaided work then and now, for oneself alone, and what one sees may be carried to one's statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.moments.conftest import MONDAY

from lerendwerken.ai.library import finding
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import Erasure
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import mirroring, thread
from lerendwerken.learning.insights.models import MirrorWork

As = Callable[[Viewer], Client]
THEN = "Mevrouw krijgt geen vergunning omdat het bestemmingsplan dat niet toestaat."
NOW = "U krijgt geen vergunning. De reden staat hieronder in drie zinnen."
SEES = "Ik begin nu met wat iemand wil weten, zonder dat iets het voorzegt."


def after(number: int) -> datetime:
    day = weeks.after(MONDAY, number)
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def kept(client: Client, text: str, week: int = 0) -> None:
    with clock.at(after(week)):
        answer = client.post(
            "/insights/mirror/", {"task": "kern van een weigering", "text": text}, follow=True
        )
        assert text in answer.content.decode()


def seen(client: Client) -> None:
    kept(client, THEN)
    kept(client, NOW, 7)
    with clock.at(after(7)):
        client.post("/insights/mirror/seen/", {"sees": SEES})


def offered(by: Viewer, week: int) -> str:
    with acting(by):
        return mirroring.offered(by, weeks.after(MONDAY, week))


def test_it_is_offered_in_the_first_and_the_eighth_week_only(as_: As, begun: Viewer) -> None:
    assert [offered(begun, week) for week in (0, 1, 7)] == ["then", "", ""]
    kept(as_(begun), THEN)
    assert [offered(begun, week) for week in (0, 1, 6, 7, 8)] == ["", "", "", "now", ""]
    with clock.at(after(7)):
        assert "/insights/mirror/" in as_(begun).get("/week/").content.decode()
    kept(as_(begun), NOW, 7)
    assert offered(begun, 7) == ""


def test_the_two_stand_side_by_side_and_she_writes_what_she_sees(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    seen(client)
    text = client.get("/insights/mirror/").content.decode()
    assert text.index(THEN) < text.index(NOW) < text.index(SEES)
    assert "data-coach" not in text, "no question of the coach, no AI"


def test_it_is_for_its_owner_alone(
    as_: As, begun: Viewer, joost: Viewer, marga: Viewer, sanne: Viewer
) -> None:
    seen(as_(begun))
    with acting(begun):
        work = MirrorWork.objects.visible_to(begun).get(place="now")
        assert not any(
            piece.text in (THEN, NOW, SEES) for piece in thread.pieces(begun, weeks.after(MONDAY, 20))
        )
        assert finding.search(begun, "bestemmingsplan")
    for other in (joost, marga, sanne):
        assert THEN not in as_(other).get("/insights/mirror/").content.decode()
        assert as_(other).post(f"/insights/mirror/{work.pk}/away/").status_code == 404
        with acting(other):
            assert not finding.search(other, "bestemmingsplan")


def test_what_she_saw_is_carried_to_her_statement_and_not_kept_there_yet(
    as_: As, begun: Viewer, joost: Viewer
) -> None:
    seen(as_(begun))
    with clock.at(after(8)):
        assert SEES in as_(begun).get("/statements/write/?mirror").content.decode()
        assert SEES not in as_(begun).get("/statements/write/").content.decode()
        assert SEES not in as_(joost).get("/statements/write/?mirror").content.decode()


def test_thrown_away_is_gone_and_the_later_one_becomes_the_first(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    seen(client)
    with acting(begun):
        first = MirrorWork.objects.visible_to(begun).get(place="then")
    client.post(f"/insights/mirror/{first.pk}/away/")
    text = client.get("/insights/mirror/").content.decode()
    assert THEN not in text
    assert SEES not in text
    assert NOW in text
    assert Erasure.objects.filter(row=first.pk).exists()


def test_a_third_piece_and_an_empty_one_are_refused_in_words(begun: Viewer) -> None:
    with acting(begun):
        with pytest.raises(NotFound):
            mirroring.see(SEES, by=begun)
        with pytest.raises(BadInput):
            mirroring.keep(task="brief", text=" ", by=begun)
        for text in (THEN, NOW):
            mirroring.keep(task="brief", text=text, by=begun)
        with pytest.raises(Conflict):
            mirroring.keep(task="brief", text="nog een", by=begun)


def test_sent_twice_is_one_piece(begun: Viewer) -> None:
    key = new_id()
    with acting(begun):
        for _time in range(2):
            mirroring.keep(task="brief", text=THEN, key=key, by=begun)
        assert MirrorWork.objects.visible_to(begun).count() == 1
