"""Blind until one reveal, and what has no name after it really has none."""

from __future__ import annotations

import collections
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from lerendwerken.change.dialogue import actions, critics, queries
from lerendwerken.change.dialogue.models import Dialogue, Position, PositionDraft
from lerendwerken.foundation.drafts.models import Arrival, Draft
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from tests.dialogue.conftest import on_table
from tests.houses import House

As = Callable[[Viewer], Client]
Write = Callable[..., None]
Reveal = Callable[[Viewer], Dialogue]


def test_before_the_reveal_nobody_sees_what_another_wrote(
    dialogue: Dialogue, write: Write, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    write(fatima, "Boven elk verslag.")
    assert on_table(joost, dialogue) == []
    page = as_(joost).get(f"/dialogue/{dialogue.pk}/?step=shown").content.decode()
    assert "Boven elk verslag" not in page
    assert "Boven elk verslag" in as_(fatima).get(f"/dialogue/{dialogue.pk}/").content.decode()


def test_the_page_says_before_writing_what_unnamed_means(dialogue: Dialogue, joost: Viewer, as_: As) -> None:
    page = as_(joost).get(f"/dialogue/{dialogue.pk}/").content.decode()
    assert "Echt zonder naam" in page


def test_before_the_reveal_one_sees_how_many_are_ready_and_nothing_else_of_them(
    dialogue: Dialogue, write: Write, fatima: Viewer, joost: Viewer, pieter: Viewer, noor: Viewer, as_: As
) -> None:
    def room() -> queries.Room:
        with acting(pieter):
            return queries.room(pieter, queries.dialogue_for(pieter, dialogue.pk))

    before = room()
    write(fatima, "Boven elk verslag.")
    write(joost, "Laat de hoorder kiezen.", unnamed=True)
    as_(noor).post(f"/dialogue/{dialogue.pk}/position/", {"nothing": "1"})
    assert room() == replace(before, ready=3)
    people = len(before.people)
    for step in ("", "reveal"):
        assert (
            f"3 van de {people} zijn klaar"
            in as_(pieter).get(f"/dialogue/{dialogue.pk}/?step={step}").content.decode()
        )


def test_who_writes_nothing_is_ready_can_still_write_and_leaves_nothing(
    dialogue: Dialogue, write: Write, reveal: Reveal, fatima: Viewer, joost: Viewer, noor: Viewer, as_: As
) -> None:
    """Else the count of who is ready would name the one whose position was kept back."""
    write(fatima, "Boven elk verslag.")
    for viewer in (joost, noor, fatima):
        sent = as_(viewer).post(f"/dialogue/{dialogue.pk}/position/", {"nothing": "1", "text": ""})
        assert sent.status_code == 302
    assert "schrijft deze keer niets" in as_(joost).get(f"/dialogue/{dialogue.pk}/").content.decode()
    write(noor, "Toch een gedachte.")
    reveal(noor)
    assert {row.text for row in on_table(joost, dialogue)} == {"Boven elk verslag.", "Toch een gedachte."}
    with acting(System.KEEPER):
        assert not PositionDraft.unscoped.exists()
    assert as_(joost).post(f"/dialogue/{dialogue.pk}/position/", {"nothing": "1"}).status_code == 409


def test_the_reveal_is_asked_once_in_plain_words(
    dialogue: Dialogue, write: Write, noor: Viewer, fatima: Viewer, as_: As
) -> None:
    write(fatima, "Boven elk verslag.")
    url, reveal_url = f"/dialogue/{dialogue.pk}/", f"/dialogue/{dialogue.pk}/reveal/"
    first = as_(noor).get(url).content.decode()
    assert f'action="{reveal_url}"' not in first
    assert f"{url}?step=reveal" in first
    asked = as_(noor).get(url, {"step": "reveal"}).content.decode()
    assert f'action="{reveal_url}"' in asked
    assert "niet ongedaan" in asked
    assert "Doe het alleen als Noor er niet is" not in asked
    assert "Doe het alleen als Noor er niet is" in as_(fatima).get(url, {"step": "reveal"}).content.decode()
    assert as_(noor).post(reveal_url).status_code == 302


def test_after_the_reveal_the_page_opens_with_the_positions_in_view(
    dialogue: Dialogue,
    write: Write,
    reveal: Reveal,
    fatima: Viewer,
    joost: Viewer,
    noor: Viewer,
    pieter: Viewer,
    as_: As,
) -> None:
    """Also for who was too late, and for who was the only one without a name."""
    write(fatima, "Boven elk verslag.")
    write(noor, "Eerst een proef.")
    write(joost, "Dat kost mij een kwartier.", unnamed=True)
    reveal(noor)
    for viewer in (fatima, noor, joost, pieter):
        page = as_(viewer).get(f"/dialogue/{dialogue.pk}/").content.decode()
        assert "Boven elk verslag." in page
        assert "Zeg het</button>" not in page
    assert "Zet er een standpunt bij" in as_(pieter).get(f"/dialogue/{dialogue.pk}/").content.decode()
    with acting(pieter):
        actions.add_late(dialogue, text="Ik was er pas later.", by=pieter)
    page = as_(pieter).get(f"/dialogue/{dialogue.pk}/").content.decode()
    assert "Zeg het</button>" in page
    assert "Boven elk verslag." in page


def test_a_position_is_replaced_until_the_reveal(
    dialogue: Dialogue, write: Write, reveal: Reveal, fatima: Viewer
) -> None:
    write(fatima, "Eerste gedachte.", unnamed=True)
    write(fatima, "Tweede gedachte.")
    reveal(fatima)
    assert [row.text for row in on_table(fatima, dialogue)] == ["Tweede gedachte."]


def test_after_the_reveal_the_team_sees_names_only_where_they_were_given(
    shown: Dialogue, fatima: Viewer, noor: Viewer, pieter: Viewer
) -> None:
    for viewer in (fatima, pieter):
        rows = on_table(viewer, shown)
        assert {row.text: row.author_id for row in rows} == {
            "Boven elk verslag.": fatima.member,
            "Laat de hoorder kiezen.": None,
            "Eerst een proef van vier weken.": noor.member,
            "De bezwaarmaker moet ze kunnen verbeteren.": None,
        }


def test_keys_moments_and_language_of_positions_tell_nothing(shown: Dialogue, fatima: Viewer) -> None:
    rows = on_table(fatima, shown)
    assert {row.pk.version for row in rows} == {4}
    assert {row.created for row in rows} == {shown.revealed_at}
    assert sorted(row.place for row in rows) == [1, 2, 3, 4]
    assert {row.language for row in rows if row.author_id is None} == {shown.language}


def test_nothing_of_the_drafts_is_left(shown: Dialogue) -> None:
    with acting(System.KEEPER):
        assert not PositionDraft.unscoped.exists()


def test_the_order_is_drawn_anew(
    dialogue: Dialogue,
    write: Write,
    reveal: Reveal,
    fatima: Viewer,
    joost: Viewer,
    noor: Viewer,
    pieter: Viewer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The order on the table comes from the system's own randomness and from nothing else."""

    class Turned:
        def shuffle(self, rows: list[Any]) -> None:
            rows.sort(key=lambda row: row.text, reverse=True)

    monkeypatch.setattr(actions.secrets, "SystemRandom", Turned)
    for text, viewer in zip("abcd", (fatima, joost, noor, pieter), strict=True):
        write(viewer, text, unnamed=True)
    reveal(noor)
    assert [row.text for row in on_table(noor, dialogue)] == ["d", "c", "b", "a"]


def test_the_audit_names_only_the_dialogue(shown: Dialogue, joost: Viewer) -> None:
    """Every line of the dialogue is about the dialogue, and an unnamed writer's looks like a named one's."""
    lines = list(AuditLine.objects.filter(verb__startswith="dialogue.").values_list("verb", "row"))
    assert {row for _, row in lines} == {audit.digest_of(shown.pk)}
    assert collections.Counter(verb for verb, _ in lines) == {
        "dialogue.bring_case": 1,
        "dialogue.write_position": 4,
        "dialogue.reveal": 1,
    }


def test_no_table_links_an_unnamed_position_to_its_writer(
    shown: Dialogue, joost: Viewer, pieter: Viewer
) -> None:
    with acting(System.KEEPER):
        rows = list(Position.unscoped.filter(author=None).values())
    assert len(rows) == 2
    for row in rows:
        assert joost.member not in row.values()
        assert pieter.member not in row.values()


def test_nothing_is_noted_of_a_position_that_arrived_by_form(
    dialogue: Dialogue, joost: Viewer, pieter: Viewer, as_: As
) -> None:
    """A note with a digest of the words would let whoever holds the server find the writer of an unnamed one."""
    for viewer, naming in ((joost, "unnamed"), (pieter, "named")):
        as_(viewer).post(f"/dialogue/{dialogue.pk}/position/", {"text": "Laat kiezen.", "naming": naming})
    with acting(System.KEEPER):
        assert PositionDraft.unscoped.filter(dialogue=dialogue).count() == 2
        assert not Arrival.unscoped.filter(about=str(dialogue.pk)).exists()
        assert not Draft.unscoped.filter(about=str(dialogue.pk)).exists()


def test_without_a_name_is_shown_only_for_two_or_more(
    shown: Dialogue, dialogue: Dialogue, fatima: Viewer, waterrijk: House, as_: As
) -> None:
    url = f"/dialogue/{shown.pk}/?step=shown"
    assert as_(fatima).get(url).content.decode().count("zonder naam") == 2
    with acting(System.KEEPER):  # one of them is erased by law: the other must not be singled out
        Position.unscoped.filter(author=None).first().delete()
    page = as_(fatima).get(url).content.decode()
    assert "zonder naam" not in page
    assert "een vroegere collega" in page


def test_the_only_one_without_a_name_is_kept_back(
    dialogue: Dialogue, write: Write, reveal: Reveal, fatima: Viewer, joost: Viewer, noor: Viewer, as_: As
) -> None:
    write(fatima, "Boven elk verslag.")
    write(joost, "Dat kost mij een kwartier.", unnamed=True)
    reveal(noor)
    for viewer in (fatima, noor, joost):
        assert [row.text for row in on_table(viewer, dialogue)] == ["Boven elk verslag."]
    others = as_(noor).get(f"/dialogue/{dialogue.pk}/?step=shown").content.decode()
    assert "kwartier" not in others
    assert "de enige" not in others
    mine = as_(joost).get(f"/dialogue/{dialogue.pk}/?step=shown").content.decode()
    assert "Dat kost mij een kwartier." in mine
    assert "de enige" in mine


def test_signing_looks_like_a_late_position_to_everybody_else(
    dialogue: Dialogue,
    write: Write,
    reveal: Reveal,
    fatima: Viewer,
    joost: Viewer,
    noor: Viewer,
    pieter: Viewer,
) -> None:
    write(fatima, "Boven elk verslag.")
    write(joost, "Dat kost mij een kwartier.", unnamed=True)
    reveal(noor)
    with acting(pieter):
        actions.add_late(dialogue, text="Ik was er pas later.", by=pieter)
    with acting(joost):
        actions.sign(dialogue, by=joost)
        assert queries.my_position_draft(joost, dialogue) is None
        with pytest.raises(NotFound):
            actions.sign(dialogue, by=joost)
    late, signed = on_table(noor, dialogue)[1:]
    assert (late.author_id, signed.author_id) == (pieter.member, joost.member)
    assert {late.pk.version, signed.pk.version} == {4}
    verbs = AuditLine.objects.order_by("-number").values_list("verb", flat=True)[:2]
    assert set(verbs) == {"dialogue.add_late"}


def test_taking_it_back_leaves_nothing(
    dialogue: Dialogue, write: Write, reveal: Reveal, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    write(fatima, "Boven elk verslag.")
    write(joost, "Toch maar niet.", unnamed=True)
    reveal(fatima)
    lines = AuditLine.objects.count()
    assert as_(joost).post(f"/dialogue/{dialogue.pk}/withdraw/").status_code == 302
    with acting(System.KEEPER):
        assert not PositionDraft.unscoped.exists()
    assert AuditLine.objects.count() == lines
    assert as_(joost).post(f"/dialogue/{dialogue.pk}/withdraw/").status_code == 404
    assert as_(fatima).post(f"/dialogue/{dialogue.pk}/withdraw/").status_code == 404


def test_who_writes_nothing_and_the_only_one_without_a_name_look_the_same(
    dialogue: Dialogue, write: Write, joost: Viewer, noor: Viewer, as_: As
) -> None:
    client = as_(noor)
    as_(joost).post(f"/dialogue/{dialogue.pk}/position/", {"nothing": "1"})
    nothing = client.post(f"/dialogue/{dialogue.pk}/reveal/")
    write(joost, "Alleen ik.", unnamed=True)
    one = client.post(f"/dialogue/{dialogue.pk}/reveal/")
    assert nothing.status_code == one.status_code == 409
    assert _without_tokens(nothing.content.decode()) == _without_tokens(one.content.decode())
    with acting(joost):
        draft = queries.my_position_draft(joost, dialogue)
        assert draft
        assert not draft.asked_to_sign


def _without_tokens(page: str) -> list[str]:
    secret = ("csrfmiddlewaretoken", 'name="key"', "nonce=", "lw-done")
    return [line for line in page.splitlines() if not any(word in line for word in secret)]


def test_two_who_reveal_have_one_effect(
    shown: Dialogue, fatima: Viewer, noor: Viewer, reveal: Reveal
) -> None:
    before = [(row.pk, row.place) for row in on_table(noor, shown)]
    again = reveal(fatima)
    assert again.revealed_at == shown.revealed_at
    assert [(row.pk, row.place) for row in on_table(noor, shown)] == before
    assert AuditLine.objects.filter(verb="dialogue.reveal").count() == 1


def test_who_was_just_too_late_is_told_and_loses_nothing(
    dialogue: Dialogue, write: Write, reveal: Reveal, fatima: Viewer, joost: Viewer, as_: As
) -> None:
    client = as_(joost)
    client.put(
        f"/drafts/dialogue.position/{dialogue.pk}/",
        json.dumps({"version": 0, "fields": {"text": "Wacht nog even.", "naming": "unnamed"}}),
        content_type="application/json",
    )
    write(fatima, "Boven elk verslag.")
    reveal(fatima)
    sent = {"text": "Wacht nog even, echt.", "naming": "unnamed", "key": str(new_id()), "version": "1"}
    answer = client.post(f"/dialogue/{dialogue.pk}/position/", sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "zojuist getoond" in page
    assert "Wacht nog even, echt." in page
    assert "Wacht nog even" in client.get(f"/dialogue/{dialogue.pk}/?step=shown").content.decode()
    late = {"text": "Wacht nog even, echt.", "key": sent["key"], "version": "1"}
    assert client.post(f"/dialogue/{dialogue.pk}/late/", late).status_code == 302
    assert [row.author_id for row in on_table(fatima, dialogue)] == [fatima.member, joost.member]


def test_a_late_position_has_a_name_comes_once_and_not_before_the_reveal(
    dialogue: Dialogue, write: Write, reveal: Reveal, fatima: Viewer, pieter: Viewer
) -> None:
    with acting(pieter), pytest.raises(Forbidden):
        actions.add_late(dialogue, text="Vast vooruit.", by=pieter)
    write(fatima, "Boven elk verslag.")
    reveal(fatima)
    with acting(pieter):
        first = actions.add_late(dialogue, text="Ook bij buren?", by=pieter)
        assert actions.add_late(dialogue, text="Ook bij buren?", by=pieter).pk == first.pk
        with pytest.raises(Conflict):
            actions.add_late(dialogue, text="Iets heel anders.", by=pieter)
    assert len(on_table(fatima, dialogue)) == 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 601, "\udfff"])
def test_bad_positions_are_refused(dialogue: Dialogue, fatima: Viewer, text: str) -> None:
    with acting(fatima), pytest.raises(BadInput):
        actions.write_position(dialogue, text=text, by=fatima)


@pytest.mark.parametrize("naming", ["", "both", "<script>"])
def test_a_form_without_a_sane_choice_of_name_keeps_nothing(
    dialogue: Dialogue, fatima: Viewer, as_: As, naming: str
) -> None:
    sent = {"text": "Boven elk verslag.", "naming": naming, "key": "?", "version": "-1"}
    answer = as_(fatima).post(f"/dialogue/{dialogue.pk}/position/", sent)
    assert answer.status_code == 200
    assert "Boven elk verslag." in answer.content.decode()
    with acting(fatima):
        assert queries.my_position_draft(fatima, dialogue) is None


class TestCritics:
    """Who looks for the strongest objection follows from what everybody sees, so it tells nothing else."""

    def test_nobody_criticises_their_own_name(self) -> None:
        people = [new_id() for _ in range(6)]
        for turn in range(20):
            for named in range(1, 7):
                chosen = critics.assigned(people[:named], people, turn)
                assert all(
                    critic and critic != author for critic, author in zip(chosen, people, strict=False)
                )

    def test_with_names_everybody_named_gets_as_many(self) -> None:
        people = [new_id() for _ in range(5)]
        chosen = critics.assigned(people, people, 3)
        assert sorted(critic for critic in chosen if critic) == sorted(people)

    def test_an_unnamed_position_never_goes_to_somebody_who_may_have_written_it(self) -> None:
        people = [new_id() for _ in range(6)]
        authors = [people[0], None, people[1], None, None]
        for turn in range(20):
            assert {critics.assigned(authors, people, turn)[place] for place in (1, 3, 4)} <= set(people[:2])

    def test_the_choice_does_not_depend_on_who_wrote_unnamed(self) -> None:
        """It cannot: it is not told. Nor does it depend on who of the team wrote at all."""
        people = [new_id() for _ in range(4)]
        chosen = critics.assigned([None, None], people, 7)
        assert chosen == critics.assigned([None, None], list(reversed(people)), 7)
        seen = {critic for turn in range(8) for critic in critics.assigned([None, None], people, turn)}
        assert seen == set(people)

    def test_alone_in_a_team_there_is_no_critic(self) -> None:
        alone = new_id()
        assert critics.assigned([alone], [alone], 0) == [None]
        assert critics.one_more(alone, [alone], [alone], 0) is None


@pytest.mark.postgresql
def test_postgresql_lets_no_member_collect_the_drafts(
    dialogue: Dialogue, write: Write, fatima: Viewer, noor: Viewer, marga: Viewer
) -> None:
    write(fatima, "Boven elk verslag.")
    for viewer in (noor, marga):
        with acting(viewer):
            assert PositionDraft.unscoped.count() == 0
