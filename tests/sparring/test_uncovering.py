"""Leaving a name readable: only where the organisation allows it, with a reason, seen again before anything leaves."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import coverwords
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, outgoing, queries, uncovering
from lerendwerken.learning.sparring.models import SparringSession

As = Callable[[Viewer], Client]
VIEW = "Kees Vonk, BSN 123456782, wil het verslag van Zonnebloem eerder."
WHY = "Zo heet ook de straat, en daar gaat het over."


def begun(by: Viewer, view: str = VIEW) -> SparringSession:
    with acting(by):
        return actions.begin("analyse", view=view, by=by)


def allow(henk: Viewer, *, allowed: bool = True) -> None:
    with acting(henk):
        coverwords.let_uncover(allowed=allowed, by=henk)


def house_word(henk: Viewer, text: str, kind: str = "cover") -> None:
    with acting(henk):
        coverwords.add(text=text, kind=kind, by=henk)


def leaving(by: Viewer, session: SparringSession) -> str:
    with acting(by):
        parcel = outgoing.parcel(by, session, turns=[])
    return " ".join(message["content"] for message in parcel.messages if message["role"] == "user")


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def said(page: str, **more: object) -> dict[str, object]:
    return {"said": "", "key": str(new_id()), "seen": seen(page), **more}


def test_by_default_nobody_is_offered_it_and_it_is_refused(as_: As, fatima: Viewer, model: None) -> None:
    session, client = begun(fatima), as_(fatima)
    page = client.get(f"/sparring/{session.pk}/").content.decode()
    assert "Een naam leesbaar laten" not in page
    answer = client.post(
        f"/sparring/{session.pk}/say/", said(page, uncover_now="yes", uncover=["Kees Vonk"], why=WHY)
    )
    assert answer.status_code == 403
    assert "Kees Vonk" not in leaving(fatima, session)


def test_a_name_is_left_readable_with_a_reason_and_looked_at_again(
    as_: As, fatima: Viewer, joost: Viewer, henk: Viewer, model: None
) -> None:
    allow(henk)
    house_word(henk, "Zonnebloem")
    session, client = begun(fatima), as_(fatima)
    say = f"/sparring/{session.pk}/say/"
    page = client.get(f"/sparring/{session.pk}/").content.decode()
    assert re.findall(r'name="uncover" value="([^"]+)"', page) == ["Kees Vonk"], (
        "no number, no word of the house"
    )
    shown = client.post(say, said(page, uncover_now="yes", uncover=["Kees Vonk"], why="")).content.decode()
    assert "Schrijf in één regel waarom" in shown
    shown = html.unescape(
        client.post(say, said(page, uncover_now="yes", uncover=["Kees Vonk"], why=WHY)).content.decode()
    )
    assert "Leesbaar gelaten" in shown
    assert WHY in shown
    with acting(fatima):
        assert queries.turns(fatima, session) == [], "nothing left yet"
    left = leaving(fatima, session)
    assert "Kees Vonk" in left
    assert "123456782" not in left
    assert "Zonnebloem" not in left
    assert client.post(say, said(page)).status_code == 200, "what was seen before was another text"
    assert client.post(say, said(shown)).status_code == 302
    with acting(fatima):
        (turn,) = queries.turns(fatima, session)
        (row,) = uncovering.in_session(fatima, session)
    assert (row.word, row.reason, row.turn_id) == ("Kees Vonk", WHY, turn.pk)
    assert WHY in html.unescape(client.get(f"/sparring/{session.pk}/").content.decode())
    with acting(joost):
        assert uncovering.in_session(joost, session) == []


def test_it_is_covered_again_on_request_and_when_the_organisation_stops_it(
    as_: As, fatima: Viewer, henk: Viewer, model: None
) -> None:
    allow(henk)
    session, client = begun(fatima), as_(fatima)
    with acting(fatima):
        actions.remember_covered(session, {"[naam 1]": "Kees Vonk"}, by=fatima)
        uncovering.uncover(session, ["Kees Vonk"], WHY, by=fatima)
    assert "Kees Vonk" in leaving(fatima, session), "also when it was covered in an earlier turn"
    allow(henk, allowed=False)
    assert "Kees Vonk" not in leaving(fatima, session)
    allow(henk)
    page = client.get(f"/sparring/{session.pk}/").content.decode()
    key = re.search(r'name="cover_again" value="([^"]+)"', page)
    assert key
    client.post(f"/sparring/{session.pk}/say/", said(page, cover_again=key[1]))
    assert "Kees Vonk" not in leaving(fatima, session)


@pytest.mark.parametrize(
    "word",
    [
        "123456782",
        "NL91 ABNA 0417 1643 00",
        "Kerkstraat 12",
        "06-12345678",
        "geboren 3-5-1971",
        "zonnebloem",
        " ",
    ],
)
def test_what_always_stays_covered_is_refused(fatima: Viewer, henk: Viewer, model: None, word: str) -> None:
    allow(henk)
    house_word(henk, "Zonnebloem")
    session = begun(fatima)
    with acting(fatima), pytest.raises(BadInput):
        uncovering.uncover(session, ["Kees Vonk", word], WHY, by=fatima)
    assert "Kees Vonk" not in leaving(fatima, session), "all or nothing"


def test_without_leave_the_act_itself_refuses(fatima: Viewer, model: None) -> None:
    session = begun(fatima)
    with acting(fatima), pytest.raises(Forbidden):
        uncovering.uncover(session, ["Kees Vonk"], WHY, by=fatima)


def test_over_the_bridge_it_goes_the_same_way(
    as_: As, fatima: Viewer, henk: Viewer, beheer: Viewer, model: None
) -> None:
    allow(henk)
    with acting(beheer):
        register.switch_on(register.put_in_register(name="Copilot", kind="chatbot", by=beheer), by=beheer)
    session, client = begun(fatima), as_(fatima)
    out = f"/sparring/{session.pk}/copy/"
    page = client.post(out, {"said": "Wat mist Kees Vonk?", "key": str(new_id())}).content.decode()
    assert "Kees Vonk" not in page[page.index('id="bridge-text"') : page.index("</textarea>")]
    more = {"said": "Wat mist Ploef?", "also_cover": "Ploef, Zonnebloem", "key": str(new_id())}
    page = client.post(out, more).content.decode()
    text = page[page.index('id="bridge-text"') : page.index("</textarea>")]
    assert "Ploef" not in text, "what she wants covered besides is covered here too"
    sent = {"said": "Wat mist Kees Vonk?", "uncover_now": "yes", "uncover": ["Kees Vonk"], "why": WHY}
    page = client.post(out, {**sent, "key": str(new_id())}).content.decode()
    text = page[page.index('id="bridge-text"') : page.index("</textarea>")]
    assert "Wat mist Kees Vonk?" in text
    assert "123456782" not in text
    pasted = {"chatbot": "Copilot", "answer": "Vraag het Kees Vonk.", "key": str(new_id()), "follows": "0"}
    client.post(f"/sparring/{session.pk}/paste/", pasted)
    with acting(fatima):
        (turn,) = queries.turns(fatima, session)
        assert [row.turn_id for row in uncovering.in_session(fatima, session)] == [turn.pk]


def test_words_of_the_house_are_covered_and_left_alone_in_everything_that_leaves(
    fatima: Viewer, henk: Viewer, model: None
) -> None:
    house_word(henk, "Zonnebloem")
    house_word(henk, "Kees Vonk-zaal", "readable")
    session = begun(fatima, "De Kees Vonk-zaal is van zonnebloem, zegt Kees Vonk.")
    left = leaving(fatima, session)
    assert "Kees Vonk-zaal is van [term 1], zegt [naam 1]" in left
