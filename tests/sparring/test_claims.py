"""Claims in answers: pointed out or offered, looked up at a source, seen where they stand; for their owner alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, checking
from lerendwerken.learning.sparring.models import Claim, Turn
from tests.houses import House

As = Callable[[Viewer], Client]
ANSWER = """## Waar ik anders kijk dan jij
a. Lengte is een gevolg. Het verslag moet binnen twee weken weg. [nagaan]

## Mijn vraag aan jou
Welk verslag was te lang?

## Waar ik niet zeker van ben
Ik weet niet zeker of de commissie hier regels voor heeft.
"""
CLAIM = "Het verslag moet binnen twee weken weg."
NUMBER = 2
SOURCE = "https://wetten.example/awb?x=<b>1</b>"


def answered(viewer: Viewer, text: str = ANSWER, partner: str = "model") -> Turn:
    """A session with one finished answer of a partner."""
    with acting(viewer):
        session = actions.begin("analyse", situation="Hoorverslagen", view="Het is te lang.", by=viewer)
        turn = Turn(
            organisation_id=viewer.organisation,
            owner_id=viewer.member,
            session=session,
            number=1,
            step=session.step,
            partner=partner,
            partner_name="Proefmodel",
            answer=text,
            state=Turn.State.DONE,
        )
        return turn.add()


def path_of(turn: Turn, number: int = NUMBER) -> str:
    return f"/sparring/{turn.session_id}/{turn.pk}/claim/{number}/"


def look(client: Client, turn: Turn) -> str:
    return client.get(f"/sparring/{turn.session_id}/").content.decode()


def claims(viewer: Viewer) -> list[tuple[str, str, str]]:
    with acting(viewer):
        return list(Claim.objects.visible_to(viewer).values_list("text", "verdict", "source"))


def test_a_marked_sentence_is_offered_and_its_raw_mark_is_not_shown(as_: As, fatima: Viewer) -> None:
    turn = answered(fatima)
    text = look(as_(fatima), turn)
    assert "[nagaan]" not in text
    assert path_of(turn) in text
    assert "ga dit na" in text
    assert "Nog niet nagegaan" in text
    assert claims(fatima) == []


def test_what_came_out_stands_at_the_sentence_and_in_the_list(as_: As, fatima: Viewer) -> None:
    turn, client = answered(fatima), as_(fatima)
    answer = client.post(path_of(turn), {"verdict": "wrong", "source": SOURCE})
    assert answer.headers["Location"].endswith(f"#claim-1-{NUMBER}")
    assert claims(fatima) == [(CLAIM, "wrong", SOURCE)]
    text = look(client, turn)
    assert f'id="claim-1-{NUMBER}" data-mark="wrong"' in text
    assert "https://wetten.example/awb?x=&lt;b&gt;1&lt;/b&gt;" in text, "as text, with its real address"
    assert 'href="https://wetten' not in text
    listed = text[text.index('id="claims"') :]
    assert listed.index(">AI · Proefmodel<") < listed.index(CLAIM), "the words stay labelled"


def test_any_sentence_can_be_pointed_out_and_taken_back(as_: As, fatima: Viewer) -> None:
    turn, client = answered(fatima), as_(fatima)
    page = client.get(f"/sparring/{turn.session_id}/{turn.pk}/claims/").content.decode()
    assert path_of(turn, 1) in page
    assert "Welk verslag was te lang?" not in page
    client.post(path_of(turn, 1), {"verdict": "open", "source": ""})
    assert claims(fatima) == [("Lengte is een gevolg.", "open", "")]
    client.post(path_of(turn, 1), {"away": "1"})
    assert claims(fatima) == []


def test_the_same_sentence_again_changes_what_came_out(as_: As, fatima: Viewer) -> None:
    turn, client = answered(fatima), as_(fatima)
    for verdict, source in (("wrong", "Awb"), ("checked", "griffier")):
        client.post(path_of(turn), {"verdict": verdict, "source": source, "key": str(new_id())})
    assert claims(fatima) == [(CLAIM, "checked", "griffier")]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"verdict": "checked", "source": " "}, "Schrijf waar je het hebt opgezocht"),
        ({"verdict": "perhaps", "source": "Awb"}, ""),
        ({"source": "Awb"}, ""),
        ({"verdict": "wrong", "source": "x" * 301}, "passen er hier hoogstens 300"),
    ],
)
def test_what_cannot_be_kept_says_so_and_keeps_what_was_typed(
    as_: As, fatima: Viewer, sent: dict[str, str], told: str
) -> None:
    answer = as_(fatima).post(path_of(answered(fatima)), sent)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert claims(fatima) == []


def test_the_rule_holds_without_a_form_too(fatima: Viewer) -> None:
    turn = answered(fatima)
    with acting(fatima):
        sentence = checking.sentence_in(turn, NUMBER)
        for verdict, source in (("checked", ""), ("maybe", "Awb")):
            with pytest.raises(BadInput):
                checking.mark(turn, sentence, verdict=verdict, source=source, by=fatima)


def test_the_coach_claims_nothing(as_: As, fatima: Viewer) -> None:
    turn = answered(fatima, "Je schrijft ‘te lang’. Hoe lang is dat?", partner="coach")
    assert as_(fatima).get(path_of(turn, 1)).status_code == 404
    assert "Wijs een bewering aan" not in look(as_(fatima), turn)


@pytest.mark.parametrize("number", [0, 99, 10**12])
def test_a_sentence_that_is_not_there_is_not_found(as_: As, fatima: Viewer, number: int) -> None:
    assert as_(fatima).get(path_of(answered(fatima), number)).status_code == 404


def test_a_claim_on_somebody_elses_answer_is_as_one_that_does_not_exist(
    as_: As, fatima: Viewer, waterrijk: House, sanne: Viewer
) -> None:
    turn, own = answered(fatima), {}
    for viewer in (waterrijk.viewer("joost"), waterrijk.viewer("marga"), sanne):
        own = answered(viewer)
        for path in (
            path_of(turn),
            f"/sparring/{turn.session_id}/{turn.pk}/claims/",
            f"/sparring/{own.session_id}/{turn.pk}/claim/{NUMBER}/",  # own session, another's answer
            f"/sparring/{turn.session_id}/{own.pk}/claim/{NUMBER}/",
            f"/sparring/{turn.session_id}/{uuid.uuid4()}/claim/{NUMBER}/",
        ):
            assert as_(viewer).get(path).status_code == 404
        assert as_(viewer).post(path_of(turn), {"verdict": "wrong", "source": "x"}).status_code == 404
        assert claims(viewer) == []
    assert claims(fatima) == []


def test_a_session_that_is_thrown_away_takes_its_claims_and_what_was_typed_along(
    as_: As, fatima: Viewer
) -> None:
    turn, client = answered(fatima), as_(fatima)
    client.post(path_of(turn), {"verdict": "wrong", "source": "Awb"})
    draft = {"version": 0, "fields": {"source": "half af"}}
    saved = client.put(
        f"/drafts/sparring.claim/{turn.session_id}-1-{NUMBER}/", draft, content_type="application/json"
    )
    assert saved.status_code == 200
    client.post(f"/sparring/{turn.session_id}/away/")
    assert claims(fatima) == []
    with acting(fatima):
        assert not Draft.objects.visible_to(fatima).exists()


def test_a_claim_is_in_ones_own_export_as_words_of_the_partner(fatima: Viewer) -> None:
    turn = answered(fatima)
    with acting(fatima):
        checking.mark(turn, checking.sentence_in(turn, NUMBER), verdict="wrong", source="Awb", by=fatima)
        (row,) = rights.export_of(Claim, fatima)
    assert row["text"] == CLAIM
    assert "text" in Claim.said_by_partner
    assert "source" not in Claim.said_by_partner


def test_what_was_checked_in_a_session_is_not_asked_again_at_deepen_and_counts_for_its_owner(
    as_: As, fatima: Viewer, joost: Viewer
) -> None:
    turn, client = answered(fatima), as_(fatima)
    with acting(fatima):
        checking.mark(turn, checking.sentence_in(turn, 1), verdict="open", by=fatima)
    assert "sparsessies hebt nagegaan" not in client.get("/week/deepen/").content.decode()
    with acting(fatima):
        checking.mark(turn, checking.sentence_in(turn, NUMBER), verdict="wrong", source="Awb", by=fatima)
    deepen = client.get("/week/deepen/").content.decode()
    assert CLAIM in deepen
    assert deepen.index("Nog een bewering") < deepen.index('name="claim"')
    client.post(
        "/week/deepen/",
        {
            "conclusion": "Zo.",
            "claim": "Er zijn 14 telefoontjes.",
            "claim_verdict": "checked",
            "claim_source": "register",
        },
    )
    week = client.get("/week/").content.decode()
    assert "Je hebt 2 beweringen bij een bron nagegaan" in week
    assert "1 klopt niet" in week
    assert "bij een bron nagegaan" not in as_(joost).get("/week/").content.decode()


def test_the_page_asks_as_much_of_the_database_however_many_claims(as_: As, fatima: Viewer) -> None:
    text = "\n\n".join(f"Dit is bewering nummer {number}. [nagaan]" for number in range(12))
    turn, client = answered(fatima, text), as_(fatima)
    counts = []
    for _ in range(2):
        look(client, turn)
        with CaptureQueriesContext(connection) as asked:
            look(client, turn)
        counts.append(len(asked))
        with acting(fatima):
            for number in range(1, 13):
                checking.mark(turn, checking.sentence_in(turn, number), verdict="open", by=fatima)
    assert counts[0] == counts[1]


def test_what_a_chatbot_listed_as_claims_is_offered_and_the_paste_is_kept(as_: As, fatima: Viewer) -> None:
    listed = f"{ANSWER}\nBeweringen om na te gaan:\n- Driekwart van de bezwaren komt in mei.\n"
    turn = answered(fatima, listed, partner="bridge")
    text = look(as_(fatima), turn)
    assert text.count("ga dit na") == 2
    assert '<span class="ref">a</span>' in text
    assert '<p class="ask">Welk verslag was te lang?</p>' in text
    assert "Zoals het is geplakt" in text
    assert "## Waar ik anders kijk dan jij" in text


def test_numbers_of_ones_own_passages_stay_in_what_a_chatbot_said(as_: As, fatima: Viewer) -> None:
    text = ANSWER.replace("gevolg.", "gevolg [2].").replace("[nagaan]", "[3] [nagaan]")
    turn = answered(fatima, text, partner="bridge")
    with acting(fatima):
        turn.passages = [2, 3]
        turn.save(update_fields=["passages"])
    page = look(as_(fatima), turn)
    assert page.count("passage is verwijderd") == 2, "the numbers lead to passages, which are gone here"
    assert page.count("ga dit na") == 1
