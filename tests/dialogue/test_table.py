"""After the reveal: the strongest objection, the courage question, the partner last, a decision and who disagrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lerendwerken.change.dialogue import actions, queries
from lerendwerken.change.dialogue.models import Dialogue, Position
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions as sparring
from lerendwerken.learning.sparring import context
from lerendwerken.learning.sparring import queries as sessions
from lerendwerken.learning.weekcycle import queries as weekcycle
from tests.dialogue.conftest import on_table
from tests.houses import WEDNESDAY

As = Callable[[Viewer], Client]


def assigned_to(viewer: Viewer, dialogue: Dialogue) -> list[Position]:
    return [row for row in on_table(viewer, dialogue) if row.critic_id == viewer.member]


def test_every_position_has_a_critic_with_a_name_of_their_own(
    shown: Dialogue, fatima: Viewer, noor: Viewer
) -> None:
    rows = on_table(fatima, shown)
    assert {row.critic_id for row in rows} == {fatima.member, noor.member}
    assert all(row.critic_id != row.author_id for row in rows)


def test_an_objection_is_in_the_export_of_its_writer_only(
    shown: Dialogue, fatima: Viewer, noor: Viewer
) -> None:
    with acting(noor):
        actions.object_to(assigned_to(noor, shown)[0], text="Te vroeg voor een regel.", by=noor)
        assert "Te vroeg voor een regel." in str(rights.export(noor))
    with acting(fatima):
        assert "Te vroeg voor een regel." not in str(rights.export(fatima))


def test_only_the_critic_objects_and_may_mend_it_until_the_decision(
    shown: Dialogue, fatima: Viewer, noor: Viewer, joost: Viewer
) -> None:
    target = assigned_to(fatima, shown)[0]
    for viewer in (noor, joost):
        with acting(viewer), pytest.raises(Forbidden):
            actions.object_to(target, text="Niet van mij.", by=viewer)
    with acting(fatima):
        actions.object_to(target, text="Bij buren maakt het erger.", by=fatima)
        actions.object_to(target, text="Bij buren maakt het de ruzie erger.", by=fatima)
        for text in ("", "x" * 601):
            with pytest.raises(BadInput):
                actions.object_to(target, text=text, by=fatima)
    assert "Bij buren maakt het de ruzie erger." in [row.objection for row in on_table(joost, shown)]
    with acting(noor):
        actions.decide(shown, text="Proef van vier weken.", by=noor)
    with acting(fatima), pytest.raises(Forbidden):
        actions.object_to(target, text="Achteraf.", by=fatima)


def test_the_courage_question_is_answered_by_name_once(
    shown: Dialogue, pieter: Viewer, joost: Viewer
) -> None:
    with acting(pieter):
        actions.answer_courage(shown, text="Dat we het zelf niet lezen.", by=pieter)
        actions.answer_courage(shown, text="Dat wij de verslagen zelf niet lezen.", by=pieter)
    with acting(joost):
        answers = queries.room(joost, queries.dialogue_for(joost, shown.pk)).courage
    assert [(row.author_id, row.text) for row in answers] == [
        (pieter.member, "Dat wij de verslagen zelf niet lezen.")
    ]


def test_a_partner_is_told_what_was_revealed_without_names(
    shown: Dialogue, joost: Viewer, samira: Viewer
) -> None:
    with acting(joost):
        told = context.revealed(joost, shown.pk)
    assert told.case == shown.case
    assert sorted(told.positions.splitlines()) == [
        "Boven elk verslag.",
        "De bezwaarmaker moet ze kunnen verbeteren.",
        "Eerst een proef van vier weken.",
        "Laat de hoorder kiezen.",
    ]
    assert not any(name in told.positions for name in ("Fatima", "Noor", "Joost", "Pieter"))
    with acting(samira), pytest.raises(NotFound):
        context.revealed(samira, shown.pk)


def test_before_the_reveal_a_partner_is_told_nothing(
    dialogue: Dialogue, write: Callable[..., None], fatima: Viewer, as_: As
) -> None:
    write(fatima, "Boven elk verslag.")
    with acting(fatima), pytest.raises(NotFound):
        context.revealed(fatima, dialogue.pk)


def test_the_partner_comes_in_over_a_session_of_ones_own(
    shown: Dialogue, joost: Viewer, noor: Viewer, as_: As
) -> None:
    client = as_(joost)
    begun = client.post(f"/dialogue/{shown.pk}/partner/begin/")
    assert begun["Location"].startswith("/sparring/")
    with acting(joost):
        said = queries.partner_said(joost, shown)
        assert said
        assert said.turn
        assert sessions.session_for(joost, said.session).mode == "dialogue"
        answer = said.turn.answer
    with acting(noor):
        assert queries.partner_said(noor, shown) is None
    assert client.post(f"/dialogue/{shown.pk}/partner/begin/")["Location"] == begun["Location"]
    assert client.get(f"/dialogue/{shown.pk}/?step=partner").status_code == 200
    sent = {"text": answer[:200], "key": str(new_id()), "version": "0"}
    assert client.post(f"/dialogue/{shown.pk}/partner/", sent | {"kind": "model"}).status_code == 302
    page = as_(noor).get(f"/dialogue/{shown.pk}/?step=partner").content.decode()
    assert "Methodecoach" in page
    assert 'data-state="coach"' in page


def test_text_of_a_model_is_labelled_as_ai_and_shown_as_text(shown: Dialogue, joost: Viewer, as_: As) -> None:
    with acting(joost):
        actions.bring_partner_in(
            shown,
            text="<img src=x onerror=alert(1)> **Let op**",
            partner_name="Proefmodel",
            kind="model",
            by=joost,
        )
    for step in ("partner", "decision"):
        page = as_(joost).get(f"/dialogue/{shown.pk}/?step={step}").content.decode()
        assert "Dit is AI" in page
        assert "Proefmodel" in page
        assert "<img" not in page


def test_two_who_bring_a_partner_in_have_one_effect(shown: Dialogue, joost: Viewer, fatima: Viewer) -> None:
    with acting(joost):
        for _ in range(2):
            actions.bring_partner_in(shown, text="Eén.", partner_name="", kind="coach", by=joost)
    with acting(fatima):
        with pytest.raises(Conflict):
            actions.bring_partner_in(shown, text="Twee.", partner_name="", kind="coach", by=fatima)
        with pytest.raises(BadInput):
            actions.bring_partner_in(shown, text="Drie.", partner_name="", kind="person", by=fatima)
        assert queries.dialogue_for(fatima, shown.pk).partner_text == "Eén."


def test_words_without_a_session_are_not_put_on_the_table_as_a_partners(
    shown: Dialogue, joost: Viewer
) -> None:
    with acting(joost):
        assert queries.partner_said(joost, shown) is None


def test_who_brought_the_case_decides_and_the_dialogue_counts_as_held(
    shown: Dialogue, noor: Viewer, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    with acting(fatima), pytest.raises(Forbidden):
        actions.decide(shown, text="Ik beslis.", by=fatima)
    with acting(noor):
        assert not weekcycle.held(noor, shown.team_id, shown.week)
    sent = {
        "text": "Vier weken proef.",
        "doer": str(joost.member),
        "next_lead": str(fatima.member),
        "key": str(new_id()),
        "version": "0",
    }
    client = as_(noor)
    assert client.post(f"/dialogue/{shown.pk}/decision/", sent).status_code == 302
    assert client.post(f"/dialogue/{shown.pk}/decision/", sent).status_code == 302
    again = client.post(
        f"/dialogue/{shown.pk}/decision/", sent | {"key": str(new_id()), "text": "Toch niet."}
    )
    assert again.status_code == 409
    with acting(joost):
        room = queries.room(joost, queries.dialogue_for(joost, shown.pk))
        assert room.decided
        assert room.decision
        assert room.decision.text == "Vier weken proef."
        assert weekcycle.held(joost, shown.team_id, shown.week)
    page = as_(joost).get(f"/dialogue/{shown.pk}/").content.decode()
    assert "Noor besloot" in page
    assert "Jij doet het" in page
    assert "Fatima leidt de volgende keer" in page
    hers = as_(fatima).get(f"/dialogue/{shown.pk}/").content.decode()
    assert "Joost doet het" in hers
    assert "Jij leidt de volgende keer" in hers
    assert "Je besloot" in client.get(f"/dialogue/{shown.pk}/").content.decode()
    assert "Jij doet het" in as_(joost).get("/dialogue/past/").content.decode()
    assert "Vier weken proef." in as_(joost).get("/dialogue/past/").content.decode()


@pytest.mark.parametrize("field", ["doer", "next_lead"])
def test_nobody_from_outside_the_team_does_it_or_leads(
    shown: Dialogue, noor: Viewer, marga: Viewer, sanne: Viewer, field: str
) -> None:
    for outside in (marga, sanne):
        with acting(noor), pytest.raises(BadInput):
            actions.decide(shown, text="Doe maar.", by=noor, **{field: outside.member})


def test_dissent_stays_with_the_decision(shown: Dialogue, noor: Viewer, joost: Viewer, as_: As) -> None:
    with acting(joost):
        actions.dissent(shown, text="Dit kost een kwartier per zaak.", by=joost)
    with acting(noor):
        actions.decide(shown, text="Toch doen.", by=noor)
    with acting(joost):
        actions.dissent(shown, text="Dit kost een kwartier per zaak, en dat zeggen we niet.", by=joost)
    page = as_(noor).get(f"/dialogue/{shown.pk}/?step=decision").content.decode()
    assert "Toch doen." in page
    assert "en dat zeggen we niet" in page


def test_nothing_of_it_happens_before_the_reveal(dialogue: Dialogue, noor: Viewer) -> None:
    with acting(noor):
        for act in (
            lambda: actions.answer_courage(dialogue, text="Vast.", by=noor),
            lambda: actions.bring_partner_in(dialogue, text="Vast.", partner_name="", kind="coach", by=noor),
            lambda: actions.decide(dialogue, text="Vast.", by=noor),
            lambda: actions.dissent(dialogue, text="Vast.", by=noor),
        ):
            with pytest.raises(Forbidden):
                act()


def test_a_week_that_is_over_is_not_rewritten(shown: Dialogue, noor: Viewer, joost: Viewer) -> None:
    with clock.at(WEDNESDAY + timedelta(weeks=1)), acting(noor):
        actions.decide(shown, text="Een week later mag nog.", by=noor)
    with clock.at(WEDNESDAY + timedelta(weeks=2)), acting(joost):
        for act in (
            lambda: actions.answer_courage(shown, text="Te laat.", by=joost),
            lambda: actions.dissent(shown, text="Te laat.", by=joost),
            lambda: actions.add_late(shown, text="Te laat.", by=joost),
        ):
            with pytest.raises(Forbidden):
                act()


@pytest.mark.parametrize("step", ["shown", "objection", "courage", "partner", "decision", "write", "<b>", ""])
def test_each_step_is_a_page_with_at_most_one_primary_button(
    shown: Dialogue, noor: Viewer, fatima: Viewer, joost: Viewer, as_: As, step: str
) -> None:
    for viewer in (noor, fatima, joost):
        answer = as_(viewer).get(f"/dialogue/{shown.pk}/", {"step": step})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert page.count("btn--primary") <= 1
        assert page.count('aria-current="step"') == 1
        assert "style=" not in page


def test_every_step_can_be_done_with_plain_forms(
    shown: Dialogue, noor: Viewer, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    target = assigned_to(fatima, shown)[0]
    for viewer, url, text in (
        (fatima, f"objection/{target.pk}/", "Wie leest dat nog na?"),
        (joost, "courage/", "Niemand leest ze."),
        (joost, "dissent/", "Ik doe niet mee."),
    ):
        client = as_(viewer)
        sent = {"text": text, "key": str(new_id()), "version": "0"}
        done = client.post(f"/dialogue/{shown.pk}/{url}", sent)
        assert done.status_code == 302
        assert text in client.get(done["Location"]).content.decode()
        empty = client.post(f"/dialogue/{shown.pk}/{url}", sent | {"text": " "})
        assert empty.status_code == 200
        assert "aria-invalid" in empty.content.decode()


def test_a_session_thrown_away_leaves_the_dialogue_as_it_was(shown: Dialogue, joost: Viewer, as_: As) -> None:
    as_(joost).post(f"/dialogue/{shown.pk}/partner/begin/")
    with acting(joost):
        said = queries.partner_said(joost, shown)
        assert said
        sparring.throw_away(sessions.session_for(joost, said.session), by=joost)
    sent = {"text": "Zogenaamd van de partner.", "key": str(new_id()), "version": "0"}
    assert as_(joost).post(f"/dialogue/{shown.pk}/partner/", sent).status_code == 404
