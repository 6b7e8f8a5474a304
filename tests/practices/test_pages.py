"""The pages of practices, as people use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.ai.partners import masking
from lerendwerken.ai.partners.masking import Span
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.practices import actions, queries
from lerendwerken.learning.practices.models import PracticeVersion, WorkProcess
from lerendwerken.learning.practices.steps import as_lines, from_lines
from tests.practices.conftest import HOW, propose
from tests.practices.test_using import started

As = Callable[[Viewer], Client]

CHANGE = {
    "steps": "Schrijf eerst drie zinnen.\nAI: wijst aan wat wringt.\n\n- controle: Noor vertelt na.",
    "instruction": "Herschrijf niets.",
    "check_text": "Kan Noor het navertellen?",
    "stop_rule": "Stop bij een nieuw feit.",
    "reason": "Noor herkende de zaak.",
}


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"practices:{name}", args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_team_without_practices_learns_what_one_is_and_names_its_first_work(as_: As, noor: Viewer) -> None:
    client = as_(noor)
    html = page(client, "list")
    assert "Nog geen werkwijzen" in html
    assert "Schrijf de brief eerst zelf, in tien regels." in html
    answer = client.post(reverse("practices:list"), {"name": "Hoorverslag maken", "key": str(new_id())})
    with acting(noor):
        process = queries.work_processes(noor, noor.teams[0])[0]
    assert answer.url == reverse("practices:propose", args=[process.pk])  # type: ignore[attr-defined]
    assert "Hoe doen jullie dit werk?" in page(client, "propose", process.pk)


def test_who_reads_in_english_hears_dutch_names_as_dutch(
    as_: As, noor: Viewer, hearing: WorkProcess, three_sentences: PracticeVersion
) -> None:
    with acting(noor):
        use = started(three_sentences, noor)
    Person.objects.filter(pk=noor.person).update(language="en")
    client = as_(noor)
    for name, *args in [("list",), ("process", hearing.pk), ("use", use.pk)]:
        assert f'<span lang="nl">{hearing.name}</span>' in page(client, name, *args), name
        assert f'<span lang="nl">{use.piece}</span>' in page(client, name, *args), name
    client.post(reverse("practices:list"), {"name": "Write the letter", "key": str(new_id())})
    html = page(client, "list")
    assert "Write the letter" in html
    assert '<span lang="en">' not in html


def test_a_list_of_practices_shows_each_in_one_line(
    as_: As, noor: Viewer, fatima: Viewer, hearing: WorkProcess, three_sentences: PracticeVersion
) -> None:
    client = as_(noor)
    assert '<details class="fold up-2" open>' in page(client, "list"), "the only practice stands open"
    with acting(fatima):
        actions.name_process("Beslissing opstellen", by=fatima)
    html = page(client, "list")
    assert 'fold up-2" open' not in html
    shown = re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
    for words in ("Hoorverslag maken", "versie 1", "AI: Zegt welke zin niet", "Pas toe op werk van vandaag"):
        assert words in shown
    assert "Schrijf na de zitting eerst drie zinnen." in html
    assert "Schrijf na de zitting eerst drie zinnen." not in shown


def test_a_taken_name_is_said_at_the_field(as_: As, noor: Viewer, hearing: WorkProcess) -> None:
    answer = as_(noor).post(reverse("practices:list"), {"name": "hoorverslag maken"})
    assert "Je team heeft al een werkproces met deze naam." in answer.content.decode()


def test_a_change_goes_from_proposal_to_force(
    as_: As, noor: Viewer, fatima: Viewer, joost: Viewer, hearing: WorkProcess
) -> None:
    key = str(new_id())
    for _time in range(2):
        answer = as_(noor).post(reverse("practices:propose", args=[hearing.pk]), {**CHANGE, "key": key})
        assert answer.url == reverse("practices:proposed", args=[key])  # type: ignore[attr-defined]
    assert "Noor vertelt na." in page(as_(noor), "proposed", key)
    assert "De begeleider laat het ingaan." in page(as_(joost), "proposed", key)
    assert 'name="reason"' not in page(as_(joost), "proposed", key)
    assert "Noor herkende de zaak.</textarea>" in page(as_(fatima), "proposed", key)
    as_(fatima).post(reverse("practices:proposed", args=[key]), {"reason": "Het kost minder tijd."})
    html = page(as_(joost), "process", hearing.pk)
    assert "versie 1, sinds 25 november 2026" in html
    for words in ("Het kost minder tijd.", "Herschrijf niets.", "Stop bij een nieuw feit."):
        assert words in html
    with acting(joost):
        version = queries.practice_in_force(joost, hearing)
    assert version is not None
    assert [step["by"] for step in version.steps] == ["person", "ai", "check"]


def test_ai_without_a_check_is_refused_at_the_field_and_no_word_is_lost(
    as_: As, noor: Viewer, hearing: WorkProcess
) -> None:
    answer = as_(noor).post(
        reverse("practices:propose", args=[hearing.pk]),
        {**CHANGE, "steps": "Schrijf zelf.\nAI: leest mee.", "check_text": "", "key": str(new_id())},
    )
    html = answer.content.decode()
    assert "Schrijf hier iets. Eén regel is genoeg." in html
    assert "Stop bij een nieuw feit." in html


def test_the_facilitator_mends_the_words_before_they_go_in_force(
    as_: As, noor: Viewer, fatima: Viewer, hearing: WorkProcess
) -> None:
    draft = propose(hearing, noor)
    at = reverse("practices:proposed", args=[draft.pk])
    client = as_(fatima)
    html = page(client, "proposed", draft.pk)
    for words in (
        "Schrijf na de zitting eerst drie zinnen.\nAI:",
        "Stop als de drie zinnen partij kiezen.</textarea>",
    ):
        assert words in html
    mended = {
        "steps": "Schrijf eerst vier zinnen.\nAI: wijst aan wat niet klopt.",
        "instruction": "Herschrijf niets.",
        "check_text": "Noor vertelt na.",
        "stop_rule": "",
        "reason": "Vier is beter dan drie.",
    }
    refused = client.post(at, mended).content.decode()
    assert "Schrijf hier iets. Eén regel is genoeg." in refused
    assert "Schrijf eerst vier zinnen." in refused, "no word is lost"
    client.post(at, mended | {"stop_rule": "Stop bij een nieuw feit."})
    with acting(noor):
        version = queries.practice_in_force(noor, hearing)
    assert version is not None
    assert [step["text"] for step in version.steps] == [
        "Schrijf eerst vier zinnen.",
        "wijst aan wat niet klopt.",
    ]
    assert (version.check_text, version.author_id) == ("Noor vertelt na.", noor.member)


def test_the_check_stands_in_one_place(
    as_: As, noor: Viewer, hearing: WorkProcess, three_sentences: PracticeVersion
) -> None:
    html = page(as_(noor), "start", three_sentences.pk)
    assert html.count("Kan iemand die er niet bij was de zaak navertellen?") == 1
    assert "<h2>De controle</h2>" not in html


def test_a_change_begins_with_how_it_is_now(
    as_: As, joost: Viewer, hearing: WorkProcess, three_sentences: PracticeVersion
) -> None:
    html = page(as_(joost), "propose", hearing.pk)
    assert "Schrijf na de zitting eerst drie zinnen.\nAI: Zegt welke zin niet" in html
    assert "Controle:" not in html, "what is checked is asked in one place"
    assert "De secretaris vertelt na wat er speelt.\nKan iemand die er niet bij was" in html


def test_somebody_takes_a_proposal_back(as_: As, noor: Viewer, joost: Viewer, hearing: WorkProcess) -> None:
    draft = propose(hearing, noor)
    assert as_(joost).post(reverse("practices:withdraw", args=[draft.pk])).status_code == 403
    assert as_(noor).post(reverse("practices:withdraw", args=[draft.pk])).status_code == 302
    assert as_(noor).get(reverse("practices:proposed", args=[draft.pk])).status_code == 404


def test_a_teammate_who_posts_a_reason_puts_nothing_in_force(
    as_: As, noor: Viewer, joost: Viewer, hearing: WorkProcess
) -> None:
    draft = propose(hearing, noor)
    answer = as_(joost).post(reverse("practices:proposed", args=[draft.pk]), {"reason": "ik wil het"})
    assert answer.status_code == 403
    with acting(joost):
        assert queries.practice_in_force(joost, hearing) is None


def test_one_field_starts_a_practice_and_one_click_closes_it(
    as_: As, noor: Viewer, joost: Viewer, three_sentences: PracticeVersion, hearing: WorkProcess
) -> None:
    client, key = as_(noor), str(new_id())
    assert "Met welk stuk werk?" in page(client, "start", three_sentences.pk)
    for _time in range(2):
        answer = client.post(
            reverse("practices:start", args=[three_sentences.pk]), {"piece": "verslag dakkapel", "key": key}
        )
        assert answer.url == reverse("sparring:practice", args=[key])  # type: ignore[attr-defined]
    assert "verslag dakkapel" in page(client, "list")
    assert "De controle is gedaan" in page(client, "use", key)
    assert "De controle is gedaan" not in page(as_(joost), "use", key)
    client.post(reverse("practices:use", args=[key]), {"check_state": "done"})
    html = page(as_(joost), "process", hearing.pk)
    assert "verslag dakkapel" in html
    assert "controle gedaan" in html
    assert "één keer gebruikt" in page(client, "list")


def test_a_name_in_the_name_of_the_work_is_asked_about_once(
    as_: As, noor: Viewer, model: None, three_sentences: PracticeVersion
) -> None:
    """The team reads it, so a citizen's name is not kept there by accident."""
    client, start = as_(noor), reverse("practices:start", args=[three_sentences.pk])
    form = {"piece": "bezwaar Kees Vonk", "key": str(new_id())}
    refused = client.post(start, form).content.decode()
    assert "dit lijkt een persoonsgegeven: Kees Vonk." in refused
    assert "Dit mag hier staan: Kees Vonk" in refused
    assert "bezwaar Kees Vonk" not in page(client, "list")
    other = {"piece": "bezwaar Kees Vonk en Kees Vonk", "may_stand": "Kees Vonk"}
    assert client.post(start, form | other).status_code == 200, "it was said of another line"
    assert client.post(start, {**form, "may_stand": "Kees Vonk"}).status_code == 302
    assert "bezwaar Kees Vonk" in page(client, "list")


