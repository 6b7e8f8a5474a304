"""One week of a team, lived in a browser: from the first paste to an answer of the manager."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import journeys, together
from tests.browser.living import Person, World, at
from tests.browser.looking import SQUEEZED

pytestmark = pytest.mark.browser
PRIVATE = [
    journeys.VIEW,
    journeys.EXPECTATION,
    journeys.IF_THEN,
    journeys.ANALYSIS,
    journeys.SAID_BACK,
    journeys.CONCLUSION,
    journeys.CLAIM,
    journeys.RECALLED,
    "Mevrouw belde twee dagen later",
]
PROMISE = "Mensen begrijpen hun hoorverslag"
TO_MARGA = "De afspraak in ons sjabloon"


def test_a_week_lived(world: World) -> None:
    """Each day is lived on its own day; nobody but Fatima ever sees how she learned."""
    fatima = world.live(at("monday")).person("fatima")
    _monday(fatima)
    world.live(at("tuesday"))
    _tuesday(fatima)
    world.live(at("wednesday"))
    _wednesday(fatima, world.person("joost"))
    world.live(at("thursday"))
    _another_team_takes_it_over(world)
    _dialogue(world)
    _trial_in_mandate(world)
    world.live(at("friday"))
    _friday(fatima, world.person("joost"))
    world.live(at("next monday"))
    _answer(fatima, world.person("marga"))
    _objection(fatima, world.person("henk"))
    _statement(fatima, world.person("marga"))
    _nobody_looked_over_her_shoulder(world)


def _monday(fatima: Person) -> None:
    """The first three minutes, then focus."""
    journeys.paste(fatima)
    fatima.sees(journeys.VIEW)
    assert not fatima.page.evaluate(SQUEEZED)
    answer = fatima.page.locator(".turn .ai").first.inner_text()
    assert _quotes(answer, journeys.VIEW + journeys.PIECE), answer
    asked = [box.input_value() for box in fatima.page.locator("form.questionchoice textarea").all()]
    assert len(set(asked)) == 3
    assert all(_quotes(question, journeys.VIEW + journeys.PIECE) for question in asked), asked
    journeys.choose_question(fatima)
    expect(fatima.page.locator("h1")).to_have_text(journeys.QUESTION)
    journeys.focus(fatima)
    fatima.sees("Je week heeft richting.").sees(journeys.EXPECTATION)


def _tuesday(fatima: Person) -> None:
    """Deepen: a sparring session to its close, and one checked claim."""
    fatima.go("/week/").sees(journeys.EXPECTATION)
    journeys.spar(fatima)
    journeys.keep_what_was_found(fatima)
    fatima.sees("Wat je vond is bewaard, voor jou alleen.").sees(journeys.CONCLUSION)


def _wednesday(fatima: Person, joost: Person) -> None:
    """Do: a practice used, an experiment with its outcome, and the practice changed by it."""
    joost.go("/practices/")
    before = _version(joost)
    fatima.go("/week/").primary()
    journeys.use_practice(fatima)
    fatima.go("/week/").primary()
    journeys.experiment(fatima)
    joost.go("/team/").sees(journeys.QUESTION).sees(journeys.OUTCOME).sees_not(*PRIVATE)
    journeys.change_practice(fatima)
    joost.go("/practices/")
    assert _version(joost) == before + 1
    joost.follow(re.compile("^Lees alles.*Hoorverslag maken")).sees(journeys.REASON).sees(
        journeys.PIECE_OF_WORK
    )
    joost.sees(journeys.TRIED)
    joost.sees_not(*PRIVATE)


def _another_team_takes_it_over(world: World) -> None:
    """A second team adopts the changed practice, tells a worse result, and both teams read it on their own page."""
    samira, joost = world.person("samira"), world.person("joost")
    together.take_over(samira, "Hoorverslag maken")
    samira.follow("Hoorverslag maken").sees(f"Sociale ondersteuning: {together.TAKEN_OVER}")
    joost.go("/practices/").follow(re.compile("^Lees alles.*Hoorverslag maken"))
    joost.sees("slechter dan eerst").sees(together.WORSE)
    joost.follow(re.compile(f"Sociale ondersteuning: {together.TAKEN_OVER}"))
    joost.sees("Overgenomen van Bezwaar en beroep").sees(together.WORSE)


def _dialogue(world: World) -> None:
    """Blind until one reveal, then assigned objections, courage, the partner last, and who owns it decides."""
    table = {name: world.person(name) for name in together.POSITIONS}
    joost, noor = table["joost"], table["noor"]
    joost.go("/week/").primary()
    together.bring_case(joost)
    for name, who in table.items():
        others = [text for other, text in together.POSITIONS.items() if other != name]
        who.go("/dialogue/").sees(together.CASE)
        together.take_position(who, together.POSITIONS[name], unnamed=name != "joost")
        who.sees_not(*others)
    noor.follow("Toon de standpunten").send("Toon ze nu")
    for who in table.values():
        who.go("/dialogue/")
        together.step(who, "Tonen")
        for text in together.POSITIONS.values():
            who.sees(text)
        assert who.page.locator(".positions .from").filter(has_text="zonder naam").count() == 2
    assert sum(together.object_where_asked(who) for who in _again(table)) >= 1
    together.step(noor, "Sterkste bezwaar")
    noor.sees(together.OBJECTION)
    together.answer_courage(noor)
    together.bring_partner_in(joost)
    expect(joost.page.locator(".ai").filter(has_text=together.PARTNER).first).to_be_visible()
    together.decide(joost)
    noor.go("/dialogue/").sees(together.DECISION).sees("Jij doet het")
    expect(noor.page.get_by_role("button", name="Besluit", exact=True)).to_have_count(0)


def _again(table: dict[str, Person]) -> list[Person]:
    for who in table.values():
        who.go("/dialogue/")
    return list(table.values())


def _trial_in_mandate(world: World) -> None:
    """What can be turned back starts by itself; its measurement, once confirmed, moves the promise for Henk."""
    fatima, joost, henk = (world.person(name) for name in ("fatima", "joost", "henk"))
    henk.go("/results/")
    assert "69" not in _standing(henk)
    fatima.go("/proposals/").follow("Schrijf een voorstel")
    together.write_proposal(fatima, reversible=True, promise=PROMISE)
    together.start_in_mandate(fatima)
    together.measure(fatima, "69")
    joost.go("/proposals/").follow(together.TITLE).send("Dit klopt")
    henk.go("/results/")
    assert "69" in _standing(henk)


def _friday(fatima: Person, joost: Person) -> None:
    """Harvest: recall before it is laid open, an insight shared, and a proposal for what the team may not decide."""
    fatima.go("/week/").primary()
    journeys.recall(fatima)
    journeys.insight(fatima, propose=True)
    together.write_proposal(fatima, TO_MARGA, reversible=False, promise=PROMISE)
    fatima.send("Leg het voor aan Marga").sees("Marga")
    joost.go("/insights/").sees(re.compile(re.escape(journeys.NOW))).sees_not(*PRIVATE)
    fatima.go("/week/").sees("Deze week is klaar")


def _answer(fatima: Person, marga: Person) -> None:
    """Marga sees what is asked of her and for how long, and answers with a reason."""
    marga.go("/").sees("Wie op je antwoord wacht").sees_not(*PRIVATE)
    together.answer_yes(marga, TO_MARGA)
    marga.sees(together.REASON)
    fatima.go("/proposals/").follow(TO_MARGA).sees(together.REASON)


def _objection(fatima: Person, henk: Person) -> None:
    """An objection to the frame: the steward sees it with its clock and answers, and everybody reads the answer."""
    together.object_to(fatima, PROMISE)
    fatima.sees(re.compile("Henk Vermeulen antwoordt uiterlijk"))
    henk.go("/").follow(together.AGAINST_FRAME)
    together.agree(henk)
    fatima.go("/frame/").sees(re.compile("Overgenomen, in de volgende versie"))
    fatima.follow("Bezwaar van Fatima El Amrani").sees(together.AGREED)


def _statement(fatima: Person, marga: Person) -> None:
    """What Marga gets is what Fatima saw before sending; her reply comes back."""
    together.send_statement(fatima)
    sent = fatima.page.locator("article.letter").inner_text()
    marga.go("/statements/")
    together.reply(marga, "Fatima")
    assert marga.page.locator("article.letter").inner_text() == sent
    marga.sees_not(*PRIVATE)
    fatima.go("/statements/")
    fatima.onward(
        lambda: fatima.click(
            fatima.page.locator("li").filter(has_text="er is een antwoord").first.get_by_role("link")
        )
    )
    fatima.sees(together.REPLY)


def _nobody_looked_over_her_shoulder(world: World) -> None:
    shared = ["/practices/", "/proposals/", "/results/", "/frame/", "/transparency/"]
    world.person("joost").sees_nowhere(
        *PRIVATE, paths=[*shared, "/team/", "/insights/", "/dialogue/", "/week/"]
    )
    world.person("marga").sees_nowhere(*PRIVATE, paths=[*shared, "/", "/statements/"])
    world.person("henk").sees_nowhere(*PRIVATE, paths=shared)


def _quotes(text: str, source: str) -> bool:
    """Whether something between quotation marks in a text stands in its source."""
    quoted = re.findall(r"[‘'“\"](.+?)[’'”\"]", text)
    return any(words.strip(" .,…").lower() in source.lower() for words in quoted)


def _version(who: Person) -> int:
    section = who.page.locator("section.entry").filter(
        has=who.page.get_by_role("heading", name="Hoorverslag maken")
    )
    found = re.search(r"versie (\d+)", section.first.inner_text())
    assert found
    return int(found.group(1))


def _standing(who: Person) -> str:
    heading = who.page.get_by_role("heading", name=re.compile(PROMISE)).first
    return heading.locator("xpath=ancestor::*[self::section or self::article][1]").inner_text()
