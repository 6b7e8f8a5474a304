"""The week as somebody lives it, page by page, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.insights import queries as insights
from lerendwerken.learning.practices import actions as practice_actions
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.practices.models import PracticeVersion
from lerendwerken.learning.weekcycle import actions as asked
from lerendwerken.learning.weekcycle import queries as weekcycle
from tests.houses import House
from tests.moments.conftest import MONDAY, QUESTION

As = Callable[[Viewer], Client]
PIECE = (
    "De commissie overweegt dat bezwaarmaker ter zitting heeft aangevoerd dat de dakkapel het daglicht wegneemt. "
    "Bezwaarmaker heeft verklaard zijn gronden te handhaven."
)
VIEW = "Het verslag is altijd te lang. Niemand begrijpt de wettermen."


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_somebody_new_begins_with_a_piece_of_work(as_: As, joost: Viewer) -> None:
    client = as_(joost)
    assert client.get("/").headers["Location"] == "/first/"
    answer = client.post("/first/", {"piece": PIECE, "view": VIEW}, follow=True)
    text = answer.content.decode()
    assert "Methodecoach" in text
    assert "wettermen" in text
    questions = re.findall(r'<textarea name="question"[^>]*>\s*([^<]+)</textarea>', text)
    assert len(questions) == 3
    assert len(set(questions)) == 3
    path = answer.request["PATH_INFO"]
    client.post(f"{path}choose/", {"number": "2", "question": "Hoe schrijf ik korter?"})
    with acting(joost):
        question = weekcycle.current_question(joost)
    assert question
    assert question.text == "Hoe schrijf ik korter?"
    assert "Hoe schrijf ik korter?" in page(client, "/week/")


def test_a_view_of_ones_own_is_asked_for(as_: As, joost: Viewer) -> None:
    answer = as_(joost).post("/first/", {"piece": PIECE, "view": ""})
    assert answer.status_code == 200
    assert PIECE[:40] in answer.content.decode(), "what was pasted is still there"


def test_the_week_page_says_what_to_do_now(as_: As, begun: Viewer) -> None:
    text = page(as_(begun), "/week/")
    assert QUESTION in text
    assert "Begin met Doen" in text
    assert text.count('class="btn btn--primary"') == 1


def test_a_full_week(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    focus = {
        "question": QUESTION,
        "expectation": "Dat Noor het navertelt.",
        "if_then": "Als de zitting klaar is, dan schrijf ik.",
    }
    client.post("/week/focus/", focus)
    client.post(
        "/week/deepen/",
        {"conclusion": "Wettermen blijven staan.", "claim": "9 van 14 bellen", "claim_verdict": "checked"},
    )
    do = page(client, "/week/do/")
    process = re.search(r'<option value="([0-9a-f-]{36})"', do)
    assert process
    client.post(
        "/week/do/",
        {"work_process": process.group(1), "tried": "Drie zinnen bovenaan.", "expects": "Minder bellen."},
    )
    outcome = re.search(r'href="(/week/do/[0-9a-f-]{36}/)"', page(client, "/week/do/"))
    assert outcome
    client.post(
        outcome.group(1),
        {
            "outcome": "Noor vertelde het na.",
            "minutes_before": "95",
            "minutes_after": "83",
            "quality": "better",
        },
    )
    harvest = {
        "before": "dat korter beter was",
        "now": "dat mensen willen weten hoe het verder gaat",
        "because": "Noor",
        "readers": "team",
        "energy": "4",
    }
    client.post("/week/harvest/", harvest)
    text = page(client, "/week/")
    for words in ("Dat Noor het navertelt.", "Wettermen blijven staan.", "Noor vertelde het na."):
        assert words in text
    with acting(begun):
        states = {stop.moment: stop.state for stop in weekcycle.line(begun, MONDAY)}
        assert states == {
            "focus": "done",
            "deepen": "done",
            "do": "done",
            "dialogue": "open",
            "harvest": "done",
        }
        assert len(insights.shared_in_team(begun, 5)) == 1


def test_at_focus_a_question_with_the_same_words_moves_to_another_development_question(
    as_: As, begun: Viewer, henk: Viewer
) -> None:
    with acting(henk):
        draft = frame.start_draft(title="Kader", why="Om te leren.", starts=MONDAY, by=henk)
        goal = frame.put_goal(draft, title="Begrijpelijk besluiten", by=henk)
        frame.put_promise(
            draft,
            goal=goal,
            title="Kan het navertellen",
            indicator="Geteld.",
            kind="lasting",
            term="long",
            unit="%",
            baseline=46,
            target=75,
            due=date(2027, 7, 1),
            by=henk,
        )
        explain, hear = (
            frame.put_development_question(draft, goal=goal, text=text, by=henk)
            for text in ("Hoe leggen we uit?", "Hoe horen we eerder?")
        )
        frame.decide(draft, reason="Eerste kader.", by=henk)
    client = as_(begun)
    for under in (explain, hear):
        client.post("/week/focus/", {"question": QUESTION, "under": str(under.pk)})
        assert under.text in page(client, "/week/")
    with acting(begun):
        assert [row.text for row in weekcycle.my_questions(begun)] == [QUESTION]


def test_a_harvest_without_an_insight_is_a_harvest_too(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    nothing = client.post("/week/harvest/", {"readers": "self"})
    assert "Schrijf één regel" in nothing.content.decode()
    half = client.post("/week/harvest/", {"readers": "self", "before": "dat korter beter was"})
    assert "dat korter beter was" in half.content.decode(), "what was written is still there"
    proposal = client.post("/week/harvest/", {"readers": "self", "energy": "4", "proposal": "1"})
    assert proposal.status_code == 200, "of what would a proposal be made?"
    client.post("/week/harvest/", {"readers": "self", "energy": "4"})
    with acting(begun):
        assert {stop.moment: stop.state for stop in weekcycle.line(begun, MONDAY)}["harvest"] == "done"
        assert not insights.insights(begun)


def tried(client: Client, **more: str) -> str:
    """The address at which is written what came of an experiment that was begun now."""
    process = re.search(r'<option value="([0-9a-f-]{36})"', page(client, "/week/do/"))
    assert process
    client.post("/week/do/", {"work_process": process.group(1), "tried": "Drie zinnen bovenaan.", **more})
    found = re.search(r'href="(/week/do/[0-9a-f-]{36}/)"', page(client, "/week/do/"))
    assert found
    return found.group(1)


def test_at_do_one_line_is_enough_and_the_rest_is_one_tap_away(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    text = page(client, "/week/do/")
    assert text.index('name="tried"') < text.index("Op welk stuk, en met wie") < text.index('name="partner"')
    assert 'id="id_piece"' not in re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    outcome = tried(client)
    assert "<details><summary" in page(client, outcome), "minutes and quality are folded"
    client.post(outcome, {"outcome": "Noor vertelde het na.", "minutes_after": "83"})
    assert "<details open><summary" in page(client, outcome), "what was filled in stands open"


def test_each_button_at_do_says_what_begins(
    as_: As, begun: Viewer, hearing_in_force: PracticeVersion
) -> None:
    text = page(as_(begun), "/week/do/")
    assert 'Begin hiermee<span class="sr">: Hoorverslag maken</span></a>' in text
    assert text.count(">Begin</button>") == 1


def test_what_was_begun_asks_first_how_it_ended(
    as_: As, begun: Viewer, hearing_in_force: PracticeVersion
) -> None:
    with acting(begun):
        practice_actions.start(hearing_in_force, piece="verslag dakkapel", week=MONDAY, by=begun)
    primary = re.findall(
        r'<(?:a|button) class="btn[^"]*btn--primary[^>]*>([^<]+)', page(as_(begun), "/week/do/")
    )
    assert primary == ["Hoe liep het af?"]


def test_two_clicks_put_an_experiment_into_the_practice_once(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    outcome = tried(client)
    client.post(outcome, {"outcome": "Noor vertelde het na."})
    sent = re.search(r'action="(\S+/practice/)".*?name="key" value="([^"]+)"', page(client, "/week/do/"))
    assert sent
    for _time in range(2):
        answer = client.post(sent.group(1), {"key": sent.group(2)})
        assert answer.status_code == 302
    with acting(begun):
        [proposed] = practices.proposed(begun, begun.teams[0])
    assert proposed.reason == "Noor vertelde het na."


def test_a_colleague_does_not_put_my_experiment_into_the_practice(
    as_: As, begun: Viewer, joost: Viewer
) -> None:
    """In force, everybody reads what was tried and what came of it: that is for who tried it to give."""
    outcome = tried(as_(begun))
    as_(begun).post(outcome, {"outcome": "Noor vertelde het na."})
    assert as_(joost).post(f"{outcome}practice/").status_code == 404
    with acting(begun):
        assert practices.proposed(begun, begun.teams[0]) == []


def test_two_moments_on_one_day_have_one_now(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    works = ["mon", "tue", "wed", "thu", "fri"]
    sent = {"focus": "wed", "deepen": "wed", "do": "thu", "harvest": "fri", "works": works}
    client.post("/week/days/", sent)
    text = page(client, "/week/")
    assert text.count('data-state="now"') == 1
    assert "Begin met Richten" in text
    client.post("/week/focus/", {"question": QUESTION, "expectation": "Dat het lukt."})
    text = page(client, "/week/")
    assert text.count('data-state="now"') == 1
    assert "Begin met Verdiepen" in text


def test_the_time_of_the_dialogue_is_told_in_ones_own_language(as_: As, begun: Viewer) -> None:
    assert '<span class="when">10.00 uur</span>' in page(as_(begun), "/week/")
    assert "op donderdag om 10.00 uur." in page(as_(begun), "/rhythm/")
    Person.objects.filter(pk=begun.person).update(language="en")
    assert '<span class="when">at 10:00</span>' in page(as_(begun), "/week/")


def test_a_tight_week_is_one_page_and_nothing_is_missed(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    process = re.search(r'<option value="([0-9a-f-]{36})"', page(client, "/week/tight/"))
    assert process
    client.post(
        "/week/tight/",
        {
            "work_process": process.group(1),
            "tried": "Eén brief hardop gelezen.",
            "now": "Hardop lezen helpt.",
        },
    )
    with acting(begun):
        states = {stop.state for stop in weekcycle.line(begun, MONDAY) if stop.moment != "dialogue"}
    assert states == {"done"}


def test_after_a_tight_week_the_page_does_not_offer_it_again(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    assert "/week/tight/" in page(client, "/week/")
    client.post("/week/tight/", {"now": "Hardop lezen helpt."})
    assert "/week/tight/" not in page(client, "/week/")


def test_a_tight_week_asks_a_question_of_who_has_none(as_: As, begun: Viewer, joost: Viewer) -> None:
    client = as_(joost)
    client.post("/catch/", {"text": "Hoe vraag ik door zonder te sturen?"})
    assert "Hoe vraag ik door zonder te sturen?" in page(client, "/week/tight/"), "what was kept stands ready"
    client.post("/week/tight/", {"now": "Eerst luisteren."})
    with acting(joost):
        assert weekcycle.current_question(joost) is None, "a line alone is not enough"
    client.post(
        "/week/tight/", {"question": "Hoe vraag ik door zonder te sturen?", "now": "Eerst luisteren."}
    )
    with acting(joost):
        question = weekcycle.current_question(joost)
    assert question is not None
    assert question.text == "Hoe vraag ik door zonder te sturen?"


def test_a_question_that_was_kept_is_one_click_from_being_the_learning_question(
    as_: As, begun: Viewer, joost: Viewer
) -> None:
    client = as_(joost)
    client.post("/catch/", {"text": "Hoe vraag ik door zonder te sturen?"})
    text = page(client, "/week/")
    assert "Maak er mijn leervraag van" in text
    assert "Hoe vraag ik door zonder te sturen?" in text
    assert "Hoe vraag ik door zonder te sturen?" in page(client, "/week/focus/")


def test_no_work_is_chosen_for_somebody_who_did_not_choose(as_: As, begun: Viewer) -> None:
    with acting(begun):
        practice_actions.name_process("Bellen met de indiener", by=begun)
    client = as_(begun)
    refused = client.post(
        "/week/do/", {"work_process": "", "tried": "Met de hand begonnen."}
    ).content.decode()
    assert "Met de hand begonnen." in refused
    with acting(begun):
        assert weekcycle.my_experiments(begun, MONDAY) == []
    [process] = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>Bellen met', page(client, "/week/do/"))
    client.post("/week/do/", {"work_process": process, "tried": "Met de hand begonnen."})
    assert f'<option value="{process}" selected' in page(client, "/week/do/"), "the next time it stands ready"


def test_what_is_for_oneself_is_on_no_page_of_a_teammate(
    as_: As, begun: Viewer, joost: Viewer, marga: Viewer
) -> None:
    as_(begun).post(
        "/week/focus/", {"question": QUESTION, "expectation": "GEHEIM-verwacht", "if_then": "GEHEIM-alsdan"}
    )
    as_(begun).post("/week/deepen/", {"conclusion": "GEHEIM-besluit", "kept": "GEHEIM-houd"})
    as_(begun).post("/catch/", {"text": "GEHEIM-gedachte"})
    for viewer in (joost, marga):
        for path in (
            "/week/",
            "/team/",
            "/catch/",
            "/week/focus/",
            "/week/deepen/",
            "/insights/",
            "/practices/",
            "/proposals/",
        ):
            assert "GEHEIM" not in as_(viewer).get(path, follow=True).content.decode(), (viewer, path)


def test_a_past_week_can_be_added_to_but_not_rewritten(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    client.post("/week/focus/", {"question": QUESTION, "expectation": "Eerst dit."})
    with clock.at(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        client.post("/week/2026-W48/", {"text": "Achteraf zag ik het anders."})
        text = page(client, "/week/2026-W48/")
        assert "Eerst dit." in text
        assert "Achteraf zag ik het anders." in text
        assert client.get("/week/2027-W01/").status_code == 404


def test_a_team_that_had_no_dialogue_yet_is_told_what_will_stand_there(
    as_: As, joost: Viewer, fatima: Viewer
) -> None:
    with acting(fatima):
        asked.begin_rhythm(
            fatima.teams[0],
            dialogue_day="fri",
            dialogue_time=time(10),
            starts=MONDAY,
            lapsed_work="",
            by=fatima,
        )
    client = as_(joost)
    text = page(client, "/team/")
    assert "van 0 gesprek" not in text
    assert "Hier komt te staan hoeveel gesprekken jullie hielden" in text
    with clock.at(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        text = page(client, "/team/")
    assert "0 van 1 gesprek gehouden." in text
    assert "Hier komt te staan" not in text


def test_in_a_past_week_one_reads_what_was_kept_and_what_was_rejected(as_: As, begun: Viewer) -> None:
    as_(begun).post("/week/deepen/", {"kept": "de volgorde", "rejected": "de toon"})
    with clock.at(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        text = page(as_(begun), "/week/2026-W48/")
    told = re.findall(r'<p class="meta">([^<]+)</p><p class="own">([^<]+)</p>', text)
    assert told == [("Je hield van het antwoord", "de volgorde"), ("Je wees af van het antwoord", "de toon")]


def test_there_is_no_week_before_somebody_came(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    assert client.get("/week/2019-W01/").status_code == 404
    assert client.post("/week/2019-W01/", {"text": "Toen al."}).status_code == 404
    assert client.get("/week/2026-W47/").status_code == 404
    with acting(begun):
        assert weekcycle.notes(begun, date.fromisocalendar(2019, 1, 1)) == []


def test_a_week_of_another_year_is_named_with_its_year(as_: As, begun: Viewer) -> None:
    assert "<h1>De week van 23 november</h1>" in page(as_(begun), "/week/2026-W48/")
    with clock.at(datetime(2027, 1, 6, 9, tzinfo=UTC)):
        assert "<h1>De week van 23 november 2026</h1>" in page(as_(begun), "/week/2026-W48/")


def test_a_caught_thought_is_kept_once_and_can_be_thrown_away(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    sent = {"text": "Waarom printen we dit nog?", "key": "0193a1f0-0000-7000-8000-000000000001"}
    for _ in range(2):
        assert client.post("/catch/", sent, headers={"Accept": "application/json"}).status_code == 200
    assert page(client, "/catch/").count("Waarom printen we dit nog?") == 1
    client.post("/catch/0193a1f0-0000-7000-8000-000000000001/away/")
    assert "printen we" not in page(client, "/catch/")


@pytest.mark.parametrize("bad", ["\x00", "x" * 301, "🙂" * 301])
def test_a_question_that_cannot_be_kept_says_so_and_stays_on_the_page(
    as_: As, begun: Viewer, bad: str
) -> None:
    answer = as_(begun).post("/week/focus/", {"question": bad, "expectation": "blijft staan"})
    assert answer.status_code == 200
    assert "blijft staan" in answer.content.decode()
    with acting(begun):
        question = weekcycle.current_question(begun)
    assert question
    assert question.text == QUESTION


def test_the_week_page_asks_a_fixed_number_of_queries(
    as_: As, begun: Viewer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(begun)
    for number in range(8):
        client.post("/catch/", {"text": f"gedachte {number}"})
    with django_assert_max_num_queries(72):
        page(client, "/week/")


@pytest.mark.parametrize(
    "role_page",
    [("marga", "/asked/"), ("henk", "/frame/"), ("beheer", "/start/"), ("or", "/transparency/")],
)
def test_who_has_no_week_begins_at_the_page_of_their_role(
    as_: As, request: pytest.FixtureRequest, role_page: tuple[str, str]
) -> None:
    login, path = role_page
    viewer = request.getfixturevalue("waterrijk").viewer(login)
    assert as_(viewer).get("/").headers["Location"] == path


def test_who_reads_in_english_hears_dutch_words_as_dutch(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    client.post("/week/focus/", {"question": QUESTION, "expectation": "Dat Noor het navertelt."})
    outcome = tried(client)
    client.post(outcome, {"outcome": "Noor vertelde het na."})
    client.post("/catch/", {"text": "Waarom printen we dit nog?"})
    Person.objects.filter(pk=begun.person).update(language="en")
    text = page(client, "/week/")
    assert '<html lang="en">' in text
    for words in (QUESTION, "Dat Noor het navertelt.", "Noor vertelde het na.", "Waarom printen we dit nog?"):
        assert f'<span lang="nl">{words}</span>' in text
    assert '<span lang="nl">Noor vertelde het na.</span>' in page(client, "/team/")
    assert '<span lang="nl">Drie zinnen bovenaan.</span>' in page(client, "/week/do/")
    assert "Wednesday 25 November" in page(client, "/week/do/")


def test_the_facilitator_hears_that_they_choose_the_day(as_: As, fatima: Viewer, joost: Viewer) -> None:
    for viewer in (fatima, joost):
        with acting(viewer):
            asked.ask_question(QUESTION, development_question=None, week=MONDAY, by=viewer)
    text = page(as_(fatima), "/week/")
    assert "jij kiest de dag" in text
    assert 'href="/rhythm/">Kies de dag' in text
    assert "De begeleider kiest de dag" in page(as_(joost), "/week/")


def test_a_practice_is_one_click_away_on_the_week_page(
    as_: As, begun: Viewer, hearing_in_force: PracticeVersion
) -> None:
    text = page(as_(begun), "/week/")
    assert "Onze werkwijze: Hoorverslag maken." in text
    assert f'href="/practices/start/{hearing_in_force.pk}/"' in text


def test_a_practice_that_one_began_waits_for_how_it_ended(
    as_: As, begun: Viewer, hearing_in_force: PracticeVersion
) -> None:
    with acting(begun):
        use = practice_actions.start(hearing_in_force, piece="hoorverslag dakkapel", week=MONDAY, by=begun)
    week = page(as_(begun), "/week/")
    assert "In gebruik bij ‘hoorverslag dakkapel’: Hoorverslag maken." in week
    for text in (week, page(as_(begun), "/week/do/")):
        assert f'href="/practices/use/{use.pk}/"' in text


def test_in_the_start_rhythm_the_theme_is_where_its_link_leads(as_: As, start_rhythm: Viewer) -> None:
    client = as_(start_rhythm)
    assert 'href="/week/work/#theme"' in page(client, "/week/")
    assert 'id="theme"' in page(client, "/week/work/")
    client.post("/week/work/", {"theme_line": "Twee keer vragen gaf twee antwoorden."})
    with acting(start_rhythm):
        assert weekcycle.entries(start_rhythm, MONDAY)["deepen"].theme_line.startswith("Twee keer")
    assert "Begin met Werk" not in page(client, "/week/")


def test_the_days_of_every_moment_can_be_chosen_also_by_who_joined_today(as_: As, begun: Viewer) -> None:
    text = page(as_(begun), "/week/days/")
    for moment in ("focus", "deepen", "do", "harvest"):
        assert f'name="{moment}"' in text


@pytest.mark.parametrize("login", ["or", "beheer", "henk", "marga", "fatima"])
def test_more_names_every_page_once(as_: As, waterrijk: House, login: str) -> None:
    text = page(as_(waterrijk.viewer(login)), "/more/")
    listed = text[text.index('<ul class="ruled') :].partition("</ul>")[0]
    targets = re.findall(r'href="([^"]+)"', listed)
    assert len(targets) == len(set(targets))
    assert {"/frame/", "/transparency/", "/ai/"} <= set(targets)


def test_pieces_of_the_first_minutes_are_told_apart_at_deepen(as_: As, begun: Viewer) -> None:
    client = as_(begun)
    for view in (VIEW, "Deze brief is juist te kort."):
        client.post("/first/", {"piece": PIECE, "view": view})
    listed = page(client, "/week/deepen/")
    assert "Deze brief is juist te kort." in listed
    assert "Het verslag is altijd te lang." in listed
    assert 'class="meta block">de eerste drie minuten</span>' in listed