def test_a_service_number_never_stands_in_the_name_of_the_work(
    as_: As, noor: Viewer, three_sentences: PracticeVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masking, "find", lambda text: [Span(5, 14, "bsn")])
    client, start = as_(noor), reverse("practices:start", args=[three_sentences.pk])
    form = {"piece": "zaak 111222333", "key": str(new_id()), "may_stand": "111222333"}
    refused = client.post(start, form).content.decode()
    assert "dus laat dit weg: 111222333." in refused
    assert "Dit mag hier staan" not in refused
    assert "111222333" not in page(client, "list")


def test_stopping_asks_why(as_: As, noor: Viewer, three_sentences: PracticeVersion) -> None:
    use = started(three_sentences, noor)
    client, url = as_(noor), reverse("practices:use", args=[use.pk])
    assert client.post(url, {"check_state": "stopped", "stopped_why": ""}).status_code == 200
    client.post(url, {"check_state": "stopped", "stopped_why": "de zinnen kozen partij"})
    assert "gestopt: " in page(client, "use", use.pk)
    assert "de zinnen kozen partij" in page(client, "use", use.pk)
    assert client.post(url, {"check_state": "iets"}).status_code == 400


def test_an_old_start_page_leads_to_how_it_is_now(
    as_: As, noor: Viewer, fatima: Viewer, three_sentences: PracticeVersion, hearing: WorkProcess
) -> None:
    draft = propose(hearing, noor)
    with acting(fatima):
        actions.put_in_force(draft, reason="verder verbeterd", by=fatima)
    url = reverse("practices:start", args=[three_sentences.pk])
    assert as_(noor).get(url).url == reverse("practices:process", args=[hearing.pk])  # type: ignore[attr-defined]
    assert as_(noor).post(url, {"piece": "verslag"}).status_code == 409
    html = page(as_(noor), "process", hearing.pk)
    assert "1 eerdere versie" in html
    assert "Het schrijven kostte 83 minuten in plaats van 95." in html


