"""The first three minutes: one set of three questions, from whoever answered, and each knows what it belongs to."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from lerendwerken.ai.partners import masking
from lerendwerken.ai.partners.masking import Span
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.moments import belonging
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.sparring import actions, queries
from lerendwerken.learning.sparring.models import Turn

As = Callable[[Viewer], Client]
PIECE = "De commissie acht het bezwaar van Kees Vonk ongegrond. De termijn van zes weken is altijd verlopen."
VIEW = "Ik vind de brief te juridisch. Volgens mij belt hij meteen."
ANSWER = """## Waar ik het anders zie
a. De brief is ook te lang.

## Het sterkste bezwaar tegen je idee
Juridische woorden geven zekerheid.

## Mijn vraag aan jou
Wie heeft de brief gelezen?

## Drie leervragen
1. Hoe merk ik wat mensen begrijpen van een brief die “te juridisch” is?
2. Wat gebeurt er als ik leg uit waarom “de termijn van zes weken” telt?
3. {third}

## Waar ik niet zeker van ben
Ik weet niet zeker of hij belt.
"""
THIRD = "Hoe weet ik of iemand “meteen” belt door mijn brief?"
LEARNED = ("de brief die", "Wat gebeurt er als ik leg uit", "Hoe weet ik of iemand")


def pasted(client: Client, piece: str = PIECE, view: str = VIEW) -> tuple[str, str]:
    """The page after pasting: its path and its text."""
    answer = client.post("/first/", {"piece": piece, "view": view, "key": str(new_id())}, follow=True)
    return answer.request["PATH_INFO"], html.unescape(answer.content.decode())


def look(client: Client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def questions(text: str) -> list[str]:
    return re.findall(r'<textarea name="question"[^>]*>\s*([^<]+)</textarea>', text)


def answered(viewer: Viewer, path: str, text: str, state: str = Turn.State.DONE) -> None:
    """A model answered in the session of this page."""
    with acting(viewer):
        session = queries.session_for(viewer, uuid.UUID(path.split("/")[2]))
        turn = Turn(
            organisation_id=viewer.organisation,
            owner_id=viewer.member,
            session=session,
            number=1,
            step=session.step,
            partner=Turn.Partner.MODEL,
            partner_name="Proef",
            answer=text,
            state=state,
            heartbeat=None,
        )
        turn.add()


def primaries(text: str) -> list[str]:
    found = re.findall(r'class="btn btn--primary[^"]*"[^>]*>(.*?)</(?:button|a)>', text, re.S)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


def test_the_models_three_questions_are_the_ones_to_choose_from(as_: As, joost: Viewer, model: None) -> None:
    client = as_(joost)
    path, _ = pasted(client)
    answered(joost, path, ANSWER.format(third=THIRD))
    text = look(client, path)
    assert len(questions(text)) == 3
    assert THIRD in [one.strip() for one in questions(text)]
    assert text.count(THIRD) == 1, "not a second time as text of the answer"
    assert "Juridische woorden geven zekerheid." in text
    assert text.count("Proef schreef dit") == 3


def test_a_pasted_piece_is_seen_before_it_goes_to_a_model_also_without_a_name(
    as_: As, joost: Viewer, model: None
) -> None:
    client = as_(joost)
    assert "een taalmodel" in look(client, "/first/")
    path, text = pasted(client, piece="De buurvrouw op de hoek belt elke dag over de bomen.")
    assert "Kijk zelf" in text
    assert "Verstuur afgedekt" in text
    with acting(joost):
        session = queries.session_for(joost, uuid.UUID(path.split("/")[2]))
        assert queries.turns(joost, session) == []


def test_without_a_model_the_page_says_that_nothing_goes_there(as_: As, joost: Viewer) -> None:
    assert "Je tekst gaat naar geen enkel taalmodel." in look(as_(joost), "/first/")


def test_a_question_that_was_changed_is_no_ai_text_any_more(as_: As, joost: Viewer, model: None) -> None:
    client = as_(joost)
    path, _ = pasted(client)
    answered(joost, path, ANSWER.format(third=THIRD))
    client.post(f"{path}choose/", {"number": "1", "question": ""})  # refused, and shown again
    mine = client.post(f"{path}choose/", {"number": "1", "question": "x" * 301}).content.decode()
    assert mine.count("Proef schreef dit") == 2


@pytest.mark.parametrize(
    "third",
    [
        "Hoe word ik een betere schrijver van beleid?",
        "Hoe leg ik dit uit aan Kees Vonk, die “te juridisch” niet leest?",
        "Denk na over “te juridisch”.",
        "Hoe spreek ik [naam 1] aan over “te juridisch”?",
    ],
)
def test_what_quotes_nothing_or_names_somebody_makes_room_for_the_coach(
    as_: As, joost: Viewer, model: None, third: str
) -> None:
    client = as_(joost)
    path, _ = pasted(client)
    answered(joost, path, ANSWER.format(third=third))
    text = look(client, path)
    found = [one.strip() for one in questions(text)]
    assert len(set(found)) == 3
    assert third not in found
    assert text.count("Proef schreef dit") == 2


def test_no_question_to_choose_repeats_a_name(
    as_: As, joost: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything(text: str, words: tuple[str, ...] = ()) -> list[Span]:
        return [Span(m.start(), m.end(), "person") for m in re.finditer("Zilverlaan|dakkapel", text)]

    monkeypatch.setattr(masking, "find", everything)
    piece = "Aan de Zilverlaan is de dakkapel altijd te groot. De bewoners wachten al lang op het besluit van de raad."
    _, text = pasted(as_(joost), piece, "Ik denk dat niemand de regels kent.")
    found = questions(text)
    assert len(found) == 3
    assert not [one for one in found if "Zilverlaan" in one or "dakkapel" in one]


def test_the_team_would_read_words_of_the_piece_and_the_page_says_so(as_: As, joost: Viewer) -> None:
    _, text = pasted(as_(joost))
    quoting = [
        one
        for one in questions(text)
        if any(q in PIECE and q not in VIEW for q in re.findall("‘([^’]+)’", one))
    ]
    assert 0 < len(quoting) < 3
    assert text.count("Je team leest deze vraag") == len(quoting)


def test_while_the_answer_is_written_nothing_is_asked_twice(as_: As, joost: Viewer, model: None) -> None:
    client = as_(joost)
    path, _ = pasted(client)
    answered(joost, path, "## Waar", Turn.State.QUEUED)
    text = look(client, path)
    assert questions(text) == []
    assert "Zodra het antwoord klaar is" in text
    assert primaries(text) == []


def test_the_one_primary_button_is_the_next_step(as_: As, joost: Viewer, model: None) -> None:
    client = as_(joost)
    path, text = pasted(client)
    assert primaries(text) == ["Verstuur afgedekt"]
    answered(joost, path, ANSWER.format(third=THIRD))
    assert primaries(look(client, path)) == ["Dit wordt mijn vraag"]
    client.post(f"{path}choose/", {"number": "2", "question": "Hoe schrijf ik korter?", "key": str(new_id())})
    text = look(client, path)
    assert primaries(text) == ["Naar je week"]
    assert "Hoe schrijf ik korter?" in text
    assert len(questions(text)) == 2, "the others can still be opened"
    folded = text[text.index("De andere vragen") :]
    assert len(questions(folded)) == 2


def test_over_the_bridge_the_chatbots_questions_are_chosen_from(as_: As, joost: Viewer) -> None:
    client = as_(joost)
    path, _ = pasted(client)
    with acting(joost):
        session = queries.session_for(joost, uuid.UUID(path.split("/")[2]))
        actions.paste_answer(session, ANSWER.format(third=THIRD), "Copilot", by=joost)
    text = look(client, path)
    assert THIRD in [one.strip() for one in questions(text)]
    assert text.count(THIRD) == 1
    assert text.count("Copilot schreef dit") == 3


def under(*texts: str) -> list[DevelopmentQuestion]:
    return [DevelopmentQuestion(text=text) for text in texts]


def test_the_development_question_with_the_same_words_is_proposed() -> None:
    rows = under(
        "Hoe gaan we veilig om met gegevens van inwoners?",
        "Hoe maken we besluiten op bezwaar begrijpelijk?",
        "Hoe houden we tijd over voor huisbezoeken?",
    )
    question = "Hoe merk ik wat iemand begrijpt van mijn brief?"
    assert belonging.proposed(question, "De commissie acht het bezwaar ongegrond.", rows) is rows[1]
    assert belonging.proposed("Wat kost een huisbezoek mij?", "", rows) is rows[2]


def test_nothing_is_proposed_where_nothing_or_two_fit() -> None:
    rows = under("Hoe gaan we om met gegevens?", "Hoe maken we besluiten begrijpelijk?")
    assert belonging.proposed("Wat eet ik vandaag?", "Een dag op het terras.", rows) is None
    assert belonging.proposed("Wie ziet gegevens en besluiten?", "", rows) is None
    assert belonging.proposed("Wat eet ik vandaag?", "", rows[:1]) is rows[0], "the only one needs no choice"
    assert belonging.proposed("Wat eet ik vandaag?", "", []) is None
