"""An organisation's own words for covering: kept by the steward, read by everybody, used for all that leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerendwerken.ai.partners import coverwords
from lerendwerken.ai.partners.masking import Span, find
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.oversight.governance import queries as governance

As = Callable[[Viewer], Client]


def names_of(*words: str) -> Callable[[str], list[Span]]:
    def search(text: str) -> list[Span]:
        return [Span(start, start + len(word), "person") for word in words if (start := text.find(word)) >= 0]

    return search


def covered(text: str, *names: str, **lists: list[str]) -> list[str]:
    spans = find(text, names=names_of(*names), **lists)  # type: ignore[arg-type]
    return [text[span.start : span.end] for span in spans]


def test_a_word_that_is_no_name_stays_readable_but_not_after_a_title() -> None:
    assert covered("Op De Linde is het stil.", "De Linde", readable=["de linde"]) == []
    assert covered("Op De Linde is het stil.", "Linde", readable=["De Linde"]) == []
    assert covered("Mevrouw De Linde belde.", "De Linde", readable=["De Linde"]) == ["De Linde"]
    assert covered("Anna De Linde belde.", "Anna De Linde", readable=["De Linde"]) == ["Anna De Linde"]


def test_a_word_of_the_house_and_a_number_win_from_what_may_be_read() -> None:
    text = "Kees Vonk van Zonnebloem, Kerkstraat 12"
    lists = {"words": ["Zonnebloem"], "uncovered": ["Kees Vonk", "Kerkstraat 12", "Zonnebloem"]}
    assert covered(text, "Kees Vonk", **lists) == ["Zonnebloem", "Kerkstraat 12"]


def test_the_steward_keeps_it_by_page_and_everybody_reads(
    as_: As, henk: Viewer, fatima: Viewer, beheer: Viewer, council: Viewer
) -> None:
    client = as_(henk)
    sent = {"text": "  Project   Zonnebloem ", "kind": "cover", "key": str(new_id())}
    for _twice in range(2):
        assert client.post("/ai/masking/", sent).status_code == 302
    for viewer in (fatima, beheer, council):
        page = as_(viewer).get("/ai/masking/").content.decode()
        assert "Project Zonnebloem" in page
        assert "Eruit halen" not in page
        assert as_(viewer).post("/ai/masking/", sent).status_code == 403
        assert as_(viewer).post("/ai/masking/uncovering/", {"allowed": "yes"}).status_code == 403
    with acting(henk):
        (row,) = coverwords.words(henk)
    for _twice in range(2):
        client.post(f"/ai/masking/{row.pk}/take-out/")
    with acting(henk):
        assert coverwords.words(henk) == []
    verbs = AuditLine.objects.filter(verb__endswith="_cover_word").order_by("number")
    assert [line.verb for line in verbs] == ["partners.add_cover_word", "partners.take_out_cover_word"]


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", "cover", "verplicht"),
        ("ab", "cover", "drie letters"),
        ("a" * 81, "cover", "80"),
        ("06-12345678", "readable", "altijd afgedekt"),
        ("fatima", "readable", "altijd afgedekt"),
        ("zonnebloem", "readable", "staat al"),
        ("De Linde", "other", "geldige"),
    ],
)
def test_what_cannot_stand_there_is_refused_in_words(
    henk: Viewer, as_: As, text: str, kind: str, says: str
) -> None:
    with acting(henk):
        coverwords.add(text="Zonnebloem", kind="cover", by=henk)
    page = as_(henk).post("/ai/masking/", {"text": text, "kind": kind, "key": str(new_id())})
    assert page.status_code == 200
    assert says in page.content.decode()
    with acting(henk):
        assert len(coverwords.words(henk)) == 1


def test_there_is_an_end_to_it_and_only_the_steward_acts(
    henk: Viewer, fatima: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverwords, "MOST", 1)
    with acting(henk):
        coverwords.add(text="Zonnebloem", kind="cover", by=henk)
        with pytest.raises(Conflict):
            coverwords.add(text="Waterlelie", kind="cover", by=henk)
        monkeypatch.setattr(coverwords, "MOST", 2)
        with pytest.raises(BadInput):
            coverwords.add(text="Waterlelie", kind="", by=henk)
    with acting(fatima), pytest.raises(Forbidden):
        coverwords.let_uncover(allowed=True, by=fatima)


def test_leaving_a_name_readable_is_off_and_a_change_of_what_leaves(
    as_: As, henk: Viewer, fatima: Viewer
) -> None:
    with acting(henk):
        before = governance.facts(henk)
    assert not before.may_uncover
    assert "niemand kan een naam leesbaar laten" in as_(fatima).get("/transparency/").content.decode()
    as_(henk).post("/ai/masking/uncovering/", {"allowed": "yes"})
    with acting(henk):
        assert governance.facts(henk).may_uncover
    assert "schrijft waarom" in as_(fatima).get("/transparency/").content.decode()


def test_the_page_asks_as_much_of_many_words_as_of_one(as_: As, henk: Viewer) -> None:
    client, numbers = as_(henk), []
    for texts in (["Zonnebloem"], ["Waterlelie", "Boterbloem", "Klaproos"]):
        with acting(henk):
            for text in texts:
                coverwords.add(text=text, kind="cover", by=henk)
        client.get("/ai/masking/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/ai/masking/")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