def test_everybody_reads_what_is_in_force_and_only_the_team_the_rest(
    as_: As,
    noor: Viewer,
    samira: Viewer,
    marga: Viewer,
    henk: Viewer,
    three_sentences: PracticeVersion,
    hearing: WorkProcess,
) -> None:
    started(three_sentences, noor, "verslag dakkapel")
    propose(hearing, noor, reason="een nieuw idee")
    for viewer in (samira, marga, henk):
        assert "Hoorverslag maken" in page(as_(viewer), "list")
        html = page(as_(viewer), "process", hearing.pk)
        assert HOW["instruction"] in html
        for hidden in ("verslag dakkapel", "een nieuw idee", "Pas toe op werk van vandaag"):
            assert hidden not in html


def test_what_is_not_for_somebody_does_not_exist(
    as_: As,
    noor: Viewer,
    samira: Viewer,
    marga: Viewer,
    sanne: Viewer,
    three_sentences: PracticeVersion,
    hearing: WorkProcess,
) -> None:
    use, draft = started(three_sentences, noor), propose(hearing, noor)
    inside_the_team = [("use", use.pk), ("proposed", draft.pk)]
    for viewer in (samira, marga, sanne):
        for name, key in inside_the_team:
            for url in (
                reverse(f"practices:{name}", args=[key]),
                reverse(f"practices:{name}", args=[new_id()]),
            ):
                assert as_(viewer).get(url).status_code == as_(viewer).post(url).status_code == 404
    for name, key in [("process", hearing.pk), ("propose", hearing.pk), ("start", three_sentences.pk)]:
        assert as_(sanne).get(reverse(f"practices:{name}", args=[key])).status_code == 404
    for name, key in [("propose", hearing.pk), ("start", three_sentences.pk)]:
        assert as_(samira).get(reverse(f"practices:{name}", args=[key])).status_code == 403


