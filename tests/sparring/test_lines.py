"""Changing what one said begins another line: the earlier one stays, and only the line that is read goes along."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import masking
from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.ground.errors import Conflict
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, lines, outgoing, queries
from lerendwerken.learning.sparring.models import SparringSession, Turn
from tests.houses import House

As = Callable[[Viewer], Client]
FIRST, SECOND, CHANGED = (
    "Dat zegt de griffie altijd.",
    "Dat heb ik nooit gemeten.",
    "Dat zei één collega mij in mei.",
)


def spoken(viewer: Viewer, *said: str) -> SparringSession:
    """A session with the coach in which this was said."""
    with acting(viewer):
        session = actions.begin("analyse", situation="Hoorverslagen", view="Het is te lang.", by=viewer)
        actions.ask_first(session, by=viewer)
        for text in said:
            actions.take_turn(session, text, by=viewer)
    return session


def line(viewer: Viewer, session: SparringSession) -> list[str]:
    with acting(viewer):
        row = queries.session_for(viewer, session.pk)
        return [turn.said for turn in queries.turns(viewer, row)]


def all_of(viewer: Viewer, session: SparringSession) -> list[Turn]:
    with acting(viewer):
        return queries.all_turns(viewer, session)


def say(client: Client, session: SparringSession, said: str, **more: str) -> int:
    sent = {"key": str(new_id()), "said": said} | more
    return client.post(f"/sparring/{session.pk}/say/", sent).status_code


def test_changed_words_begin_a_line_and_the_earlier_one_is_gone_back_to(as_: As, fatima: Viewer) -> None:
    session, client = spoken(fatima, FIRST, SECOND), as_(fatima)
    path = f"/sparring/{session.pk}/"
    changed = all_of(fatima, session)[1]
    page = client.get(f"{path}?instead={changed.pk}").content.decode()
    assert f'name="instead" value="{changed.pk}"' in page
    assert FIRST in page, "it stands ready to be changed"
    assert SECOND not in page
    assert say(client, session, CHANGED, instead=str(changed.pk)) == 302
    assert line(fatima, session) == ["", CHANGED]
    page = client.get(path).content.decode()
    assert "1 andere lijn vanaf hier" in page
    assert SECOND not in page
    assert client.post(f"{path}{changed.pk}/line/").status_code == 302
    assert line(fatima, session) == ["", FIRST, SECOND]
    say(client, session, "En nu verder.", follows="3")
    assert line(fatima, session) == ["", FIRST, SECOND, "En nu verder."]
    assert [turn.said for turn in all_of(fatima, session)] == ["", FIRST, SECOND, CHANGED, "En nu verder."]


def test_only_the_line_that_is_read_goes_along(fatima: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "find", lambda text, **lists: [])
    session = spoken(fatima, FIRST, SECOND)
    with acting(fatima):
        actions.take_turn(session, CHANGED, follows=1, by=fatima)
        row = queries.session_for(fatima, session.pk)
        sent = outgoing.parcel(fatima, row, turns=queries.turns(fatima, row), said="Verder.")
    told = " ".join(message["content"] for message in sent.messages)
    assert CHANGED in told
    assert FIRST not in told
    assert SECOND not in told
    newest = all_of(fatima, session)[-1]
    with acting(fatima):
        assert [turn.number for turn in queries.turns_before(fatima, newest)] == [1]


def test_two_tabs_that_both_go_on_make_two_lines_and_lose_nothing(as_: As, fatima: Viewer) -> None:
    session, client = spoken(fatima, FIRST), as_(fatima)
    for said in ("In het ene tabblad.", "In het andere tabblad."):
        after = re.search(
            r'name="after" value="([^"]*)"', client.get(f"/sparring/{session.pk}/").content.decode()
        )
        assert after
        say(client, session, said, follows="2", after=after[1])
    assert line(fatima, session) == ["", FIRST, "In het andere tabblad."]
    assert "In het ene tabblad." in client.get(f"/sparring/{session.pk}/").content.decode()


def test_the_same_change_sent_twice_is_one_line(as_: As, fatima: Viewer) -> None:
    session, client = spoken(fatima, FIRST), as_(fatima)
    changed, key = all_of(fatima, session)[1], str(new_id())
    for _ in range(2):
        say(client, session, CHANGED, instead=str(changed.pk), key=key)
    assert [turn.said for turn in all_of(fatima, session)] == ["", FIRST, CHANGED]


def test_after_an_answer_that_was_broken_off_the_words_can_be_changed(as_: As, fatima: Viewer) -> None:
    session, client = spoken(fatima, FIRST), as_(fatima)
    broken = all_of(fatima, session)[1]
    with acting(fatima):
        Turn.objects.visible_to(fatima).filter(pk=broken.pk).update(
            state=Turn.State.WRITING, partner="model", answer="Half een antw", heartbeat=None
        )
        with pytest.raises(Conflict):
            actions.take_turn(session, CHANGED, follows=1, by=fatima)
        Turn.objects.visible_to(fatima).filter(pk=broken.pk).update(state=Turn.State.INTERRUPTED)
    say(client, session, CHANGED, instead=str(broken.pk))
    assert line(fatima, session) == ["", CHANGED]
    client.post(f"/sparring/{session.pk}/{broken.pk}/line/")
    page = client.get(f"/sparring/{session.pk}/").content.decode()
    assert "Half een antw" in page
    assert f"{broken.pk}/go-on/" in page, "the earlier line can still be finished"


@pytest.mark.parametrize("follows", ["99", "-1", "x", "", "1" * 400, "²"])
def test_a_place_that_is_not_there_is_the_end_of_the_line(as_: As, fatima: Viewer, follows: str) -> None:
    session = spoken(fatima, FIRST)
    assert say(as_(fatima), session, SECOND, follows=follows) == 302
    assert line(fatima, session) == ["", FIRST, SECOND]


def test_somebody_elses_turn_cannot_be_changed_or_gone_back_to(
    as_: As, fatima: Viewer, waterrijk: House, sanne: Viewer
) -> None:
    session = spoken(fatima, FIRST)
    theirs = all_of(fatima, session)[1]
    for viewer in (waterrijk.viewer("joost"), sanne):
        own, client = spoken(viewer, "Van mij."), as_(viewer)
        assert client.get(f"/sparring/{own.pk}/?instead={theirs.pk}").status_code == 404
        assert say(client, own, "x", instead=str(theirs.pk)) == 404
        for path in (f"/sparring/{own.pk}/{theirs.pk}/line/", f"/sparring/{session.pk}/{theirs.pk}/line/"):
            assert client.post(path).status_code == 404
        assert line(viewer, own) == ["", "Van mij."]
    assert len(all_of(fatima, session)) == 2


def test_what_was_being_changed_goes_with_the_session(as_: As, fatima: Viewer) -> None:
    session, client = spoken(fatima, FIRST), as_(fatima)
    draft = {"version": 0, "fields": {"said": "half af"}}
    saved = client.put(f"/drafts/sparring.say/{session.pk}-2/", draft, content_type="application/json")
    assert saved.status_code == 200
    client.post(f"/sparring/{session.pk}/away/")
    with acting(fatima):
        assert not Draft.objects.visible_to(fatima).exists()


@given(st.lists(st.integers(0, 30), max_size=30))
def test_every_line_leads_back_to_the_beginning_and_no_turn_is_unreachable(places: list[int]) -> None:
    rows = [Turn(number=number, after=min(place, number - 1)) for number, place in enumerate(places, start=1)]
    session = SparringSession()
    reached = set()
    for row in rows:
        read = lines.leading_to(rows, lines.end_of(rows, row))
        assert row in read, "going to a turn shows it"
        assert read == sorted(read, key=lambda one: one.number)
        assert lines.before(read[0]) == 0
        reached |= {one.number for one in read}
        assert all(lines.before(other) == lines.before(row) for other in lines.others(rows, row))
    assert reached == {row.number for row in rows}
    if rows:
        assert lines.current(rows, session)[-1] is rows[-1]


def test_over_the_bridge_what_one_says_goes_out_and_stands_with_the_answer(
    as_: As, fatima: Viewer, beheer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masking, "find", lambda text, **lists: [])
    session, client = spoken(fatima, FIRST), as_(fatima)
    with acting(beheer):
        register.switch_on(register.put_in_register(name="Kantoorchat", kind="chatbot", by=beheer), by=beheer)
    page = client.post(f"/sparring/{session.pk}/copy/", {"said": SECOND, "follows": "2"}).content.decode()
    assert SECOND in page[page.index("bridge-text") :]
    assert 'name="follows" value="2"' in page
    sent = {"key": str(new_id()), "chatbot": "Kantoorchat", "answer": "Ik zie dat anders.", "said": SECOND}
    assert client.post(f"/sparring/{session.pk}/paste/", sent | {"follows": "2"}).status_code == 302
    newest = all_of(fatima, session)[-1]
    assert (newest.said, newest.answer, newest.partner_name) == (SECOND, "Ik zie dat anders.", "Kantoorchat")