def test_markup_is_shown_as_text(as_: As, noor: Viewer, fatima: Viewer, hearing: WorkProcess) -> None:
    evil = "<img src=x onerror=alert(1)>"
    draft = propose(hearing, noor, instruction=evil, reason=evil, steps=[{"by": "person", "text": evil}])
    assert evil not in page(as_(fatima), "proposed", draft.pk)
    with acting(fatima):
        actions.put_in_force(draft, reason=evil, by=fatima)
    assert evil not in page(as_(fatima), "process", hearing.pk)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_read_in_both_languages(
    as_: As, noor: Viewer, three_sentences: PracticeVersion, hearing: WorkProcess, language: str
) -> None:
    from lerendwerken.foundation.organisations.actions import speak

    speak(noor.person, language)
    html = page(as_(noor), "process", hearing.pk)
    assert ("The stop rule" in html) == (language == "en")
    assert ("De stopregel" in html) == (language == "nl")


def test_pages_cost_the_same_however_much_there_is(
    as_: As,
    noor: Viewer,
    fatima: Viewer,
    hearing: WorkProcess,
    three_sentences: PracticeVersion,
) -> None:
    client = as_(noor)

    def add(number: int) -> None:
        with acting(fatima):
            process = actions.name_process(f"werkproces {number}", by=fatima)
            actions.put_in_force(propose(process, fatima), reason="zo", by=fatima)
            version = actions.put_in_force(propose(hearing, fatima), reason="anders", by=fatima)
        propose(hearing, noor)
        started(version, noor, f"stuk {number}")

    def cost() -> list[int]:
        counted = []
        for name, args in [("list", []), ("process", [hearing.pk])]:
            with CaptureQueriesContext(connection) as queries_made:
                page(client, name, *args)
            counted.append(len(queries_made))
        return counted

    add(0)
    before = cost()
    for number in range(1, 6):
        add(number)
    assert cost() == before


def test_steps_are_written_one_a_line() -> None:
    steps = from_lines("Bel eerst.\nai : wijst aan.\n  - Controle: kijk na.\nWij: beslissen.\nNB: let op")
    assert [(step["by"], step["text"]) for step in steps] == [
        ("person", "Bel eerst."),
        ("ai", "wijst aan."),
        ("check", "kijk na."),
        ("person", "beslissen."),
        ("person", "NB: let op"),
    ]
    assert from_lines(as_lines(steps)) == steps


def test_after_midnight_a_page_says_the_day_of_where_one_is(
    as_: As, three_sentences: PracticeVersion, noor: Viewer
) -> None:
    """At half past midnight in Amsterdam it is still yesterday in UTC, in which moments are kept."""
    with clock.at(datetime(2026, 11, 25, 23, 30, tzinfo=UTC)):
        started(three_sentences, noor)
        text = page(as_(noor), "process", three_sentences.work_process_id)
    assert "26 november" in text


def test_a_practice_on_todays_work_begins_with_what_the_team_agreed_on(
    as_: As, three_sentences: PracticeVersion, noor: Viewer
) -> None:
    """The name of a piece of work is nobody's view, and nothing is asked about a name."""
    use = started(three_sentences, noor, "bezwaar tegen een dakkapel")
    client, begin = as_(noor), reverse("sparring:practice", args=[use.pk])
    assert "Eerst zelf denken" in client.get(begin).content.decode()
    assert "Schrijf eerst op wat je zelf denkt" in client.post(begin, {"view": " "}).content.decode()
    text = client.post(begin, {"skip": "1"}, follow=True).content.decode()
    assert client.get(begin).status_code == 302, "there is one session a use"
    assert f"‘{three_sentences.check_text}’ Hoe doe je die deze keer?" in text
    assert "Zelf denken" not in text
    assert "geen vraag meer" not in text
